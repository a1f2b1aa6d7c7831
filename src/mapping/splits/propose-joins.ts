import type { Field } from '../../record/catalogue.ts';
import { wordsOf } from '../names.ts';
import { freeColumns, type LookedColumn, type SplitInput, type SplitProposal } from './split-proposal.ts';

const mostly = 0.8;
const isDay = ({ profile }: LookedColumn) => profile.share.date > mostly && profile.share.dateTime < 1 - mostly;
const isTime = ({ profile }: LookedColumn) => profile.share.time > mostly;
const saysEnd = (name: string) =>
  wordsOf(name).some((word) => /^(?:end|ends|ended|finish|finished|to|until|stop|out)$/.test(word));

/**
 * A day and a time of day in two columns, for a field that holds both. The day is the column that feeds the field, or the only one that is
 * free, or the nearest before the time; a time that says end goes to the field that ends. Asked where the two are no neighbours.
 */
export function proposeJoins(input: SplitInput): SplitProposal[] {
  const moments = input.entity.fields.filter(({ name, type }) => type.kind === 'datetime' && !input.taken.has(name));
  if (moments.length === 0) return [];
  const free = freeColumns(
    input,
    moments.map(({ name }) => name),
  );
  const days = free.filter(isDay);
  const joined = new Set<string>();
  return free.filter(isTime).flatMap((time) => {
    const field = momentOf(moments, time.name);
    const day = field && dayFor(input, field, time, days);
    if (!field || !day || joined.has(field.name)) return [];
    joined.add(field.name);
    const columns = [day.name, time.name];
    const fields = [
      {
        field: field.name,
        columns,
        separator: ' ',
        by: 'matcher' as const,
        confidence: Math.abs(time.index - day.index) === 1 ? 0.95 : 0.85,
        reasons: ['One column holds the day and the other one the time of day.'],
      },
    ];
    if (Math.abs(time.index - day.index) === 1) return [{ fields }];
    const message = `'${day.name}' holds the day and '${time.name}' a time; they are joined for '${field.name}'.`;
    return [{ fields, question: { fields: [field.name], columns, message } }];
  });
}

function momentOf(moments: readonly Field[], time: string): Field | undefined {
  const [first] = moments;
  const end = moments.find(({ name }) => /^end/i.test(name));
  return saysEnd(time) ? end : first;
}

function dayFor(
  { fields }: SplitInput,
  field: Field,
  time: LookedColumn,
  days: readonly LookedColumn[],
): LookedColumn | undefined {
  const fed = fields.find(({ field: name, columns }) => name === field.name && columns.join() !== time.name);
  // Already with a time: nothing is to be joined.
  if (fed && (fed.columns.length > 1 || !days.some(({ name }) => name === fed.columns[0]))) return undefined;
  if (fed) return days.find(({ name }) => name === fed.columns[0]);
  return days.length === 1 ? days[0] : days.findLast(({ index }) => index < time.index);
}
