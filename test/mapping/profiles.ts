import type { Preset } from '../../src/record/preset.ts';
import type { ColumnProfile, DateEvidence, TableProfile } from '../../src/record/source-record.ts';

const none: DateEvidence = {
  seen: 0,
  readable: { DMY: 0, MDY: 0, YMD: 0 },
  decisive: { DMY: 0, MDY: 0, YMD: 0 },
};

/** Ten dates of which nothing tells day from month, or of which some do. */
export const dates = {
  silent: { seen: 10, readable: { DMY: 10, MDY: 10, YMD: 0 }, decisive: { DMY: 0, MDY: 0, YMD: 0 } },
  dayFirst: { seen: 10, readable: { DMY: 10, MDY: 4, YMD: 0 }, decisive: { DMY: 6, MDY: 0, YMD: 0 } },
  mixed: { seen: 10, readable: { DMY: 9, MDY: 9, YMD: 0 }, decisive: { DMY: 1, MDY: 1, YMD: 0 } },
} satisfies Record<string, DateEvidence>;

/** A table of ten rows, every cell of them filled but in the columns that are given otherwise. */
export function profile(
  file: string,
  columns: readonly string[],
  special: Readonly<Record<string, Partial<ColumnProfile>>> = {},
): TableProfile {
  return {
    table: file.replace(/\.\w+$/, ''),
    file,
    rows: 10,
    columns: columns.map((name) => ({ name, filled: 10, dates: none, ...special[name] })),
  };
}

/** What a first look knows: names, and nothing of the rows. */
export function unread(file: string, columns: readonly string[]): TableProfile {
  const read = profile(file, columns);
  return { ...read, rows: 0, columns: read.columns.map((column) => ({ ...column, filled: 0 })) };
}

/** A preset without a table, of either domain. */
export const emptyPreset: Preset = { name: 'none', title: 'None', description: '', origin: 'This test.', tables: [] };

/** A small optical system whose examinations carry a prescription. */
export const opticalPreset: Preset = {
  name: 'little',
  title: 'Little',
  domain: 'optical',
  description: '',
  origin: 'This test.',
  dateOrder: 'DMY',
  valueMaps: { sexes: { '1': 'male', '2': 'female' } },
  tables: [
    {
      names: ['PX*', 'people'],
      targets: [
        {
          entity: 'patients',
          fields: [
            { field: 'externalId', columns: ['Px Ref', 'Ref'] },
            { field: 'firstName', columns: ['Called'] },
            { field: 'lastName', columns: ['Family'] },
            { field: 'dateOfBirth', columns: ['Born On'] },
            { field: 'gender', columns: ['MF'], valueMap: 'sexes' },
            { field: 'addressLine1', columns: ['House', 'Road'], join: ' ' },
            { field: 'notes', columns: ['Hobby'], transforms: [{ kind: 'label', label: 'Hobby' }] },
          ],
        },
      ],
      ignored: { Email: 'Always the address of the practice.' },
    },
    {
      names: ['tests'],
      targets: [
        {
          entity: 'examinations',
          fields: [
            { field: 'externalId', columns: ['Test Ref'] },
            { field: 'patientId', columns: ['Px Ref'] },
            { field: 'examinationDate', columns: ['Tested'] },
          ],
        },
        {
          entity: 'prescriptions',
          onlyIfFilled: ['R Sph', 'L Sph'],
          fields: [
            { field: 'externalId', columns: ['Test Ref'] },
            { field: 'patientId', columns: ['Px Ref'] },
            { field: 'issueDate', columns: ['Tested'] },
            { field: 'rightSphere', columns: ['R Sph'] },
            { field: 'leftSphere', columns: ['L Sph'] },
          ],
        },
      ],
    },
  ],
};
