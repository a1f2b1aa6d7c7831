import { isNarrowed, type UndoRefusal, type UndoWish } from '../../../src/contract/undo.ts';
import { catalogue, type Entity, findEntity } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { fingerprintSql } from '../../target-columns.ts';
import { findPeople, findSlices, type RowRange } from './find-chosen.ts';
import { listLoads } from './loads.ts';
import { canUseRanges, goingIds, isInRange, linesOfRange, makeRanges } from './ranges.ts';
import { peopleEntities, references } from './references.ts';

interface Choice {
  readonly tx: CompanyTransaction;
  readonly migrationId: string;
  readonly wish: UndoWish;
  readonly people: readonly string[];
  readonly ranges: readonly RowRange[];
}

/**
 * Puts the chosen lines of a migration's ledger into the plan, and then those of the same migration that refer to one of them which
 * goes. Lines that an earlier undo has dealt with are left out.
 * @returns why the choice cannot be undone; empty where it can.
 */
export async function chooseLines(
  tx: CompanyTransaction,
  migrationId: string,
  wish: UndoWish,
): Promise<readonly UndoRefusal[]> {
  const people = await findPeople(tx, migrationId, wish.people);
  const slices = await findSlices(tx, migrationId, wish.slices);
  const choice = { tx, migrationId, wish, people: people.ids, ranges: slices.ranges };
  await listLoads(tx, migrationId);
  if (await canUseRanges(tx, migrationId, wish)) {
    for (const [entity, isByRanges] of await makeRanges(tx, migrationId, wish))
      await (isByRanges ? addExceptions(choice, entity) : addLines(choice, entity, chosen));
  } else {
    for (const entity of catalogue)
      if (wish.entities.length === 0 || wish.entities.includes(entity.name)) await addLines(choice, entity, chosen);
  }
  let dependents = 0;
  if (isNarrowed(wish)) for (const entity of catalogue) dependents += await addLines(choice, entity, dependent);
  const isUnknown = wish.entities.some((name) => !findEntity(name));
  const refusals = [...people.refusals, ...slices.refusals];
  if (isUnknown) {
    const names = catalogue.map(({ name }) => name).join(', ');
    refusals.push({ reason: 'unknownEntity', message: `There are these entities: ${names}.` });
  }
  if (dependents > 0 && wish.dependents === 'refuse') {
    refusals.push({
      reason: 'dependents',
      message: `${dependents} records that were not chosen refer to chosen ones.`,
    });
  }
  return refusals;
}

/** SQL that says which ledger lines of an entity belong to the plan. `$4` are people, `$5` ranges of rows, `$7` phases. */
type Predicate = (choice: Choice, entity: Entity) => string | null;

const chosen: Predicate = ({ wish, ranges }, entity) => {
  const conditions: string[] = [];
  if (wish.people.length > 0) conditions.push(belongsToPeople(entity));
  if (wish.slices.length > 0 || ranges.length > 0) {
    conditions.push(
      `exists (select from jsonb_to_recordset($5) as s ("fileNo" integer, "fromRow" integer, "toRow" integer)
                where r.file_no = s."fileNo" and r.row_no between s."fromRow" and s."toRow")`,
    );
  }
  if (wish.phases.length > 0) conditions.push('r.phase_no = any ($7)');
  return conditions.length > 0 ? conditions.join(' and ') : 'true';
};

/** The people themselves, what refers to one of them, and what refers to something of theirs. */
function belongsToPeople(entity: Entity): string {
  if (peopleEntities.includes(entity)) return 'r.target_id = any ($4)';
  const ways = references
    .filter(({ from }) => from === entity)
    .map(({ column, to }) => {
      const value = `coalesce(t.${column}, (r.before_image ->> '${column}')::uuid)`;
      return peopleEntities.includes(to)
        ? `${value} = any ($4)`
        : `${value} in (select target_id from undo_plan where entity = '${to.name}')`;
    });
  return ways.length > 0 ? `(${ways.join(' or ')})` : 'false';
}

const dependent: Predicate = (_, entity) => {
  const ways = references
    .filter(({ from }) => from === entity)
    .map(({ column, to }) => `t.${column} in ${goingIds(to)}`);
  return ways.length > 0
    ? `(${ways.join(' or ')}) and not ${isInRange('t', entity)}
       and not exists (select from undo_plan p where p.entity = $3 and p.target_id = r.target_id)`
    : null;
};

