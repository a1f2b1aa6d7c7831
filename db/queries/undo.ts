import { catalogue, type Entity, entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fieldColumns, fingerprintSql } from '../target-columns.ts';
import type { VerifyRange } from './verify.ts';

export type UndoOutcome = 'removed' | 'restored' | 'kept' | 'refused';
export type UndoCounts = Readonly<Record<UndoOutcome, number>>;

/**
 * Undoes the ledger lines of a range, in the caller's transaction: an inserted row is removed, an updated one restored from its
 * before-image. A row that was edited since is kept; a row that others still refer to is refused. Each line ends in exactly
 * one outcome, on record; a line that has one is left alone, so a repeat changes nothing.
 * Entities must be undone in the reverse of the load order.
 *
 * @param options.keepsEdited False where the migration has failed: a row that is not as the ledger has it is then what was found wrong,
 * not somebody's edit, and goes as well. Default true.
 */
export async function undoRange(
  tx: CompanyTransaction,
  range: VerifyRange,
  { keepsEdited = true }: { readonly keepsEdited?: boolean } = {},
): Promise<UndoCounts> {
  const entity = entityNamed(range.entity);
  const values = [tx.companyId, range.migrationId, range.entity, range.fileNo, range.fromRow, range.toRow];
  await tx.execute(
    `insert into migration_undone_records (company_id, migration_id, entity, file_no, row_no, part_no, outcome)
     select r.company_id, r.migration_id, r.entity, r.file_no, r.row_no, r.part_no,
            case when t.id is null or t.migration_id is distinct from r.migration_id then 'kept'
                 ${keepsEdited ? `when ${fingerprintSql(entity, 't')} <> r.fingerprint then 'kept'` : ''}
                 when r.disposition = 'updated' then 'restored'
                 when ${isReferredTo(entity)} then 'refused'
                 else 'removed' end
       from migration_records r
       left join ${entity.table} t on t.company_id = r.company_id and t.id = r.target_id
      where r.company_id = $1 and r.migration_id = $2 and r.entity = $3 and r.file_no = $4 and r.row_no between $5 and $6
        and r.disposition in ('inserted', 'updated')
     on conflict do nothing`,
    values,
  );
  await removeRows(tx, entity, values);
  await restoreRows(tx, entity, values);
  const counts = await tx.query<{ outcome: UndoOutcome; count: number }>(
    `select outcome, count(*) from migration_undone_records u where ${inRange('u')} group by 1`,
    values,
  );
  const count = (outcome: UndoOutcome) => counts.find((row) => row.outcome === outcome)?.count ?? 0;
  return { removed: count('removed'), restored: count('restored'), kept: count('kept'), refused: count('refused') };
}

const inRange = (alias: string) =>
  `${alias}.company_id = $1 and ${alias}.migration_id = $2 and ${alias}.entity = $3 and ${alias}.file_no = $4 and ${alias}.row_no between $5 and $6`;

/** Some row of the target, whoever wrote it, still refers to this one. */
function isReferredTo(entity: Entity): string {
  const references = catalogue.flatMap((other) =>
    other.fields
      .filter((field) => field.type.kind === 'reference' && field.type.entity === entity.name)
      .map(
        (field) =>
          `exists (select from ${other.table} o where o.company_id = t.company_id and o.${field.column} = t.id)`,
      ),
  );
  return references.length > 0 ? `(${references.join(' or ')})` : 'false';
}

const undoneLine = `from migration_undone_records u
       join migration_records r using (company_id, migration_id, entity, file_no, row_no, part_no)`;

async function removeRows(tx: CompanyTransaction, entity: Entity, values: readonly unknown[]): Promise<void> {
  await tx.execute(
    `delete from ${entity.table} t using (select r.company_id, r.target_id ${undoneLine} where ${inRange('u')} and u.outcome = 'removed') gone
      where t.company_id = gone.company_id and t.id = gone.target_id and t.migration_id = $2`,
    values,
  );
}

async function restoreRows(tx: CompanyTransaction, entity: Entity, values: readonly unknown[]): Promise<void> {
  const columns = ['source_system', 'migration_id', 'created_at', 'updated_at', ...fieldColumns(entity)];
  await tx.execute(
    `update ${entity.table} t set ${columns.map((column) => `${column} = b.${column}`).join(', ')}
       from (select r.target_id, r.before_image ${undoneLine} where ${inRange('u')} and u.outcome = 'restored') was,
            jsonb_populate_record(null::${entity.table}, was.before_image) b
      where t.company_id = $1 and t.id = was.target_id and t.migration_id = $2`,
    values,
  );
}

/** Rows of a migration that are still in the target although the ledger says that they were undone; 0 when the undo is right. */
export async function countNotUndone(tx: CompanyTransaction, migrationId: string, entityName: string): Promise<number> {
  const { table } = entityNamed(entityName);
  const [row] = await tx.query<{ count: number }>(
    `select count(*) from migration_records r
       left join migration_undone_records u using (company_id, migration_id, entity, file_no, row_no, part_no)
       join ${table} t on t.company_id = r.company_id and t.id = r.target_id
      where r.company_id = $1 and r.migration_id = $2 and r.entity = $3 and r.disposition in ('inserted', 'updated')
        and t.migration_id = r.migration_id and coalesce(u.outcome, 'missing') not in ('kept', 'refused')`,
    [tx.companyId, migrationId, entityName],
  );
  return row?.count ?? 0;
}
