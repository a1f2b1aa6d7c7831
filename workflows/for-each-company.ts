import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { backupWorkflowId } from '../src/contract/backup.ts';
import { onOrchestration, orchestration } from './activities.ts';

/** Runs a child workflow for each company that has backups, one after the other. @throws ApplicationFailure that names those that failed. */
export async function forEachCompany<Result>(
  what: string,
  work: (companyId: string, workflowId: string) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  const companies = await orchestration.listBackedUpCompanies.executeWithOptions(
    onOrchestration('List the companies that have backups'),
    [],
  );
  const results: Result[] = [];
  const failed: string[] = [];
  for (const companyId of companies) {
    try {
      const operationId = `${what}-${workflowInfo().runId}`;
      results.push(...(await work(companyId, backupWorkflowId(companyId, operationId))));
    } catch {
      failed.push(companyId);
    }
  }
  if (failed.length > 0)
    throw ApplicationFailure.nonRetryable(
      `Failed for ${failed.join(', ')}; their own workflows say why.`,
      'unexpected',
    );
  return results;
}
