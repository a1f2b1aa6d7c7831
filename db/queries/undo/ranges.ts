import { isNarrowed, type UndoWish } from '../../../src/contract/undo.ts';
import { type Entity, entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';

/**
 * Ranges of the ledger, in the temporary table `undo_ranges`: each stands for what a slice has inserted. Of them the plan has lines only of
 * rows that do not simply go.
 */
export async function createRanges(tx: CompanyTransaction): Promise<void> {
  await tx.execute(
    `create temporary table undo_ranges (
       range_no integer generated always as identity, entity text not null, file_no integer not null, phase_no smallint not null,
       from_row integer not null, to_row integer not null, version xid not null, places_in oid not null, places tid[], standing integer not null,
       inserted integer not null, is_whole boolean not null
     ) on commit drop`,
  );
  // Rows that something needs, and what that is; made anew for each question.
  await tx.execute('create temporary table undo_needed (id uuid not null, needed_by text) on commit drop');
}

/** Only where every row of a slice is concerned, and none has been undone before, can a range stand for them. */
export async function canUseRanges(tx: CompanyTransaction, migrationId: string, wish: UndoWish): Promise<boolean> {
  if (isNarrowed({ ...wish, entities: [], phases: [] })) return false;
  const earlier = await tx.query(`select from migration_undos where company_id = $1 and migration_id = $2 limit 1`, [
    tx.companyId,
    migrationId,
  ]);
  return earlier.length === 0;
}

/**
 * Puts the ranges of the chosen entities and phases down. One is whole where as many rows stand in the version of its load as the ledger has
 * lines of it, all of them inserted: a load writes nothing that the ledger does not have, so nobody has touched any since. Where a slice has
 * as many eligible records as rows that stand, and nothing was updated, the ledger need not even be asked.
 * @returns for each chosen entity that was loaded whether ranges stand for it. Where a load is not known, or two cannot be told apart, the
 * entity must be looked at row by row.
 */
export async function makeRanges(
  tx: CompanyTransaction,
  migrationId: string,
  { entities, phases }: Pick<UndoWish, 'entities' | 'phases'>,
): Promise<Map<Entity, boolean>> {
  const loaded = await tx.query<{ name: string; isKnown: boolean; hasUpdates: boolean }>(
    `select d.entity as name, count(distinct d.loaded_by::text) = count(*) and bool_and(d.from_row is not null) as "isKnown",
            exists (select from migration_records r where r.company_id = $1 and r.migration_id = $2 and r.disposition = 'updated') as "hasUpdates"
       from undo_loads d where cardinality($3::text[]) = 0 or d.entity = any ($3) group by 1`,
    [tx.companyId, migrationId, entities],
  );
  for (const { name, hasUpdates } of loaded.filter(({ isKnown }) => isKnown)) {
    await tx.execute(
      `insert into undo_ranges (entity, file_no, phase_no, from_row, to_row, version, places_in, places, standing, inserted, is_whole)
       select d.entity, d.file_no, d.phase_no, d.from_row, d.to_row, d.loaded_by, pg_relation_filenode('${entityNamed(name).table}'), s.places, coalesce(s.rows, 0), d.eligible,
              coalesce(s.rows = d.eligible, false) and not $5
         from undo_loads d
         left join (select x.xmin as version, count(*) as rows, array_agg(x.ctid) as places from ${entityNamed(name).table} x
                     where x.company_id = $1 and x.migration_id = $2 group by x.xmin) s on s.version = d.loaded_by
        where d.entity = $3 and (cardinality($4::smallint[]) = 0 or d.phase_no = any ($4))`,
      [tx.companyId, migrationId, name, phases, hasUpdates],
    );
  }
  await tx.execute(
    `update undo_ranges o set inserted = l.inserted, is_whole = l.updated = 0 and l.inserted = o.standing
       from (select g.range_no, count(*) filter (where r.disposition = 'inserted') as inserted,
                    count(*) filter (where r.disposition = 'updated') as updated
               from undo_ranges g left join lateral ${linesOfRange} r on true where not g.is_whole group by 1) l
      where o.range_no = l.range_no and $1::text is not null and $2::uuid is not null`,
    [tx.companyId, migrationId],
  );
  // Thousands of places each, about which the planner need not know.
  await tx.execute('analyze undo_ranges (range_no, entity, version, is_whole)');
  return new Map(loaded.map(({ name, isKnown }) => [entityNamed(name), isKnown]));
}

/** SQL for the ranges with how many of their rows simply go, where there are any. */
export const rangesLeft = `(
  select g.*, g.inserted - coalesce(d.drawn, 0) as rows
    from undo_ranges g left join (select range_no, count(*)::integer as drawn from undo_plan group by 1) d using (range_no)
   where g.inserted > coalesce(d.drawn, 0))`;

/** SQL for the ledger lines of what the range `g` has inserted or updated, looked up by the key. `$1` is the company, `$2` the migration. */
export const linesOfRange = `(
  select m.* from migration_records m
   where m.company_id = $1 and m.migration_id = $2 and m.entity = g.entity and m.file_no = g.file_no and m.row_no between g.from_row and g.to_row
     and coalesce(m.phase_no, 0) = g.phase_no and m.disposition in ('inserted', 'updated') offset 0)`;

/** SQL that is true of a row that stands as one of the ranges of its entity has loaded it. `$2` is the migration. */
export function isInRange(row: string, { name }: Entity): string {
  return `(${row}.migration_id = $2 and ${row}.xmin in (select version from undo_ranges where entity = '${name}'))`;
}

/** SQL for the ids of rows that are there and go: by their line in the plan, or with a range. `$1` is the company, `$2` the migration. */
export function goingIds(entity: Entity): string {
  return `(select target_id from undo_plan where entity = '${entity.name}' and planned = 'removed' and is_there
    union all
    select x.id from ${entity.table} x where x.company_id = $1 and ${isInRange('x', entity)}
       and not exists (select from undo_plan p where p.entity = '${entity.name}' and p.target_id = x.id))`;
}

/** Gives those of the rows in `undo_needed` that would simply go a line in the plan, so that more can be said of them. */
export async function drawLines(tx: CompanyTransaction, migrationId: string, entity: Entity): Promise<number> {
  return tx.execute(
    `insert into undo_plan (entity, target_id, file_no, row_no, part_no, range_no, is_dependent, is_there, seen, planned)
     select g.entity, x.id, r.file_no, r.row_no, r.part_no, g.range_no, false, true, x.xmin, 'removed'
       from undo_needed n
       join ${entity.table} x on x.company_id = $1 and x.id = n.id and x.migration_id = $2
       join undo_ranges g on g.entity = $3 and g.version = x.xmin
       join migration_records r on r.company_id = $1 and r.migration_id = $2 and r.entity = $3 and r.disposition = 'inserted' and r.target_id = x.id
      where not exists (select from undo_plan p where p.entity = $3 and p.target_id = x.id)`,
    [tx.companyId, migrationId, entity.name],
  );
}
