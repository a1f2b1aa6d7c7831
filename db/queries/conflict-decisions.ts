import { createHash } from 'node:crypto';
import type {
  BulkDecision,
  Conflict,
  ConflictDecision,
  ConflictRule,
  Resolution,
} from '../../src/contract/conflict.ts';
import { findEntity } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { isoMoment } from '../iso-moment.ts';
import { isInRule, ruleValues } from './conflicts.ts';

/** One decision as it is on record; a later one about the same conflict takes its place. */
export interface RecordedDecision {
  readonly conflictId: string;
  readonly kind: Conflict['kind'];
  readonly code: string;
  readonly entity: string;
  readonly resolution: Resolution;
  readonly merge: Conflict['merge'];
  readonly decidedBy: string;
  readonly reason: string | null;
  readonly policy: string | null;
  readonly policySetBy: string | null;
  readonly decidedAt: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Records what a person decided. Until it is acted upon, a later decision takes the place of an earlier one; after that the one that was
 * acted upon stays. The same decision again, a choice that the conflict does not offer, fields that there are not, and an id
 * that no conflict has change nothing.
 * @returns whether anything was changed.
 */
export async function resolveConflict(
  tx: CompanyTransaction,
  migrationId: string,
  decision: ConflictDecision,
): Promise<boolean> {
  if (!uuid.test(decision.conflictId)) return false;
  const [conflict] = await tx.query<Pick<Conflict, 'entity' | 'code'>>(
    'select entity, code from migration_conflicts where company_id = $1 and migration_id = $2 and id = $3',
    [tx.companyId, migrationId, decision.conflictId],
  );
  if (!conflict || whyNotFields(conflict, decision) !== null) return false;
  const choice = decision.merge ?? (decision.field === undefined ? null : { field: decision.field });
  const updated = await tx.execute(
    `update migration_conflicts
        set resolution = $4, merge = $5, decided_by = $6, reason = $7, policy = null, policy_set_by = null, decided_at = now()
      where company_id = $1 and migration_id = $2 and id = $3 and applied_at is null and $4 = any (choices)
        and (resolution is distinct from $4 or merge is distinct from $5::jsonb)`,
    [
      tx.companyId,
      migrationId,
      decision.conflictId,
      decision.resolution,
      choice === null ? null : JSON.stringify(choice),
      decision.decidedBy,
      decision.reason ?? null,
    ],
  );
  if (updated === 0) return false;
  await recordDecisions(tx, migrationId, [decision.conflictId]);
  return true;
}

/** Why the fields of a decision cannot be those of its conflict: a sentence for the person who asked; null where they can. */
export function whyNotFields(
  { entity, code }: Pick<Conflict, 'entity' | 'code'>,
  { resolution, merge, field }: Pick<ConflictDecision, 'resolution' | 'merge' | 'field'>,
): string | null {
  if (merge && resolution !== 'merge') return 'Only a merge chooses a side for each field.';
  if (field !== undefined && resolution !== 'useField') return 'Only useField names the field that a column feeds.';
  if (field === undefined && resolution === 'useField' && code.startsWith('column.') && !isSuggestion(code))
    return 'It names the field that the column is to feed.';
  const names = resolution === 'useField' ? [field ?? []].flat() : Object.keys(merge ?? {});
  // Of two people who are one, the other one may simply count.
  if (resolution === 'merge' && names.length === 0 && code !== 'duplicate.nhsNumber')
    return 'A merge names at least one field and the side that counts for it.';
  const fields = findEntity(entity)?.fields.filter(({ isKey }) => !isKey || resolution === 'useField') ?? [];
  const strange = names.find((name) => !fields.some((one) => one.name === name));
  return strange === undefined ? null : `${entity} have no field '${strange}' that could be meant.`;
}

/** What a bulk decision by a rule is about: the open conflicts to which the rule applies, and a token that stands for exactly those. */
export async function previewRule(
  tx: CompanyTransaction,
  migrationId: string,
  rule: ConflictRule,
  resolution: Resolution,
): Promise<{ readonly count: number; readonly notOffering: number; readonly token: string }> {
  const rows = await tx.query<{ id: string; offers: boolean }>(
    `select id, $7 = any (choices) and ($7 <> 'useField' or code like 'column.lowConfidence/%') as offers from migration_conflicts
      where company_id = $1 and migration_id = $2 and resolution is null and ${isInRule} order by id`,
    [tx.companyId, migrationId, ...ruleValues(rule), resolution],
  );
  const hash = createHash('sha256').update(resolution);
  for (const { id } of rows) hash.update(id);
  return {
    count: rows.length,
    notOffering: rows.filter(({ offers }) => !offers).length,
    token: hash.digest('hex').slice(0, 32),
  };
}

/**
 * Decides all open conflicts of a rule, where they are exactly those that the token stands for and all of them offer the decision. A merge
 * is not decided in bulk, because each has fields of its own.
 * @returns how many were decided; 0 where it is refused, and for a repeat.
 */
export async function resolveByRule(
  tx: CompanyTransaction,
  migrationId: string,
  decision: BulkDecision,
): Promise<number> {
  const { rule, resolution, decidedBy, reason, token } = decision;
  await tx.query(
    `select from migration_conflicts where company_id = $1 and migration_id = $2 and resolution is null and ${isInRule} order by id for update`,
    [tx.companyId, migrationId, ...ruleValues(rule)],
  );
  const found = await previewRule(tx, migrationId, rule, resolution);
  if (found.token !== token || found.notOffering > 0 || isSingle(resolution)) return 0;
  const decided = await tx.query<{ id: string }>(
    `update migration_conflicts set resolution = $7, merge = null, decided_by = $8, reason = $9, policy = null, policy_set_by = null, decided_at = now()
      where company_id = $1 and migration_id = $2 and resolution is null and ${isInRule} returning id`,
    [tx.companyId, migrationId, ...ruleValues(rule), resolution, decidedBy, reason ?? null],
  );
  await recordDecisions(
    tx,
    migrationId,
    decided.map(({ id }) => id),
  );
  return decided.length;
}

/** Whether a decision says something of its own about each conflict, and so is not made in bulk. */
export function isSingle(resolution: Resolution): boolean {
  return resolution === 'merge';
}

/** Whether a field is suggested, which need not be named. */
function isSuggestion(code: string): boolean {
  return code.startsWith('column.lowConfidence/');
}

/** Adds to the record what was just decided. */
export async function recordDecisions(
  tx: CompanyTransaction,
  migrationId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.execute(
    `insert into migration_decisions (company_id, migration_id, conflict_id, resolution, merge, decided_by, reason, policy, policy_set_by)
     select company_id, migration_id, id, resolution, merge, decided_by, reason, policy, policy_set_by from migration_conflicts
      where company_id = $1 and migration_id = $2 and id = any ($3::uuid[])`,
    [tx.companyId, migrationId, ids],
  );
}

/** Decisions of a migration, the newest first, also those that later ones have replaced. @param conflictId Those about that one; null: all. */
export async function listDecisions(
  tx: CompanyTransaction,
  migrationId: string,
  conflictId: string | null,
  limit: number,
  offset = 0,
): Promise<RecordedDecision[]> {
  return tx.query<RecordedDecision>(
    `select d.conflict_id as "conflictId", c.kind, c.code, c.entity, d.resolution, d.merge, d.decided_by as "decidedBy", d.reason, d.policy,
            d.policy_set_by as "policySetBy", ${isoMoment('d.decided_at')} as "decidedAt"
       from migration_decisions d
       join migration_conflicts c on c.company_id = d.company_id and c.migration_id = d.migration_id and c.id = d.conflict_id
      where d.company_id = $1 and d.migration_id = $2 and ($3::uuid is null or d.conflict_id = $3)
      order by d.id desc limit $4 offset $5`,
    [tx.companyId, migrationId, conflictId, limit, offset],
  );
}
