import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createDataActivities, createOrchestrationActivities } from '../activities/create-activities.ts';
import type { Dependencies } from '../activities/dependencies.ts';
import { openDatabase } from '../db/database.ts';
import { taskQueues } from './contract/migration.ts';
import { createPayloadCodec } from './contract/payload-codec.ts';
import { exitWithParent } from './stack/exit-with-parent.ts';
import { parseMasterKey } from './storage/envelope.ts';
import { FolderStore } from './storage/folder-store.ts';
import { guardActivity } from './worker/guard-activity.ts';
import { readWorkerEnvironment } from './worker/read-worker-environment.ts';
import { loadWorkflowBundle } from './worker/workflow-bundle.ts';

/** Runs the roles that WORKER_ROLES names until SIGTERM or SIGINT, after which steps under way have ten seconds to end. */
const environment = readWorkerEnvironment(process.env);
const log = pino({ name: `worker ${environment.roles.join('+')}`, level: environment.logLevel });

Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'], telemetryOptions: {} });
exitWithParent();

const dependencies: Dependencies = {
  database: await openDatabase(environment.databaseUrl, { maxConnections: 4 }),
  landing: new FolderStore(environment.landingPath),
  backups: new FolderStore(environment.backupPath),
  masterKey: parseMasterKey(environment.masterKey),
  backupKey: parseMasterKey(environment.backupKey),
  sourceRoot: environment.sourceRoot,
};
const connection = await NativeConnection.connect({ address: environment.temporalAddress });
const shared = {
  connection,
  namespace: environment.temporalNamespace,
  dataConverter: { payloadCodecs: [createPayloadCodec(Buffer.from(environment.masterKey, 'base64'))] },
  interceptors: { activity: [guardActivity(log)] },
  shutdownGraceTime: '5 seconds',
  shutdownForceTime: '10 seconds',
  maxHeartbeatThrottleInterval: '2 seconds',
} as const;

const workers: Worker[] = [];
if (environment.roles.includes('orchestration')) {
  workers.push(
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.orchestration,
      workflowBundle: await loadWorkflowBundle(),
      activities: createOrchestrationActivities(dependencies),
    }),
  );
}
if (environment.roles.includes('data')) {
  workers.push(
    await Worker.create({
      ...shared,
      taskQueue: taskQueues.data,
      activities: createDataActivities(dependencies),
      // While one step waits for the database or the disk, the other computes.
      maxConcurrentActivityTaskExecutions: environment.concurrency,
    }),
  );
}
process.send?.({ ready: true });
log.info({ roles: environment.roles }, 'working');
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  await connection.close();
  await dependencies.database.close();
}
if (process.connected) process.disconnect();
