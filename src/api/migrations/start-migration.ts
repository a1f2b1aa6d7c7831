import { createRoute, z } from '@hono/zod-openapi';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type Company, findCompany } from '../../../db/queries/companies.ts';
import { type Migration, type MigrationRequest, migrationWorkflowId, taskQueues } from '../../contract/migration.ts';
import { migrationSchema } from '../../contract/migration-schema.ts';
import { startMigrationSchema } from '../../contract/start-migration-schema.ts';
import { describeClaim } from '../../contract/target-claim.ts';
import { startOnTarget } from '../claim-target.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { json, problems, secured } from './describe-route.ts';
import { findMigration, readJob } from './find-migration.ts';
import { inspectSource } from './inspect-source.ts';
import { describeNewMigration, fingerprintRequest, newMigrationId } from './new-migration.ts';
import { checkTimes } from './read-time.ts';
import { toMigrationRequest } from './to-migration-request.ts';
import { unknownCompany } from './unknown-company.ts';
import { migrationHandle, searchKeys, withPatience, workflowNames } from './workflow-calls.ts';

const route = createRoute({
  ...secured,
  method: 'post',
  path: '/api/migrations',
  operationId: 'startMigration',
  summary: 'Start a migration, now or at a time, after a first look at its source',
  description:
    'With an `Idempotency-Key`, a repeat of the same request answers with the same migration, however often and at once it is sent; ' +
    'another request under the same key is refused. With `startAt` it is `scheduled` until then; its source may still be missing.',
  request: {
    headers: z.object({
      'idempotency-key': z
        .string()
        .min(1)
        .max(255)
        .optional()
        .openapi({ description: 'Chosen by the client, such as a UUID.' }),
    }),
    body: { ...json(startMigrationSchema, 'What is to be migrated, and how.'), required: true },
  },
  responses: {
    202: {
      ...json(migrationSchema, 'The migration has begun.'),
      headers: { Location: { description: 'Where to ask about it.', schema: { type: 'string' } } },
    },
    ...problems(
      'malformedRequest',
      'invalidRequest',
      'unknownCompany',
      'notAllowedNow',
      'tooLarge',
      'unsupportedMediaType',
      'sourceRefused',
      'keyReused',
    ),
  },
});

/** `POST /api/migrations`. */
export function addStartMigration(app: Api, dependencies: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId, who } = c.var.caller;
    const body = c.req.valid('json');
    if (body.companyId !== undefined && body.companyId !== companyId) {
      throw new Problem('invalidRequest', 'The request has one mistake; see errors.', {
        errors: [{ pointer: '/companyId', code: 'otherCompany', message: 'The token is for another company.' }],
      });
    }
    const company = await getCompany(dependencies, companyId);
    const request = toMigrationRequest(body, company, who, dependencies.sourceRoot);
    const migrationId = newMigrationId(companyId, c.req.valid('header')['idempotency-key']);
    const migration = await startOnce(dependencies, migrationId, request);
    c.header('location', `/api/migrations/${migrationId}`);
    return c.json(migration, 202);
  });
}

async function getCompany({ database }: ApiDependencies, companyId: string): Promise<Company> {
  const company = await database.withCompany(companyId, findCompany, { isReadOnly: true });
  if (!company) throw unknownCompany(companyId);
  return company;
}

/** Starts the migration, or finds the one that an earlier request with this id has started. */
async function startOnce(
  dependencies: ApiDependencies,
  migrationId: string,
  request: MigrationRequest,
): Promise<Migration> {
  const fingerprint = fingerprintRequest(request);
  const earlier = await findEarlierFingerprint(dependencies, request.companyId, migrationId);
  if (earlier === undefined) {
    checkTimes(request, new Date());
    await inspectSource(dependencies, migrationId, request);
    try {
      await startWorkflow(dependencies, migrationId, request, fingerprint);
      return describeNewMigration(migrationId, request, new Date());
    } catch (error) {
      // Another request with the same key was faster.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
  if ((earlier ?? (await findEarlierFingerprint(dependencies, request.companyId, migrationId))) !== fingerprint) {
    throw new Problem('keyReused', 'A migration with other options was started under this Idempotency-Key.', {
      remedy: 'Send a new key for a new migration.',
    });
  }
  return findMigration(dependencies, request.companyId, migrationId);
}

/** What the migration of that id was asked for: from the job on record, else, in its first moment, from its workflow's memo. */
async function findEarlierFingerprint(
  dependencies: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<string | undefined> {
  const job = await readJob(dependencies, companyId, migrationId);
  if (job) return fingerprintRequest(job.request);
  const { temporal } = dependencies;
  try {
    const { memo } = await withPatience(temporal, () => migrationHandle(temporal, companyId, migrationId).describe());
    return String(memo?.requestFingerprint);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** @throws Problem `notAllowedNow` while the company's target is being undone or restored. */
async function startWorkflow(
  dependencies: ApiDependencies,
  migrationId: string,
  request: MigrationRequest,
  fingerprint: string,
): Promise<void> {
  const { companyId, source, strategy } = request;
  const { temporal } = dependencies;
  const workflow = workflowNames.migration[strategy];
  const workflowId = migrationWorkflowId(companyId, migrationId);
  const start = () =>
    withPatience(temporal, () =>
      temporal.workflow.start(workflow, {
        workflowId,
        taskQueue: taskQueues.orchestration,
        args: [{ migrationId, request }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { requestFingerprint: fingerprint },
        staticSummary: `${strategy}: ${source.system} into ${companyId}`,
        typedSearchAttributes: [
          { key: searchKeys.company, value: companyId },
          { key: searchKeys.strategy, value: strategy },
          { key: searchKeys.source, value: source.system },
          { key: searchKeys.status, value: request.startAt ? 'scheduled' : 'running' },
        ],
      }),
    );
  const obstacle = await startOnTarget(dependencies, companyId, { workflowId, kind: 'migration' }, start);
  if (obstacle) throw new Problem('notAllowedNow', describeClaim(obstacle));
}
