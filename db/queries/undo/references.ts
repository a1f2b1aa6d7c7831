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

/** Columns that the history of a table has before those of the table itself. */
const historyColumns = ['history_no', 'history_at', 'history_xid', 'history_by', 'history_operation'];

/** SQL for the image, jsonb, to which a line of an undo goes back. `$1` is the company, `$2` the migration. */
export function imageOf(line: string, { name, table }: Entity): string {
  return `(case when ${line}.history_no is not null
    then (select to_jsonb(h) - array['${historyColumns.join("', '")}'] from history.${table} h
           where h.company_id = $1 and h.history_no = ${line}.history_no and h.id = ${line}.target_id)
    else (select m.before_image from migration_records m where m.company_id = $1 and m.migration_id = $2 and m.entity = '${name}'
             and m.file_no = ${line}.file_no and m.row_no = ${line}.row_no and m.part_no = ${line}.part_no) end)`;
}
