import { type Entity, entityNamed, personEntity } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { joinBySets } from './join-by-sets.ts';
import { type PhaseScope, personOf } from './phases.ts';

/** A trait that some people of the source have, the rarest first, with a few of them. */
interface Trait {
  readonly trait: string;
  readonly people: number;
  readonly candidates: readonly string[];
}

/**
 * Chooses people who stand for the whole: someone with each kind of record, each coded value, each empty field, each kind of issue and
 * decision; the oldest and newest dates; whoever has the most records or the most issues. The rarest trait is served first; whatever
 * places are left go to chance. The same seed and the same staged records give the same people.
 *
 * @param wanted how many; fewer where the source has fewer.
 * @returns their ids, at most `wanted`.
 */
export async function choosePilotPeople(
  tx: CompanyTransaction,
  scope: PhaseScope,
  { people: wanted, seed }: { readonly people: number; readonly seed: number },
): Promise<string[]> {
  await joinBySets(tx);
  const person = personEntity(entityNamed(scope.entities[0] ?? '').domain);
  if (!scope.entities.includes(person.name)) return [];
  const values = [tx.companyId, scope.migrationId, String(seed)];
  const traits = await tx.query<Trait>(
    `with traits as (${traitsOf(person, scope.entities).join(' union all ')}),
          people as (select distinct ${personOf} as id from staging.${person.table} s where ${mine}),
          had as (select distinct trait, id from traits join people using (id)),
          ranked as (select trait, id, count(*) over (partition by trait) as people,
                            row_number() over (partition by trait order by ${chance('id')}) as place from had)
     select trait, people, array_agg(id order by place) filter (where place <= 20) as candidates
       from ranked group by 1, 2 order by 2, 1`,
    values,
  );
  const chosen = new Set<string>();
  for (const { candidates } of traits) {
    const [first] = candidates;
    if (chosen.size >= wanted) break;
    if (first && !candidates.some((id) => chosen.has(id))) chosen.add(first);
  }
  const byChance = await tx.query<{ id: string }>(
    `select id from (select distinct ${personOf} as id from staging.${person.table} s where ${mine}) people order by ${chance('id')} limit $4`,
    [...values, wanted],
  );
  for (const { id } of byChance) if (chosen.size < wanted) chosen.add(id);
  return [...chosen];
}

const mine = 's.company_id = $1 and s.migration_id = $2::uuid';

/** Of the seed and the person alone, so that nothing else moves it. */
const chance = (id: string) => `md5($3::text || (${id})::text)`;

/** SQL of `trait, id`, where `id` is the person's. */
function traitsOf(person: Entity, entities: readonly string[]): string[] {
  const traits: string[] = [];
  for (const entity of entities.map(entityNamed)) {
    const id = entity === person ? personOf : ownerOf(entity, person);
    if (!id) continue;
    const from = `from staging.${entity.table} s where ${mine}`;
    const add = (trait: string, where = '') => traits.push(`select ${trait} as trait, ${id} as id ${from} ${where}`);
    add(`'has ${entity.name}'`);
    add(`'decision ' || s.decision`, `and s.decision <> 'insert'`);
    traits.push(
      `select 'issue ' || i.issue, ${id} from staging.${entity.table} s, unnest(s.issues) as i (issue) where ${mine}`,
    );
    const most = (trait: string, order: string) =>
      traits.push(
        `select * from (select '${trait}', ${id} as id ${from} group by 2 order by ${order} desc, ${chance(id)} limit 1) top`,
      );
    most(`most ${entity.name}`, 'count(*)');
    most(`dirtiest ${entity.name}`, 'sum(coalesce(cardinality(s.issues), 0))');
    for (const { name, column, type, isRequired } of entity.fields) {
      const label = `${entity.name}.${name}`;
      if (type.kind === 'enum' || type.kind === 'boolean')
        add(`'${label} = ' || s.${column}::text`, `and s.${column} is not null`);
      if (entity === person && !isRequired) add(`'${label} is empty'`, `and s.${column} is null`);
      if (type.kind === 'date' || type.kind === 'datetime') {
        for (const end of ['asc', 'desc'])
          traits.push(
            `select * from (select '${label} ${end}', ${id} as id ${from} and s.${column} is not null order by s.${column} ${end}, ${chance(id)} limit 1) extreme`,
          );
      }
    }
  }
  return traits;
}

function ownerOf(entity: Entity, person: Entity): string | undefined {
  const owner = entity.fields.find(({ type }) => type.kind === 'reference' && type.entity === person.name);
  return owner && `s.${owner.column}`;
}
