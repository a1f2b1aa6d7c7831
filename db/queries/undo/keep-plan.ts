import type { UndoWish } from '../../../src/contract/undo.ts';
import { catalogue, entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { isInRange, rangesLeft } from './ranges.ts';
import { identifierColumns, imageOf } from './references.ts';
import type { UndoStage } from './undo-record.ts';

/** Rows of the source whose lines make a batch, where no range does: few enough that a pause takes hold in time. */
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
  await placeInBatches(tx, undo, isAtOnce);
  await insertLines(tx, undo);
  await insertRanges(tx, undo);
  return tx.query<UndoStage>(
    `select entity, act, min(batch_no) as "from", max(batch_no) as "to" from undo_batches group by entity, act, stage order by stage`,
  );
}

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
       from (select p.entity, ${actOf('p')} as act, ${fileOf('p')} as file_no, ${chunkOf('p')} as chunk from undo_plan p
             union select entity, 'remove', -2, range_no from ${rangesLeft} g) p
       join jsonb_to_recordset($1) as s (entity text, act text, stage integer) using (entity, act)`,
    [JSON.stringify(stageOrder(isAtOnce))],
  );
}

/** Keeps each line of the plan. Batch 0 holds the rows to which nothing is done. */
async function insertLines(tx: CompanyTransaction, undo: KeptUndo): Promise<void> {
  const columns = `entity, target_id, file_no, row_no, part_no, history_no, is_dependent, is_there, seen,
    planned, reason, needed_by, changed_by, changed_at`;
  await tx.execute(
    `insert into migration_undo_lines (company_id, undo_id, batch_no, ${columns})
     select $1, $2, coalesce(b.batch_no, 0), ${columns.replace(/\w+/g, 'p.$&')}
       from undo_plan p
       left join undo_batches b on b.entity = p.entity and b.act = ${actOf('p')} and b.file_no = ${fileOf('p')} and b.chunk = ${chunkOf('p')}`,
    [tx.companyId, undo.id],
  );
}

/** Keeps the ranges, with how many rows of each are to go and where these stand now: looked for again where not all of them simply go. */
async function insertRanges(tx: CompanyTransaction, { id, migrationId }: KeptUndo): Promise<void> {
  const parted = await tx.query<{ entity: string }>(
    `select distinct entity from ${rangesLeft} g where not is_whole or rows < inserted`,
  );
  for (const entity of parted.map(({ entity }) => entityNamed(entity))) {
    await tx.execute(
      `update undo_ranges g set places = s.places
         from (select x.xmin as version, array_agg(x.ctid) as places from ${entity.table} x
                where x.company_id = $1 and ${isInRange('x', entity)}
                  and not exists (select from undo_plan p where p.entity = $3 and p.target_id = x.id)
                group by x.xmin) s
        where g.entity = $3 and s.version = g.version`,
      [tx.companyId, migrationId, entity.name],
    );
  }
  await tx.execute(
    `insert into migration_undo_ranges (company_id, undo_id, batch_no, entity, migration_id, file_no, phase_no, from_row, to_row, seen, rows, places_in, places)
     select $1, $2, b.batch_no, g.entity, $3, g.file_no, g.phase_no, g.from_row, g.to_row, g.version, g.rows, g.places_in, g.places
       from ${rangesLeft} g
       join undo_batches b on b.entity = g.entity and b.act = 'remove' and b.file_no = -2 and b.chunk = g.range_no`,
    [tx.companyId, id, migrationId],
  );
}

async function restoresAny(tx: CompanyTransaction): Promise<boolean> {
  return (await tx.query(`select from undo_plan where planned = 'restored' limit 1`)).length > 0;
}

/**
 * SQL for the file and the part of it with which a line is done. What exchanges an identifier is done together, as is what has no file; what
 * belongs to a range is done with it.
 */
const fileOf = (line: string) =>
  `(case when ${line}.is_exchange then -1 when ${line}.range_no is not null then -2 else coalesce(${line}.file_no, 0) end)`;
const chunkOf = (line: string) =>
  `(case when ${line}.is_exchange then 0 else coalesce(${line}.range_no, ${line}.row_no / ${rowsInBatch}, 0) end)`;

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
