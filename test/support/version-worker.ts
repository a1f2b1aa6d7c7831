import { pino } from 'pino';
import { openDatabase } from '../../db/database.ts';
import { exitWithParent, tellParentReady } from '../../src/stack/exit-with-parent.ts';
import { parseKeyring, parseMasterKey } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { readWorkerEnvironment } from '../../src/worker/read-worker-environment.ts';
import { runWorkers } from '../../src/worker/run-workers.ts';
import { loadWorkflowBundle } from '../../src/worker/workflow-bundle.ts';
import { loadReleasedBundle } from './released-bundle.ts';

// A worker process of one release: put together as `src/worker.ts` is, with the workflows of the release that VERSION names.
exitWithParent();
const environment = readWorkerEnvironment(process.env);
const database = await openDatabase(environment.databaseUrl, { maxConnections: 4 });
const dependencies = {
  database,
  landing: new FolderStore(environment.landingPath),
  backups: new FolderStore(environment.backupPath),
  offsiteBackups: undefined,
  masterKey: parseMasterKey(environment.masterKey),
  backupKeys: parseKeyring(environment.backupKey),
  backupRetentionDays: environment.backupRetentionDays,
  historyRetentionDays: 30,
  mailer: undefined,
  sourceRoot: environment.sourceRoot,
};
const loadBundle = process.env.VERSION === 'released' ? loadReleasedBundle : loadWorkflowBundle;
try {
  await runWorkers(environment, dependencies, pino({ level: environment.logLevel }), tellParentReady, loadBundle);
} finally {
  await database.close();
}
if (process.connected) process.disconnect();
