import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MappingInput, type ProposedMapping, proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { dates, emptyPreset, opticalPreset, profile, unread } from './profiles.ts';

const people = ['Px Ref', 'Called', 'Family', 'Born On', 'MF', 'House', 'Road', 'Hobby', 'Email'];
const person = ['id', 'first name', 'last name', 'dob'];

function propose(input: Partial<MappingInput>): ProposedMapping {
  return proposeMapping({ sourceSystem: 'little', tables: [], preset: opticalPreset, ...input });
}

/** `column: entity.field` of one table of the proposal. */
function fedBy({ mapping }: ProposedMapping, table = 0): string[] {
  return (mapping.tables[table]?.targets ?? []).flatMap(({ entity, fields }) =>
    fields.map(({ columns, field }) => `${columns.join(' + ')}: ${entity}.${field}`),
  );
}

const codesOf = ({ problems }: ProposedMapping) =>
  problems.map(({ code, place }) => (place ? `${code} ${place}` : code));

describe('proposeMapping, by a preset', () => {
  it('maps as the preset says, with its transforms', () => {
    const proposed = propose({ tables: [profile('PX_2024.csv', people)] });
    assert.deepEqual(proposed.problems, []);
    assert.equal(proposed.mapping.domain, 'optical');
    assert.deepEqual(proposed.mapping.tables[0]?.targets, [
      {
        entity: 'patients',
        fields: [
          { field: 'externalId', columns: ['Px Ref'], by: 'preset', confidence: 1 },
          { field: 'firstName', columns: ['Called'], by: 'preset', confidence: 1 },
          { field: 'lastName', columns: ['Family'], by: 'preset', confidence: 1 },
          { field: 'dateOfBirth', columns: ['Born On'], by: 'preset', confidence: 1 },
          {
            field: 'gender',
            columns: ['MF'],
            transforms: [{ kind: 'valueMap', map: { '1': 'male', '2': 'female' } }],
            by: 'preset',
            confidence: 1,
          },
          { field: 'addressLine1', columns: ['House', 'Road'], separator: ' ', by: 'preset', confidence: 1 },
          {
            field: 'notes',
            columns: ['Hobby'],
            transforms: [{ kind: 'label', label: 'Hobby' }],
            by: 'preset',
            confidence: 1,
          },
        ],
      },
    ]);
  });

  it('finds the preset’s table by its columns where the name says nothing', () => {
    assert.ok(fedBy(propose({ tables: [profile('Sheet1.xlsx', people)] })).includes('Called: patients.firstName'));
  });

  it('compares names by letters and digits only, and keeps the source’s writing', () => {
    const proposed = propose({ tables: [profile('px.csv', ['PX_REF', 'called', 'FAMILY', 'born-on'])] });
    assert.deepEqual(proposed.problems, []);
    assert.ok(fedBy(proposed).includes('born-on: patients.dateOfBirth'));
  });

  it('matches columns that the preset does not know, but not those that it ignores knowingly', () => {
    const proposed = propose({ tables: [profile('px.csv', [...people, 'Postcode'])] });
    const postcode = proposed.mapping.tables[0]?.targets[0]?.fields.find(({ field }) => field === 'postcode');
    assert.deepEqual(postcode?.columns, ['Postcode']);
    assert.equal(postcode?.by, 'matcher');
    assert.ok(!fedBy(proposed).some((line) => line.endsWith('.email')));
  });

  it('makes several records of a row, and leaves out one that the table has no columns for', () => {
    const tested = ['Test Ref', 'Px Ref', 'Tested'];
    const both = propose({ tables: [profile('tests.csv', [...tested, 'R Sph'])] });
    const [examinations, prescriptions] = both.mapping.tables[0]?.targets ?? [];
    assert.equal(examinations?.onlyIfFilled, undefined);
    assert.deepEqual(prescriptions?.onlyIfFilled, ['R Sph']);
    const one = propose({ tables: [profile('tests.csv', tested)] });
    assert.deepEqual(
      one.mapping.tables[0]?.targets.map(({ entity }) => entity),
      ['examinations'],
    );
    assert.deepEqual([...both.problems, ...one.problems], []);
  });

  it('takes the first header variant that is there', () => {
    assert.ok(
      fedBy(propose({ tables: [profile('px.csv', ['Ref', ...people])] })).includes('Px Ref: patients.externalId'),
    );
    assert.ok(
      fedBy(propose({ tables: [profile('px.csv', ['Ref', ...people.slice(1)])] })).includes('Ref: patients.externalId'),
    );
  });

  it('joins columns to a key where the preset says so', () => {
    const preset = {
      ...emptyPreset,
      domain: 'care' as const,
      tables: [
        {
          names: ['allergies'],
          targets: [
            {
              entity: 'allergies',
              fields: [
                { field: 'externalId', columns: ['Resident', 'Allergen'], join: '/' },
                { field: 'residentId', columns: ['Resident'] },
                { field: 'substance', columns: ['Allergen'] },
              ],
            },
          ],
        },
      ],
    };
    const proposed = propose({ preset, tables: [profile('allergies.csv', ['Resident', 'Allergen'])] });
    assert.deepEqual(proposed.problems, []);
    assert.ok(fedBy(proposed).includes('Resident + Allergen: allergies.externalId'));
  });

  it('refuses a preset whose value map is not there', () => {
    assert.throws(
      () => propose({ preset: { ...opticalPreset, valueMaps: {} }, tables: [profile('px.csv', people)] }),
      /sexes/,
    );
  });
});

