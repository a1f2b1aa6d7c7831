import { type Entity, entityNamed, type Field } from '../record/catalogue.ts';
import type { FieldMapping, MappingDoubt, TargetMapping } from '../record/mapping.ts';
import type { RecordContext } from '../record/record-context.ts';
import { valueReader } from '../record/value-reader.ts';
import type { MappedTable } from './decide-date-orders.ts';
import { guessCode } from './guess-code.ts';

/** A value that repeats so often is a code and not a person's. */
const leastTimes = 5;
/** Share of the filled values that codes must have before they are worth a question: fewer are mistypings. */
const leastShare = 0.04;
const mostCodes = 20;
const longestCode = 40;

/** Fields of plain text in which a number says nothing without the system's list. */
const wordedFields = new Set(
  `route frequency form status title maritalStatus ethnicity religion preferredLanguage nextOfKinRelationship relationship method
severity category type fundingType outcome`.split(/\s+/),
);

/** The readings that are asked need no date and no company. */
const context: RecordContext = { companyId: '', sourceSystem: '', timeZone: 'UTC', referenceDate: '2000-01-01' };

/**
 * Proposes value maps for coded columns from the values seen: a code that the field does not know by itself is mapped where there is a
 * guess (1 and 2 for gender, by ISO/IEC 5218), and every guess is a question, as is a code that nobody knows. What the field knows
 * (`M`, `Active`) needs no map. Fields with transforms, and those that a person has mapped, stay as they are.
 * @param rows Some rows of the table, cells in the order of its columns. Only codes that repeat are looked at.
 */
export function withValueMaps(table: MappedTable, rows: readonly (readonly string[])[]): MappedTable {
  const questions: MappingDoubt[] = [...(table.questions ?? [])];
  const targets = table.targets.map((target): TargetMapping => {
    const entity = entityNamed(target.entity);
    const fields = target.fields.map((mapping) => {
      if (mapping.by === 'person') return mapping;
      const found = mapField(entity, mapping, codesOf(table, mapping, rows));
      if (!found) return mapping;
      questions.push(questionOf(entity, mapping, found.message));
      return found.mapping;
    });
    return { ...target, fields };
  });
  return questions.length === (table.questions?.length ?? 0) ? table : { ...table, targets, questions };
}

/**
 * What must be asked about the codes of a mapping that a person gave: the same as is asked about a proposed one. The mapping stays as
 * it is; a guess is said and not made.
 */
export function askAboutCodes(table: MappedTable, rows: readonly (readonly string[])[]): MappingDoubt[] {
  return table.targets.flatMap((target) => {
    const entity = entityNamed(target.entity);
    return target.fields.flatMap((mapping) => {
      const found = mapField(entity, mapping, codesOf(table, mapping, rows));
      return found ? [questionOf(entity, mapping, found.message)] : [];
    });
  });
}

function questionOf({ name }: Entity, { field, columns }: FieldMapping, message: string): MappingDoubt {
  return { entity: name, fields: [field], columns, message };
}

function mapField(
  entity: Entity,
  mapping: FieldMapping,
  codes: readonly string[],
): { readonly mapping: FieldMapping; readonly message: string } | undefined {
  const field = entity.fields.find(({ name }) => name === mapping.field);
  const unknown = field ? codes.filter((code) => !isKnown(entity, field, code)) : [];
  if (!field || unknown.length === 0) return undefined;
  const guesses = unknown.map((code) => [code, guessCode(field, mapping.columns.join(' '), code, codes)] as const);
  const guessed = guesses.filter((guess): guess is [string, string] => guess[1] !== undefined);
  const open = guesses.flatMap(([code, member]) => (member === undefined ? [code] : []));
  const message = [
    `'${mapping.columns.join(' + ')}' feeds '${field.name}' with codes that need a person's word.`,
    ...(guessed.length > 0
      ? [`Proposed: ${guessed.map(([code, member]) => `'${code}' is ${member}`).join(', ')}.`]
      : []),
    ...(open.length > 0
      ? [
          `Nobody knows what ${open.map((code) => `'${code}'`).join(', ')} ${open.length === 1 ? 'means' : 'mean'}; map it with a value map.`,
        ]
      : []),
  ].join(' ');
  if (guessed.length === 0) return { mapping, message };
  const map = Object.fromEntries(guessed);
  const confidence = Math.min(mapping.confidence, open.length > 0 ? 0.6 : 0.8);
  return { mapping: { ...mapping, transforms: [{ kind: 'valueMap', map }], confidence }, message };
}

function isKnown(entity: Entity, field: Field, code: string): boolean {
  if (field.type.kind === 'enum' || field.type.kind === 'boolean')
    return valueReader(entity, field, undefined)(code, context).value !== null;
  return field.type.kind !== 'string' || !wordedFields.has(field.name) || !/^\d{1,3}$/.test(code);
}

/** The codes of a column that feeds a field alone, the most frequent first; none where its values are no codes. */
function codesOf(
  { profile }: MappedTable,
  { columns, transforms }: FieldMapping,
  rows: readonly (readonly string[])[],
): readonly string[] {
  const [column, other] = columns;
  if (column === undefined || other !== undefined || transforms !== undefined) return [];
  const index = profile.columns.findIndex(({ name }) => name === column);
  const values = rows.map((cells) => (cells[index] ?? '').trim()).filter((value) => value !== '');
  const counts = [...Map.groupBy(values, (value) => value)].map(([code, same]) => [code, same.length] as const);
  if (counts.length > mostCodes || counts.some(([code]) => code.length > longestCode)) return [];
  return counts
    .filter(([, times]) => times >= leastTimes && times >= values.length * leastShare)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
    .map(([code]) => code);
}
