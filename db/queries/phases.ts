import { StepFailure } from '../../src/contract/failure.ts';
import type { PhaseCut } from '../../src/contract/phases.ts';
import { type Entity, entityNamed, personEntity } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { keepLoadedPhases } from './adopt-ledger.ts';
import { joinBySets } from './join-by-sets.ts';
import { joinPhases, referencesOf, stagedPhases } from './phases-referred-to.ts';
import { mine, targetIdOf } from './staged-decisions.ts';

/** A part of a migration: so many people, with all that belongs to them. */
export interface Phase {
  readonly phaseNo: number;
  /** May name a site: for people with the right to see it, not for Temporal. */
  readonly title: string;
  readonly people: number;
}

/** A migration, and its entities in load order: at least one. */
export interface PhaseScope {
  readonly migrationId: string;
  readonly entities: readonly string[];
}

const mostPhases = 200;

/** The phases of a migration in their order; empty where it has none. */
export async function listPhases(tx: CompanyTransaction, migrationId: string): Promise<Phase[]> {
  return tx.query<Phase>(
    `select phase_no as "phaseNo", title, people from migration_phases where company_id = $1 and migration_id = $2 order by 1`,
    [tx.companyId, migrationId],
  );
}

/**
 * Puts every person of the staged records in a phase, for good. A repeat changes nothing.
 * @throws StepFailure `phasesImpossible` where the source cannot be cut in that way.
 */
export async function cutPhases(tx: CompanyTransaction, scope: PhaseScope, cut: PhaseCut): Promise<void> {
  if ((await listPhases(tx, scope.migrationId)).length > 0) return;
  if (cut.by === 'list') await findListed(tx, scope, cut.people.flat());
  const { sql, values } = assignmentOf(cut, peopleEntity(scope));
  await assignPeople(tx, scope, sql, values);
  const [{ phases = 0 } = {}] = await tx.query<{ phases: number }>(
    'select count(distinct phase_no) as phases from phase_assignment',
  );
  if (phases === 0) throw new StepFailure('phasesImpossible', 'The source has no people to be put into phases.');
  if (phases > mostPhases)
    throw new StepFailure('phasesImpossible', `It would be ${phases} phases; ${mostPhases} are the most.`);
  await keepAssignment(tx, scope.migrationId);
}

/** Makes two phases: the people of the pilot, and everybody else, who is not loaded. A repeat changes nothing. */
export async function savePilot(tx: CompanyTransaction, scope: PhaseScope, chosen: readonly string[]): Promise<void> {
  const isChosen = 'p.person_id = any ($3::uuid[])';
  await assignPeople(
    tx,
    scope,
    `select p.person_id, case when ${isChosen} then 1 else 2 end as phase_no, case when ${isChosen} then 'Pilot' else '${afterPilot}' end as title from people p`,
    [chosen],
  );
  await keepAssignment(tx, scope.migrationId);
  // Also where everybody is in the pilot: refused rows belong to nobody, and are not part of it.
  await tx.execute(
    `insert into migration_phases (company_id, migration_id, phase_no, title, people) values ($1, $2, 2, $3, 0) on conflict do nothing`,
    [tx.companyId, scope.migrationId, afterPilot],
  );
}

/** Records who approved a phase; the first approval stays. @returns whether this is it. */
export async function approvePhase(
  tx: CompanyTransaction,
  migrationId: string,
  phaseNo: number,
  by: string,
): Promise<boolean> {
  const updated = await tx.execute(
    `update migration_phases set approved_by = $4, approved_at = now()
      where company_id = $1 and migration_id = $2 and phase_no = $3 and approved_by is null`,
    [tx.companyId, migrationId, phaseNo, by],
  );
  return updated > 0;
}

const afterPilot = 'Not in the pilot';

/**
 * Gives every staged record the phase of its person; a record that refers to another one comes in no earlier phase than that one. Refused
 * rows, of which nobody can say whose they are, come last, and so does whoever is in no phase. To be called when it is decided about all of them; a repeat changes nothing.
 */
export async function markPhases(tx: CompanyTransaction, scope: PhaseScope): Promise<void> {
  const last = (await listPhases(tx, scope.migrationId)).at(-1)?.phaseNo;
  if (last === undefined) return;
  await joinBySets(tx);
  const values = [tx.companyId, scope.migrationId, last];
  for (const entity of scope.entities.map(entityNamed)) {
    const { joins, latest } = phaseOf(entity);
    await tx.execute(
      `update staging.${entity.table} s set phase_no = coalesce(a.phase_no, $3)
         from (select s.file_no, s.row_no, s.part_no, ${latest} as phase_no from staging.${entity.table} s ${joins}
                where ${mine('s')}) a
        where ${mine('s')} and s.file_no = a.file_no and s.row_no = a.row_no and s.part_no = a.part_no`,
      values,
    );
  }
  await tx.execute(`update staging.refused s set phase_no = $3 where ${mine('s')}`, values);
  await keepLoadedPhases(tx, { ...scope, last });
}

/** Whoever is merged into another person belongs to the phase of that one. */
export const personOf = `case when s.decision in ('merge', 'update') then ${targetIdOf('s')} else s.id end`;

function peopleEntity({ entities }: PhaseScope): Entity {
  return personEntity(entityNamed(entities[0] ?? '').domain);
}

