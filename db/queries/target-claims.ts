import { randomUUID } from 'node:crypto';
import { exclude, type TargetClaim } from '../../src/contract/target-claim.ts';
import type { CompanyTransaction } from '../database.ts';
import { lockCompany } from './companies.ts';

/** A claim as it is on record. */
export interface RecordedClaim extends TargetClaim {
  /** Of this one claim: the same workflow may claim the target again later. */
  readonly claimId: string;
  /** False until Temporal has confirmed the start. */
  readonly isStarted: boolean;
  readonly ageSeconds: number;
}

/** Everything that claims the company's target, the oldest first; also what is over and has not been cleared. */
export function listClaims(tx: CompanyTransaction): Promise<RecordedClaim[]> {
  return tx.query(
    `select claim_id as "claimId", workflow_id as "workflowId", kind, is_started as "isStarted",
            extract(epoch from clock_timestamp() - claimed_at)::float8 as "ageSeconds"
       from target_claims where company_id = $1 order by claimed_at, workflow_id`,
    [tx.companyId],
  );
}

/** Tells whether a workflow is over, in whatever way. */
export type AskWorkflowEnd = (workflowId: string) => Promise<boolean>;

/**
 * The first of some claims whose workflow goes on, or may be about to start. Those of workflows that are over are cleared: one that somebody
 * has terminated cannot do that itself, and nobody else should have to come by.
 */
export async function findStanding(
  tx: CompanyTransaction,
  isMeant: (claim: TargetClaim) => boolean,
  isOver: AskWorkflowEnd = async () => false,
): Promise<TargetClaim | undefined> {
  for (const claim of (await listClaims(tx)).filter(isMeant)) {
    if (mayStillStart(claim) || !(await isOver(claim.workflowId))) return claim;
    await clearClaim(tx, claim.claimId);
  }
  return undefined;
}

/** Puts a claim on record. One of the same workflow that is there stays as it is. */
export async function insertClaim(
  tx: CompanyTransaction,
  claimId: string,
  { workflowId, kind }: TargetClaim,
): Promise<void> {
  await tx.execute(
    `insert into target_claims (company_id, claim_id, workflow_id, kind) values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.companyId, claimId, workflowId, kind],
  );
}

/**
 * Claims the target for a workflow that goes on, whatever has started it; of several in the same moment the database lets one through. One
 * that has its claim already, from whoever started it, keeps it.
 * @param isOver asks whether the workflow of another claim is over. Default: all of them go on.
 * @returns what stands against it, and then nothing was claimed.
 */
export async function claimTarget(
  tx: CompanyTransaction,
  claim: TargetClaim,
  isOver?: AskWorkflowEnd,
): Promise<TargetClaim | null> {
  await lockCompany(tx);
  if ((await listClaims(tx)).some(({ workflowId }) => workflowId === claim.workflowId)) return null;
  const obstacle = await findStanding(tx, (one) => exclude(claim, one), isOver);
  if (obstacle) return obstacle;
  const claimId = randomUUID();
  await insertClaim(tx, claimId, claim);
  await markClaimStarted(tx, claimId);
  return null;
}

/** Says that the workflow of a claim has begun. A claim that was released meanwhile stays released. */
export async function markClaimStarted(tx: CompanyTransaction, claimId: string): Promise<void> {
  await tx.execute(`update target_claims set is_started = true where company_id = $1 and claim_id = $2`, [
    tx.companyId,
    claimId,
  ]);
}

/** A claim whose workflow nobody has seen for so long was made by a process that died before the start. */
const unstartedSeconds = 60;

/** Whether the workflow of a claim may still be about to start. */
export function mayStillStart({ isStarted, ageSeconds }: RecordedClaim): boolean {
  return !isStarted && ageSeconds < unstartedSeconds;
}

/**
 * Clears the claim of a workflow that is over. What it was undoing is given up: nobody will go on with it, and what it has done counts. A
 * claim that was released meanwhile changes nothing.
 */
export async function clearClaim(tx: CompanyTransaction, claimId: string): Promise<void> {
  await tx.execute(
    `with cleared as (delete from target_claims where company_id = $1 and claim_id = $2 returning workflow_id, kind)
     update migration_undos u set status = 'abandoned', ended_at = now()
       from cleared c, migration_jobs j
      where u.company_id = $1 and u.status = 'running' and j.company_id = u.company_id and j.id = u.migration_id
        and (c.kind = 'undo' and u.cause = 'rollback'
             or c.kind = 'migration' and u.cause = 'compensation' and right(c.workflow_id, 36) in (j.id::text, j.part_of::text))`,
    [tx.companyId, claimId],
  );
}

/** Gives the target free, in the transaction that puts the end of the work on record. A repeat changes nothing. */
export async function releaseClaims(tx: CompanyTransaction, ...workflowIds: readonly string[]): Promise<void> {
  await tx.execute(`delete from target_claims where company_id = $1 and workflow_id = any ($2)`, [
    tx.companyId,
    workflowIds,
  ]);
}
