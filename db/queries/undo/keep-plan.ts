import { catalogue } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { identifierColumns, imageOf } from './references.ts';
import type { UndoStage } from './undo-record.ts';

/** Rows of the source whose lines make a batch: few enough that a pause takes hold in time. */
const rowsInBatch = 5_000;

/**
 * Keeps the plan of this transaction for good and cuts it into batches.
 * @returns what is to be done in which batches, in order. First what is gone comes back, whoever is referred to before whoever refers;
 * then, the other way round, rows are removed and restored, entity by entity.
 */
export async function keepPlan(
  tx: CompanyTransaction,
  undo: { readonly id: string; readonly migrationId: string; readonly isAtOnce: boolean },
): Promise<readonly UndoStage[]> {
  const values = [tx.companyId, undo.migrationId, undo.id];
  const order = JSON.stringify(stageOrder(undo.isAtOnce));
  await insertLines(
    tx,
    `select p.*, 0 as batch_no from undo_plan p where ${actOf('p')} is null and $2::uuid is not null`,
    values,
  );
  if (undo.isAtOnce) {
    await insertLines(
      tx,
      `select p.*, 1 as batch_no from undo_plan p where ${actOf('p')} is not null and $2::uuid is not null`,
      values,
    );
  } else {
    const isExchange = (await restoresAny(tx)) ? exchangesIdentifier('p') : '$2::uuid is null';
    await insertLines(
      tx,
      `select p.*, dense_rank() over (order by s.stage, c.file, c.chunk) as batch_no
         from undo_plan p join jsonb_to_recordset($4) as s (entity text, act text, stage integer) on s.entity = p.entity and s.act = ${actOf('p')}
         cross join lateral (select ${isExchange} as is_exchange offset 0) x
         cross join lateral (select case when x.is_exchange then -1 else p.file_no end as file,
                                    case when x.is_exchange then 0 else p.row_no / ${rowsInBatch} end as chunk) c`,
      [...values, order],
    );
  }
  return tx.query<UndoStage>(
    `select l.entity, l.act, l."from", l."to"
       from (select entity, ${actOf('l')} as act, min(batch_no) as "from", max(batch_no) as "to" from migration_undo_lines l
              where company_id = $1 and undo_id = $2 and batch_no > 0 group by 1, 2) l
       join jsonb_to_recordset($3) as s (entity text, act text, stage integer) using (entity, act) order by s.stage`,
    [tx.companyId, undo.id, order],
  );
}

async function insertLines(tx: CompanyTransaction, select: string, values: readonly unknown[]): Promise<void> {
  const columns = `batch_no, entity, target_id, file_no, row_no, part_no, history_no, is_dependent, is_there, seen,
    planned, reason, needed_by, changed_by, changed_at`;
  await tx.execute(
    `insert into migration_undo_lines (company_id, undo_id, ${columns}) select $1, $3, ${columns} from (${select}) every`,
    values,
  );
}

async function restoresAny(tx: CompanyTransaction): Promise<boolean> {
  return (await tx.query(`select from undo_plan where planned = 'restored' limit 1`)).length > 0;
}

/** SQL for what is to be done to a line; null where nothing is. */
function actOf(line: string): string {
  return `(case when ${line}.planned = 'removed' and ${line}.is_there then 'remove'
     when ${line}.planned = 'restored' and ${line}.is_there then 'restore' when ${line}.planned = 'restored' then 'reinsert' end)`;
}

/** Rows that exchange an identifier must be restored together: one of them gives it up before the other one has it. */
function exchangesIdentifier(line: string): string {
  const changes = catalogue.flatMap((entity) =>
    identifierColumns(entity).map(
      (column) =>
        `(${line}.entity = '${entity.name}' and ${line}.planned = 'restored' and ${line}.is_there
          and exists (select from ${entity.table} t where t.company_id = $1 and t.id = ${line}.target_id
                        and t.${column} is distinct from ${imageOf(line, entity)} ->> '${column}'))`,
    ),
  );
  return changes.join(' or ');
}

/**
 * Where each batch is committed for itself, what others refer to must be back before they are. Where all is done at once, that is looked
 * at in the end, and what comes back comes last, when nothing has its identifiers any more.
 */
function stageOrder(isAtOnce: boolean): { entity: string; act: UndoStage['act']; stage: number }[] {
  const names = catalogue.map(({ name }) => name);
  const reinserts = names.map((entity) => ({ entity, act: 'reinsert' as const }));
  const others = names.toReversed().flatMap((entity) => [
    { entity, act: 'remove' as const },
    { entity, act: 'restore' as const },
  ]);
  const stages = isAtOnce ? [...others, ...reinserts] : [...reinserts, ...others];
  return stages.map((stage, index) => ({ ...stage, stage: index }));
}
