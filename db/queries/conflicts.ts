import type { Conflict, ConflictRule } from '../../src/contract/conflict.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { isoMoment } from '../iso-moment.ts';
import { askedIn, type DecisionRules, mine } from './staged-decisions.ts';

const columns = `id, kind, code, entity, records, external_ids as "externalIds", is_clinical as "isClinical", asked_column as "column",
  case when resolution is null then 'open' else 'resolved' end as status, choices, resolution, merge, decided_by as "decidedBy", reason,
  policy, policy_set_by as "policySetBy", ${isoMoment('decided_at')} as "decidedAt", ${isoMoment('applied_at')} as "appliedAt"`;

/** SQL: the conflicts to which a rule applies. Its values are the parameters `$3` to `$6`, see `ruleValues`. */
export const isInRule = `($3::text is null or kind = $3) and ($4::text is null or entity = $4)
  and ($5::text is null or split_part(code, '/', 1) = $5 or code = $5) and ($6::text is null or substr(code, strpos(code || '/', '/') + 1) = $6)`;

/** The parameters of `isInRule`. */
export function ruleValues({ kind, entity, code, field }: ConflictRule): (string | null)[] {
  return [kind ?? null, entity ?? null, code ?? null, field ?? null];
}

/** Conflicts of a migration, open ones first, at most `limit`. @param rule Those to which it applies. Default: all. */
export async function listConflicts(
  tx: CompanyTransaction,
  migrationId: string,
  limit: number,
  rule: ConflictRule = {},
): Promise<Conflict[]> {
  return tx.query<Conflict>(
    `select ${columns} from migration_conflicts where company_id = $1 and migration_id = $2 and ${isInRule}
      order by resolution is not null, entity, id limit $7`,
    [tx.companyId, migrationId, ...ruleValues(rule), limit],
  );
}

/** Open conflicts of a migration to which a rule applies, at most `limit`. */
export async function listOpenConflicts(
  tx: CompanyTransaction,
  migrationId: string,
  rule: ConflictRule,
  limit: number,
): Promise<Conflict[]> {
  return tx.query<Conflict>(
    `select ${columns} from migration_conflicts where company_id = $1 and migration_id = $2 and resolution is null and ${isInRule}
      order by entity, id limit $7`,
    [tx.companyId, migrationId, ...ruleValues(rule), limit],
  );
}

/** One conflict of a migration, or undefined. */
export async function findConflict(
  tx: CompanyTransaction,
  migrationId: string,
  conflictId: string,
): Promise<Conflict | undefined> {
  const [conflict] = await tx.query<Conflict>(
    `select ${columns} from migration_conflicts where company_id = $1 and migration_id = $2 and id = $3`,
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

/**
 * Puts on record that decisions are acted upon: they stand from now on. Of an interval of a parallel run, those about records that it has
 * staged; of any other migration, all. A repeat changes nothing.
 */
export async function markApplied(tx: CompanyTransaction, rules: DecisionRules): Promise<void> {
  const staged = rules.entities.map((name) => `staging.${entityNamed(name).table}`);
  const isStaged = [...staged, 'staging.refused']
    .map((table) => `exists (select from ${table} s where ${mine('s')} and s.conflict_id = c.id)`)
    .join(' or ');
  await tx.execute(
    `update migration_conflicts c set applied_at = now(), applied_in = $2
      where c.company_id = $1 and c.migration_id = ${askedIn} and c.resolution is not null and c.applied_at is null
        ${rules.isPart ? `and (${isStaged})` : ''}`,
    [tx.companyId, rules.migrationId],
  );
}
