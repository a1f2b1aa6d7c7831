import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ProposedMapping, proposeMapping } from '../../src/mapping/propose-mapping.ts';
import type { TableMapping } from '../../src/record/mapping.ts';
import { emptyPreset, profile } from './profiles.ts';

type Cells = Readonly<Record<string, (row: number) => string>>;

const pick = (words: string) => {
  const all = words.split(' ');
  return (row: number) => all[row % all.length] ?? '';
};
const given = pick('Ann Brian Carol David Emma Frank Grace Harry Irene James');
const family = pick('Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright');
const day = (row: number) => `${String((row % 28) + 1).padStart(2, '0')}/0${(row % 9) + 1}/19${40 + (row % 50)}`;
const no = (row: number) => `P${1000 + row}`;

function propose(entity: string, cells: Cells, rowCount = 30): ProposedMapping {
  const columns = Object.keys(cells);
  const rows = Array.from({ length: rowCount }, (_, row) => Object.values(cells).map((cell) => cell(row)));
  return proposeMapping({
    sourceSystem: 'generic',
    tables: [profile('export.csv', columns)],
    preset: emptyPreset,
    entities: { 'export.csv': entity },
    rows: new Map([['export', rows]]),
  });
}

function tableOf({ mapping, problems }: ProposedMapping): TableMapping {
  assert.deepEqual(problems, []);
  const [table] = mapping.tables;
  assert.ok(table);
  return table;
}

/** By field: its columns and the split of its transforms, in short. */
function feeds(table: TableMapping): Record<string, string> {
  return Object.fromEntries(
    (table.targets[0]?.fields ?? []).map(({ field, columns, transforms = [] }) => [
      field,
      [columns.join('+'), ...transforms.map((one) => (one.kind === 'split' ? `${one.as}.${one.part}` : one.kind))].join(
        ' ',
      ),
    ]),
  );
}

const asked = (table: TableMapping) => (table.doubts ?? []).map(({ columns }) => columns.join('+'));

describe('a name in one column', () => {
  test('of which a few rows are too few to tell is refused with what to do', () => {
    const name = (row: number) => `${given(row)} ${family(row)}`;
    const { problems } = propose('patients', { 'Patient ID': no, 'Patient Name': name, 'Date of Birth': day }, 3);
    assert.ok(problems.some(({ code, place }) => code === 'requiredUnmapped' && place === 'firstName'));
    for (const { remedy } of problems)
      assert.match(remedy, /'Patient Name' looks as if .* transform 'split' as 'personName'/);
    const other = propose('patients', { 'Patient ID': no, Code: () => 'A7', 'Date of Birth': day }, 3).problems;
    assert.ok(other.length > 0);
    for (const { remedy } of other) assert.doesNotMatch(remedy, /split/);
  });

  test('is split without a question where a comma tells', () => {
    const name = (row: number) => `${family(row)}, ${row % 3 ? '' : 'Mrs '}${given(row)}`;
    const table = tableOf(propose('patients', { 'Patient ID': no, 'Full Name': name, 'Date of Birth': day }));
    const { firstName, lastName, title } = feeds(table);
    assert.deepEqual(
      [firstName, lastName, title],
      ['Full Name personName.firstName', 'Full Name personName.lastName', 'Full Name personName.title'],
    );
    assert.deepEqual(asked(table), []);
  });

  test('is split and asked where only lists of names tell which is which', () => {
    const name = (row: number) => (row % 10 === 9 ? 'Ana Maria Silva' : `${given(row)} ${family(row)}`);
    const table = tableOf(propose('residents', { 'Resident ID': no, 'Full Name': name, DOB: day }));
    assert.equal(feeds(table).firstName, 'Full Name personName.firstName');
    assert.deepEqual(asked(table), ['Full Name']);
    const [doubt] = table.doubts ?? [];
    assert.match(doubt?.message ?? '', /3 of 30 values .* do not split clearly/);
    assert.doesNotMatch(JSON.stringify(table), /Silva|Smith|Brian/);
  });

  test('has the family name first where the values do', () => {
    const name = (row: number) => `${family(row)} ${given(row)}`;
    const table = tableOf(propose('patients', { 'Patient ID': no, 'Client Name': name, 'Date of Birth': day }));
    const first = table.targets[0]?.fields.find(({ field }) => field === 'firstName');
    assert.deepEqual(first?.transforms, [{ kind: 'split', as: 'personName', part: 'firstName', order: 'familyFirst' }]);
  });

  test("is left alone where it is another person's, or where the two names have columns of their own", () => {
    const name = (row: number) => `${given(row)} ${family(row)}`;
    const relative = propose('residents', { 'Resident ID': no, 'Next of kin name': name, DOB: day });
    assert.ok(relative.problems.some(({ place }) => place === 'firstName'));
    const cells = { 'Patient ID': no, Forename: given, Surname: family, 'Full Name': name, 'Date of Birth': day };
    const table = tableOf(propose('patients', cells));
    assert.deepEqual([feeds(table).firstName, feeds(table).lastName], ['Forename', 'Surname']);
  });
});

