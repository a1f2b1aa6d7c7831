import * as search from './column-search.ts';
import type { DirtKind } from './dirt-kinds.ts';
import type { Drafts } from './draft.ts';
import type { ExportColumn, ExportTable } from './export-table.ts';
import { withWrongCheckDigit } from './nhs-number.ts';
import { writeDay } from './notation.ts';
import type { Random } from './random.ts';

/** What was done to the cells of a row. */
export interface Spoiled {
  /** The column that was touched; undefined where the whole row was. */
  readonly column?: ExportColumn;
  /** The issue that must be found of every record that the column feeds; undefined where there is none to find. */
  readonly issue?: string;
}

/** Changes the cells of a clean row in place. Null, and nothing changed, where the row does not lend itself to it. */
export type Spoiler = (cells: string[], table: ExportTable, random: Random, drafts: Drafts) => Spoiled | null;

/** A spoiler of one column, if the table has it and, unless said otherwise, something stands in it. */
function inColumn(
  find: (table: ExportTable) => search.FieldColumn | undefined,
  spoil: (cell: string, column: search.FieldColumn, table: ExportTable, random: Random) => string,
  issue?: (column: search.FieldColumn) => string,
  mayBeBlank = false,
): Spoiler {
  return (cells, table, random, drafts) => {
    const column = find(table);
    const cell = column && cells[column.index];
    if (!column || cell === undefined || (cell === '' && !mayBeBlank)) return null;
    if (!column.entities.every((entity) => entity in drafts)) return null;
    cells[column.index] = spoil(cell, column, table, random);
    return issue ? { column, issue: issue(column) } : { column };
  };
}

const optionalDate = (table: ExportTable) =>
  search.findColumn(table, ({ type, isRequired, isClinical }) => type.kind === 'date' && !isRequired && !isClinical);
const clinicalCode = (table: ExportTable) =>
  search.findColumn(table, ({ type, isClinical }) => type.kind === 'enum' && isClinical);
const clinicalNumber = (table: ExportTable) =>
  search.findColumn(
    table,
    ({ type, isClinical }) => (type.kind === 'decimal' || type.kind === 'integer') && isClinical,
  );
const sex = (table: ExportTable) => search.findColumn(table, ({ name }) => name === 'gender');

/** The 31st of February of some year, as the system writes dates, with a time where one belongs. */
function impossibleDay(cell: string, table: ExportTable, random: Random): string {
  const day = writeDay(`${random.integer(1940, 2025)}-02-31`, table.style.dates);
  return day + cell.slice(day.length);
}

/** An identifier such as the system never gives out. */
function strangerOf(cell: string): string {
  return `${cell}X`;
}

const sexes: Readonly<Record<string, readonly string[]>> = {
  male: ['M', 'male', 'MALE', 'm'],
  female: ['F', 'female', 'FEMALE', 'f'],
};

const mixSex: Spoiler = (cells, table, random, drafts) => {
  const column = sex(table);
  const known = sexes[drafts[table.entities[0] ?? '']?.gender ?? ''];
  const others = known?.filter((written) => written !== cells[column?.index ?? -1]);
  if (!column || !others) return null;
  cells[column.index] = random.pick(others);
  return { column };
};

const shout: Spoiler = (cells, table) => {
  const first = search.findColumn(table, ({ name }) => name === 'firstName');
  if (!first || (cells[first.index] ?? '').length < 3) return null;
  const shouted = ['firstName', 'lastName', 'addressLine1', 'city'];
  for (const { field, index } of table.columns) {
    if (field && shouted.includes(field.name)) cells[index] = (cells[index] ?? '').toUpperCase();
  }
  return { column: first, issue: 'text.shouting' };
};

const encodeOddly: Spoiler = (cells, table) => {
  const surname = search.findColumn(table, ({ name }) => name === 'lastName');
  const column = surname ?? search.freeTextColumn(table);
  if (!column) return null;
  const isNarrow = table.style.encoding === 'windows-1252';
  if (surname) cells[column.index] = isNarrow ? 'O’Dálaigh' : 'O’Gŵilym';
  else cells[column.index] = `Didn’t mind – “fine”, café\u00a0visit${isNarrow ? '' : ', tŷ bach ☕'}`;
  return { column };
};

