import type { UndoWish } from '../../../src/contract/undo.ts';
import { catalogue } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { identifierColumns, imageOf } from './references.ts';
import type { UndoStage } from './undo-record.ts';

/** Rows of the source whose lines make a batch: few enough that a pause takes hold in time. */
const rowsInBatch = 5_000;

interface KeptUndo {
  readonly id: string;
  readonly migrationId: string;
  readonly wish: UndoWish;
}

/**
 * Keeps the plan of this transaction for good and cuts it into batches.
 * @returns what is to be done in which batches, in order. First what is gone comes back, whoever is referred to before whoever refers;
 * then, the other way round, rows are removed and restored, entity by entity.
 */
export async function keepPlan(tx: CompanyTransaction, undo: KeptUndo): Promise<readonly UndoStage[]> {
  const isAtOnce = undo.wish.to !== null;
  const isByRanges = !isAtOnce && (await canLeaveToLedger(tx, undo));
  await placeInBatches(tx, undo, isAtOnce);
  await insertLines(tx, undo, isByRanges);
  if (isByRanges) await insertRanges(tx, undo);
  return tx.query<UndoStage>(
    `select entity, act, min(batch_no) as "from", max(batch_no) as "to" from undo_batches group by entity, act, stage order by stage`,
  );
}

/**
 * Where every row of a slice that was loaded is in the plan, those that simply go need no line: the ledger has them. Not so where only some
 * rows were chosen, or an earlier undo has dealt with some.
 */
async function canLeaveToLedger(tx: CompanyTransaction, { migrationId, wish }: KeptUndo): Promise<boolean> {
  if (wish.entities.length + wish.people.length + wish.slices.length > 0) return false;
  const earlier = await tx.query(`select from migration_undos where company_id = $1 and migration_id = $2 limit 1`, [
    tx.companyId,
    migrationId,
  ]);
  return earlier.length === 0;
}

/** SQL that is true of a row that goes as it was loaded, for no other reason than that its slice was chosen. */
const goesAsLoaded = `(p.planned = 'removed' and p.is_there and p.is_as_loaded and p.reason is null and not p.is_dependent)`;

/** Numbers the batches, in the temporary table `undo_batches`: of what is done to an entity, so many rows of a file each. */
async function placeInBatches(tx: CompanyTransaction, undo: KeptUndo, isAtOnce: boolean): Promise<void> {
  await tx.execute(
    `create temporary table undo_batches (entity text, act text, stage integer, file_no integer, chunk integer, batch_no integer) on commit drop`,
  );
  if (!isAtOnce && (await restoresAny(tx))) {
    await tx.execute(
      `update undo_plan p set is_exchange = true where $1::text is not null and $2::uuid is not null and (${exchangesIdentifier('p')})`,
      [tx.companyId, undo.migrationId],
    );
  }
  await tx.execute(
    `insert into undo_batches
     select entity, act, stage, file_no, chunk, ${isAtOnce ? '1' : 'row_number() over (order by stage, file_no, chunk)'}
       from (select distinct p.entity, ${actOf('p')} as act, ${fileOf('p')} as file_no, ${chunkOf('p')} as chunk from undo_plan p) p
       join jsonb_to_recordset($1) as s (entity text, act text, stage integer) using (entity, act)`,
    [JSON.stringify(stageOrder(isAtOnce))],
  );
}

/** Keeps each line of the plan but those that are left to the ledger. Batch 0 holds the rows to which nothing is done. */
async function insertLines(tx: CompanyTransaction, undo: KeptUndo, isByRanges: boolean): Promise<void> {
  const columns = `entity, target_id, file_no, row_no, part_no, history_no, is_dependent, is_there, seen,
    planned, reason, needed_by, changed_by, changed_at`;
  await tx.execute(
    `insert into migration_undo_lines (company_id, undo_id, batch_no, ${columns})
     select $1, $2, coalesce(b.batch_no, 0), ${columns.replace(/\w+/g, 'p.$&')}
       from undo_plan p
       left join undo_batches b on b.entity = p.entity and b.act = ${actOf('p')} and b.file_no = ${fileOf('p')} and b.chunk = ${chunkOf('p')}
      where ${isByRanges ? `not ${goesAsLoaded}` : 'true'}`,
    [tx.companyId, undo.id],
  );
}

/** Keeps, of each slice that was loaded, the part that belongs to a batch. */
async function insertRanges(tx: CompanyTransaction, { id, migrationId, wish }: KeptUndo): Promise<void> {
  await tx.execute(
    `insert into migration_undo_ranges (company_id, undo_id, batch_no, entity, migration_id, file_no, phase_no, from_row, to_row, seen)
     select $1, $2, b.batch_no, d.entity, $3, d.file_no, d.phase_no, greatest(d.from_row, b.chunk * ${rowsInBatch}),
            least(d.to_row, (b.chunk + 1) * ${rowsInBatch} - 1), d.loaded_by
       from undo_loads d
       join undo_batches b on b.entity = d.entity and b.act = 'remove' and b.file_no = d.file_no
            and b.chunk between d.from_row / ${rowsInBatch} and d.to_row / ${rowsInBatch}
      where cardinality($4::smallint[]) = 0 or d.phase_no = any ($4)`,
    [tx.companyId, id, migrationId, wish.phases],
  );
}

async function restoresAny(tx: CompanyTransaction): Promise<boolean> {
  return (await tx.query(`select from undo_plan where planned = 'restored' limit 1`)).length > 0;
}

/** SQL for the file and the part of it with which a line is done. What exchanges an identifier is done together, as is what has no file. */
const fileOf = (line: string) => `(case when ${line}.is_exchange then -1 else coalesce(${line}.file_no, 0) end)`;
const chunkOf = (line: string) =>
  `(case when ${line}.is_exchange then 0 else coalesce(${line}.row_no, 0) / ${rowsInBatch} end)`;

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
