import { flushCompileCache } from 'node:module';
import { pino } from 'pino';
import { type Database, openDatabase } from '../../db/database.ts';
import { exitWithParent, tellParentReady } from '../../src/stack/exit-with-parent.ts';
import { parseKeyring, parseMasterKey } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import { readWorkerEnvironment } from '../../src/worker/read-worker-environment.ts';
import { runWorkers } from '../../src/worker/run-workers.ts';
import { CrashInjector } from './crash-injector.ts';

// The worker process of the crash tests: put together as `src/worker.ts` is, but with a database and stores that
// kill it where the plan in CRASH_FOLDER says so.
exitWithParent();
const environment = readWorkerEnvironment(process.env);
const injector = new CrashInjector(process.env.CRASH_FOLDER ?? '');
const database = await openDatabase(environment.databaseUrl, { maxConnections: 4 });
const dependencies = {
  database: killedAtCommits(database),
  landing: killedAtPuts(new FolderStore(environment.landingPath)),
  backups: killedAtPuts(new FolderStore(environment.backupPath)),
  offsiteBackups: undefined,
  masterKey: parseMasterKey(environment.masterKey),
  backupKeys: parseKeyring(environment.backupKey),
  backupRetentionDays: environment.backupRetentionDays,
  historyRetentionDays: environment.historyRetentionDays,
  mailer: undefined,
  sourceRoot: environment.sourceRoot,
};
try {
  await runWorkers(environment, dependencies, pino({ level: environment.logLevel }), () => {
    // A process that is killed keeps no cache; and the next one should be quick, because there are many.
    flushCompileCache();
    tellParentReady();
  });
} finally {
  await database.close();
}
if (process.connected) process.disconnect();

function killedAtCommits(inner: Database): Database {
  return {
    withCompany: async (companyId, work, options) => {
      const [before, after] = options?.isReadOnly
        ? (['read', null] as const)
        : (['beforeCommit', 'afterCommit'] as const);
      const result = await inner.withCompany(
        companyId,
        async (tx) => {
          const done = await work(tx);
          await injector.reach(before);
          return done;
        },
        options,
      );
      if (after) await injector.reach(after);
      return result;
    },
    close: () => inner.close(),
  };
}

function killedAtPuts(inner: ObjectStore): ObjectStore {
  return {
    put: async (key, bytes) => {
      await injector.reach('beforePut');
      await inner.put(key, bytes);
      await injector.reach('afterPut');
    },
    putNew: async (key, bytes) => {
      await injector.reach('beforePut');
      const isThere = await inner.putNew(key, bytes);
      await injector.reach('afterPut');
      return isThere;
    },
    get: (key) => inner.get(key),
    find: (key) => inner.find(key),
    list: (prefix) => inner.list(prefix),
    listFolders: (prefix) => inner.listFolders(prefix),
    delete: (key) => inner.delete(key),
  };
}
