import { pino } from 'pino';
import { openDatabase } from '../db/database.ts';
import { exitWithParent, tellParentReady } from './stack/exit-with-parent.ts';
import { parseKeyring, parseMasterKey } from './storage/envelope.ts';
import { openStore } from './storage/open-store.ts';
import { connectLanguageModel } from './worker/language-model.ts';
import { openMailer } from './worker/open-mailer.ts';
import { readWorkerEnvironment } from './worker/read-worker-environment.ts';
import { runWorkers } from './worker/run-workers.ts';

// The worker process: puts together what activities act upon, and runs the roles that WORKER_ROLES names.
exitWithParent();
const environment = readWorkerEnvironment(process.env);
const log = pino({ name: `worker ${environment.roles.join('+')}`, level: environment.logLevel });
const database = await openDatabase(environment.databaseUrl, { maxConnections: 4 });
const dependencies = {
  database,
  landing: openStore(environment.landingPath, environment.s3),
  backups: openStore(environment.backupPath, environment.s3),
  offsiteBackups: environment.offsitePath ? openStore(environment.offsitePath, environment.s3) : undefined,
  masterKey: parseMasterKey(environment.masterKey),
  backupKeys: parseKeyring(environment.backupKey, environment.retiredBackupKeys),
  backupRetentionDays: environment.backupRetentionDays,
  historyRetentionDays: environment.historyRetentionDays,
  mailer: environment.emailServiceUrl ? openMailer(environment.emailServiceUrl, environment.emailSender) : undefined,
  sourceRoot: environment.sourceRoot,
  languageModel: environment.languageModel && connectLanguageModel(environment.languageModel),
};
try {
  await runWorkers(environment, dependencies, log, () => {
    log.info('working');
    tellParentReady();
  });
} finally {
  await database.close();
}
if (process.connected) process.disconnect();
