import type { TestContext } from 'node:test';
import type pg from 'pg';
import { eventually } from '../stack/eventually.ts';
import type { WorkflowStack } from './workflow-stack.ts';

const tables = { extract: 'migration_chunks', validate: 'staging.slices', load: 'migration_slices' } as const;

let brakes = 0;

/**
 * Lets one step of one company's migrations stand still in its middle: what is written before the first slice is seen goes through, and
 * whoever is to write another one waits. So a test need not be quick to meet a migration there.
 */
export class Brake {
  readonly #stack: WorkflowStack;
  readonly #holder: pg.PoolClient;
  readonly #key: number;
  readonly #what: string;
  #isReleased = false;

  private constructor(stack: WorkflowStack, holder: pg.PoolClient, key: number, what: string) {
    this.#stack = stack;
    this.#holder = holder;
    this.#key = key;
    this.#what = what;
  }

  /** Brakes until `release`, at the latest until the end of the test; to be called before the migration comes to that step. */
  static async of(t: TestContext, stack: WorkflowStack, companyId: string, step: keyof typeof tables): Promise<Brake> {
    brakes += 1;
    const key = 40_000 + brakes;
    await stack.asSuperuser(
      `create or replace function stand_still() returns trigger language plpgsql security definer as $$
       declare is_begun boolean;
       begin
         execute format('select exists (select from %s where company_id = $1 and migration_id = $2)', tg_relid::regclass)
           into is_begun using new.company_id, new.migration_id;
         if is_begun then perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint); end if;
         return new;
       end $$`,
    );
    await stack.asSuperuser(
      `create trigger brake_${key} before insert on ${tables[step]} for each row
         when (new.company_id = '${companyId}') execute function stand_still('${key}')`,
    );
    const holder = await stack.connectSuperuser();
    const brake = new Brake(stack, holder, key, `the step ${step} of ${companyId} stands still in its middle`);
    t.after(() => brake.release());
    await holder.query('select pg_advisory_lock($1)', [key]);
    return brake;
  }

  /** Waits until the step is in its middle, and stands still. */
  async untilMet(): Promise<void> {
    await eventually(this.#what, async () => {
      const waiting = await this.#stack.asSuperuser(
        `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted`,
        [this.#key],
      );
      return waiting.length > 0;
    });
  }

  /** A repeat changes nothing. */
  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    await this.#holder.query('select pg_advisory_unlock($1)', [this.#key]);
    this.#holder.release();
  }
}
