import { nameParts, splitPersonName } from '../../record/transforms/split-person-name.ts';
import type { Split } from '../../record/transforms/transform.ts';
import { wordsOf } from '../names.ts';
import { familyNames, givenNames } from '../values/people-names.ts';
import {
  freeColumns,
  isUnfed,
  type LookedColumn,
  type SplitInput,
  type SplitProposal,
  shareOf,
  surely,
  unclearCount,
} from './split-proposal.ts';

/** Words of a header that speaks of the person of the row, and of nobody else: a doctor or a relative has one more. */
const ofThePerson = new Set(
  `full name names complete legal display whole patient patients pt px resident residents client clients customer person people member
service user su surname forename forenames first last family given middle title tx the of s`.split(/\s+/),
);
/** Share of the values that must split, in one order or the other. */
const least = 0.6;

/**
 * A person's name that stands in one column, where nothing else feeds given and family name: the header speaks of the person, and most
 * values split. Nobody needs to look where a comma tells in nearly all of them; else which name stands first is judged by
 * lists of names, and asked.
 */
export function proposeNameSplit(input: SplitInput): SplitProposal | undefined {
  const [column, other] = freeColumns(input, [...nameParts, 'preferredName']).filter((candidate) =>
    isWholeName(input, candidate),
  );
  if (!column || other) return undefined;
  const order = orderOf(column.values);
  const split = (value: string) => splitPersonName(value, order);
  const clear = column.values.map(split).filter((parts) => parts !== null);
  const transform = (part: (typeof nameParts)[number]): Split => ({
    kind: 'split',
    as: 'personName',
    part,
    ...(order === 'familyFirst' ? { order } : {}),
  });
  const share = clear.length / column.values.length;
  const isTold = shareOf(column.values, (value) => value.includes(',') && split(value) !== null) >= surely;
  const reasons = [
    `The values hold given and family name, ${order === 'familyFirst' ? 'family' : 'given'} name first.`,
  ];
  const fields = nameParts
    .filter((part) => isUnfed(input, part, column.name) && clear.some((parts) => parts[part] !== ''))
    .map((part) => ({
      field: part,
      columns: [column.name],
      transforms: [transform(part)],
      by: 'matcher' as const,
      confidence: Math.round((isTold ? 0.97 : 0.85) * share * 1e4) / 1e4,
      reasons: isTold ? ['The values hold family and given name with a comma between.'] : reasons,
    }));
  if (isTold) return { fields };
  const message =
    `'${column.name}' holds given and family name in one cell; it is split, ${order === 'familyFirst' ? 'family' : 'given'} name ` +
    `first where no comma tells. ${unclearCount(column.values, (value) => split(value) !== null)}`;
  return { fields, question: { fields: fields.map(({ field }) => field), columns: [column.name], message } };
}

function isWholeName(input: SplitInput, { name, values }: LookedColumn): boolean {
  if (!['firstName', 'lastName'].every((field) => isUnfed(input, field, name))) return false;
  return isNamedForThePerson(name) && holdWholeNames(values);
}

/** Whether the header speaks of the person of the row, and of nobody else. */
export function isNamedForThePerson(column: string): boolean {
  return wordsOf(column).every((word) => ofThePerson.has(word));
}

/** Whether most values are given and family name together, as far as lists of names tell. */
export function holdWholeNames(values: readonly string[]): boolean {
  const isSplit = (value: string) => (splitPersonName(value) ?? splitPersonName(value, 'familyFirst')) !== null;
  const isCommaName = shareOf(values, (value) => value.includes(',')) > 0.8;
  return shareOf(values, isSplit) >= least && (isCommaName || shareOf(values, hasKnownName) > 0.3);
}

const bare = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function hasKnownName(value: string): boolean {
  return value.split(/[\s,]+/).some((word) => givenNames.has(bare(word)) || familyNames.has(bare(word)));
}

/** Which name stands first, by lists of names; given names where they do not tell. */
function orderOf(values: readonly string[]): 'givenFirst' | 'familyFirst' {
  let balance = 0;
  for (const value of values) {
    const parts = value.includes(',') ? null : splitPersonName(value);
    if (!parts) continue;
    const [first, last] = [bare(parts.firstName), bare(parts.lastName)];
    balance +=
      Number(givenNames.has(first) || familyNames.has(last)) - Number(givenNames.has(last) || familyNames.has(first));
  }
  return balance < 0 ? 'familyFirst' : 'givenFirst';
}
