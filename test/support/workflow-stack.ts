import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { type Database, openDatabase } from '../../db/database.ts';
import { migrateToLatest } from '../../db/migrate-to-latest.ts';
import { insertCompany } from '../../db/queries/companies.ts';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';
import { sharedFolder } from '../../src/stack/postgres/data-location.ts';
import { postgresUrls } from '../../src/stack/postgres/start-postgres.ts';
import type { StackService } from '../../src/stack/stack-description.ts';
import { type Stack, startStack } from '../../src/stack/start-stack.ts';

const usualServices: readonly StackService[] = ['postgres', 'temporal', 'worker'];

/**
 * A real stack for one test file: PostgreSQL, Temporal and workers on free ports, in a folder of its own. It can be stopped and started
 * again, also with another environment, as an operator would.
 */
export class WorkflowStack {
  readonly folder: string;
  readonly notices: string[] = [];
  #parts: Parts | null = null;
  /** Of the first start: a person's client keeps it, whatever key a worker is started with later. */
  #clientKey: string | null = null;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * @param env stands above the environment of the tests, for the workers.
   * @param services Without `worker`, the test has workers of its own.
   */
  static async start(
    env: Readonly<Record<string, string>> = {},
    services: readonly StackService[] = usualServices,
  ): Promise<WorkflowStack> {
    const folder = mkdtempSync(join(tmpdir(), 'careferry-workflow-'));
    chmodSync(folder, 0o755);
    const stack = new WorkflowStack(folder);
    await stack.startAgain(env, services);
    return stack;
  }

  async startAgain(
    env: Readonly<Record<string, string>> = {},
    services: readonly StackService[] = usualServices,
  ): Promise<void> {
    const stack = await startStack({
      stateDirectory: this.stateDirectory,
      services,
      apiPort: 0,
      postgresPort: 0,
      temporalPort: 0,
      temporalUiPort: 0,
      dataWorkers: 1,
      onLog: (line) => this.notices.push(line),
      env: { DATABASE_URL: '', TEMPORAL_ADDRESS: '', ...env },
    });
    this.#clientKey ??= stack.secrets.masterKey;
    const connection = await Connection.connect({ address: stack.temporalAddress });
    const payloadCodecs = [createPayloadCodec(Buffer.from(this.#clientKey, 'base64'))];
    const urls = postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port));
    // Otherwise done for the workers.
    if (!services.includes('worker')) await migrateToLatest(urls.owner);
    const superuserUrl = new URL(urls.superuser);
    superuserUrl.pathname = new URL(stack.databaseUrl).pathname;
    this.#parts = {
      stack,
      connection,
      client: new Client({ connection, dataConverter: { payloadCodecs } }),
      database: await openDatabase(stack.databaseUrl),
      superuser: new pg.Pool({ connectionString: superuserUrl.href, max: 8 }),
    };
  }

  /** Stops everything; what was written stays. */
  async stop(): Promise<void> {
    const parts = this.#parts;
    this.#parts = null;
    await parts?.database.close();
    await parts?.superuser.end();
    await parts?.connection.close();
    await parts?.stack.stop();
  }

  /** Stops everything and removes the folder. */
  async remove(): Promise<void> {
    await this.stop();
    const pointer = join(this.stateDirectory, 'postgres', 'location');
    const elsewhere = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : null;
    if (elsewhere && dirname(elsewhere) === sharedFolder) rmSync(elsewhere, { recursive: true, force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }

  get stateDirectory(): string {
    return join(this.folder, 'state');
  }

  get stack(): Stack {
    return this.parts.stack;
  }

  get connection(): Connection {
    return this.parts.connection;
  }

  /** Speaks with Temporal as the API does: payloads are encrypted and decrypted. */
  get client(): Client {
    return this.parts.client;
  }

  /** As the service: row level security holds. */
  get database(): Database {
    return this.parts.database;
  }

  /** Runs SQL past row level security, to see what is really there or to do mischief. */
  async asSuperuser<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.parts.superuser.query<Row & pg.QueryResultRow>(text, [...values])).rows;
  }

  /** A connection of its own past row level security; to be released by whoever asks. */
  connectSuperuser(): Promise<pg.PoolClient> {
    return this.parts.superuser.connect();
  }

  /** Makes a company that keeps the records of an optical practice. */
  async addCompany(companyId: string): Promise<string> {
    await this.database.withCompany(companyId, (tx) => insertCompany(tx, { name: companyId, domain: 'optical' }));
    return companyId;
  }

  /** A new folder for an export. */
  exportFolder(name: string): string {
    const folder = join(this.folder, 'exports', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Kills a process of the stack without a warning; the stack starts another. @throws Error where it does not run. */
  kill(name: string): number {
    const { pid } = this.process(name);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  process(name: string): { readonly pid: number } {
    const found = this.stack.processes.find((one) => one.name === name);
    if (!found) throw new Error(`The stack has no process ${name} just now.`);
    return found;
  }

  private get parts(): Parts {
    if (!this.#parts) throw new Error('The stack is stopped.');
    return this.#parts;
  }
}

interface Parts {
  readonly stack: Stack;
  readonly connection: Connection;
  readonly client: Client;
  readonly database: Database;
  readonly superuser: pg.Pool;
}
