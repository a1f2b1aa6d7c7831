import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { toStepFailure } from './errors.ts';
import { assertRoleIsSafe } from './role-facts.ts';
import { stopStatements } from './stop-statements.ts';

/** What a transaction of one company can do. There is no other way to a connection. */
export interface CompanyTransaction {
  readonly companyId: string;
  /** Runs one statement and gives its rows in order; empty where there are none. */
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and gives the number of rows that it touched. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
  /** `COPY … FROM STDIN`: sends the chunks, in order. */
  copyIn(statement: string, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void>;
  /** `COPY … TO STDOUT`: gives what the database sends, in chunks. */
  copyOut(statement: string): AsyncIterable<Buffer>;
}

export interface TransactionOptions {
  /** Default 'read committed'. */
  readonly isolation?: 'read committed' | 'repeatable read';
  readonly isReadOnly?: boolean;
  /**
   * False for work that can be made again, such as staging: its commit need not wait for the disk.
   * Default true.
   */
  readonly isDurable?: boolean;
  /** Once it is aborted, the statement under way is stopped, nothing of the transaction stays, and its reason is thrown. Default: never. */
  readonly stopSignal?: AbortSignal | undefined;
}

export interface Database {
  /**
   * Opens a transaction in which row level security shows and accepts the rows of that company only, and commits it
   * when `work` has ended. An error rolls it back and comes out as a `StepFailure`, without any value of a record.
   */
  withCompany<Result>(
    companyId: string,
    work: (tx: CompanyTransaction) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  close(): Promise<void>;
}

// Dates and numbers stay as PostgreSQL prints them: a JavaScript Date would shift them by a time zone, a double would round.
const types = new pg.TypeOverrides();
for (const oid of [pg.types.builtins.DATE, pg.types.builtins.TIMESTAMPTZ, pg.types.builtins.NUMERIC]) {
  types.setTypeParser(oid, (text: string) => text);
}
types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Connects as the service's role. `maxConnections` default 6.
 * @throws Error where the role could see other companies' rows; see `role-facts.ts`.
 */
export async function openDatabase(url: string, options: { readonly maxConnections?: number } = {}): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 6,
    connectionTimeoutMillis: 10_000,
    application_name: 'careferry',
    types,
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    await assertRoleIsSafe(pool);
  } catch (error) {
    await pool.end();
    throw toStepFailure(error);
  }
  return {
    withCompany: (companyId, work, transactionOptions) => withCompany(pool, companyId, work, transactionOptions ?? {}),
    close: () => pool.end(),
  };
}

/**
 * PostgreSQL ends a transaction that has locks and is silent for so long: a process that is frozen in the middle of it, or a machine that
 * is gone from the network, must not keep the worker that has taken over waiting. One that wakes up again tries again.
 */
const frozenAfterMs = '20000';

async function withCompany<Result>(
  pool: pg.Pool,
  companyId: string,
  work: (tx: CompanyTransaction) => Promise<Result>,
  options: TransactionOptions,
): Promise<Result> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(companyId))
    throw new Error('A company id has lower-case letters, digits and hyphens.');
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw toStepFailure(error);
  }
  let broken: Error | undefined;
  // A connection that breaks between two statements says so by an event, which would end the process if nobody listened. The next
  // statement fails then.
  const noteBreak = (error: Error) => {
    broken = error;
  };
  client.on('error', noteBreak);
  const { stopSignal } = options;
  let stopListening: (() => Promise<void>) | undefined;
  try {
    stopSignal?.throwIfAborted();
    await client.query(
      `begin isolation level ${options.isolation ?? 'read committed'} ${options.isReadOnly ? 'read only' : 'read write'}`,
    );
    // In UTC, so that nothing depends on where the server believes itself to be.
    const { rows } = await client.query<{ pid: number }>(
      `select pg_backend_pid() as pid, set_config('app.current_company_id', $1, true), set_config('synchronous_commit', $2, true),
              set_config('idle_in_transaction_session_timeout', $3, true), set_config('TimeZone', 'UTC', true)`,
      [companyId, options.isDurable === false ? 'off' : 'on', options.isReadOnly ? '0' : frozenAfterMs],
    );
    const ask = () => pool.query('select pg_cancel_backend($1)', [rows[0]?.pid]);
    if (stopSignal) stopListening = stopStatements(stopSignal, ask);
    const result = await work(transactionOf(client, companyId, stopSignal));
    // From here on it is not stopped any more.
    await stopListening?.();
    stopSignal?.throwIfAborted();
    await client.query('commit');
    return result;
  } catch (error) {
    await stopListening?.();
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    if (!stopSignal?.aborted) throw toStepFailure(error);
    // Nobody else gets a connection that may still be told to stop.
    broken ??= new Error('It was stopped.');
    throw stopSignal.reason;
  } finally {
    client.off('error', noteBreak);
    client.release(broken);
  }
}

function transactionOf(client: pg.PoolClient, companyId: string, stopSignal?: AbortSignal): CompanyTransaction {
  const run = <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => {
    stopSignal?.throwIfAborted();
    return client.query<Row>(text, [...values]);
  };
  return {
    companyId,
    query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
      (await run<Row & pg.QueryResultRow>(text, values)).rows,
    execute: async (text, values) => (await run(text, values)).rowCount ?? 0,
    copyIn: async (statement, chunks) => {
      await pipeline(Readable.from(chunks), client.query(copyFrom(statement)));
    },
    copyOut: (statement) => client.query(copyTo(statement)),
  };
}
