import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { endMigration } from '../../../db/queries/end-migration.ts';
import { listJobs } from '../../../db/queries/jobs.ts';
import { previewUndo } from '../../../db/queries/undo/plan-undo.ts';
import { can } from '../../contract/can.ts';
import { type Migration, rollbackWorkflowId, taskQueues } from '../../contract/migration.ts';
import { describeClaim, refusalOfClaim } from '../../contract/target-claim.ts';
import {
  isWhole,
  type UndoPreview,
  type UndoRefusal,
  type UndoRefusalReason,
  type UndoWish,
  undoRefusals,
} from '../../contract/undo.ts';
import { askForNotice } from '../ask-for-notice.ts';
import { startOnTarget } from '../claim-target.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import { findMigration } from './find-migration.ts';
import { migrationHandle, searchKeys, withPatience, workflowNames } from './workflow-calls.ts';

/** Of how many of the newest migrations of a company it is asked whether they go on. */
const newestMigrations = 50;

/**
 * Starts the undo. What stands against it is looked for before, so that the caller hears of it at once; the workflow has the last word.
 * @param notifyOnCompletion addresses that are told of its end.
 * @throws Problem `notAllowedNow` in a wrong status, or where a rollback of it is under way; `undoRefused` with every reason.
 */
export async function startRollback(
  dependencies: ApiDependencies,
  migration: Migration,
  wish: UndoWish,
  requestedBy: string,
  notifyOnCompletion: readonly string[] = [],
): Promise<void> {
  requireStatus(migration, wish);
  const { refusals } = await preview(dependencies, migration, wish, { limit: 0, offset: 0 });
  if (refusals.length > 0) throw refused(refusals);
  await recordLostEnd(dependencies, migration, requestedBy);
  const { companyId, id: migrationId, strategy, sourceSystem } = migration;
  const { temporal } = dependencies;
  const workflowId = rollbackWorkflowId(companyId, migrationId);
  const start = async () => {
    // Another one may have begun and ended before the target was claimed.
    requireStatus(await findMigration(dependencies, companyId, migrationId), wish);
    const noticeId = await askForNotice(dependencies, companyId, notifyOnCompletion, requestedBy);
    return withPatience(temporal, () =>
      temporal.workflow.start(workflowNames.rollback, {
        workflowId,
        taskQueue: taskQueues.orchestration,
        args: [{ companyId, migrationId, requestedBy, wish, isParallelRun: strategy === 'parallel-run', noticeId }],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `${describe(wish)}: ${sourceSystem} out of ${companyId}`,
        typedSearchAttributes: [
          { key: searchKeys.company, value: companyId },
          { key: searchKeys.strategy, value: strategy },
          { key: searchKeys.source, value: sourceSystem },
          { key: searchKeys.status, value: 'compensating' },
        ],
      }),
    );
  };
  try {
    const obstacle = await startOnTarget(dependencies, companyId, { workflowId, kind: 'undo' }, start);
    if (obstacle) throw refused([{ reason: refusalOfClaim[obstacle.kind], message: describeClaim(obstacle) }]);
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      throw new Problem('notAllowedNow', 'The migration is being rolled back already.');
    throw error;
  }
}

/** A workflow that somebody has terminated could not put its end on record; an undo begins with that. A repeat changes nothing. */
async function recordLostEnd({ database }: ApiDependencies, migration: Migration, actor: string): Promise<void> {
  if (migration.failure?.type !== 'workflowEnded') return;
  await database.withCompany(migration.companyId, (tx) => endMigration(tx, migration, actor));
}

/** What an undo would do, with everything that stands against it. @throws Problem `notAllowedNow` in a wrong status. */
export async function previewRollback(
  dependencies: ApiDependencies,
  migration: Migration,
  wish: UndoWish,
  page: { readonly limit: number; readonly offset: number },
): Promise<UndoPreview> {
  requireStatus(migration, wish);
  return preview(dependencies, migration, wish, page);
}

function requireStatus(migration: Migration, wish: UndoWish): void {
  const permission = can.rollBack(migration, { isForced: !wish.preserveCurrentData, isToTime: wish.to !== null });
  if (!permission.allowed) throw new Problem('notAllowedNow', permission.reason);
}

async function preview(
  dependencies: ApiDependencies,
  { companyId, id }: Migration,
  wish: UndoWish,
  page: { readonly limit: number; readonly offset: number },
): Promise<UndoPreview> {
  const found = await dependencies.database.withCompany(companyId, (tx) => previewUndo(tx, id, wish, page));
  return { ...found, refusals: [...found.refusals, ...(await findMigrationsUnderWay(dependencies, companyId, id))] };
}

/** A migration that goes on has decided by what stands in the target: it must not be pulled from under it. */
async function findMigrationsUnderWay(
  { database, temporal }: ApiDependencies,
  companyId: string,
  migrationId: string,
): Promise<UndoRefusal[]> {
  const jobs = await database.withCompany(companyId, (tx) => listJobs(tx, newestMigrations), { isReadOnly: true });
  const unended = jobs.filter(({ id, outcome }) => id !== migrationId && outcome === null);
  const running = await Promise.all(
    unended.map(async ({ id }) => {
      const isRunning = await withPatience(temporal, () => migrationHandle(temporal, companyId, id).describe()).then(
        ({ status }) => status.name === 'RUNNING',
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return false;
          throw error;
        },
      );
      return isRunning ? [{ reason: 'migrationUnderWay' as const, message: `Migration ${id} is under way.` }] : [];
    }),
  );
  return running.flat();
}

/** Where in the request the reason lies. */
const pointers: Readonly<Partial<Record<UndoRefusalReason, string>>> = {
  dependents: '/dependents',
  unknownEntity: '/entities',
  unknownPerson: '/people',
  unknownSlice: '/slices',
  timeUnknown: '/to',
  dataMoved: '/token',
};

function refused(refusals: readonly UndoRefusal[]): Problem {
  const [first] = refusals;
  return new Problem('undoRefused', first ? undoRefusals[first.reason] : '', {
    errors: refusals.map(({ reason, message }) => ({ pointer: pointers[reason] ?? '', code: reason, message })),
  });
}

function describe(wish: UndoWish): string {
  if (wish.to !== null) return 'Back to a time';
  return isWhole(wish) ? 'Rollback' : 'Rollback of a part';
}
