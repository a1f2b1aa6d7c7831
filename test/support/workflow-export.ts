import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cells by column, as Optix would write them; a column that is not named is blank. */
export type ExportRow = Readonly<Record<string, string>>;

export const patientColumns = [
  ...[
    'PATIENT_ID',
    'TITLE',
    'FIRST_NAME',
    'LAST_NAME',
    'DOB',
    'SEX',
    'NHS_NUMBER',
    'ADDRESS_1',
    'CITY',
    'POSTCODE',
    'PHONE',
  ],
  ...['MOBILE', 'EMAIL', 'OCCUPATION', 'GP_NAME', 'EMERGENCY_NAME', 'ALLERGIES', 'STATUS', 'HOBBIES', 'NOTES'],
];
export const examinationColumns = ['EXAM_ID', 'PATIENT_ID', 'EXAM_DATE', 'OPTOM', 'VA_OD', 'VA_OS', 'OUTCOME', 'NOTES'];

/** One patient of an export, sound in every field. */
export function patientRow(number: number, cells: ExportRow = {}): ExportRow {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    PATIENT_ID: `P${number}`,
    TITLE: 'Ms',
    FIRST_NAME: 'Test',
    LAST_NAME: `Person${number}`,
    DOB: `${two((number % 28) + 1)}/${two((number % 12) + 1)}/19${two((number % 80) + 10)}`,
    MOBILE: `07700 900${String(number % 1000).padStart(3, '0')}`,
    POSTCODE: 'SY23 2DR',
    ...cells,
  };
}

/** One examination of a patient. */
export function examinationRow(number: number, patientId: string, cells: ExportRow = {}): ExportRow {
  return {
    EXAM_ID: `E${number}`,
    PATIENT_ID: patientId,
    EXAM_DATE: '29/02/2024',
    OPTOM: 'Ms E Turcot',
    VA_OD: '6/6',
    VA_OS: '6/9',
    ...cells,
  };
}

/** `count` sound patients, numbered from `first`. */
export function patientRows(count: number, first = 1): ExportRow[] {
  return Array.from({ length: count }, (_, index) => patientRow(first + index));
}

/** Writes an Optix export: one file for each kind of record that has rows. Columns that only some tests need stand at the end. */
export function writeExport(
  folder: string,
  tables: { readonly patients?: readonly ExportRow[]; readonly examinations?: readonly ExportRow[] },
): string {
  mkdirSync(folder, { recursive: true });
  if (tables.patients) writeFileSync(join(folder, 'PATIENTS.csv'), toCsv(patientColumns, tables.patients));
  if (tables.examinations) writeFileSync(join(folder, 'EXAMS.csv'), toCsv(examinationColumns, tables.examinations));
  return folder;
}

function toCsv(usual: readonly string[], rows: readonly ExportRow[]): string {
  const columns = [...new Set([...usual, ...rows.flatMap(Object.keys)])];
  const lines = rows.map((row) => columns.map((column) => quoted(row[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
