import type { Conflict, ConflictDecision } from '../../src/contract/migration.ts';
import type { CompanyTransaction } from '../database.ts';

/** Conflicts of a migration, open ones first, at most `limit`. */
export async function listConflicts(tx: CompanyTransaction, migrationId: string, limit: number): Promise<Conflict[]> {
  return tx.query<Conflict>(
    `select id, kind, entity, records, external_ids as "externalIds", case when resolution is null then 'open' else 'resolved' end as status,
            choices, resolution, decided_by as "decidedBy", reason
       from migration_conflicts where company_id = $1 and migration_id = $2
      order by resolution is not null, entity, id limit $3`,
    [tx.companyId, migrationId, limit],
  );
}

/** One conflict of a migration, or undefined. */
export async function findConflict(
  tx: CompanyTransaction,
  migrationId: string,
  conflictId: string,
): Promise<Conflict | undefined> {
  const [conflict] = await tx.query<Conflict>(
    `select id, kind, entity, records, external_ids as "externalIds", case when resolution is null then 'open' else 'resolved' end as status,
            choices, resolution, decided_by as "decidedBy", reason
       from migration_conflicts where company_id = $1 and migration_id = $2 and id = $3`,
    [tx.companyId, migrationId, conflictId],
  );
  return conflict;
}

/** How many conflicts of a migration are open and how many are resolved; zeros where it has none. */
export async function countConflicts(
  tx: CompanyTransaction,
  migrationId: string,
): Promise<{ open: number; resolved: number }> {
  const [counts] = await tx.query<{ open: number; resolved: number }>(
    `select count(*) filter (where resolution is null) as open, count(*) filter (where resolution is not null) as resolved
       from migration_conflicts where company_id = $1 and migration_id = $2`,
    [tx.companyId, migrationId],
  );
  return { open: counts?.open ?? 0, resolved: counts?.resolved ?? 0 };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Records what a person decided. The first decision about a conflict stays; a choice that the conflict does not offer, and an id that
 * no conflict has, change nothing.
 * @returns whether the decision was taken.
 */
export async function resolveConflict(
  tx: CompanyTransaction,
  migrationId: string,
  decision: ConflictDecision,
): Promise<boolean> {
  if (!uuid.test(decision.conflictId)) return false;
  const updated = await tx.execute(
    `update migration_conflicts set resolution = $4, decided_by = $5, reason = $6, decided_at = now()
      where company_id = $1 and migration_id = $2 and id = $3 and resolution is null and $4 = any (choices)`,
    [tx.companyId, migrationId, decision.conflictId, decision.resolution, decision.decidedBy, decision.reason ?? null],
  );
  return updated > 0;
}
