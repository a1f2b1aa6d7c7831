import type { ColumnCode, ColumnResolution, ConflictColumn } from '../../src/contract/conflict.ts';
import { explainConflict } from '../../src/contract/conflict-rules.ts';
import type { CompanyTransaction } from '../database.ts';
import { recordDecisions } from './conflict-decisions.ts';

/** A column, or two, about which a person is to say something, with a few of its values. */
export interface AskedColumn extends ConflictColumn {
  readonly code: ColumnCode;
  readonly entity: string;
  readonly rows: number;
  readonly isClinical: boolean;
  readonly choices: readonly ColumnResolution[];
  /** What a policy of the request answers; null where a person is asked. */
  readonly standing: ColumnResolution | null;
  /** `[column, value]`. */
  readonly examples: readonly (readonly [string, string])[];
}

/** What was answered about a column. */
export interface AnsweredColumn extends Pick<ConflictColumn, 'table' | 'columns' | 'fields'> {
  readonly code: ColumnCode;
  readonly entity: string;
  readonly resolution: ColumnResolution;
  /** Of `useField`: the field that was named. */
  readonly field: string | null;
  readonly decidedBy: string;
  /** Whether a policy has answered, and not a person. */
  readonly isByPolicy: boolean;
  /** Whether the mapping has it by now. */
  readonly isApplied: boolean;
}

const ofColumns = `kind in ('ambiguousColumn', 'lowConfidence')`;

/**
 * Raises a conflict for each column, and decides those that a policy decides. One that is on record already stays as it is.
 * @param policySetBy Who has asked for the migration.
 * @returns how many a policy has decided now.
 */
export async function askColumns(
  tx: CompanyTransaction,
  migrationId: string,
  columns: readonly AskedColumn[],
  policySetBy: string,
): Promise<number> {
  let decided = 0;
  for (const asked of columns) {
    const id = await raise(tx, migrationId, asked, policySetBy);
    if (id === undefined) continue;
    await keepExamples(tx, migrationId, id, asked);
    if (asked.standing === null) continue;
    decided += 1;
    await recordDecisions(tx, migrationId, [id]);
  }
  return decided;
}

async function raise(
  tx: CompanyTransaction,
  migrationId: string,
  { code, entity, rows, isClinical, choices, standing, examples: _, ...column }: AskedColumn,
  policySetBy: string,
): Promise<string | undefined> {
  const { kind } = explainConflict(code);
  const about = `${code}/${column.columns.join(' + ')}`;
  // Of a suggestion, or of dates, the column alone says which question it is.
  const key = code === 'column.dateOrder' || code === 'column.lowConfidence' ? [] : [entity, ...column.fields];
  const ruled = standing === null ? null : `The policy for conflicts of the kind '${kind}' is '${standing}'.`;
  const [raised] = await tx.query<{ id: string }>(
    `insert into migration_conflicts (company_id, migration_id, id, kind, code, entity, records, external_ids, choices, is_clinical,
                                      asked_column, resolution, decided_by, reason, policy, policy_set_by, decided_at)
     values ($1, $2::uuid, md5($2::uuid::text || $4::text || $6::text || $7::text)::uuid, $3, $4::text, $5, $8, array[$6::text], $9, $10, $11,
             $12::text, $13, $14, $15, $16, case when $12::text is not null then now() end)
     on conflict do nothing returning id`,
    [
      ...[tx.companyId, migrationId, kind, about, entity, column.table, key.join('/')],
      ...[rows, choices, isClinical, JSON.stringify(column)],
      ...(ruled === null
        ? [null, null, null, null, null]
        : [standing, 'rule', ruled, 'autoResolveConflicts', policySetBy]),
    ],
  );
  return raised?.id;
}

async function keepExamples(
  tx: CompanyTransaction,
  migrationId: string,
  conflictId: string,
  { hint, file, examples }: AskedColumn,
): Promise<void> {
  await tx.execute(
    `insert into migration_conflict_sides (company_id, migration_id, conflict_id, side_no, side, origin, issues, file, raw)
     values ($1, $2, $3, 1, 'new', 'source', $4, $5, $6)`,
    [tx.companyId, migrationId, conflictId, [hint], file, JSON.stringify(examples)],
  );
}

/** What was answered about columns so far, in that order. What an amendment has settled is none of it. */
export async function listAnsweredColumns(tx: CompanyTransaction, migrationId: string): Promise<AnsweredColumn[]> {
  return tx.query<AnsweredColumn>(
    `select split_part(code, '/', 1) as code, external_ids[1] as "table", entity, resolution, merge ->> 'field' as field,
            coalesce(asked_column -> 'columns', jsonb_build_array(substr(code, strpos(code, '/') + 1))) as columns,
            coalesce(asked_column -> 'fields', '[]') as fields, decided_by as "decidedBy", policy is not null as "isByPolicy",
            applied_at is not null as "isApplied"
       from migration_conflicts c
      where company_id = $1 and migration_id = $2 and ${ofColumns} and resolution = any (choices)
      order by (select max(d.id) from migration_decisions d
                 where d.company_id = c.company_id and d.migration_id = c.migration_id and d.conflict_id = c.id), c.id`,
    [tx.companyId, migrationId],
  );
}

/** Puts on record that the answers about columns are acted upon: they stand from now on. */
export async function markColumnsApplied(tx: CompanyTransaction, migrationId: string): Promise<void> {
  await tx.execute(
    `update migration_conflicts set applied_at = now(), applied_in = $2
      where company_id = $1 and migration_id = $2 and ${ofColumns} and resolution is not null and applied_at is null`,
    [tx.companyId, migrationId],
  );
}

/** A question about a column that nobody has acted upon yet. */
export type OpenColumn = Pick<ConflictColumn, 'table' | 'columns' | 'fields'> & {
  readonly id: string;
  readonly code: ColumnCode;
  readonly entity: string;
  readonly isAnswered: boolean;
};

/** Questions about columns of which the mapping has no answer yet. */
export async function listOpenColumns(tx: CompanyTransaction, migrationId: string): Promise<OpenColumn[]> {
  return tx.query<OpenColumn>(
    `select id, split_part(code, '/', 1) as code, entity, resolution is not null as "isAnswered", external_ids[1] as "table", coalesce(asked_column -> 'fields', '[]') as fields,
            coalesce(asked_column -> 'columns', jsonb_build_array(substr(code, strpos(code, '/') + 1))) as columns
       from migration_conflicts where company_id = $1 and migration_id = $2 and ${ofColumns} and applied_at is null order by id`,
    [tx.companyId, migrationId],
  );
}

/** Closes questions about columns that a person has answered otherwise: by amending the mapping. */
export async function closeColumns(
  tx: CompanyTransaction,
  migrationId: string,
  ids: readonly string[],
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<void> {
  const closed = await tx.query<{ id: string }>(
    `update migration_conflicts
        set resolution = 'hold', decided_by = $4, reason = $5, decided_at = now(), applied_at = now(), applied_in = $2,
            merge = null, policy = null, policy_set_by = null
      where company_id = $1 and migration_id = $2 and id = any ($3::uuid[]) and applied_at is null returning id`,
    [tx.companyId, migrationId, ids, by, `The mapping was amended: ${reason}`],
  );
  await recordDecisions(
    tx,
    migrationId,
    closed.map(({ id }) => id),
  );
}
