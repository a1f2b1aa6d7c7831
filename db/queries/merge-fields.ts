import type { Entity, Field } from '../../src/record/catalogue.ts';
import { askedIn, type EntityStep, mine, refreshFingerprints, rememberStaged, sameRow } from './staged-decisions.ts';

/** SQL: the resolved conflicts, as `c`, to which a record belongs. `$3` is their code. */
const conflictsOf = (resolution: 'merge' | 'keepBoth', record = 's') =>
  `c.company_id = $1 and c.migration_id = ${askedIn} and c.id = ${record}.conflict_id and c.code = $3 and c.resolution = '${resolution}'`;

/** SQL of assignments: for each field the side that a person has chosen; a field that is not named keeps its existing value. */
function chosen(entity: Entity, existing: string, fresh: string, merge = 'c.merge'): string {
  return entity.fields
    .filter(({ isKey }) => !isKey)
    .map(
      ({ name, column }) =>
        `${column} = case when ${merge} ->> '${name}' = 'new' then ${fresh}.${column} else ${existing}.${column} end`,
    )
    .join(', ');
}

/** The record becomes what a person has made of it and of the row in the target, which it will update. */
export async function mergeWithTarget(step: EntityStep, code: string): Promise<void> {
  const { tx, entity, before, values } = step;
  const merged = await tx.execute(
    `update staging.${entity.table} s
        set ${rememberStaged('s')}, source_fingerprint = s.fingerprint, decision_issue = 'info:existing.merged', ${chosen(entity, 't', 's')}
       from migration_conflicts c, ${before} t
      where ${mine('s')} and ${conflictsOf('merge')} and s.decision = 'update'
        and t.company_id = $1 and t.id = s.id and t.migration_id is distinct from $2::uuid`,
    [...values, code],
  );
  if (merged > 0) await refreshFingerprints(step);
}

/** Of two rows with one identifier, the first becomes what a person has made of both. */
export async function mergeWithFirst(step: EntityStep, code: string): Promise<void> {
  const { tx, entity, values } = step;
  const merged = await tx.execute(
    `update staging.${entity.table} f
        set ${rememberStaged('f')}, decision_issue = 'info:duplicate.merged', ${chosen(entity, 'f', 's')}
       from staging.${entity.table} s, migration_conflicts c
      where ${mine('f')} and ${mine('s')} and ${conflictsOf('merge')} and s.decision = 'merge'
        and f.id = s.id and f.decision = 'insert'`,
    [...values, code],
  );
  if (merged > 0) await refreshFingerprints(step);
}

/**
 * Of two people who are one, the other one also gets the fields that a person has chosen: in the staging where that one is loaded now,
 * else in the target. What an earlier interval has merged into the target is not merged again: people may have edited it since.
 */
export async function mergePeople(step: EntityStep, code: string): Promise<void> {
  const { tx, entity, before, values } = step;
  const table = `staging.${entity.table}`;
  const asked = `${mine('n')} and ${conflictsOf('merge', 'n')} and n.decision = 'merge' and c.merge is not null`;
  const place = 'n.target_id, n.file_no, n.row_no, n.part_no';
  const updated = await tx.execute(
    `update ${table} s
        set ${rememberStaged('s')}, source_fingerprint = s.fingerprint, decision = 'update', decision_issue = 'info:duplicate.merged',
            external_id = t.external_id, ${chosen(entity, 't', 's')}
       from (select distinct on (n.target_id) n.file_no, n.row_no, n.part_no from ${table} n, migration_conflicts c
              where ${asked} and coalesce(c.applied_in, $2::uuid) = $2::uuid order by ${place}) first,
            migration_conflicts c, ${before} t
      where ${mine('s')} and ${conflictsOf('merge')} and ${sameRow('s', 'first')}
        and t.company_id = $1 and t.id = s.target_id and t.migration_id is distinct from $2::uuid
        and not exists (select from ${table} f where ${mine('f')} and f.id = s.target_id and f.decision = 'insert')`,
    [...values, code],
  );
  // Several may be merged into one person: one after the other, in the order of the source.
  for (let round = 1, merged = 1; merged > 0; round += 1) {
    merged = await tx.execute(
      `update ${table} f
          set ${rememberStaged('f')}, decision_issue = 'info:duplicate.merged', ${chosen(entity, 'f', 's', 's.merge')}
         from (select n.*, c.merge, row_number() over (partition by n.target_id order by n.file_no, n.row_no, n.part_no) as round
                 from ${table} n, migration_conflicts c where ${asked}) s
        where ${mine('f')} and s.round = $4
          and s.target_id = case when f.decision = 'insert' then f.id
                                 when f.decision = 'update' and f.decision_issue = 'info:duplicate.merged' then f.target_id end`,
      [...values, code, round],
    );
    if (updated + merged > 0) await refreshFingerprints(step);
  }
}

