import type { Entity } from '../../src/record/catalogue.ts';

export interface StagedRecord {
  readonly rowNo: number;
  readonly id: string;
  /** Canonical texts in catalogue order; references as internal ids. */
  readonly values: readonly (string | null)[];
  /** 64 hexadecimal digits. */
  readonly fingerprint: string;
  readonly issues: readonly string[];
  readonly originals: Readonly<Record<string, string>> | null;
}

export interface RefusedRow {
  readonly rowNo: number;
  readonly externalId: string | null;
  readonly issues: readonly string[];
  readonly suggestion: string | null;
}

/** Counts what the rows of a slice become, while they pass by. */
export class SliceTally {
  records = 0;
  readonly refused: RefusedRow[] = [];
  /** First and last date of each date field, as `[first, last]`. */
  readonly dateRanges = new Map<string, [first: string, last: string]>();
  readonly #dateFields: readonly { name: string; index: number }[];

  constructor({ fields }: Entity) {
    this.#dateFields = fields.flatMap(({ name, type }, index) => (type.kind === 'date' ? [{ name, index }] : []));
  }

  /** @returns whether it is a record that is staged. */
  count(outcome: StagedRecord | RefusedRow): outcome is StagedRecord {
    if (!('values' in outcome)) {
      this.refused.push(outcome);
      return false;
    }
    this.records += 1;
    for (const { name, index } of this.#dateFields) this.#widen(name, outcome.values[index]);
    return true;
  }

  /** Canonical dates compare as text. */
  #widen(field: string, date: string | null | undefined): void {
    if (date == null) return;
    const range = this.dateRanges.get(field);
    if (!range) this.dateRanges.set(field, [date, date]);
    else if (date < range[0]) range[0] = date;
    else if (date > range[1]) range[1] = date;
  }
}