describe('other columns that hold several fields', () => {
  test('an address is split where it ends with a postcode', () => {
    const address = (row: number) => `${row + 1} Mill Lane, Otley, West Yorkshire, LS21 ${row % 9}AB`;
    const cells = { 'Patient ID': no, Forename: given, Surname: family, 'Date of Birth': day, Address: address };
    const found = feeds(tableOf(propose('patients', cells)));
    assert.deepEqual(
      [found.addressLine1, found.city, found.county, found.postcode],
      ['addressLine1', 'city', 'county', 'postcode'].map((part) => `Address postalAddress.${part}`),
    );
  });

  test('acuities of both eyes are split by the words for the eye, and asked', () => {
    const acuity = (row: number) => `6/${pick('6 9 5 12')(row)} R 6/${pick('9 6 7.5')(row)} L`;
    const cells = { 'Exam ID': no, 'Patient ID': no, 'Exam Date': day, VA: acuity };
    const table = tableOf(propose('examinations', cells));
    assert.equal(feeds(table).acuityRight, 'VA eyePair.right');
    assert.equal(feeds(table).acuityLeft, 'VA eyePair.left');
    assert.deepEqual(asked(table), ['VA']);
  });

  test('two acuities without a word for the eye are never split', () => {
    const cells = { 'Exam ID': no, 'Patient ID': no, 'Exam Date': day, VA: () => '6/6 6/9' };
    assert.equal(
      Object.values(feeds(tableOf(propose('examinations', cells))))
        .join()
        .includes('eyePair'),
      false,
    );
  });

  test('a lens is split into what its values have, for the eye of the header, and asked', () => {
    const lens = (row: number) => `-${1 + (row % 4)}.25/-0.50x${10 + row}${row % 2 ? ' Add 2.00' : ''}`;
    const cells = { 'Rx ID': no, 'Patient ID': no, 'Issue Date': day, 'RE Rx': lens, 'LE Rx': lens };
    const table = tableOf(propose('prescriptions', cells));
    const found = feeds(table);
    for (const part of ['sphere', 'cylinder', 'axis', 'add']) {
      const field = `${part[0]?.toUpperCase()}${part.slice(1)}`;
      assert.equal(found[`right${field}`], `RE Rx lensPower.${part}`);
      assert.equal(found[`left${field}`], `LE Rx lensPower.${part}`);
    }
    assert.equal(found.rightPrism, undefined);
    assert.deepEqual(asked(table).sort(), ['LE Rx', 'RE Rx']);
  });

  test('lenses of both eyes in one cell are split twice', () => {
    const cells = {
      'Rx ID': no,
      'Patient ID': no,
      'Issue Date': day,
      Rx: (row: number) => `R: -${1 + (row % 4)}.25/-0.50x90 L: +0.75 DS`,
    };
    const found = feeds(tableOf(propose('prescriptions', cells)));
    assert.equal(found.rightAxis, 'Rx eyePair.right lensPower.axis');
    assert.equal(found.leftSphere, 'Rx eyePair.left lensPower.sphere');
    assert.equal(found.leftAxis, undefined);
  });
});

describe('two columns for one field', () => {
  const time = (row: number) => `${String(9 + (row % 8)).padStart(2, '0')}:${row % 2 ? '30' : '00'}`;
  const diary = { 'Appointment ID': no, 'Patient ID': no };

  test('a day and the time beside it are joined', () => {
    const table = tableOf(propose('appointments', { ...diary, 'Appt Date': day, 'Appt Time': time }));
    assert.equal(feeds(table).startsAt, 'Appt Date+Appt Time');
  });

  test('a time that says end is joined to the field that ends', () => {
    const cells = { ...diary, Date: day, 'Start Time': time, 'End Time': time };
    const found = feeds(tableOf(propose('appointments', cells)));
    assert.deepEqual([found.startsAt, found.endsAt], ['Date+Start Time', 'Date+End Time']);
  });
});
