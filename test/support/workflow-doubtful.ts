import { forenames, surnames } from './invented-names.ts';
import { type ExportRow, patientRow } from './workflow-export.ts';

/** People whose surnames stand under the header of the forenames, and the other way round. */
export function swappedPeople(cells: (number: number) => ExportRow = () => ({})): ExportRow[] {
  return forenames.map((forename, index) =>
    patientRow(index + 1, { FIRST_NAME: surnames[index] ?? '', LAST_NAME: forename, ...cells(index + 1) }),
  );
}
