import type { Entity } from '../../record/catalogue.ts';
import type { FieldMapping, MappingDoubt } from '../../record/mapping.ts';
import type { NamedTable } from '../named-table.ts';
import { profileValues, type ValueProfile } from '../values/profile-values.ts';

/** What a proposal of splits and joins starts from. */
export interface SplitInput {
  readonly table: NamedTable;
  readonly entity: Entity;
  /** What the matcher is sure of; it may be replaced. */
  readonly fields: readonly FieldMapping[];
  /** Fields that the preset feeds; never replaced. */
  readonly taken: ReadonlySet<string>;
  /** Columns that may be used. */
  readonly only: ReadonlySet<string>;
}

/** Feeds of fields that take the place of what fed them before, and of what their columns fed. */
export interface SplitProposal {
  readonly fields: readonly FieldMapping[];
  /** What a person must look at before it is used; absent where the values leave no doubt. */
  readonly question?: MappingQuestion;
}

/** A doubt that does not yet say of which entity it is. */
export type MappingQuestion = Omit<MappingDoubt, 'entity'>;

/** So many filled values are needed before they show that a column holds two fields. */
export const leastValues = 5;
/** Share of the values from which on nobody needs to look. */
export const surely = 0.98;

/** A column as its sampled rows show it. */
export interface LookedColumn {
  readonly name: string;
  readonly index: number;
  /** Filled ones only, trimmed. */
  readonly values: readonly string[];
  readonly profile: ValueProfile;
}

/** The columns of the input that may be used and have enough values, and that nothing of `fields` but these fields takes. */
export function freeColumns({ table, fields, only }: SplitInput, replaceable: readonly string[]): LookedColumn[] {
  const used = new Set(fields.filter(({ field }) => !replaceable.includes(field)).flatMap(({ columns }) => columns));
  return table.columns.flatMap((name, index) => {
    if (!only.has(name) || used.has(name)) return [];
    const values = table.rows.map((cells) => (cells[index] ?? '').trim()).filter((value) => value !== '');
    return values.length < leastValues ? [] : [{ name, index, values, profile: profileValues(values) }];
  });
}

/** Share of the values of which the test is true, 0 to 1. */
export function shareOf(values: readonly string[], test: (value: string) => boolean): number {
  return values.filter(test).length / Math.max(values.length, 1);
}

/** `3 of 200` for the values that a split leaves unclear. */
export function unclearCount(values: readonly string[], isClear: (value: string) => boolean): string {
  const unclear = values.filter((value) => !isClear(value)).length;
  return unclear === 0
    ? `All ${values.length} values that were looked at split clearly.`
    : `${unclear} of ${values.length} values that were looked at do not split clearly; they would be issues.`;
}

/** Of the fields of the entity, whether neither the preset nor the matcher, but from this column, feeds it. */
export function isUnfed({ entity, fields, taken }: SplitInput, field: string, column: string): boolean {
  if (!entity.fields.some(({ name }) => name === field) || taken.has(field)) return false;
  return fields.every((mapping) => mapping.field !== field || mapping.columns.every((name) => name === column));
}