/** Adds the lines of an entity for which the predicate is true. @returns how many. */
function addLines(choice: Choice, entity: Entity, predicate: Predicate): Promise<number> {
  const condition = predicate(choice, entity);
  if (condition === null) return Promise.resolve(0);
  return insertLines(choice, entity, {
    source: `migration_records r left join undo_ranges g on false`,
    condition: `r.company_id = $1 and r.migration_id = $2 and r.entity = $3 and r.disposition in ('inserted', 'updated') and ${condition}
                and not ${isUndone}`,
    isDependent: predicate === dependent,
  });
}

/** Adds the lines of the entity's ranges that do not simply go: updates, and what somebody has touched since. */
function addExceptions(choice: Choice, entity: Entity): Promise<number> {
  return insertLines(choice, entity, {
    source: `undo_ranges g cross join lateral ${linesOfRange} r`,
    condition: `g.entity = $3 and not g.is_whole
                and not (r.disposition = 'inserted' and t.xmin is not distinct from g.version and t.migration_id is not distinct from r.migration_id)`,
    isDependent: false,
  });
}

/**
 * A row that a later migration has written which still counts stays in any case; one that people have changed or deleted stays where their
 * work is to be preserved. `source` gives ledger lines, `r`, and ranges to which they belong, `g`.
 */
function insertLines(
  { tx, migrationId, wish, people, ranges }: Choice,
  entity: Entity,
  {
    source,
    condition,
    isDependent,
  }: { readonly source: string; readonly condition: string; readonly isDependent: boolean },
): Promise<number> {
  const isChanged = `(t.migration_id is distinct from r.migration_id or ${fingerprintSql(entity, 't')} <> r.fingerprint)`;
  return tx.execute(
    `insert into undo_plan (entity, target_id, file_no, row_no, part_no, range_no, is_dependent, is_there, seen, planned, reason, needed_by)
     select $3, r.target_id, r.file_no, r.row_no, r.part_no, case when r.disposition = 'inserted' then g.range_no end, ${isDependent},
            t.id is not null, t.xmin,
            case when later.id is not null then 'kept'
                 when s.is_changed and $6 then 'kept'
                 when r.disposition = 'updated' then 'restored' else 'removed' end,
            case when later.id is not null then 'laterMigration'
                 when t.id is null then 'deleted'
                 when s.is_changed then 'changed' end,
            later.id::text
       from ${source}
       left join ${entity.table} t on t.company_id = r.company_id and t.id = r.target_id
       left join undo_loads d on d.entity = $3 and d.loaded_by = t.xmin
       cross join lateral (select coalesce(d.file_no = r.file_no and r.row_no between d.from_row and d.to_row
                                           and d.phase_no = coalesce(r.phase_no, 0), false) as is_as_loaded) a
       -- The offset keeps PostgreSQL from computing the fingerprint in each place where the answer is used.
       cross join lateral (select case when t.id is null then true when a.is_as_loaded then false else ${isChanged} end as is_changed offset 0) s
       left join migration_jobs later on later.company_id = $1 and later.id = t.migration_id and later.id <> $2 and ${isLive('later')}
      where $4::uuid[] is not null and $5::jsonb is not null and $7::smallint[] is not null and ${condition}`,
    [tx.companyId, migrationId, entity.name, people, JSON.stringify(ranges), wish.preserveCurrentData, wish.phases],
  );
}

/**
 * A migration that came later, and whose rows stand: it has not been undone as a whole. `$2` is the migration that is undone; intervals of
 * a parallel run do not stand against it, they are undone with it.
 */
export function isLive(job: string): string {
  const own = (column: string) => `(select ${column} from migration_jobs where company_id = $1 and id = $2)`;
  // A clock that was put back must not make it the earlier one; where an earlier release has begun one of them, there is but the time.
  return `coalesce(${job}.started_no > ${own('started_no')}, ${job}.started_at > ${own('started_at')})
    and ${job}.part_of is distinct from $2::uuid
    and coalesce(${job}.outcome ->> 'status', 'running') not in ('rolledBack', 'failed')`;
}

/** An earlier undo has removed or restored it, or has found it gone (batch 0). */
const isUndone = `exists (
  select from migration_undo_rows l
    join migration_undos u on u.company_id = l.company_id and u.id = l.undo_id
    left join migration_undo_batches b on b.company_id = l.company_id and b.undo_id = l.undo_id and b.batch_no = l.batch_no
   where l.company_id = $1 and u.migration_id = $2 and l.entity = r.entity and l.target_id = r.target_id and l.history_no is null
     and l.planned in ('removed', 'restored') and (l.batch_no = 0 or b.batch_no is not null)
     and not exists (select from migration_undo_moved m where m.company_id = $1 and m.undo_id = l.undo_id and m.target_id = l.target_id))`;
