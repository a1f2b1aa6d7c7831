import type { Issue } from './issue.ts';

/** What a person can do about each code, `%` being the field. In the source where possible: that is where the truth is kept. */
const advice: Readonly<Record<string, string>> = {
  'required.missing': 'Fill % in the old system and export again, or map a column to it.',
  'text.unstorable': 'Retype % in the old system: it holds a character that is no text.',
  'date.ambiguous': 'Say in which order the column of % writes day and month; its own values do not show it.',
  'date.mixed':
    'The column of % holds both orders of day and month. Correct it in the old system, or say which order counts.',
  'date.otherOrder': 'Correct %: it does not stand in the order of its column.',
  'date.impossible': 'Correct %: the calendar has no such day.',
  'date.implausible': 'Check the year of %.',
  'date.twoDigitYear': 'Write % with four digits of the year: two centuries are possible.',
  'date.unreadable': 'Write % as day, month and year.',
  'datetime.unreadable': 'Write % as a date and a time.',
  'datetime.impossible': 'Correct %: the calendar has no such day.',
  'number.ambiguousComma': 'Write % with a decimal point.',
  'number.unreadable': 'Write % as a number without words.',
  'number.notWhole': 'Write % as a whole number.',
  'number.outOfRange': 'Check %: it is larger than any such number.',
  'money.unreadable': 'Write % as an amount.',
  'money.currency': 'Convert % in the old system: it is in another currency.',
  'axis.outOfRange': 'Check %: an axis lies between 0 and 180 degrees.',
  'boolean.unreadable': 'Write % as yes or no, or map its words in the mapping.',
  'enum.unknown': 'Map the code of % in the mapping; it is not among those that are known.',
  'nhsNumber.lostZero': 'Check %: it would be right with a zero in front.',
  'split.unclear': 'Write % in a column of its own, or in the form that the mapping splits.',
  'lookup.unknown': 'Map the code of % in the mapping; it is not among those that are known.',
  'dateFormat.mismatch': 'Write % in the form of dates that the mapping names.',
  'unit.unreadable': 'Write % as a number without its unit.',
  'notation.unreadable': 'Write % in the notation that the mapping names.',
  'row.tooManyCells': 'Quote the cell that holds a separator: the row has more cells than the header.',
  'row.tooFewCells': 'Complete the row: it has fewer cells than the header.',
  'row.badEncoding': 'Save the file again as UTF-8: the row holds bytes that are no text.',
  'row.nulCharacter': 'Remove the NUL character from the row.',
};

/** One line of advice for each of the issues, or null. It names fields and never a value. */
export function suggestionFor(issues: readonly Issue[]): string | null {
  const lines = issues.flatMap(({ code, field }) => advice[code]?.replace('%', field ?? 'the value') ?? []);
  return lines.length === 0 ? null : [...new Set(lines)].join('\n');
}
