import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkMapping } from '../../src/mapping/check-mapping.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { forenames, surnames } from '../support/invented-names.ts';
import { dates, opticalPreset, profile } from './profiles.ts';

const columns = ['Ref', 'Called', 'Family', 'Born On', 'Shoe size'];
const table = profile('px.csv', columns, { 'Born On': { dates: dates.silent } });
const fields = [
  { field: 'externalId', columns: ['ref'] },
  { field: 'firstName', columns: ['Called'] },
  { field: 'lastName', columns: ['Family'] },
  { field: 'dateOfBirth', columns: ['born_on'] },
];
const mappingOf = (change: object = {}, target: object = {}) => ({
  sourceSystem: 'little',
  domain: 'optical',
  tables: [{ table: 'PX', targets: [{ entity: 'patients', fields, ...target }], ...change }],
});
const problemsOf = (mapping: unknown) =>
  checkMapping(mapping, [table], 'my.json').problems.map(({ code, place }) => `${code} ${place}`);

describe('checkMapping', () => {
  it('completes a mapping that was written by hand with what the source says', () => {
    const { mapping, problems } = checkMapping(mappingOf(), [table], 'my.json', { person: 'DMY' });
    assert.deepEqual(problems, []);
    const [checked] = mapping?.tables ?? [];
    assert.equal(checked?.table, 'px');
    assert.deepEqual(checked?.columns, columns);
    assert.deepEqual(checked?.targets[0]?.fields[3], {
      field: 'dateOfBirth',
      columns: ['Born On'],
      by: 'person',
      confidence: 1,
    });
    assert.deepEqual(checked?.dateOrders, { 'Born On': { order: 'DMY', by: 'person' } });
    assert.deepEqual(checked?.unmapped, [{ column: 'Shoe size', fillRate: 1 }]);
  });

  it('takes a proposal that was exported and read again as it is', () => {
    const { mapping } = proposeMapping({ sourceSystem: 'little', tables: [table], preset: opticalPreset });
    const read = JSON.parse(JSON.stringify(mapping));
    assert.deepEqual(checkMapping(read, [table], 'my.json', { preset: 'DMY' }), { mapping, problems: [] });
  });

  it('lets the file’s word on dates stand', () => {
    const given = mappingOf({ dateOrders: { 'born on': { order: 'MDY' } } });
    const { mapping } = checkMapping(given, [table], 'my.json', { preset: 'DMY' });
    assert.deepEqual(mapping?.tables[0]?.dateOrders, { 'Born On': { order: 'MDY', by: 'person' } });
  });

  it('leaves a table out where the file says so, but never unseen', () => {
    assert.deepEqual(checkMapping(mappingOf({ targets: [] }), [table], 'my.json').mapping?.tables[0]?.targets, []);
    assert.deepEqual(problemsOf({ ...mappingOf(), tables: [] }), ['unknownTable px']);
  });

  it('names what does not exist, with the nearest name', () => {
    for (const [mapping, code, nearest] of [
      [mappingOf({ targets: [{ entity: 'pateints', fields }] }), 'unknownEntity pateints', 'patients'],
      [
        mappingOf({}, { fields: [...fields, { field: 'genders', columns: ['Ref'] }] }),
        'unknownColumn genders',
        'gender',
      ],
      [
        mappingOf({}, { fields: [...fields, { field: 'gender', columns: ['Shoe sise'] }] }),
        'unknownColumn Shoe sise',
        'Shoe size',
      ],
      [mappingOf({}, { onlyIfFilled: ['Reff'] }), 'unknownColumn Reff', 'Ref'],
      [mappingOf({ dateOrders: { 'Bornon!x': { order: 'DMY' } } }), 'unknownColumn Bornon!x', 'Born On'],
    ] as const) {
      const { mapping: none, problems } = checkMapping(mapping, [table], 'my.json');
      assert.equal(none, null);
      assert.deepEqual(
        problems.map((problem) => `${problem.code} ${problem.place}`),
        [code],
      );
      assert.ok(problems[0]?.remedy.includes(`Did you mean '${nearest}'?`), problems[0]?.remedy);
    }
  });

  it('names a table that the source lacks beside the one that the mapping lacks', () => {
    assert.deepEqual(problemsOf(mappingOf({ table: 'pxs' })), ['unknownTable px', 'unknownTable pxs']);
  });

  it('names required fields, fields fed twice and entities of the other domain', () => {
    assert.deepEqual(problemsOf(mappingOf({}, { fields: fields.slice(1) })), ['requiredUnmapped externalId']);
    const twice = [...fields, { field: 'lastName', columns: ['Shoe size'] }];
    assert.deepEqual(problemsOf(mappingOf({}, { fields: twice })), ['unsupported px: lastName']);
    assert.deepEqual(problemsOf({ ...mappingOf(), domain: 'care' }), ['wrongDomain px: patients']);
  });

  it('lets several columns feed a field of long text', () => {
    const notes = ['Called', 'Shoe size'].map((column) => ({ field: 'notes', columns: [column] }));
    assert.deepEqual(problemsOf(mappingOf({}, { fields: [...fields, ...notes] })), []);
  });

  it('names the place where the file has not the form of a mapping', () => {
    assert.deepEqual(problemsOf(null), ['unreadable the whole file']);
    assert.deepEqual(problemsOf(mappingOf({}, { entity: 7 })), ['unreadable tables.0.targets.0.entity']);
    assert.deepEqual(problemsOf(mappingOf({}, { feilds: [] })), ['unreadable tables.0.targets.0']);
    const transforms = [{ kind: 'eval', code: '1' }];
    assert.deepEqual(problemsOf(mappingOf({}, { fields: [{ ...fields[0], transforms }] })), [
      'unreadable tables.0.targets.0.fields.0.transforms.0.kind',
    ]);
  });
});