/** Two people with one NHS number are both loaded: the newcomer without it, because it is unique. What it was stays among the originals. */
export async function keepBothPeople(step: EntityStep, code: string, number: Field): Promise<void> {
  const { tx, entity, values } = step;
  const { name, column } = number;
  const kept = await tx.execute(
    `update staging.${entity.table} s
        set ${rememberStaged('s')}, decision = 'insert', target_id = null, decision_issue = 'warning:duplicate.keptBoth/${name}', ${column} = null,
            originals = coalesce(s.originals, '{}') || jsonb_build_object('${name}', coalesce(s.originals ->> '${name}', s.${column}))
       from migration_conflicts c
      where ${mine('s')} and ${conflictsOf('keepBoth')}`,
    [...values, code],
  );
  if (kept > 0) await refreshFingerprints(step);
}

/** SQL of the id that a record has in the target; the same as `internalId` in TypeScript. */
function internalIdSql(entity: string, sourceSystem: string, externalId: string): string {
  const parts = `$1 || E'\\x1f' || ${sourceSystem} || E'\\x1f' || '${entity}' || E'\\x1f' || ${externalId}`;
  const hex = `encode(sha256(convert_to(${parts}, 'UTF8')), 'hex')`;
  return `(select (substr(h, 1, 12) || '8' || substr(h, 14, 3) || substr('89ab', (('x' || substr(h, 17, 1))::bit(4)::integer & 3) + 1, 1)
            || substr(h, 18, 15))::uuid from (select ${hex} as h) d)`;
}

/**
 * Of several rows with one identifier, each newcomer gets its place among them behind the identifier, and so an id of its own. Where the
 * source has that identifier already, it is held.
 */
export async function keepBothRows(step: EntityStep, code: string): Promise<void> {
  const { tx, entity, values } = step;
  const [key] = entity.fields;
  if (!key) return;
  const kept = await tx.execute(
    `with places as (
       select r.file_no, r.row_no, r.part_no,
              r.${key.column} || '/' || row_number() over (partition by r.id order by r.file_no, r.row_no, r.part_no) as identifier
         from staging.${entity.table} r
        where ${mine('r')} and r.id in (select s.id from staging.${entity.table} s, migration_conflicts c where ${mine('s')} and ${conflictsOf('keepBoth')})
     ), named as (
       select p.*, p.identifier in (select o.${key.column} from staging.${entity.table} o where ${mine('o')}) as is_taken from places p
     )
     update staging.${entity.table} s
        set ${rememberStaged('s')}, ${key.column} = n.identifier, id = ${internalIdSql(entity.name, 'j.source_system', 'n.identifier')},
            decision = case when n.is_taken then 'quarantine' else 'insert' end,
            decision_issue = case when n.is_taken then 'error:duplicate.identifierTaken' else 'info:duplicate.keptBoth' end
       from migration_conflicts c, named n, migration_jobs j
      where ${mine('s')} and ${conflictsOf('keepBoth')} and s.decision = 'insert' and ${sameRow('s', 'n')} and j.company_id = $1 and j.id = $2::uuid`,
    [...values, code],
  );
  if (kept > 0) await refreshFingerprints(step);
}
