import type { Domain } from './catalogue.ts';
import type { DateOrder } from './source-record.ts';
import type { Transform } from './transforms/transform.ts';

export type { Transform };

/**
 * Which source column feeds which target field through which transform, for a whole source.
 * Plain data: it is stored, shown, approved, and exported as JSON.
 */
export interface Mapping {
  /** Of this form of the document; absent in one that was written before there was another. */
  readonly version?: 1;
  readonly sourceSystem: string;
  readonly domain: Domain;
  readonly tables: readonly TableMapping[];
}

/** How the rows of one source table become records. */
export interface TableMapping {
  /** Name of the source table, as in `TableProfile.table`. */
  readonly table: string;
  /** Columns in file order, as the source writes them (made unique by the reader). */
  readonly columns: readonly string[];
  /** One row may become a record of each of these. Empty: the table is left out, which a person must have asked for. */
  readonly targets: readonly TargetMapping[];
  /** How dates without a decisive order are read in this table, column by column. */
  readonly dateOrders: Readonly<Record<string, DateDecision>>;
  /** Populated columns that feed no field, with their share of filled rows (0 to 1). */
  readonly unmapped: readonly UnmappedColumn[];
  /** What the values say against the mapping; a person must look at it before it is used. Absent: nothing. */
  readonly doubts?: readonly MappingDoubt[];
}

/** A mapping that is plausible by name and contradicted by the values. It holds no value of a record. */
export interface MappingDoubt {
  /** Two columns that seem to have changed places, or values of another kind. Absent: a mapping that is not sure enough to go unasked. */
  readonly code?: 'swapped' | 'otherKind';
  readonly entity: string;
  /** Fields that are fed by the wrong columns, it seems, and these columns. */
  readonly fields: readonly string[];
  readonly columns: readonly string[];
  readonly message: string;
}

/** A column that is left behind. */
export interface UnmappedColumn {
  readonly column: string;
  readonly fillRate: number;
  /** Why the preset ignores it knowingly. Absent: nobody has said so. */
  readonly ignored?: string;
  /** What the matcher would feed from it if it were surer; a person may take it up. */
  readonly suggestion?: {
    readonly field: string;
    readonly confidence: number;
    readonly reasons: readonly string[];
    /** Other fields that were taken into account, the likeliest first. */
    readonly runnersUp?: readonly string[];
  };
  /** What a language model would feed from it, where one was asked. */
  readonly modelSuggestion?: ModelSuggestion;
}

/** The word of a language model, with the confidence that it states itself: a hint to a person, never used unasked. */
export interface ModelSuggestion {
  /** `entity.field`. */
  readonly field: string;
  readonly confidence: number;
}

/** `by` says on what ground: the column's own values, its sibling columns, the preset, or a person's word. */
export interface DateDecision {
  readonly order: DateOrder | 'ambiguous' | 'mixed';
  readonly by: 'values' | 'siblings' | 'preset' | 'person' | 'nobody';
}

/** How a row becomes a record of one entity. */
export interface TargetMapping {
  readonly entity: string;
  /** The row counts as eligible only where one of these columns is filled. Absent: always. */
  readonly onlyIfFilled?: readonly string[];
  readonly fields: readonly FieldMapping[];
}

/** Where a field's value comes from. Several mappings to the same text field are joined by a line break. */
export interface FieldMapping {
  readonly field: string;
  /** One column, or several whose filled values are joined by `separator` (default a space); none for a constant. */
  readonly columns: readonly string[];
  readonly separator?: string;
  readonly transforms?: readonly Transform[];
  /** On what ground: preset, same name, the matcher's score, a person, or what a person has said of an earlier export. */
  readonly by: 'preset' | 'name' | 'matcher' | 'person' | 'lesson';
  /** 0 to 1. */
  readonly confidence: number;
  /** Why the matcher thinks so, in words, without a value of a record. */
  readonly reasons?: readonly string[];
  /** Fields that the matcher took into account besides, the likeliest first. */
  readonly runnersUp?: readonly string[];
}
