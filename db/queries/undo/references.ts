import { catalogue, type Entity, entityNamed } from '../../../src/record/catalogue.ts';

/** A column of one entity that refers to another entity. */
export interface Reference {
  readonly from: Entity;
  readonly column: string;
  readonly to: Entity;
}

/** Every reference of the catalogue. */
export const references: readonly Reference[] = catalogue.flatMap((from) =>
  from.fields.flatMap((field) =>
    field.type.kind === 'reference' ? [{ from, column: field.column, to: entityNamed(field.type.entity) }] : [],
  ),
);

/** The entities that are people. */
export const peopleEntities: readonly Entity[] = catalogue.filter(({ fields }) =>
  fields.some(({ type }) => type.kind === 'nhsNumber'),
);

/** Columns whose values are unique in a company, beside the id: a row may have to wait for another to give its value up. */
export function identifierColumns({ fields }: Entity): readonly string[] {
  return fields.filter(({ type }) => type.kind === 'nhsNumber').map(({ column }) => column);
}

/** SQL for the image to which a line of an undo goes back. `$1` is the company, `$2` the migration. */
export function imageOf(line: string): string {
  return `(case when ${line}.history_no is not null
    then (select h.image from target_history h where h.company_id = $1 and h.no = ${line}.history_no)
    else (select m.before_image from migration_records m where m.company_id = $1 and m.migration_id = $2 and m.entity = ${line}.entity
             and m.file_no = ${line}.file_no and m.row_no = ${line}.row_no and m.part_no = ${line}.part_no) end)`;
}
