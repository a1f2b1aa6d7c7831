import { mkdir } from 'node:fs/promises';
import { AnswerKeeper, type AnswerKey, type SampleRow } from './answer-key.ts';
import { type CareHomeOptions, careTables, generateCareHome } from './care-home.ts';
import { ExportFile } from './export-file.ts';
import type { ExportTable } from './export-table.ts';
import { generateOpticalPractice, type OpticalPracticeOptions, opticalTables } from './optical-practice.ts';

/** What the options of a sample are, by what it is a sample of. */
export interface SampleOptions {
  readonly optical: OpticalPracticeOptions;
  readonly care: CareHomeOptions;
}

/**
 * Writes the export of an invented practice or home into a folder, which is made where it is missing. Files of the same
 * names are written anew; the same options give the same bytes.
 * @param onRow Is told of each row in turn.
 * @returns what must become of every row.
 */
export async function writeSample<Kind extends keyof SampleOptions>(
  kind: Kind,
  options: SampleOptions[Kind],
  folder: string,
  onRow: (row: SampleRow) => void = () => {},
): Promise<AnswerKey> {
  const [tables, rows] =
    kind === 'optical' ? opticalSample(options as OpticalPracticeOptions) : careSample(options as CareHomeOptions);
  const keeper = new AnswerKeeper(tables);
  await writeRows(tables, rows, folder, (row) => {
    keeper.add(row);
    onRow(row);
  });
  return keeper.finish({ system: options.system, seed: options.seed, dirt: options.dirt });
}

type Sample = readonly [tables: readonly ExportTable[], rows: Iterable<SampleRow>];

function opticalSample(options: OpticalPracticeOptions): Sample {
  return [opticalTables(options.system), generateOpticalPractice(options)];
}

function careSample(options: CareHomeOptions): Sample {
  return [careTables(options.system), generateCareHome(options)];
}

/**
 * Writes rows into the files that they belong to, in constant memory.
 * @param onRow Is told of each row in turn.
 * @throws Error for a row of a file that is not among the tables.
 */
export async function writeRows<Row extends { readonly file: string; readonly cells: readonly string[] }>(
  tables: readonly ExportTable[],
  rows: Iterable<Row>,
  folder: string,
  onRow: (row: Row) => void = () => {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, ExportFile>();
  try {
    for (const table of tables) files.set(table.file, await ExportFile.create(table, folder));
    for (const row of rows) {
      const file = files.get(row.file);
      if (!file) throw new Error(`The sample has no file '${row.file}'.`);
      if (file.add(row.cells)) await file.flush();
      onRow(row);
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
}
