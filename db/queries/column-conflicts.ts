import type { Resolution } from '../../src/contract/conflict.ts';
import { choicesOf, explainConflict } from '../../src/contract/conflict-rules.ts';
import type { CompanyTransaction } from '../database.ts';

/** A column that a person is to say something about, with a few of its values. */
export interface AskedColumn {
  readonly code: string;
  readonly entity: string;
  readonly table: string;
  readonly column: string;
  readonly file: string;
  readonly rows: number;
  readonly hint: string | null;
  readonly examples: readonly string[];
}

/** What a person has answered about a column. */
export interface AnsweredColumn {
  readonly table: string;
  readonly column: string;
  readonly entity: string;
  readonly resolution: Resolution;
  readonly field: string | null;
  readonly decidedBy: string;
}

const ofColumns = `kind in ('ambiguousColumn', 'lowConfidence')`;

/** Raises a conflict for each column. One that is on record already stays as it is. */
export async function askColumns(
  tx: CompanyTransaction,
  migrationId: string,
  columns: readonly AskedColumn[],
): Promise<void> {
  for (const { code, entity, table, column, file, rows, hint, examples } of columns) {
    const [raised] = await tx.query<{ id: string }>(
      `insert into migration_conflicts (company_id, migration_id, id, kind, code, entity, records, external_ids, choices)
       values ($1, $2::uuid, md5($2::uuid::text || $4::text || $6::text)::uuid, $3, $4::text, $5, $7, array[$6::text], $8) on conflict do nothing returning id`,
      [
        tx.companyId,
        migrationId,
        explainConflict(code).kind,
        `${code}/${column}`,
        entity,
        table,
        rows,
        choicesOf(code),
      ],
    );
    if (!raised) continue;
    await tx.execute(
      `insert into migration_conflict_sides (company_id, migration_id, conflict_id, side_no, side, origin, issues, file, raw)
       values ($1, $2, $3, 1, 'new', 'source', $4, $5, $6)`,
      [
        tx.companyId,
        migrationId,
        raised.id,
        hint === null ? [] : [hint],
        file,
        JSON.stringify(examples.map((example) => [column, example])),
      ],
    );
  }
}

/** What people have answered about columns so far, in the order in which they did. */
export async function listAnsweredColumns(tx: CompanyTransaction, migrationId: string): Promise<AnsweredColumn[]> {
  return tx.query<AnsweredColumn>(
    `select external_ids[1] as "table", substr(code, strpos(code, '/') + 1) as "column", entity, resolution, merge ->> 'field' as field,
            decided_by as "decidedBy"
       from migration_conflicts
      where company_id = $1 and migration_id = $2 and ${ofColumns} and resolution is not null order by decided_at, id`,
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

/** A mapping that a person has amended as a whole leaves nothing to ask about its columns. */
export async function closeColumns(tx: CompanyTransaction, migrationId: string): Promise<void> {
  await tx.execute(
    `update migration_conflicts
        set resolution = 'hold', decided_by = 'rule', reason = 'The mapping was amended.', decided_at = now(), applied_at = now(), applied_in = $2
      where company_id = $1 and migration_id = $2 and ${ofColumns} and resolution is null`,
    [tx.companyId, migrationId],
  );
}
