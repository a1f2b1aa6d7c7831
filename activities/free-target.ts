import { clearClaim, listClaims, mayStillStart } from '../db/queries/target-claims.ts';
import type { Dependencies } from './dependencies.ts';

/**
 * Frees the target of a company from work whose workflow is over: one that somebody has terminated cannot do that itself. Whoever wants the
 * target asks for it before, so that nobody has to come by. A repeat changes nothing.
 * @param claimedBy the workflow that asks; its own claim stays.
 */
export async function freeTarget(
  { database, isWorkflowOver }: Pick<Dependencies, 'database' | 'isWorkflowOver'>,
  companyId: string,
  claimedBy: string | undefined,
): Promise<void> {
  if (!isWorkflowOver) return;
  for (const claim of await database.withCompany(companyId, listClaims, { isReadOnly: true })) {
    if (claim.workflowId === claimedBy || mayStillStart(claim) || !(await isWorkflowOver(claim.workflowId))) continue;
    await database.withCompany(companyId, (tx) => clearClaim(tx, claim.claimId));
  }
}
