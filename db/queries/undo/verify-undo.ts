import type { UndoEnd, UndoLine, UndoResult } from '../../../src/contract/undo.ts';
import { entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import type { Page } from './plan-undo.ts';
import { lineColumns, staysFirst } from './read-plan.ts';
import { imageOf } from './references.ts';
import type { UndoRecord } from './undo-record.ts';

/** Lines of an undo, `p`, with the end that each came to. `$1` is the company, `$2` the migration, `$3` the undo. */
const endedRows = (from: 'migration_undo_rows' | 'migration_undo_lines') =>
  `(select l.*, coalesce(m.ended, l.planned) as ended, coalesce(m.reason, l.reason) as ended_because
   from ${from} l left join migration_undo_moved m using (company_id, undo_id, target_id)
  where l.company_id = $1 and $2::uuid is not null and l.undo_id = $3)`;

const valuesOf = (tx: CompanyTransaction, { id, migrationId }: UndoRecord) => [tx.companyId, migrationId, id];

/**
 * How the rows of an undo have ended, exact, by one look at each of them and at what stands in its place. `unfinished` are batches that are
 * still to be done; `standing`, by entity, are rows that should have been removed or restored and stand in the version that the plan saw.
 */
export async function sumUndo(
  tx: CompanyTransaction,
  undo: UndoRecord,
): Promise<
  Omit<UndoResult, 'undoId' | 'integrity'> & {
    readonly unfinished: number;
    readonly standing: readonly { readonly entity: string; readonly rows: number }[];
  }
> {
  const ends: Ends[] = [...(await countEndsOfRanges(tx, undo))];
  const standing: { entity: string; rows: number }[] = [];
  for (const entity of await listEntities(tx, undo)) {
    const ofEntity = await countEndsOfLines(tx, undo, entity);
    ends.push(...ofEntity);
    const rows = ofEntity.reduce((all, one) => all + one.standing, await countStanding(tx, undo, entity));
    if (rows > 0) standing.push({ entity, rows });
  }
  const sum = (of: 'count' | 'moved', end?: UndoEnd) =>
    ends.reduce((all, row) => all + (end === undefined || row.ended === end ? row[of] : 0), 0);
  const [batches] = await tx.query<{ done: number }>(
    `select count(*) as done from migration_undo_batches where company_id = $1 and undo_id = $2`,
    [tx.companyId, undo.id],
  );
  return {
    removed: sum('count', 'removed'),
    restored: sum('count', 'restored'),
    kept: sum('count', 'kept'),
    refused: sum('count', 'refused'),
    moved: sum('moved'),
    unfinished: Math.max(0, ...undo.turns.map(({ to }) => to)) - (batches?.done ?? 0),
    standing,
  };
}

interface Ends {
  readonly ended: UndoEnd;
  readonly count: number;
  readonly moved: number;
}

/** Entities with rows in the undo, also where nothing is done to them. */
async function listEntities(tx: CompanyTransaction, undo: UndoRecord): Promise<Set<string>> {
  const kept = await tx.query<{ entity: string }>(
    `select distinct entity from migration_undo_lines where company_id = $1 and undo_id = $2`,
    [tx.companyId, undo.id],
  );
  return new Set([...undo.turns, ...kept].map(({ entity }) => entity));
}

/** How the rows with a line have ended, and how many stand all the same. */
function countEndsOfLines(
  tx: CompanyTransaction,
  undo: UndoRecord,
  entityName: string,
): Promise<(Ends & { readonly standing: number })[]> {
  const { table } = entityNamed(entityName);
  return tx.query(
    `select p.ended, count(*), count(*) filter (where p.ended_because = 'moved') as moved,
            count(*) filter (where p.ended in ('removed', 'restored') and t.xmin = p.seen) as standing
       from ${endedRows('migration_undo_lines')} p left join ${table} t on t.company_id = p.company_id and t.id = p.target_id
      where p.entity = $4 group by p.ended`,
    [...valuesOf(tx, undo), entityName],
  );
}

/** SQL that is true where a row of an undo has a line. */
const hasLine = (id: string) =>
  `exists (select from migration_undo_lines l where l.company_id = $1 and l.undo_id = $2 and l.target_id = ${id})`;

/** Rows without a line were to go: all did but those that moved. Ranges that an earlier version has planned are counted by the ledger. */
function countEndsOfRanges(tx: CompanyTransaction, { id }: UndoRecord): Promise<Ends[]> {
  return tx.query(
    `select 'removed' as ended, sum(coalesce(g.rows, (
              select count(*) from migration_undo_rows r where r.company_id = $1 and r.undo_id = $2 and r.batch_no = g.batch_no
                 and r.file_no = g.file_no and r.row_no between g.from_row and g.to_row and r.history_no is null and not ${hasLine('r.target_id')})
            ))::bigint as count, 0 as moved
       from migration_undo_ranges g where g.company_id = $1 and g.undo_id = $2 having count(*) > 0
     union all
     select e.ended, sum(e.count)::bigint, sum(e.moved)::bigint
       from migration_undo_moved m cross join lateral (values (m.ended, 1, 1), ('removed', -1, 0)) as e (ended, count, moved)
      where m.company_id = $1 and m.undo_id = $2 and not ${hasLine('m.target_id')} group by e.ended`,
    [tx.companyId, id],
  );
}

/** How many rows of an entity that were to go with a range stand in the version of its load: looked for by it, not by the ledger. */
async function countStanding(tx: CompanyTransaction, { id, migrationId }: UndoRecord, entity: string): Promise<number> {
  const [row] = await tx.query<{ rows: number }>(
    `select count(*) as rows from ${entityNamed(entity).table} t
      where t.company_id = $1 and t.migration_id = $3
        and t.xmin in (select seen from migration_undo_ranges where company_id = $1 and undo_id = $2 and entity = $4)
        and not ${hasLine('t.id')}
        and not exists (select from migration_undo_moved m where m.company_id = $1 and m.undo_id = $2 and m.target_id = t.id)`,
    [tx.companyId, id, migrationId, entity],
  );
  return row?.rows ?? 0;
}

/** Compares every restored row of an entity, all of its columns, with the image to which it was to go back. */
export async function compareRestored(
  tx: CompanyTransaction,
  undo: UndoRecord,
  entityName: string,
): Promise<{ readonly compared: number; readonly different: number }> {
  const entity = entityNamed(entityName);
  const [row] = await tx.query<{ compared: number; different: number }>(
    `select count(*) as compared,
            count(*) filter (where to_jsonb(t) is distinct from ${imageOf('p', entity)}) as different
       from ${endedRows('migration_undo_lines')} p left join ${entity.table} t on t.company_id = p.company_id and t.id = p.target_id
      where p.entity = $4 and p.ended = 'restored'`,
    [...valuesOf(tx, undo), entityName],
  );
  return row ?? { compared: 0, different: 0 };
}

/**
 * Compares every row of an entity that an undo has restored or removed with a table of what was there before: the same row, or none.
 * @param before its columns are those to compare.
 */
export async function compareUndone(
  tx: CompanyTransaction,
  undo: UndoRecord,
  entityName: string,
  before: { readonly table: string; readonly columns: readonly string[] },
): Promise<{ readonly compared: number; readonly different: number }> {
  const { table } = entityNamed(entityName);
  const row = (alias: string) => `row(${before.columns.map((column) => `${alias}.${column}`).join(', ')})`;
  const [found] = await tx.query<{ compared: number; different: number }>(
    `select count(*) as compared, count(*) filter (where ${row('t')} is distinct from ${row('b')}) as different
       from ${endedRows('migration_undo_rows')} p
       left join ${table} t on t.company_id = p.company_id and t.id = p.target_id
       left join pg_temp.${before.table} b on b.company_id = p.company_id and b.id = p.target_id
      where p.entity = $4 and p.ended in ('restored', 'removed')`,
    [...valuesOf(tx, undo), entityName],
  );
  return found ?? { compared: 0, different: 0 };
}

/** One page of the rows of an undo with the end that each came to: those that stay first. */
export async function listEndedLines(
  tx: CompanyTransaction,
  undo: UndoRecord,
  page: Page,
): Promise<readonly UndoLine[]> {
  const order = `${staysFirst('ended', 'ended_because')}, entity, target_id`;
  return tx.query<UndoLine>(
    `select ${lineColumns}, p.ended as end, p.ended_because as reason
       from (select * from ${endedRows('migration_undo_rows')} every order by ${order} limit $4 offset $5) p order by ${order}`,
    [...valuesOf(tx, undo), page.limit, page.offset],
  );
}
