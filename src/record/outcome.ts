import type { Issue } from './issue.ts';

/** What became of an eligible record. */
export type Outcome = MigratedRecord | RefusedRecord;

/** A record as it will stand in the target, unless it is a duplicate or refers to nothing. */
export interface MigratedRecord {
  readonly kind: 'migrated';
  /** Its key in the legacy system. */
  readonly externalId: string;
  readonly id: string;
  /** Canonical texts of the entity's fields in catalogue order; references as internal ids. */
  readonly values: readonly (string | null)[];
  /** 64 hexadecimal digits; see `fingerprint`. */
  readonly fingerprint: string;
  /** Warnings and infos only. */
  readonly issues: readonly Issue[];
  /** Source text by field, for every value that was set aside or interpreted; null where there is none. */
  readonly originals: Readonly<Record<string, string>> | null;
}

/** A record that must not be loaded as it is. */
export interface RefusedRecord {
  readonly kind: 'refused';
  /** Null where the key itself could not be read. */
  readonly externalId: string | null;
  /** At least one error. */
  readonly issues: readonly Issue[];
  /** What a person can do, without a value of the record; null where nothing better than reading the row is known. */
  readonly suggestion: string | null;
}
