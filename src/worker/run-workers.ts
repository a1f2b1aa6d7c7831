import { cancellationSignal } from '@temporalio/activity';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createDataActivities, createOrchestrationActivities } from '../../activities/create-activities.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { taskQueues } from '../contract/migration.ts';
import { createPayloadCodec } from '../contract/payload-codec.ts';
import { askWorkflowEnd } from './ask-workflow-end.ts';
import { guardActivity } from './guard-activity.ts';
import type { WorkerEnvironment } from './read-worker-environment.ts';
import { loadWorkflowBundle } from './workflow-bundle.ts';

/**
 * Runs the workers of the environment's roles until SIGTERM or SIGINT; steps under way then have ten seconds to end.
 * @param onReady called when all of them are about to take work.
 * @param loadBundle Default: the workflows as their sources are.
 */
export async function runWorkers(
  environment: WorkerEnvironment,
  dependencies: Dependencies,
  log: Logger,
  onReady: () => void,
  loadBundle: typeof loadWorkflowBundle = loadWorkflowBundle,
): Promise<void> {
  Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'] });
  const connection = await NativeConnection.connect({ address: environment.temporalAddress });
  const shared = {
    connection,
    namespace: environment.temporalNamespace,
    dataConverter: { payloadCodecs: [createPayloadCodec(Buffer.from(environment.masterKey, 'base64'))] },
    interceptors: { activity: [guardActivity(log)] },
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '10 seconds',
    maxHeartbeatThrottleInterval: '2 seconds',
  };

  const isWorkflowOver = askWorkflowEnd(connection, environment.temporalNamespace);
  const acting = { ...dependencies, isWorkflowOver, stopSignal: cancellationSignal };
  const workers: Worker[] = [];
  if (environment.roles.includes('orchestration')) {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: taskQueues.orchestration,
        workflowBundle: await loadBundle(),
        activities: createOrchestrationActivities(acting),
        patchActivationCallback: ({ patchId }) => !environment.heldPatches.has(patchId),
      }),
    );
  }
  if (environment.roles.includes('data')) {
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: taskQueues.data,
        activities: createDataActivities(acting),
        // While one step waits for the database or the disk, the other computes.
        maxConcurrentActivityTaskExecutions: environment.concurrency,
      }),
    );
  }
  onReady();
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    await connection.close();
  }
}
