import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { lockCompany } from '../../db/queries/companies.ts';
import {
  clearClaim,
  insertClaim,
  listClaims,
  markClaimStarted,
  mayStillStart,
  type RecordedClaim,
} from '../../db/queries/target-claims.ts';
import { exclude, type TargetClaim } from '../contract/target-claim.ts';
import type { ApiDependencies } from './dependencies.ts';
import { withPatience } from './migrations/workflow-calls.ts';
import { Problem } from './problem.ts';

/**
 * Starts work on the target of a company, unless other work stands against it. The database decides: of two requests at the same moment
 * one has its claim on record, and the other one finds it. A claim ends with its workflow.
 * @param start starts the workflow of the claim; where it throws a Problem, nothing was started.
 * @returns what stands against it, and then nothing was started; null where it has begun.
 */
export async function startOnTarget(
  dependencies: ApiDependencies,
  companyId: string,
  claim: TargetClaim,
  start: () => Promise<unknown>,
): Promise<TargetClaim | null> {
  const claimId = randomUUID();
  const obstacle = await makeClaim(dependencies, companyId, claimId, claim);
  if (obstacle) return obstacle;
  try {
    await start();
  } catch (error) {
    // It was not even tried: nobody should wait to see whether it may still begin.
    if (error instanceof Problem) await dependencies.database.withCompany(companyId, (tx) => clearClaim(tx, claimId));
    throw error;
  }
  await dependencies.database.withCompany(companyId, (tx) => markClaimStarted(tx, claimId));
  return null;
}

async function makeClaim(
  dependencies: ApiDependencies,
  companyId: string,
  claimId: string,
  claim: TargetClaim,
): Promise<TargetClaim | null> {
  const { database } = dependencies;
  const { known, areOver } = await readClaims(dependencies, companyId);
  const standsAgainst = (one: TargetClaim) => exclude(claim, one);
  // Whoever plans an undo keeps the company locked for a while: what is certain is said without waiting for that.
  const obstacle = known.find((one, index) => !areOver[index] && standsAgainst(one));
  if (obstacle) return obstacle;
  return database.withCompany(companyId, async (tx) => {
    await lockCompany(tx);
    for (const [index, one] of known.entries()) if (areOver[index]) await clearClaim(tx, one.claimId);
    const newer = (await listClaims(tx)).find(standsAgainst);
    if (!newer) await insertClaim(tx, claimId, claim);
    return newer ?? null;
  });
}

/** Clears claims whose workflow is over, for work that goes by what is left. */
export async function clearOverClaims(dependencies: ApiDependencies, companyId: string): Promise<void> {
  const { known, areOver } = await readClaims(dependencies, companyId);
  await dependencies.database.withCompany(companyId, async (tx) => {
    for (const [index, one] of known.entries()) if (areOver[index]) await clearClaim(tx, one.claimId);
  });
}

async function readClaims(
  dependencies: ApiDependencies,
  companyId: string,
): Promise<{ readonly known: readonly RecordedClaim[]; readonly areOver: readonly boolean[] }> {
  const known = await dependencies.database.withCompany(companyId, listClaims, { isReadOnly: true });
  return { known, areOver: await Promise.all(known.map((one) => isOver(dependencies, one))) };
}

async function isOver({ temporal }: ApiDependencies, claim: RecordedClaim): Promise<boolean> {
  if (mayStillStart(claim)) return false;
  try {
    const { status } = await withPatience(temporal, () => temporal.workflow.getHandle(claim.workflowId).describe());
    return status.name !== 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}
