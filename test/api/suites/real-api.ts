import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { type Database, openDatabase } from '../../../db/database.ts';
import { insertCompany } from '../../../db/queries/companies.ts';
import { createApp } from '../../../src/api/create-app.ts';
import { createLog } from '../../../src/api/create-log.ts';
import type { Migration, MigrationStatus } from '../../../src/contract/migration.ts';
import { createPayloadCodec } from '../../../src/contract/payload-codec.ts';
import { mintToken } from '../../../src/contract/token.ts';
import { startStack } from '../../../src/stack/start-stack.ts';
import { startMailServer, type TakenMail } from '../../support/mail-server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The API on a real PostgreSQL, a real Temporal and a real worker. */
export interface RealApi {
  readonly app: ReturnType<typeof createApp>;
  /** The same API once more, as another process of it would be. */
  another(stopping: AbortSignal): ReturnType<typeof createApp>;
  /** A token of the company's operator. Default: for ten minutes. */
  mint(companyId: string, seconds?: number): Promise<string>;
  readonly database: Database;
  readonly temporal: Client;
  /** Of a process that serves it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that the API has logged. */
  readonly logLines: string[];
  /** Everything that the worker has sent by e-mail. */
  readonly mails: readonly TakenMail[];
  /** Addresses that nothing can be sent to for now. */
  readonly busyMailboxes: Set<string>;
  call(
    companyId: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Starts a migration of one CSV of patients and gives its id. */
  start(companyId: string, csv: string, options?: Record<string, unknown>): Promise<string>;
  /** Waits until a migration has one of the statuses. */
  until(companyId: string, id: string, ...statuses: MigrationStatus[]): Promise<Migration>;
  /** Writes an export of patients and gives its path. */
  writeExport(csv: string): string;
  stop(): Promise<void>;
}

export const companies = [
  'alpha',
  'beta',
  'gamma',
  'delta',
  'epsilon',
  'zeta',
  'eta',
  'theta',
  'iota',
  'kappa',
  'lambda',
  'mu',
] as const;

const header = 'Patient ID,First Name,Last Name,Date of Birth';

/** An export of two invented patients, whose dates tell day from month; their ids begin with the prefix. */
export function patients(prefix: string): string {
  return `${header}\n${prefix}1,Ann,Example,21/02/1950\n${prefix}2,Bob,Example,03/04/1951\n`;
}

/** An export of two, of whose dates one has the day first and one the month: nobody can tell how it is to be read. */
export function patientsWithMixedDates(prefix: string): string {
  return `${header}\n${prefix}1,Ann,Example,31/01/1950\n${prefix}2,Ben,Example,01/31/1950\n`;
}

export async function startRealApi(): Promise<RealApi> {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-api-'));
  // Root's PostgreSQL runs as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  const mail = await startMailServer();
  const stack = await startStack({
    stateDirectory: join(folder, 'state'),
    services: ['postgres', 'temporal', 'worker'],
    dataWorkers: 1,
    ...{ apiPort: 0, postgresPort: 0, temporalPort: 0, temporalUiPort: 0 },
    onLog: () => {},
    env: { DATABASE_URL: '', TEMPORAL_ADDRESS: '', EMAIL_SERVICE_URL: mail.url },
  });
  const database = await openDatabase(stack.databaseUrl);
  for (const company of companies)
    await database.withCompany(company, (tx) => insertCompany(tx, { name: company, domain: 'optical' }));
  const connection = Connection.lazy({ address: stack.temporalAddress });
  const codec = createPayloadCodec(Buffer.from(stack.secrets.masterKey, 'base64'));
  const temporal = new Client({ connection, dataConverter: { payloadCodecs: [codec] } });
  const tokenSecret = Buffer.from(stack.secrets.apiTokenSecret, 'base64');
  const logLines: string[] = [];
  const log = createLog('info', { write: (line) => void logLines.push(line) });
  const another: RealApi['another'] = (stopping) =>
    createApp({
      database,
      temporal,
      tokenSecret,
      codec,
      sourceRoot: undefined,
      temporalUiOrigin: undefined,
      log,
      version: '0.0.0',
      stopping,
    });
  const app = another(new AbortController().signal);
  const mint: RealApi['mint'] = (companyId, seconds = 600) =>
    mintToken({ who: `${companyId}.operator`, companyId }, tokenSecret, seconds);

  const call: RealApi['call'] = async (companyId, method, path, body, headers = {}) => {
    const authorization = `Bearer ${await mint(companyId)}`;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await app.request(path, { method, headers: { authorization, ...type, ...headers }, ...content });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  };
  let exports = 0;
  const writeExport = (csv: string) => {
    exports += 1;
    const place = join(folder, `export-${exports}`);
    mkdirSync(place);
    writeFileSync(join(place, 'patients.csv'), csv);
    return place;
  };
  return {
    app,
    another,
    mint,
    database,
    temporal,
    environment: {
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      CAREFERRY_MASTER_KEY: stack.secrets.masterKey,
      CAREFERRY_API_TOKEN_SECRET: stack.secrets.apiTokenSecret,
    },
    logLines,
    mails: mail.mails,
    busyMailboxes: mail.busy,
    call,
    writeExport,
    start: async (companyId, csv, options = {}) => {
      const source = { system: 'generic', location: writeExport(csv) };
      const { status, body } = await call(companyId, 'POST', '/api/migrations', {
        strategy: 'big-bang',
        source,
        autoApprove: true,
        ...options,
      });
      if (status !== 202) throw new Error(`The start was answered with ${status}: ${JSON.stringify(body)}`);
      return String(body.id);
    },
    until: async (companyId, id, ...statuses) => {
      let last = '';
      for (const endAt = Date.now() + 120_000; Date.now() < endAt; await sleep(250)) {
        const { body } = await call(companyId, 'GET', `/api/migrations/${id}`);
        const migration = body as unknown as Migration;
        if (statuses.includes(migration.status)) return migration;
        last = JSON.stringify([migration.status, migration.attention, migration.failure]);
      }
      throw new Error(`Waited two minutes in vain for ${statuses.join(' or ')} of migration ${id}; it is ${last}.`);
    },
    stop: async () => {
      await connection.close();
      await database.close();
      await stack.stop();
      await mail.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
