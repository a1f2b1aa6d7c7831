import type { SourceProblem } from '../../contract/source-inspection.ts';
import type { FieldMapping, MappingDoubt, TargetMapping } from '../../record/mapping.ts';
import type { TableProfile } from '../../record/source-record.ts';
import { holdWholeNames, isNamedForThePerson } from './propose-name-split.ts';
import { leastValues } from './split-proposal.ts';

/** The two fields that a whole name becomes. */
const nameFields = ['firstName', 'lastName'];

type Rows = readonly (readonly string[])[];

function valuesOf({ columns }: TableProfile, column: string, rows: Rows): string[] {
  const index = columns.findIndex(({ name }) => name === column);
  return rows.map((cells) => (cells[index] ?? '').trim()).filter((value) => value !== '');
}

const isWhole = ({ field, columns, transforms }: FieldMapping) =>
  nameFields.includes(field) && columns.length === 1 && transforms === undefined;

/**
 * What must be asked about a mapping that a person gave: a column of whole names that feeds given or family name as it is, where no other
 * column feeds the other one. With the other name in a column of its own, two words are a name of two words.
 */
export function askWholeNames(
  profile: TableProfile,
  { entity, fields }: TargetMapping,
  rows: Rows,
): readonly MappingDoubt[] {
  const feeding = new Set(fields.filter(({ field }) => nameFields.includes(field)).flatMap(({ columns }) => columns));
  const [column, other] = feeding;
  const whole = fields.filter(isWhole);
  if (column === undefined || other !== undefined || whole.length === 0) return [];
  const values = valuesOf(profile, column, rows);
  if (values.length < leastValues || !holdWholeNames(values)) return [];
  const names = whole.map(({ field }) => field);
  const message = `'${column}' feeds ${names.map((name) => `'${name}'`).join(' and ')} as it is, but holds given and family name in one cell; ${howToSplit}`;
  return [{ entity, fields: names, columns: [column], message }];
}

const howToSplit =
  "split it with the transform 'split' as 'personName', once with the part 'firstName' and once with 'lastName'.";

/**
 * What to do where given or family name is fed by nothing: of a few rows nobody knows whether a column holds whole names, but where it looks
 * like that, it is said.
 * @returns undefined where no single column looks like that, or the problem is another one.
 */
export function wholeNameRemedy(field: string, profile: TableProfile, rows: Rows): SourceProblem['remedy'] | undefined {
  if (!nameFields.includes(field)) return undefined;
  const whole = profile.columns.filter(({ name }) => {
    const values = isNamedForThePerson(name) ? valuesOf(profile, name, rows) : [];
    return values.length > 0 && holdWholeNames(values);
  });
  const [column, other] = whole;
  return column && !other
    ? `'${column.name}' looks as if it held given and family name in one cell: if it does, write a mapping and ${howToSplit}`
    : undefined;
}
