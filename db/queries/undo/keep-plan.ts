import { catalogue } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { identifierColumns, imageOf } from './references.ts';
import type { UndoStage } from './undo-record.ts';

/** Few enough that a pause takes hold in time. */
const linesInBatch = 5_000;

/**
 * Keeps the plan of this transaction for good and cuts it into batches.
 * @returns what is to be done in which batches, in order. First what is gone comes back, whoever is referred to before whoever refers;
 * then, the other way round, rows are removed and restored, entity by entity.
 */
export async function keepPlan(
  tx: CompanyTransaction,
  undo: { readonly id: string; readonly migrationId: string; readonly isAtOnce: boolean },
): Promise<readonly UndoStage[]> {
  const order = stageOrder();
  await tx.execute('alter table undo_plan add column act text, add column stage integer, add column batch_no integer');
  await tx.execute(
    `update undo_plan p set act = o.act, stage = o.stage
       from jsonb_to_recordset($1) as o (entity text, act text, stage integer)
      where o.entity = p.entity and o.act = case when p.planned = 'removed' and p.is_there then 'remove'
                                                 when p.planned = 'restored' and p.is_there then 'restore'
                                                 when p.planned = 'restored' then 'reinsert' end`,
    [JSON.stringify(order)],
  );
  await tx.execute(
    undo.isAtOnce
      ? `update undo_plan set batch_no = 1 where act is not null`
      : `update undo_plan p set batch_no = b.batch_no
           from (select entity, target_id, dense_rank() over (order by stage, place / ${linesInBatch}) as batch_no
                   from (select p.*, case when ${changesIdentifier('p')} then 0 else
                                row_number() over (partition by stage order by file_no, row_no, part_no) - 1 end as place
                           from undo_plan p where act is not null and $1::text is not null and $2::uuid is not null) placed) b
          where b.entity = p.entity and b.target_id = p.target_id`,
    undo.isAtOnce ? [] : [tx.companyId, undo.migrationId],
  );
  await tx.execute(
    `insert into migration_undo_lines (company_id, undo_id, batch_no, entity, target_id, file_no, row_no, part_no, history_no,
            is_dependent, is_there, seen, planned, reason, needed_by, changed_by, changed_at)
     select $1, $2, coalesce(batch_no, 0), entity, target_id, file_no, row_no, part_no, history_no,
            is_dependent, is_there, seen, planned, reason, needed_by, changed_by, changed_at
       from undo_plan order by batch_no nulls first`,
    [tx.companyId, undo.id],
  );
  return tx.query<UndoStage>(
    `select entity, act, min(batch_no) as from, max(batch_no) as to from undo_plan where act is not null group by stage, entity, act order by stage`,
  );
}

/** Rows that exchange an identifier must be restored together: one of them gives it up before the other one has it. */
function changesIdentifier(line: string): string {
  const changes = catalogue.flatMap((entity) =>
    identifierColumns(entity).map(
      (column) =>
        `(${line}.entity = '${entity.name}' and ${line}.act = 'restore'
          and exists (select from ${entity.table} t where t.company_id = $1 and t.id = ${line}.target_id
                        and t.${column} is distinct from ${imageOf(line)} ->> '${column}'))`,
    ),
  );
  return changes.join(' or ');
}

function stageOrder(): { entity: string; act: UndoStage['act']; stage: number }[] {
  const names = catalogue.map(({ name }) => name);
  return [
    ...names.map((entity) => ({ entity, act: 'reinsert' as const })),
    ...names.toReversed().flatMap((entity) => [
      { entity, act: 'remove' as const },
      { entity, act: 'restore' as const },
    ]),
  ].map((stage, index) => ({ ...stage, stage: index }));
}
