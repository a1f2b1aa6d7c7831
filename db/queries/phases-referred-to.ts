import { type Entity, entityNamed } from '../../src/record/catalogue.ts';
import { mine } from './staged-decisions.ts';

/** Which column of an entity refers to which other entity. */
export function referencesOf({ fields }: Entity): { column: string; entity: Entity }[] {
  return fields.flatMap(({ column, type }) =>
    type.kind === 'reference' ? [{ column, entity: entityNamed(type.entity) }] : [],
  );
}

/** SQL that gives `id, phase_no` of the staged records of an entity; of records with one id, the latest phase. */
export const stagedPhases = ({ table }: Entity) =>
  `select o.id, max(o.phase_no) as phase_no from staging.${table} o where ${mine('o')} group by 1`;

/**
 * SQL of the latest of the phases of what staged records `s` refer to, and of the joins that it needs: by sets, as to look for it record by
 * record would read all of them for each.
 * @param references the id in `s`, and a query that gives `id, phase_no` with each id once. Of none the phase is null.
 */
export function joinPhases(references: readonly { readonly id: string; readonly phases: string }[]): {
  readonly joins: string;
  readonly latest: string;
} {
  return {
    joins: references
      .map(({ id, phases }, index) => `left join (${phases}) of${index} on of${index}.id = ${id}`)
      .join('\n'),
    latest: `greatest(${['null::smallint', ...references.map((_, index) => `of${index}.phase_no`)].join(', ')})`,
  };
}
