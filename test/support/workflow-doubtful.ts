import { type ExportRow, patientRow } from './workflow-export.ts';

export const forenames = [
  ...['Dorothy', 'Ronald', 'Audrey', 'Kenneth', 'Margaret', 'Colin', 'Priya', 'Grace', 'Derek', 'Hazel'],
];
export const surnames = [
  ...['Sutcliffe', 'Whitfield', 'Crabtree', 'Patel', 'Holroyd', 'Hughes', 'Kaur', 'Murphy', 'Wilson', 'Okafor'],
];

/** People whose surnames stand under the header of the forenames, and the other way round. */
export function swappedPeople(cells: (number: number) => ExportRow = () => ({})): ExportRow[] {
  return forenames.map((forename, index) =>
    patientRow(index + 1, { FIRST_NAME: surnames[index] ?? '', LAST_NAME: forename, ...cells(index + 1) }),
  );
}
