import { draftExamination } from './optical-drafts.ts';
import { opticalTables } from './optical-practice.ts';
import { draftPatient } from './practice-drafts.ts';
import { createRandom } from './random.ts';
import { writeRows } from './write-sample.ts';

/** How large the bench is. */
export interface BenchSampleOptions {
  readonly patients: number;
  /** Spread evenly over the patients. */
  readonly examinations: number;
  readonly seed: number;
}

/**
 * Writes the two files of the bench, PATIENTS.csv and EXAMS.csv, as Optix would, clean: every row is to be inserted.
 * The same options give the same bytes.
 */
export async function writeBenchSample(options: BenchSampleOptions, folder: string): Promise<void> {
  const tables = opticalTables('optix').filter(({ file }) => file === 'PATIENTS.csv' || file === 'EXAMS.csv');
  await writeRows(tables, benchRows(options, tables), folder);
}

function* benchRows(
  { patients, examinations, seed }: BenchSampleOptions,
  [patientTable, examTable]: ReturnType<typeof opticalTables>,
) {
  if (!patientTable || !examTable) throw new Error('The layout of Optix has lost a file that the bench needs.');
  const random = createRandom(seed);
  let written = 0;
  for (let serial = 0; serial < patients; serial += 1) {
    const id = patientTable.identify(serial + 1);
    const patient = { ...draftPatient(random, serial), externalId: id };
    yield { file: patientTable.file, cells: patientTable.write({ patients: patient }) };
    const upToHere = Math.floor(((serial + 1) * examinations) / patients);
    for (; written < upToHere; written += 1) {
      const examination = {
        ...draftExamination(random, id, random.integer(1, 3000)),
        externalId: examTable.identify(written + 1),
      };
      yield { file: examTable.file, cells: examTable.write({ examinations: examination }) };
    }
  }
}
