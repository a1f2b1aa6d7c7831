import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { openDatabase } from '../db/database.ts';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './api/create-app.ts';
import { createLog } from './api/create-log.ts';
import { readEnvironment } from './api/read-environment.ts';
import { createPayloadCodec } from './contract/payload-codec.ts';
import { exitWithParent, tellParentReady } from './stack/exit-with-parent.ts';

/** What is still being answered when the server is stopped gets this long. */
const drainMs = 8000;

const environment = readEnvironment(process.env);
const log = createLog(environment.logLevel);
const database = await openDatabase(environment.databaseUrl);
// Lazy: the API starts, and says 503, while Temporal is away.
const connection = Connection.lazy({ address: environment.temporalAddress, connectTimeout: '3s' });
const codec = createPayloadCodec(environment.masterKey);
const temporal = new Client({
  connection,
  namespace: environment.temporalNamespace,
  dataConverter: { payloadCodecs: [codec] },
});
const { tokenSecret, sourceRoot, temporalUiOrigin } = environment;
const stopping = new AbortController();
const app = createApp({
  database,
  temporal,
  tokenSecret,
  codec,
  sourceRoot,
  temporalUiOrigin,
  log,
  version: packageJson.version,
  stopping: stopping.signal,
});

const server = serve(
  { fetch: app.fetch, hostname: environment.host, port: environment.port },
  ({ address, port }: AddressInfo) => {
    log.info({ address, port }, 'listening');
    tellParentReady();
  },
);
server.on('error', (error) => {
  log.fatal({ err: error }, 'cannot listen');
  process.exit(1);
});

let stopped: Promise<void> | undefined;
const shutDown = () => {
  stopped ??= stop();
  return stopped;
};

async function stop(): Promise<void> {
  log.info('stopping');
  stopping.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const impatience = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), drainMs);
  await closed;
  clearTimeout(impatience);
  await Promise.allSettled([database.close(), connection.close()]);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void shutDown().then(() => process.exit(0)));
exitWithParent(shutDown);
