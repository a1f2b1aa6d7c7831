import type { TestContext } from 'node:test';
import type pg from 'pg';
import { eventually } from '../stack/eventually.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** Holds a table, so that the step which needs it next stands still: a way to meet a migration in the middle of a step, every time. */
export class Stall {
  readonly #stack: WorkflowStack;
  readonly #holder: pg.PoolClient;
  readonly #table: string;
  #isReleased = false;

  private constructor(stack: WorkflowStack, holder: pg.PoolClient, table: string) {
    this.#stack = stack;
    this.#holder = holder;
    this.#table = table;
  }

  /**
   * Holds the table until `release`, at the latest until the end of the test.
   * @param against `writers`: who only reads it, as a backup does, passes by. Default: everybody.
   */
  static async of(
    t: TestContext,
    stack: WorkflowStack,
    table: string,
    against: 'everybody' | 'writers' = 'everybody',
  ): Promise<Stall> {
    const holder = await stack.connectSuperuser();
    const stall = new Stall(stack, holder, table);
    t.after(() => stall.release());
    await holder.query(`begin; set local lock_timeout = '20s'`);
    const mode = against === 'writers' ? 'share row exclusive' : 'access exclusive';
    await holder.query(`lock table ${table} in ${mode} mode`);
    return stall;
  }

  /** Waits until a step has really met the held table, or so many wait for it. */
  async untilMet(times = 1): Promise<void> {
    await eventually(`a step waits for ${this.#table}`, async () => (await this.#waiting()) >= times);
  }

  /** Whether a step waits for it just now. */
  async isMet(): Promise<boolean> {
    return (await this.#waiting()) > 0;
  }

  async #waiting(): Promise<number> {
    const waiting = await this.#stack.asSuperuser(
      `select pid from pg_locks where relation = $1::regclass and not granted`,
      [this.#table],
    );
    return waiting.length;
  }

  /** A repeat changes nothing. */
  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    await this.#holder.query('rollback');
    this.#holder.release();
  }
}