function phaseOf(entity: Entity): ReturnType<typeof joinPhases> {
  const person = personEntity(entity.domain);
  const assigned = `select p.person_id as id, p.phase_no from migration_phase_people p where ${mine('p')}`;
  if (entity === person) return joinPhases([{ id: personOf, phases: assigned }]);
  return joinPhases(
    referencesOf(entity).map(({ column, entity: parent }) => ({
      id: `s.${column}`,
      phases: parent === person ? assigned : stagedPhases(parent),
    })),
  );
}

/** SQL of all people of a migration, also those whom a record only refers to: `person_id`, and `place` in the source, null for the latter. */
function peopleOf(scope: PhaseScope): string {
  const person = peopleEntity(scope);
  const parts = scope.entities.map(entityNamed).flatMap((entity) => {
    if (entity === person) {
      return [
        `select ${personOf} as person_id, (s.file_no::bigint << 32) + s.row_no as place from staging.${entity.table} s where ${mine('s')}`,
      ];
    }
    return referencesOf(entity)
      .filter((reference) => reference.entity === person)
      .map(
        ({ column }) =>
          `select s.${column}, null from staging.${entity.table} s where ${mine('s')} and s.${column} is not null`,
      );
  });
  return `select person_id, min(place) as place from (${parts.join(' union all ')}) every group by 1`;
}

/** SQL that gives `person_id, phase_no, title` from `people`, and the values of its parameters from `$3` on. */
function assignmentOf(cut: PhaseCut, person: Entity): { sql: string; values: readonly unknown[] } {
  const first = (value: string) =>
    `select distinct on (1) ${personOf} as person_id, ${value} as value from staging.${person.table} s
      where ${mine('s')} order by 1, s.file_no, s.row_no`;
  const byValue = (value: string) =>
    `select f.person_id, dense_rank() over (order by f.value) as phase_no, f.value as title
       from (${first(value)}) f where f.value is not null`;
  switch (cut.by) {
    case 'size':
      return {
        sql: `select n.person_id, n.phase_no, 'Part ' || n.phase_no as title
                from (select person_id, (row_number() over (order by place, person_id) - 1) / $3::integer + 1 as phase_no from people) n`,
        values: [cut.people],
      };
    case 'field':
      return { sql: byValue(`s.${columnOf(person, cut.field)}::text`), values: [] };
    case 'date':
      return {
        sql: byValue(`to_char(s.${columnOf(person, cut.field)}, $3)`),
        values: [cut.every === 'year' ? 'YYYY' : 'YYYY-MM'],
      };
    case 'list':
      return {
        sql: `select f.person_id, l.phase_no, 'List ' || l.phase_no as title from (${first('s.external_id')}) f
                join (select value #>> '{}' as external_id, min(ordinality) as phase_no
                        from (select list, ordinality from jsonb_array_elements($3::jsonb) with ordinality as o (list, ordinality)) lists,
                             jsonb_array_elements(list) group by 1) l on l.external_id = f.value`,
        values: [JSON.stringify(cut.people)],
      };
  }
}

/** @throws StepFailure `phasesImpossible` where the people of this source have no such field. */
function columnOf(person: Entity, field: string): string {
  const column = person.fields.find(({ name }) => name === field)?.column;
  if (!column) throw new StepFailure('phasesImpossible', `The ${person.name} have no field '${field}'.`);
  return column;
}

/**
 * The people of these legacy identifiers, in the order of the list.
 * @throws StepFailure `phasesImpossible` where one is not among the staged records; it says which places of the list, not who.
 */
export async function findListed(
  tx: CompanyTransaction,
  scope: PhaseScope,
  externalIds: readonly string[],
): Promise<string[]> {
  const found = await tx.query<{ place: number; person_id: string | null }>(
    `select l.place, min((${personOf})::text) as person_id
       from unnest($3::text[]) with ordinality as l (external_id, place)
       left join staging.${peopleEntity(scope).table} s on ${mine('s')} and s.external_id = l.external_id
      group by 1 order by 1`,
    [tx.companyId, scope.migrationId, externalIds],
  );
  const missing = found.filter(({ person_id }) => person_id === null).map(({ place }) => place);
  if (missing.length > 0) {
    throw new StepFailure(
      'phasesImpossible',
      `${missing.length} of the ${externalIds.length} people named are not in the source: places ${missing.slice(0, 10).join(', ')} of the list.`,
    );
  }
  return found.flatMap(({ person_id }) => person_id ?? []);
}

/** Whom the assignment leaves out comes after all others. */
async function assignPeople(
  tx: CompanyTransaction,
  scope: PhaseScope,
  assignment: string,
  values: readonly unknown[],
): Promise<void> {
  await joinBySets(tx);
  await tx.execute(
    'create temporary table if not exists phase_assignment (person_id uuid, phase_no integer, title text) on commit delete rows',
  );
  await tx.execute(
    `with people as (${peopleOf(scope)}), assigned as (${assignment})
     insert into phase_assignment
     select p.person_id, coalesce(a.phase_no, (select coalesce(max(phase_no), 0) + 1 from assigned)), coalesce(a.title, 'Everybody else')
       from people p left join assigned a using (person_id)`,
    [tx.companyId, scope.migrationId, ...values],
  );
}

async function keepAssignment(tx: CompanyTransaction, migrationId: string): Promise<void> {
  const values = [tx.companyId, migrationId];
  await tx.execute(
    `insert into migration_phases (company_id, migration_id, phase_no, title, people)
     select $1, $2, phase_no, min(title), count(*) from phase_assignment group by phase_no on conflict do nothing`,
    values,
  );
  await tx.execute(
    `insert into migration_phase_people (company_id, migration_id, person_id, phase_no)
     select $1, $2, person_id, phase_no from phase_assignment on conflict do nothing`,
    values,
  );
}
