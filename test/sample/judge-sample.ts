import assert from 'node:assert/strict';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { catalogue, entityNamed, type Field } from '../../src/record/catalogue.ts';
import { DateEvidenceCounter } from '../../src/record/dates.ts';
import { internalId } from '../../src/record/internal-id.ts';
import { formatIssue } from '../../src/record/issue.ts';
import type { TableMapping } from '../../src/record/mapping.ts';
import {
  type CompiledTarget,
  compileTarget,
  type MigratedRecord,
  migrateRecord,
} from '../../src/record/migrate-record.ts';
import type { Preset } from '../../src/record/preset.ts';
import type { SourceRow, TableProfile } from '../../src/record/source-record.ts';
import { openSource } from '../../src/sources/open-source.ts';
import { readTable } from '../../src/sources/read-table.ts';

/** What the product makes of one row as a record of one entity, under the rules of `--auto-approve`. */
export interface JudgedRecord {
  readonly file: string;
  readonly row: number;
  readonly entity: string;
  disposition: 'inserted' | 'merged' | 'skipped' | 'quarantined';
  readonly issues: string[];
  readonly record: MigratedRecord | null;
}

const context = { companyId: 'sample', sourceSystem: 'sample', timeZone: 'Europe/London', referenceDate: '2026-11-22' };

/** The internal id that records of a judged sample get. */
export function judgedId(entity: string, externalId: string): string {
  return internalId(context.companyId, context.sourceSystem, entity, externalId);
}

interface ReadFile {
  readonly profile: TableProfile;
  readonly rows: readonly SourceRow[];
}

/**
 * Takes a folder of exports through the product's own reader, mapping and `migrateRecord`, and then applies the rules
 * about whole sets in their plainest form. Fails where a file cannot be read or a table is not understood.
 */
export async function judgeSample(folder: string, preset: Preset): Promise<JudgedRecord[]> {
  const files = await readFolder(folder);
  const { mapping, problems } = proposeMapping({
    sourceSystem: preset.name,
    tables: files.map(({ profile }) => profile),
    preset,
  });
  assert.deepEqual(problems, []);
  const judged = files.flatMap(({ profile, rows }) => {
    const table = mapping.tables.find((candidate) => candidate.table === profile.table);
    assert.ok(table, `${profile.file} has no mapping`);
    return judgeRows(profile.file, rows, table, preset);
  });
  for (const { name } of catalogue) judgeSet(judged, name);
  return judged;
}

/** The columns of a sample that its preset feeds nowhere, as `file: column`. */
export async function unmappedColumns(folder: string, preset: Preset): Promise<string[]> {
  const files = await readFolder(folder);
  const tables = files.map(({ profile }) => profile);
  const { mapping } = proposeMapping({ sourceSystem: preset.name, tables, preset });
  return mapping.tables.flatMap(({ table, unmapped }) => unmapped.map(({ column }) => `${table}: ${column}`));
}

async function readFolder(folder: string): Promise<ReadFile[]> {
  const { tables, problems } = await openSource(folder);
  assert.deepEqual(problems, []);
  return Promise.all(
    tables.map(async (table) => {
      const rows: SourceRow[] = [];
      for await (const batch of readTable(folder, table, { batchRows: 1000 })) rows.push(...batch.rows);
      return {
        rows,
        profile: {
          table: table.table,
          file: table.file,
          rows: rows.length,
          columns: table.columns.map((name, index) => profileOf(name, index, rows)),
        },
      };
    }),
  );
}

function profileOf(name: string, index: number, rows: readonly SourceRow[]) {
  const dates = new DateEvidenceCounter();
  const filled = rows.filter(({ cells }) => (cells[index] ?? '').trim() !== '');
  for (const { cells } of filled) dates.add(cells[index] ?? '');
  return { name, filled: filled.length, dates: dates.take() };
}

function judgeRows(file: string, rows: readonly SourceRow[], table: TableMapping, preset: Preset): JudgedRecord[] {
  const targets = table.targets.map((target) => compileTarget(table, target, { nulls: preset.nulls ?? [] }));
  return rows.flatMap((row) => targets.flatMap((target) => judgeRow(file, row, target) ?? []));
}

function judgeRow(file: string, row: SourceRow, target: CompiledTarget): JudgedRecord | null {
  const outcome = migrateRecord(row, target, context);
  if (!outcome) return null;
  return {
    file,
    row: row.rowNo,
    entity: target.entity.name,
    disposition: outcome.kind === 'migrated' ? 'inserted' : 'quarantined',
    issues: outcome.issues.map((issue) => formatIssue(issue).replace(/^\w+:/, '')),
    record: outcome.kind === 'migrated' ? outcome : null,
  };
}

/** Applies what can only be said of all records of an entity together, once its parents are judged. */
function judgeSet(judged: readonly JudgedRecord[], entity: string): void {
  const records = judged.filter((one) => one.entity === entity && one.disposition === 'inserted');
  const first = new Map<string, JudgedRecord>();
  for (const one of records) {
    const same = first.get(one.record?.id ?? '');
    if (!same) first.set(one.record?.id ?? '', one);
    else if (same.record?.fingerprint === one.record?.fingerprint) decide(one, 'skipped', 'duplicate.identical');
    else decide(one, 'quarantined', 'duplicate.externalId');
  }
  judgePeople(records, entity);
  for (const one of records.filter(({ disposition }) => disposition === 'inserted')) {
    const isMissing = ({ type }: Field, index: number) => {
      const id = one.record?.values[index] ?? null;
      return type.kind === 'reference' && id !== null && !isThere(judged, type.entity, id);
    };
    if (entityNamed(entity).fields.some(isMissing)) decide(one, 'quarantined', 'reference.missing');
  }
}

function judgePeople(records: readonly JudgedRecord[], entity: string): void {
  const fieldOf = ({ record }: JudgedRecord, field: string) =>
    record?.values[entityNamed(entity).fields.findIndex(({ name }) => name === field)] ?? null;
  const identity = (one: JudgedRecord) =>
    ['firstName', 'lastName', 'dateOfBirth'].map((field) => fieldOf(one, field)?.toLowerCase()).join('|');
  const byNumber = new Map<string, JudgedRecord>();
  for (const one of records) {
    const number = fieldOf(one, 'nhsNumber');
    if (number === null || one.disposition !== 'inserted') continue;
    const other = byNumber.get(number);
    if (!other) byNumber.set(number, one);
    else if (identity(other) === identity(one)) decide(one, 'merged', 'duplicate.samePerson');
    else decide(one, 'quarantined', 'duplicate.nhsNumber');
  }
}

function isThere(judged: readonly JudgedRecord[], entity: string, id: string): boolean {
  return judged.some(
    (one) =>
      one.entity === entity &&
      one.record?.id === id &&
      (one.disposition === 'inserted' || one.disposition === 'merged'),
  );
}

function decide(one: JudgedRecord, disposition: JudgedRecord['disposition'], code: string): void {
  one.disposition = disposition;
  one.issues.push(code);
}
