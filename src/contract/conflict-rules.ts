import type { ConflictKind, Resolution } from './conflict.ts';

/** What a conflict asks, and what each decision that it offers will do. */
export interface ConflictExplanation {
  readonly kind: ConflictKind;
  readonly meaning: string;
  readonly effects: Readonly<Partial<Record<Resolution, string>>>;
}

const hold = 'The record goes to quarantine with its raw source, file, line and reason; it can be migrated later.';
const keepRow = 'The row in the target stays as it is. The record is not loaded.';
const updateRow =
  'The row in the target gets all values of the record. The ledger keeps the row as it was, for an undo.';
const mergeRow =
  'The row in the target gets the fields that you choose, and keeps the others. The ledger keeps the row as it was, for an undo.';
const leaveOutColumn = 'The column feeds nothing. Its values stay in the landing.';
const asMapped = 'The mapping stays as it is: it is right.';
const useAnother = 'The column feeds the field that you name, and not the one that it feeds now.';

/** By the code of a conflict, without the field that may follow it. */
const explanations = {
  'duplicate.externalId': {
    kind: 'duplicate',
    meaning: 'Several rows of the source have one identifier and say different things.',
    effects: {
      hold,
      keepExisting: 'The row that comes first in the source counts; the others are skipped.',
      useNew: 'The last of the later rows counts; the others are skipped.',
      merge: 'One record is made of both rows, with the fields that you choose from the later one.',
      keepBoth:
        'Both are loaded. The later one gets its place behind the identifier, as in P7/2; what refers to the identifier belongs to the first.',
    },
  },
  'duplicate.nhsNumber': {
    kind: 'duplicate',
    meaning: 'Two identifiers share an NHS number, but name or date of birth differ.',
    effects: {
      hold,
      skip: 'The newcomer is not loaded, on your word.',
      merge:
        'They are one person. What belongs to the newcomer goes to the other one, who also gets the fields that you choose.',
      keepBoth:
        'They are two people, and both are loaded; the newcomer without the NHS number, which the ledger keeps as an original.',
    },
  },
  'existing.different': {
    kind: 'existing',
    meaning: 'The record is in the target already, with other values.',
    effects: { hold, keepExisting: keepRow, useNew: updateRow, merge: mergeRow },
  },
  'existing.editedTarget': {
    kind: 'editedTarget',
    meaning: 'Since a parallel run last saw the record, it was changed on both sides.',
    effects: {
      hold,
      keepExisting: keepRow,
      useNew: `${updateRow} A row that was removed from the target is inserted again.`,
      merge: mergeRow,
    },
  },
  'reference.missing': {
    kind: 'missingReference',
    meaning: 'The records refer to one that is neither loaded now nor in the target.',
    effects: { hold, skip: 'The records are not loaded, on your word.' },
  },
  'clinical.unreadable': {
    kind: 'clinicalHold',
    meaning: 'A clinical value cannot be read, and is never guessed or left out: the records are held.',
    effects: { hold, skip: 'The records are not loaded, on your word.' },
  },
  'column.dateOrder': {
    kind: 'ambiguousColumn',
    meaning: 'No value of the column tells day from month.',
    effects: {
      dayFirst: 'The column is read with the day first: 03/04 is the third of April.',
      monthFirst: 'The column is read with the month first: 03/04 is the fourth of March.',
    },
  },
  'column.lowConfidence': {
    kind: 'lowConfidence',
    meaning: 'The column may feed a field, but that is not sure enough.',
    effects: {
      useField: 'The column feeds the field that you name, else the suggested one.',
      leaveOut: leaveOutColumn,
    },
  },
  'column.unmapped': {
    kind: 'lowConfidence',
    meaning: 'The column is filled and would feed nothing.',
    effects: { useField: 'The column feeds the field that you name.', leaveOut: leaveOutColumn },
  },
  'column.swapped': {
    kind: 'lowConfidence',
    meaning: 'By their values, two columns seem to have changed places.',
    effects: {
      asMapped,
      swap: 'Each of the two columns feeds the field of the other.',
      leaveOut: leaveOutColumn,
    },
  },
  'column.otherKind': {
    kind: 'lowConfidence',
    meaning: 'The values are of another kind than the field that the column feeds.',
    effects: { asMapped, useField: useAnother, leaveOut: leaveOutColumn },
  },
  'column.unsure': {
    kind: 'lowConfidence',
    meaning: 'The column is mapped in the likeliest way, which is not sure enough to go unasked.',
    effects: { asMapped, useField: useAnother, leaveOut: leaveOutColumn },
  },
} as const satisfies Record<string, ConflictExplanation>;

/** Codes of conflicts, without a field. */
export type ConflictCode = keyof typeof explanations;

/** Explains a conflict by its code. @throws Error where no conflict has that code. */
export function explainConflict(code: string): ConflictExplanation {
  const explanation: ConflictExplanation | undefined = explanations[baseOf(code) as ConflictCode];
  if (!explanation) throw new Error(`No conflict has the code '${code}'.`);
  return explanation;
}

/** The decisions that conflicts of a code offer. A single conflict may offer less: a merge needs exactly two sides. */
export function choicesOf(code: string): Resolution[] {
  return Object.keys(explainConflict(code).effects) as Resolution[];
}

/** Why a conflict of that code does not offer a decision: a sentence for the person who asked. */
export function whyNotOffered(code: string, resolution: Resolution): string {
  const { kind, effects } = explainConflict(code);
  if (resolution in effects) {
    return resolution === 'merge'
      ? 'A merge needs two sides: here there are more, or the row is gone from the target.'
      : 'Every record needs the field, or there is not one column and one field alone: amend the mapping to feed it otherwise.';
  }
  return reasons[resolution]?.[kind] ?? general[resolution];
}

const oneRecord = 'Both sides are one record of the old system; kept twice, it would be two people or two facts.';
const reasons: Partial<Record<Resolution, Partial<Record<ConflictKind, string>>>> = {
  keepBoth: { existing: oneRecord, editedTarget: oneRecord },
  skip: {
    duplicate: 'It would be the same as keepExisting.',
    existing: 'It would be the same as keepExisting.',
    editedTarget: 'It would be the same as keepExisting.',
  },
  keepExisting: { duplicate: 'They may be two people: say whether to merge them, to keep both, or to skip one.' },
  useNew: {
    duplicate: 'They may be two people: say whether to merge them, to keep both, or to skip one.',
    clinicalHold: 'There is no value to be used: what stands in the source cannot be read.',
  },
};

const noOther = 'There are no two sides of which one could be chosen.';
const noRecord = 'It is about how a column is read, not about a record.';
const noColumn = 'It is not about which of two ways to map a column is right.';
const general: Readonly<Record<Resolution, string>> = {
  hold: noRecord,
  skip: noRecord,
  keepExisting: noOther,
  useNew: noOther,
  merge: noOther,
  keepBoth: noOther,
  dayFirst: noColumn,
  monthFirst: noColumn,
  useField: noColumn,
  leaveOut: noColumn,
  asMapped: noColumn,
  swap: noColumn,
};

function baseOf(code: string): string {
  return code.split('/')[0] ?? code;
}

/** The field or column that a conflict is about; null where it is about whole records. */
export function fieldOf(code: string): string | null {
  return code.includes('/') ? code.slice(code.indexOf('/') + 1) : null;
}
