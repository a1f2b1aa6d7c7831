/** What becomes of the record that a kind of dirt is in. */
export type DirtOutcome = 'inserted' | 'merged' | 'skipped' | 'quarantined';

interface DirtDefinition {
  /** Of the dirty record itself; for a copy, of the copy. */
  readonly outcome: DirtOutcome;
  readonly description: string;
}

/**
 * The kinds of dirt that a sample can have, and the rule for each: the policy of a migration that asks nobody
 * (`--auto-approve`) and keeps its defaults. Records that refer to a quarantined record are quarantined too.
 */
export const dirtKinds = {
  impossibleDate: { outcome: 'quarantined', description: 'A required date that no calendar has: 31/02.' },
  placeholderDate: { outcome: 'quarantined', description: 'A required date that says nothing: 99/99/9999.' },
  wordsForDate: { outcome: 'quarantined', description: 'Words where a required date belongs.' },
  impossibleOptionalDate: {
    outcome: 'inserted',
    description: 'An administrative date that no calendar has; it is set aside.',
  },
  exactDuplicate: { outcome: 'skipped', description: 'The same row once more.' },
  changedDuplicate: {
    outcome: 'quarantined',
    description: 'A row with the identifier of an earlier one and another content.',
  },
  samePersonTwice: {
    outcome: 'merged',
    description: 'The same NHS number, name and date of birth under a second identifier.',
  },
  sharedNhsNumber: { outcome: 'quarantined', description: 'The NHS number of somebody else.' },
  orphan: { outcome: 'quarantined', description: 'A reference to a person who is not in the export.' },
  missingRequired: { outcome: 'quarantined', description: 'A required value is blank: no surname, no date.' },
  tooManyCells: { outcome: 'quarantined', description: 'More cells than the header has columns.' },
  unknownCode: { outcome: 'quarantined', description: 'A code that nobody knows, in a clinical field.' },
  unreadableNumber: { outcome: 'quarantined', description: 'Words where a clinical number belongs.' },
  wrongCheckDigit: { outcome: 'inserted', description: 'An NHS number whose check digit is wrong; it is set aside.' },
  invalidPhone: { outcome: 'inserted', description: 'A telephone number that is too short; it is set aside.' },
  invalidEmail: { outcome: 'inserted', description: 'An address of e-mail without its sign; it is set aside.' },
  shouting: { outcome: 'inserted', description: 'Names and address in capitals.' },
  oddEncoding: {
    outcome: 'inserted',
    description: 'Curly apostrophes, letters beyond Latin-1 where the encoding has them, blanks that do not break.',
  },
  trailingBlanks: { outcome: 'inserted', description: 'Blanks around the values.' },
  mixedSex: {
    outcome: 'inserted',
    description: 'Another way to write the sex than the rest of the column: M, male, FEMALE.',
  },
} as const satisfies Record<string, DirtDefinition>;

export type DirtKind = keyof typeof dirtKinds;
