import { workflowInfo } from '@temporalio/workflow';
import type { Migration } from '../src/contract/migration.ts';
import type { MigrationRun } from './migration-run.ts';

/** The JSON of a migration as it is now. @param over How and when it has ended, where it has. */
export function viewOf(
  run: MigrationRun,
  { failure, endedAt }: { readonly failure: Migration['failure']; readonly endedAt: Date | null },
): Migration {
  const { id, request, steering, ledger, quality, conflicts, backupId, verification } = run;
  return {
    id,
    companyId: request.companyId,
    strategy: request.strategy,
    sourceSystem: request.source.system,
    status: steering.status,
    step: steering.step,
    progress: run.work.progress(endedAt !== null),
    pace: steering.pace.view(request),
    ledger,
    quality,
    findings: 0,
    conflicts,
    backupId,
    verification,
    workflowId: workflowInfo().workflowId,
    isDryRun: request.isDryRun,
    gate: steering.gate,
    attention: steering.attention,
    failure,
    ...(request.startAt ? { startAt: request.startAt } : {}),
    startedAt: run.startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
