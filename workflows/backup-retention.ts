import { executeChild } from '@temporalio/workflow';
import { patches } from '../src/contract/patches.ts';
import { data, onData } from './activities.ts';
import { forEachCompany } from './for-each-company.ts';
import { hasPatch } from './has-patch.ts';

export interface RetentionInput {
  /** Default: every company that has backups, each in a workflow of its own. */
  readonly companyId?: string;
}

/** What retention has done for one company. */
export interface Retained {
  readonly companyId: string;
  readonly deleted: readonly string[];
  readonly lastGood: string | null;
  readonly held: number;
}

/**
 * Deletes backups whose time is over:
 * 1. plan: none that is held, none in use, never the last good one, which is read and proven first;
 * 2. delete each from every store, with an entry in the audit;
 * 3. remove schemas into which backups were restored long ago;
 * 4. let go of what the history of the target has that is too old.
 */
export async function backupRetention({ companyId }: RetentionInput = {}): Promise<readonly Retained[]> {
  if (companyId !== undefined) return [await retain(companyId)];
  return forEachCompany('retention', (company, workflowId) =>
    executeChild(backupRetention, { workflowId, args: [{ companyId: company }] }),
  );
}

async function retain(companyId: string): Promise<Retained> {
  const asOf = new Date().toISOString();
  const plan = await data.planRetention.executeWithOptions(onData('Find backups whose time is over'), [
    { companyId, asOf },
  ]);
  const deleted: string[] = [];
  for (const backupId of plan.deletions) {
    const isDeleted = await data.deleteBackup.executeWithOptions(onData(`Delete backup ${backupId}`), [
      { companyId, backupId, requestedBy: 'retention' },
    ]);
    if (isDeleted) deleted.push(backupId);
  }
  await data.dropOldRestored.executeWithOptions(onData('Remove schemas of old restores'), [{ companyId, asOf }]);
  if (hasPatch(patches.forgetOldHistory)) {
    await data.forgetOldHistory.executeWithOptions(onData('Let go of old history of the target'), [
      { companyId, asOf },
    ]);
  }
  return { companyId, deleted, lastGood: plan.lastGood, held: plan.held };
}