const padWithBlanks: Spoiler = (cells, _table, random) => {
  cells.forEach((cell, index) => {
    if (cell !== '' && random.chance(0.7)) cells[index] = random.chance(0.2) ? ` ${cell} ` : `${cell}  `;
  });
  return {};
};

const addCells: Spoiler = (cells, table, _random, drafts) => {
  if (!table.entities.every((entity) => entity in drafts)) return null;
  cells.push('see overleaf', '2');
  return { issue: 'row.tooManyCells' };
};

const requiredMissing = () => 'required.missing';
const dateOrMoment = (code: string) => (column: search.FieldColumn) => `${column.field.type.kind}.${code}`;

/** How each kind of dirt that lies in the cells of one row comes there. The other kinds are between rows. */
export const spoilers: Readonly<Partial<Record<DirtKind, Spoiler>>> = {
  impossibleDate: inColumn(
    search.requiredDateColumn,
    (cell, _column, table, random) => impossibleDay(cell, table, random),
    dateOrMoment('impossible'),
  ),
  placeholderDate: inColumn(search.requiredDateColumn, () => '99/99/9999', requiredMissing),
  wordsForDate: inColumn(search.requiredDateColumn, () => 'see paper file', dateOrMoment('unreadable')),
  impossibleOptionalDate: inColumn(
    optionalDate,
    (cell, _column, table, random) => impossibleDay(cell, table, random),
    () => 'date.impossible',
  ),
  orphan: inColumn(search.personReferenceColumn, strangerOf, () => 'reference.missing'),
  missingRequired: inColumn(search.requiredColumn, () => '', requiredMissing),
  tooManyCells: addCells,
  unknownCode: inColumn(
    clinicalCode,
    () => 'ZZ9',
    () => 'enum.unknown',
    true,
  ),
  unreadableNumber: inColumn(
    clinicalNumber,
    () => 'see notes',
    () => 'number.unreadable',
    true,
  ),
  wrongCheckDigit: inColumn(
    (table) => search.columnOfKind(table, 'nhsNumber'),
    (cell) => withWrongCheckDigit(cell.replaceAll(' ', '')),
    () => 'nhsNumber.checkDigit',
  ),
  invalidPhone: inColumn(
    (table) => search.columnOfKind(table, 'phone'),
    (cell) => cell.slice(0, 7),
    () => 'phone.unreadable',
  ),
  invalidEmail: inColumn(
    (table) => search.columnOfKind(table, 'email'),
    (cell) => cell.replace('@', ' at '),
    () => 'email.invalid',
  ),
  shouting: shout,
  oddEncoding: encodeOddly,
  trailingBlanks: padWithBlanks,
  mixedSex: mixSex,
};

/** The kinds of dirt that rows of this table can have at all. */
export function kindsFor(table: ExportTable): DirtKind[] {
  const isPerson = sex(table) !== undefined;
  const has: Readonly<Record<DirtKind, boolean>> = {
    impossibleDate: search.requiredDateColumn(table) !== undefined,
    placeholderDate: search.requiredDateColumn(table) !== undefined,
    wordsForDate: search.requiredDateColumn(table) !== undefined,
    impossibleOptionalDate: optionalDate(table) !== undefined,
    exactDuplicate: true,
    changedDuplicate: search.freeTextColumn(table) !== undefined,
    samePersonTwice: isPerson,
    sharedNhsNumber: isPerson,
    orphan: search.personReferenceColumn(table) !== undefined,
    missingRequired: search.requiredColumn(table) !== undefined,
    tooManyCells: true,
    unknownCode: clinicalCode(table) !== undefined,
    unreadableNumber: clinicalNumber(table) !== undefined,
    wrongCheckDigit: isPerson,
    invalidPhone: search.columnOfKind(table, 'phone') !== undefined,
    invalidEmail: search.columnOfKind(table, 'email') !== undefined,
    shouting: isPerson,
    oddEncoding: isPerson || search.freeTextColumn(table) !== undefined,
    trailingBlanks: true,
    mixedSex: isPerson,
  };
  return (Object.keys(has) as DirtKind[]).filter((kind) => has[kind]);
}
