import type { Field } from '../record/catalogue.ts';
import type { DateNotation, ExportStyle, LayoutColumn } from './layout.ts';

/** Writes a value of the target (ISO dates, enum members, plain decimals) as the old system would; '' stays ''. */
export type Notation = (value: string) => string;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Fields that a system writes in capitals where it shouts. */
const names: ReadonlySet<string> = new Set(['firstName', 'middleNames', 'lastName', 'preferredName']);

/** `1950-02-13` as `13/02/1950` or `13-Feb-1950`. */
export function writeDay(isoDay: string, notation: DateNotation): string {
  const year = isoDay.slice(0, 4);
  const day = isoDay.slice(8, 10);
  switch (notation) {
    case 'DD/MM/YYYY':
      return `${day}/${isoDay.slice(5, 7)}/${year}`;
    case 'DD-Mon-YYYY':
      return `${day}-${months[Number(isoDay.slice(5, 7)) - 1]}-${year}`;
    case 'YYYY-MM-DD':
      return isoDay;
  }
}

/** `1950-02-13T14:05` as `13/02/1950 14:05`, in ISO as `1950-02-13T14:05:00`. */
function writeMoment(moment: string, notation: DateNotation, part: LayoutColumn['part']): string {
  const [day = '', time = ''] = moment.split('T');
  if (part === 'time') return time;
  const written = writeDay(day, notation);
  if (part === 'day') return written;
  return notation === 'YYYY-MM-DD' ? `${written}T${time}:00` : `${written} ${time}`;
}

function ofType(field: Field, column: LayoutColumn, style: ExportStyle): Notation | null {
  switch (field.type.kind) {
    case 'date':
      return (value) => writeDay(value, style.dates);
    case 'datetime':
      return (value) => writeMoment(value, style.dates, column.part);
    case 'boolean':
      return (value) => (value === 'true' ? style.yes : style.no);
    case 'money':
      return style.currencySign ? (value) => `${style.currencySign}${value}` : null;
    case 'nhsNumber':
      return style.spacesNhsNumbers ? (value) => `${value.slice(0, 3)} ${value.slice(3, 6)} ${value.slice(6)}` : null;
    case 'phone':
      return (value) => `${value.slice(0, 5)} ${value.slice(5)}`;
    default:
      return style.shoutsNames && names.has(field.name) ? (value) => value.toUpperCase() : null;
  }
}

/**
 * How a system writes one column. `field` is what the column feeds, undefined where only the old system knows it.
 * A code that the style does not list is written as the target names it.
 */
export function notationOf(
  entity: string,
  field: Field | undefined,
  column: LayoutColumn,
  style: ExportStyle,
): Notation {
  if (!field) return (value) => value;
  const codes = style.codes[`${entity}.${field.name}`] ?? style.codes[field.name];
  if (codes) return (value) => codes[value] ?? value;
  const notation = ofType(field, column, style);
  return notation ? (value) => (value === '' ? '' : notation(value)) : (value) => value;
}
