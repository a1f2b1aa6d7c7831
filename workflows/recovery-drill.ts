import { CancellationScope, executeChild } from '@temporalio/workflow';
import { data, onData, onOrchestration, orchestration } from './activities.ts';
import { forEachCompany } from './for-each-company.ts';

export interface DrillInput {
  /** Default: every company that has backups, each in a workflow of its own. */
  readonly companyId?: string;
  readonly requestedBy?: string;
}

/** What a drill has shown of one company. */
export interface Drilled {
  readonly companyId: string;
  /** Null where there is no verified backup to drill. */
  readonly backupId: string | null;
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Proves that recovery works, by doing it:
 * 1. choose the newest verified backup;
 * 2. restore it into a schema of its own and compare rows and ordered hashes, table by table;
 * 3. remove the schema, whatever came of it, and put the drill on record.
 * Fails where one company's does; the others are drilled all the same.
 */
export async function recoveryDrill({
  companyId,
  requestedBy = 'schedule',
}: DrillInput = {}): Promise<readonly Drilled[]> {
  if (companyId !== undefined) return [await drill(companyId, requestedBy)];
  return forEachCompany('drill', (company, workflowId) =>
    executeChild(recoveryDrill, { workflowId, args: [{ companyId: company, requestedBy }] }),
  );
}

async function drill(companyId: string, requestedBy: string): Promise<Drilled> {
  const backupId = await orchestration.chooseBackup.executeWithOptions(
    onOrchestration('Choose the newest verified backup'),
    [{ companyId }],
  );
  if (backupId === null) return { companyId, backupId, rows: 0, seconds: 0 };
  const startedAt = Date.now();
  const wish = { companyId, backupId, requestedBy, suffix: 'drill' };
  const restored = await data.restoreBeside.executeWithOptions(
    onData(`Restore backup ${backupId} into a schema of its own and compare`),
    [wish],
  );
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  await CancellationScope.nonCancellable(() =>
    data.dropRestored.executeWithOptions(onData('Remove the schema'), [{ companyId, schema: restored.schema }]),
  );
  const { rows } = restored;
  await orchestration.recordDrill.executeWithOptions(onOrchestration('Put the drill on record'), [
    { companyId, backupId, requestedBy, rows, seconds },
  ]);
  return { companyId, backupId, rows, seconds };
}
