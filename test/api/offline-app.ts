import { Client, Connection } from '@temporalio/client';
import type { Database } from '../../db/database.ts';
import { createApp } from '../../src/api/create-app.ts';
import { createLog } from '../../src/api/create-log.ts';
import type { ApiDependencies } from '../../src/api/dependencies.ts';
import { StepFailure } from '../../src/contract/failure.ts';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';
import { mintToken } from '../../src/contract/token.ts';

export const tokenSecret = Buffer.alloc(32, 7);
export const temporalUiOrigin = 'http://127.0.0.1:8233';

/** What `Database` does where PostgreSQL is away. */
export const databaseAway: Database = {
  withCompany: () =>
    Promise.reject(new StepFailure('databaseUnavailable', 'No connection to PostgreSQL (ECONNREFUSED).')),
  close: async () => {},
};

/** An API whose database and Temporal are away: for everything that is answered before either is asked. */
export function createOfflineApp(changes: Partial<ApiDependencies> = {}, logLines: string[] = []) {
  // Port 9 (discard) is not listened on; a lazy connection is not even tried before it is used.
  const temporal = new Client({ connection: Connection.lazy({ address: '127.0.0.1:9', connectTimeout: '3s' }) });
  const log = createLog('debug', { write: (line) => void logLines.push(line) });
  const codec = createPayloadCodec(Buffer.alloc(32, 5));
  const dependencies = {
    database: databaseAway,
    temporal,
    tokenSecret,
    codec,
    sourceRoot: undefined,
    temporalUiOrigin,
    log,
    version: '0.0.0',
  };
  return createApp({ ...dependencies, ...changes });
}

/** Headers of a caller of that company. */
export async function headersOf(companyId: string, who = 'a.operator'): Promise<Record<string, string>> {
  return {
    authorization: `Bearer ${await mintToken({ who, companyId }, tokenSecret, 60)}`,
    'content-type': 'application/json',
  };
}

export const validStart = { strategy: 'big-bang', source: { system: 'generic', location: '/exports' } } as const;