describe('a mapping that a person gave', () => {
  const given = { Ref: (row: number) => `P${row}`, Born: () => '13/02/1950' };

  /** What is asked about these fields of patients, fed as they are. */
  function asked(cells: Readonly<Record<string, (row: number) => string>>, fed: Readonly<Record<string, object>>) {
    const all = { ...given, ...cells };
    const rows = Array.from({ length: 40 }, (_, row) => Object.values(all).map((cell) => cell(row)));
    const base = { externalId: { columns: ['Ref'] }, dateOfBirth: { columns: ['Born'] } };
    const fields = Object.entries({ ...base, ...fed }).map(([field, feed]) => ({ field, ...feed }));
    const mapping = mappingOf({ targets: [{ entity: 'patients', fields }] });
    const checked = checkMapping(
      mapping,
      [profile('px.csv', Object.keys(all))],
      'my.json',
      {},
      new Map([['px', rows]]),
    );
    assert.deepEqual(checked.problems, []);
    assert.ok(checked.mapping);
    return { doubts: checked.mapping.tables[0]?.doubts ?? [], fields: checked.mapping.tables[0]?.targets[0]?.fields };
  }

  const Forename = (row: number) => forenames[row % forenames.length] ?? '';
  const Surname = (row: number) => surnames[row % surnames.length] ?? '';
  const names = { firstName: { columns: ['Forename'] }, lastName: { columns: ['Surname'] } };

  it('is asked about codes that it leaves without a value map, and stays as it is', () => {
    const Sex = (row: number) => String(row % 2);
    const { doubts, fields } = asked({ Forename, Surname, Sex }, { ...names, gender: { columns: ['Sex'] } });
    assert.deepEqual(
      doubts.map(({ fields: of, columns: from }) => [of, from]),
      [[['gender'], ['Sex']]],
    );
    assert.match(doubts[0]?.message ?? '', /map it with a value map/);
    assert.equal(fields?.find(({ field }) => field === 'gender')?.transforms, undefined);
    const transforms = [{ kind: 'valueMap', map: { 0: 'male', 1: 'female' } }];
    const mapped = asked({ Forename, Surname, Sex }, { ...names, gender: { columns: ['Sex'], transforms } });
    assert.deepEqual(mapped.doubts, []);
  });

  it('is asked about whole names that feed a field as they are, and about no name of two words', () => {
    const Name = (row: number) => `${Forename(row)} ${Surname(row)}`;
    const whole = { firstName: { columns: ['Name'] }, lastName: { columns: ['Name'] } };
    const [doubt] = asked({ Name }, whole).doubts;
    assert.deepEqual(doubt?.fields, ['firstName', 'lastName']);
    assert.match(
      doubt?.message ?? '',
      /'Name' .* given and family name in one cell; split it with the transform 'split'/,
    );
    const split = (part: string) => ({ columns: ['Name'], transforms: [{ kind: 'split', as: 'personName', part }] });
    assert.deepEqual(asked({ Name }, { firstName: split('firstName'), lastName: split('lastName') }).doubts, []);
    const double = { Forename, Surname: (row: number) => `${Surname(row)} ${Surname(row + 3)}` };
    assert.deepEqual(asked(double, names).doubts, []);
  });
});
