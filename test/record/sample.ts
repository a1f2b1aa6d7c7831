import assert from 'node:assert/strict';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { FieldMapping, TableMapping, TargetMapping } from '../../src/record/mapping.ts';
import {
  compileTarget,
  type MigratedRecord,
  migrateRecord,
  type Outcome,
  type RefusedRecord,
} from '../../src/record/migrate-record.ts';
import type { RowProblem } from '../../src/record/source-record.ts';
import { context } from './context.ts';

/** How the sample is mapped; by default every column feeds the field of its name, and dates are DMY. */
export interface Situation {
  readonly nulls?: readonly string[];
  readonly dateOrders?: TableMapping['dateOrders'];
  readonly onlyIfFilled?: readonly string[];
  readonly fields?: readonly Partial<FieldMapping>[];
  readonly problem?: RowProblem;
}

const dmy = { order: 'DMY', by: 'values' } as const;

/** What a row becomes whose columns are named after the fields of the entity. */
export function outcomeOf(
  entity: string,
  row: Readonly<Record<string, string>>,
  situation: Situation = {},
): Outcome | null {
  const columns = Object.keys(row);
  const known = new Set(entityNamed(entity).fields.map(({ name }) => name));
  const named = columns.filter((column) => known.has(column)).map((column) => ({ field: column, columns: [column] }));
  const dateOrders = situation.dateOrders ?? Object.fromEntries(columns.map((column) => [column, dmy]));
  const table: TableMapping = { table: 'sample', columns, targets: [], dateOrders, unmapped: [] };
  const target: TargetMapping = {
    entity,
    onlyIfFilled: situation.onlyIfFilled,
    fields: (situation.fields ?? named).map((field) => ({
      field: '',
      columns: [],
      by: 'name',
      confidence: 1,
      ...field,
    })),
  };
  const compiled = compileTarget(table, target, { nulls: situation.nulls });
  return migrateRecord({ rowNo: 1, line: 2, cells: Object.values(row), problem: situation.problem }, compiled, context);
}

/** As outcomeOf, where the record must be migrated. */
export function migrated(...given: Parameters<typeof outcomeOf>): MigratedRecord {
  const outcome = outcomeOf(...given);
  assert.ok(outcome?.kind === 'migrated', `the record is migrated: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** As outcomeOf, where the record must be refused. */
export function refused(...given: Parameters<typeof outcomeOf>): RefusedRecord {
  const outcome = outcomeOf(...given);
  assert.ok(outcome?.kind === 'refused', 'the record is refused');
  return outcome;
}

/** The fields of a migrated record that hold something. */
export function valuesOf(entity: string, record: MigratedRecord): Record<string, string> {
  const fields = entityNamed(entity).fields.map(({ name }, index) => [name, record.values[index] ?? null] as const);
  return Object.fromEntries(fields.filter((field): field is [string, string] => field[1] !== null));
}

/** A patient with what is required. */
export const patient = { externalId: '0042', firstName: 'Siân', lastName: 'Llŵyd', dateOfBirth: '13/02/1950' };

/** An examination of that patient with what is required. */
export const examination = { externalId: 'E7', patientId: '0042', examinationDate: '13/02/2024' };