describe('proposeMapping, by the matcher', () => {
  it('maps a table that the preset does not know', () => {
    const proposed = propose({ tables: [profile('Invoices.csv', ['Invoice No', 'Patient ID', 'Date', 'Total'])] });
    assert.deepEqual(proposed.problems, []);
    assert.deepEqual(fedBy(proposed).sort(), [
      'Date: invoices.invoiceDate',
      'Invoice No: invoices.externalId',
      'Patient ID: invoices.patientId',
      'Total: invoices.total',
    ]);
  });

  it('knows the domain by the tables where nobody says it', () => {
    const proposed = propose({
      preset: emptyPreset,
      tables: [profile('clients.csv', [...person, 'room', 'admitted'])],
    });
    assert.equal(proposed.mapping.domain, 'care');
    assert.deepEqual(
      proposed.mapping.tables[0]?.targets.map(({ entity }) => entity),
      ['residents'],
    );
  });

  it('asks where a table may be of either domain, unless the company’s is known', () => {
    const tables = [profile('clients.csv', person)];
    const asked = propose({ preset: emptyPreset, tables });
    assert.deepEqual(codesOf(asked), ['unknownTable']);
    assert.match(asked.problems[0]?.message ?? '', /'residents' or 'patients'/);
    assert.deepEqual(asked.mapping.tables, []);
    assert.deepEqual(propose({ preset: emptyPreset, tables, domain: 'care' }).problems, []);
  });

  it('does not trust a name that the columns contradict', () => {
    const columns = ['id', 'patient id', 'issue date', 'od sph', 'od cyl', 'od axis', 'os sph', 'os cyl', 'os axis'];
    const proposed = propose({ preset: emptyPreset, domain: 'optical', tables: [profile('dispense.csv', columns)] });
    assert.deepEqual(codesOf(proposed), ['unknownTable']);
    assert.match(proposed.problems[0]?.message ?? '', /'(?:prescriptions|dispenses)' or '(?:prescriptions|dispenses)'/);
  });

  it('works on names alone, before anything is read', () => {
    const proposed = propose({
      tables: [unread('px.csv', people), unread('Invoices.csv', ['Invoice No', 'Patient ID', 'Date', 'Total'])],
    });
    assert.deepEqual(proposed.problems, []);
    assert.deepEqual(
      proposed.mapping.tables.map(({ unmapped, dateOrders }) => ({ unmapped, dateOrders })),
      [
        { unmapped: [], dateOrders: {} },
        { unmapped: [], dateOrders: {} },
      ],
    );
  });
});

describe('proposeMapping, by a person’s word', () => {
  it('takes the entity that is named for a table, a file or a file in a folder', () => {
    for (const name of ['list', 'list.csv', 'old/list.csv']) {
      const table = { ...profile('list.csv', person), file: 'old/list.csv' };
      const proposed = propose({ preset: emptyPreset, tables: [table], entities: { [name]: 'patients' } });
      assert.deepEqual(proposed.problems, [], name);
      assert.equal(proposed.mapping.domain, 'optical');
    }
  });

  it('still uses what the preset knows of the entity’s columns', () => {
    const proposed = propose({
      tables: [profile('list.csv', ['id', 'Called', 'Family', 'Born On'])],
      entities: { 'list.csv': 'patients' },
    });
    assert.deepEqual(proposed.problems, []);
    assert.ok(fedBy(proposed).includes('Called: patients.firstName'));
    assert.ok(fedBy(proposed).includes('id: patients.externalId'));
  });

  it('means only the named part of a table that is mainly something else', () => {
    const columns = ['Test Ref', 'Px Ref', 'Tested', 'R Sph'];
    const proposed = propose({ tables: [profile('q.csv', columns)], entities: { 'q.csv': 'prescriptions' } });
    assert.deepEqual(
      proposed.mapping.tables[0]?.targets.map(({ entity }) => entity),
      ['prescriptions'],
    );
  });

  it('names an entity that there is not, with the nearest one', () => {
    const proposed = propose({ tables: [profile('px.csv', people)], entities: { 'px.csv': 'pateints' } });
    assert.deepEqual(codesOf(proposed), ['unknownEntity']);
    assert.match(proposed.problems[0]?.remedy ?? '', /Did you mean 'patients'\?/);
  });

  it('names a file that there is not', () => {
    const proposed = propose({ tables: [profile('px.csv', people)], entities: { 'pxx.csv': 'patients' } });
    assert.deepEqual(codesOf(proposed), ['unknownTable']);
    assert.match(proposed.problems[0]?.remedy ?? '', /Did you mean 'px.csv'\?/);
  });
});

