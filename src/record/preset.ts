import type { Domain } from './catalogue.ts';
import type { TargetMapping, Transform } from './mapping.ts';
import type { DateOrder } from './source-record.ts';

/**
 * How one legacy system names, formats and orders its records: the content of `presets/<name>/preset.json`.
 * Data, not code. Names are compared by their letters and digits only, without case.
 */
export interface Preset {
  readonly name: string;
  readonly title: string;
  /** Absent where the preset serves both. */
  readonly domain?: Domain;
  readonly description: string;
  /** Where the knowledge of this system's names comes from, honestly. */
  readonly origin: string;
  /** How its exports write dates; used where the values of a column do not decide. */
  readonly dateOrder?: DateOrder;
  /** Placeholders that mean "nothing", such as `99/99/9999`; on top of the ones that everybody uses. */
  readonly nulls?: readonly string[];
  /** Value maps by name, to be referred to from fields. */
  readonly valueMaps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tables: readonly PresetTable[];
}

export interface PresetTable {
  /** Table or file names that this is known by; `*` stands for anything (`PATIENTS*`). */
  readonly names: readonly string[];
  readonly targets: readonly PresetTarget[];
  /** Columns that are known and deliberately feed nothing, with the reason. */
  readonly ignored?: Readonly<Record<string, string>>;
}

export interface PresetTarget extends Pick<TargetMapping, 'entity' | 'onlyIfFilled'> {
  readonly fields: readonly PresetField[];
}

export interface PresetField {
  readonly field: string;
  /** Header variants of one column, the first that is present is taken; or, with `join`, all that are present. */
  readonly columns: readonly string[];
  readonly join?: string;
  /** Name of a value map of this preset. */
  readonly valueMap?: string;
  readonly transforms?: readonly Transform[];
}
