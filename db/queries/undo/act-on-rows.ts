import type { Entity } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { fieldColumns } from '../../target-columns.ts';
import { identifierColumns, imageOf, references } from './references.ts';
import type { UndoRecord } from './undo-record.ts';

/** The rows of one entity in one batch of an undo. */
export interface EntityBatch {
  readonly tx: CompanyTransaction;
  readonly undo: UndoRecord;
  readonly batchNo: number;
  readonly entity: Entity;
  /** True: leaves rows alone that the database would refuse. */
  readonly isCareful: boolean;
}

/** `$1` is the company, `$2` the migration. */
const linesOf = (planned: string, from = 'migration_undo_lines') =>
  `(select * from ${from} where company_id = $1 and $2::uuid is not null and undo_id = $3 and batch_no = $4 and entity = $5 and ${planned})`;

const valuesOf = ({ tx, undo, batchNo, entity }: EntityBatch) => [
  tx.companyId,
  undo.migrationId,
  undo.id,
  batchNo,
  entity.name,
];

/** Puts the lines on record that a statement, `done`, has not touched. */
const recordMoved = (lines: string, ended: string) => `
  insert into migration_undo_moved (company_id, undo_id, target_id, ended, reason)
  select l.company_id, l.undo_id, l.target_id, ${ended}, 'moved' from ${lines} l where l.target_id not in (select id from done)`;

/**
 * Removes what simply goes, each row at the place where the plan has seen it.
 * @returns false where not all of them were found there; then the batch must be done again with care.
 */
export async function removeLoaded({ tx, undo, batchNo, entity }: EntityBatch): Promise<boolean> {
  const [removed] = await tx.query<{ isAll: boolean }>(
    `select bool_and(coalesce(remove_loaded($4, seen, places_in, places) = rows, false)) as "isAll"
       from migration_undo_ranges where company_id = $1 and undo_id = $2 and batch_no = $3 and entity = $5`,
    [tx.companyId, undo.id, batchNo, entity.table, entity.name],
  );
  return removed?.isAll !== false;
}

/** Removes rows that are as the plan has seen them, and puts the others on record: with care, also those that simply go. */
export async function removeRows(batch: EntityBatch): Promise<void> {
  const { tx, entity, isCareful } = batch;
  const lines = linesOf(`planned = 'removed' and is_there`, isCareful ? 'migration_undo_rows' : 'migration_undo_lines');
  if (!isCareful && (await tx.query(`select from ${lines} every limit 1`, valuesOf(batch))).length === 0) return;
  await tx.execute(
    `with planned as materialized (
       select company_id, undo_id, target_id, seen
         from ${lines} every),
     done as materialized (
       select id from remove_rows('${entity.table}', array(select target_id from planned order by target_id),
                                  array(select seen from planned order by target_id), $6) as removed (id))
     ${recordMoved(
       'planned',
       `case when exists (select from ${entity.table} t where t.company_id = $1 and t.id = l.target_id and t.xmin = l.seen)
                                then 'refused' else 'kept' end`,
     )}`,
    [...valuesOf(batch), isCareful],
  );
}

/** Gives rows their image back, or brings rows back that are gone. */
export async function restoreRows(batch: EntityBatch, act: 'restore' | 'reinsert'): Promise<void> {
  const { tx, entity, isCareful } = batch;
  const columns = ['source_system', 'migration_id', 'created_at', 'updated_at', ...fieldColumns(entity)];
  const lines = linesOf(`planned = 'restored' and ${act === 'restore' ? 'is_there' : 'not is_there'}`);
  const images = `${lines} l, jsonb_populate_record(null::${entity.table}, ${imageOf('l', entity)}) b`;
  const isPossible = isCareful ? `and ${isRestorable(entity)}` : '';
  if (act === 'reinsert') {
    const all = ['company_id', 'id', ...columns].join(', ');
    await tx.execute(
      `with done as (
         insert into ${entity.table} (${all}) select b.company_id, l.target_id, ${columns.map((column) => `b.${column}`).join(', ')}
           from ${images} where true ${isPossible} on conflict do nothing returning id)
       ${recordMoved(lines, `'refused'`)}`,
      valuesOf(batch),
    );
    return;
  }
  const released = await releaseIdentifiers(batch, images);
  await tx.execute(
    `with done as (
       update ${entity.table} t set ${columns.map((column) => `${column} = b.${column}`).join(', ')}
         from ${images}
        where t.company_id = $1 and t.id = l.target_id and (t.xmin = l.seen or t.id = any ($6)) ${isPossible}
       returning t.id)
     ${recordMoved(lines, `'kept'`)}`,
    [...valuesOf(batch), released],
  );
}

/** Rows that are to have another identifier give up theirs first, so that others can have it. @returns their ids. */
async function releaseIdentifiers(batch: EntityBatch, images: string): Promise<readonly string[]> {
  const { tx, entity } = batch;
  const columns = identifierColumns(entity);
  if (columns.length === 0) return [];
  const changes = columns.map((column) => `t.${column} is distinct from b.${column}`).join(' or ');
  const released = await tx.query<{ id: string }>(
    `update ${entity.table} t set ${columns.map((column) => `${column} = null`).join(', ')} from ${images}
      where t.company_id = $1 and t.id = l.target_id and t.xmin = l.seen and (${changes}) returning t.id`,
    valuesOf(batch),
  );
  return released.map(({ id }) => id);
}

/** What the image refers to is there, and nobody else has its identifier. */
function isRestorable(entity: Entity): string {
  const parents = references
    .filter(({ from }) => from === entity)
    .map(
      ({ column, to }) =>
        `(b.${column} is null or exists (select from ${to.table} o where o.company_id = $1 and o.id = b.${column}))`,
    );
  const free = identifierColumns(entity).map(
    (column) =>
      `not exists (select from ${entity.table} o where o.company_id = $1 and o.id <> l.target_id and o.${column} = b.${column})`,
  );
  return [...parents, ...free, 'true'].join(' and ');
}