describe('proposeMapping, what stands in the way', () => {
  it('names a table that fits nothing, with a way out', () => {
    const [problem] = propose({ tables: [profile('stock.csv', ['sku', 'shelf'])] }).problems;
    assert.equal(problem?.code, 'unknownTable');
    assert.equal(problem?.file, 'stock.csv');
    assert.match(problem?.remedy ?? '', /--entity NAME=stock\.csv/);
  });

  it('names every required field that nothing feeds', () => {
    const proposed = propose({
      preset: emptyPreset,
      domain: 'care',
      tables: [profile('allergies.csv', ['Resident', 'Reaction'])],
    });
    assert.deepEqual(codesOf(proposed), ['requiredUnmapped externalId', 'requiredUnmapped substance']);
    assert.ok(proposed.problems.every(({ file, remedy }) => file === 'allergies.csv' && remedy !== ''));
  });

  it('names a care home’s table in an optical practice’s migration, and the other way round', () => {
    assert.deepEqual(codesOf(propose({ tables: [profile('care plans.csv', ['id', 'resident id', 'goal'])] })), [
      'wrongDomain',
    ]);
    assert.deepEqual(codesOf(propose({ domain: 'care', tables: [profile('px.csv', people)] })), ['wrongDomain']);
    assert.deepEqual(codesOf(propose({ tables: [profile('x.csv', person)], entities: { 'x.csv': 'residents' } })), [
      'wrongDomain',
    ]);
  });

  it('lists populated columns that feed nothing with their share of filled rows, also ignored ones', () => {
    const table = profile('px.csv', [...people, 'Shoe size', 'Blank'], {
      'Shoe size': { filled: 4 },
      Blank: { filled: 0 },
    });
    assert.deepEqual(propose({ tables: [table] }).mapping.tables[0]?.unmapped, [
      { column: 'Email', fillRate: 1, ignored: 'Always the address of the practice.' },
      { column: 'Shoe size', fillRate: 0.4 },
    ]);
  });
});

describe('proposeMapping, on dates', () => {
  const tests = ['Test Ref', 'Px Ref', 'Tested'];
  const both = (born: keyof typeof dates, tested: keyof typeof dates) => [
    profile('px.csv', people, { 'Born On': { dates: dates[born] }, Hobby: { dates: dates.silent } }),
    profile('tests.csv', tests, { Tested: { dates: dates[tested] } }),
  ];
  const ordersOf = (input: Partial<MappingInput>) => propose(input).mapping.tables.map(({ dateOrders }) => dateOrders);
  const silentPreset = { ...opticalPreset, dateOrder: undefined };

  it('lets a column that decides speak for its silent siblings in other tables', () => {
    assert.deepEqual(ordersOf({ preset: silentPreset, tables: both('dayFirst', 'silent') }), [
      { 'Born On': { order: 'DMY', by: 'values' } },
      { Tested: { order: 'DMY', by: 'siblings' } },
    ]);
  });

  it('uses the preset, then a person’s word before it, and says when nobody knows', () => {
    const tables = both('silent', 'silent');
    assert.deepEqual(ordersOf({ tables })[0], { 'Born On': { order: 'DMY', by: 'preset' } });
    assert.deepEqual(ordersOf({ tables, dateOrder: 'MDY' })[0], { 'Born On': { order: 'MDY', by: 'person' } });
    assert.deepEqual(ordersOf({ tables, preset: silentPreset })[0], {
      'Born On': { order: 'ambiguous', by: 'nobody' },
    });
  });

  it('says that a column is mixed', () => {
    assert.deepEqual(ordersOf({ tables: both('mixed', 'silent') })[0], { 'Born On': { order: 'mixed', by: 'values' } });
  });
});
