import { createHash } from 'node:crypto';
import type { CompanyTransaction } from '../db/database.ts';
import { copyAsideOut, copyRowsAside, dropAside, fixTextForms, loseRowAside } from '../db/queries/company-copy.ts';
import { type CompanyTable, listCompanyTables } from '../db/queries/company-tables.ts';
import { StepFailure } from '../src/contract/failure.ts';
import {
  type BackedUpTable,
  type BackupManifest,
  type OpenedBackup,
  sha256Of,
  type TableFingerprint,
} from '../src/storage/backup-manifest.ts';
import { readParts } from '../src/storage/backup-parts.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';
import type { Dependencies } from './dependencies.ts';

/** Says where what came back differs from what was written; empty where it does not. */
export type Comparer = (expected: readonly TableFingerprint[], found: readonly TableFingerprint[]) => readonly string[];

/** Compares rows and ordered hashes, table by table. */
export const compareFingerprints: Comparer = (expected, found) => {
  const byTable = new Map(found.map((one) => [one.table, one]));
  const missing = expected.flatMap(({ table, rows, sha256 }) => {
    const other = byTable.get(table);
    if (!other) return [`${table}: is missing`];
    if (other.rows !== rows) return [`${table}: ${rows} rows were written, ${other.rows} came back`];
    return other.sha256 === sha256 ? [] : [`${table}: the rows that came back differ`];
  });
  const known = new Set(expected.map(({ table }) => table));
  return [
    ...missing,
    ...found.filter(({ table }) => !known.has(table)).map(({ table }) => `${table}: was not written`),
  ];
};

/**
 * Restores a backup into tables that nobody else sees and that go with the transaction, with the checks and keys of the real ones, and
 * compares rows and hashes, which are computed anew from what the database then has. The comparer itself is put to the proof:
 * it must notice that one row is lost.
 * @returns what came back.
 * @throws StepFailure `backupUnproven` where it differs, or where the comparer notices nothing; any failure of reading the backup.
 */
export function proveBackup(
  { database }: Dependencies,
  store: ObjectStore,
  backup: OpenedBackup,
  compare: Comparer = compareFingerprints,
): Promise<TableFingerprint[]> {
  const { tables, companyId } = backup.manifest;
  const smallest = tables.filter(({ rows }) => rows > 0).sort((a, b) => a.rows - b.rows)[0];
  return database.withCompany(
    companyId,
    async (tx) => {
      await fixTextForms(tx);
      const places = placesOf(backup.manifest, await listCompanyTables(tx));
      const found: TableFingerprint[] = [];
      const spoilt: TableFingerprint[] = [];
      for (const table of tables) {
        const place = { ...placeOf(places, table), columns: table.columns };
        if (table.parts.length === 0) {
          // Nothing to restore: a table of its own would only cost time.
          for (const list of [found, spoilt])
            list.push({ table: table.table, rows: 0, sha256: sha256Of(Buffer.alloc(0)) });
          continue;
        }
        await copyRowsAside(tx, place, readParts(store, backup, table));
        const fingerprint = await fingerprintAside(tx, place);
        found.push(fingerprint);
        if (table === smallest) await loseRowAside(tx, table.table);
        spoilt.push(table === smallest ? await fingerprintAside(tx, place) : fingerprint);
        await dropAside(tx, table.table);
      }
      assertEqual(compare(tables, found));
      if (!smallest || compare(tables, spoilt).length === 0)
        throw new StepFailure(
          'backupUnproven',
          'The comparison does not notice that a row is lost; it proves nothing.',
        );
      return found;
    },
    { isDurable: false },
  );
}

/** Reads a copy of a backup back and compares the hashes of its content. @throws StepFailure as {@link proveBackup}. */
export async function proveCopy(store: ObjectStore, backup: OpenedBackup): Promise<void> {
  const found: TableFingerprint[] = [];
  for (const table of backup.manifest.tables) {
    found.push({ table: table.table, ...(await hashOf(readParts(store, backup, table))) });
  }
  assertEqual(compareFingerprints(backup.manifest.tables, found));
}

/** @throws StepFailure `backupUnproven` that names the tables, where there are differences. */
export function assertEqual(differences: readonly string[]): void {
  if (differences.length > 0) throw new StepFailure('backupUnproven', `${differences.join('; ')}.`);
}

/**
 * The tables of the database as a backup needs them.
 * @throws StepFailure `backupRefused` where one is missing, lacks a column, or wants one that the backup does not have.
 */
export function placesOf(
  { tables, backupId }: BackupManifest,
  known: readonly CompanyTable[],
): Map<string, CompanyTable> {
  const places = new Map(known.map((table) => [table.table, table]));
  const faults = tables.flatMap(({ table, columns }) => {
    const place = places.get(table);
    if (!place) return [`the table ${table} is missing`];
    const lacking = columns.filter((column) => !place.columns.includes(column));
    const wanted = place.required.filter((column) => !columns.includes(column));
    return [
      ...lacking.map((column) => `${table} has no column ${column}`),
      ...wanted.map((column) => `${table} wants a ${column}, which the backup does not have`),
    ];
  });
  if (faults.length > 0)
    throw new StepFailure('backupRefused', `Backup ${backupId} does not fit this database: ${faults.join('; ')}.`);
  return places;
}

/** The place of a table. @throws Error where `placesOf` was not asked. */
export function placeOf(places: ReadonlyMap<string, CompanyTable>, { table }: BackedUpTable): CompanyTable {
  const place = places.get(table);
  if (!place) throw new Error(`There is no table ${table}.`);
  return place;
}

/** Rows and SHA-256 of COPY text, which has one line a row. */
export async function hashOf(
  chunks: AsyncIterable<Buffer>,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) rows += 1;
  }
  return { rows, sha256: hash.digest('hex') };
}

async function fingerprintAside(
  tx: CompanyTransaction,
  place: Pick<CompanyTable, 'table' | 'columns' | 'key'>,
): Promise<TableFingerprint> {
  return { table: place.table, ...(await hashOf(copyAsideOut(tx, place))) };
}
