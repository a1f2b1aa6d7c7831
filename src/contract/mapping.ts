/** Plain types of how the mapping of a migration is amended. No import of a library: workflows use this file as it is. */

import type { FieldMapping } from '../record/mapping.ts';

/** From now on these columns feed that field; none: nothing feeds it. */
export interface ColumnCorrection {
  readonly table: string;
  /** May be left out where the rows of the table become one entity. */
  readonly entity?: string;
  readonly field: string;
  readonly columns: readonly string[];
  readonly separator?: string;
  readonly transforms?: FieldMapping['transforms'];
}

/** From now on the dates of that column are read in this order. */
export interface DateCorrection {
  readonly table: string;
  readonly column: string;
  readonly order: 'DMY' | 'MDY' | 'YMD';
}

/** What a person gives in the place of a mapping: a whole one, or what is to be otherwise in the one that there is. */
export interface Amendment {
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly columns?: readonly ColumnCorrection[];
  readonly dates?: readonly DateCorrection[];
}

/** Of the records of an entity that were loaded by earlier versions of a mapping: how many would turn out otherwise. */
export type MappingDifference = Readonly<Record<string, { readonly loaded: number; readonly otherwise: number }>>;

/** What the amendment of a mapping has brought. */
export interface AmendedMapping {
  readonly version: number;
  /** What the values say against it, in words, without a value. */
  readonly doubts: readonly string[];
}

/** What a field would become; null: nothing. Holds values of records. */
export interface PreviewedField {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a row becomes by one mapping: a record, one that is held back, or none. */
export type PreviewedKind = 'record' | 'heldBack' | 'none';

/** A row of the source that an amendment changes. Holds values of records. */
export interface PreviewedRow {
  /** Where it stands in its file. */
  readonly line: number;
  readonly before: PreviewedKind;
  readonly after: PreviewedKind;
  /** Fields that turn out otherwise. */
  readonly fields: readonly PreviewedField[];
  /** Issues that go, and that come. */
  readonly issuesBefore: readonly string[];
  readonly issuesAfter: readonly string[];
}

/** What an amendment changes of the rows of one table as one entity. */
export interface PreviewedTable {
  readonly table: string;
  readonly file: string;
  readonly entity: string;
  readonly rowsLookedAt: number;
  readonly rowsChanged: number;
  readonly sample: readonly PreviewedRow[];
}
