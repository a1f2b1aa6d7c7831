import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgreedLesson, Lesson } from '../../../src/contract/lesson.ts';
import type { KnownLessons } from '../../../src/mapping/lessons/known-lessons.ts';
import { lessonsOfMapping, type MappingStory } from '../../../src/mapping/lessons/lessons-of-mapping.ts';
import { proposeMapping } from '../../../src/mapping/propose-mapping.ts';
import type { Domain } from '../../../src/record/catalogue.ts';
import type { FieldMapping, Mapping, TableMapping } from '../../../src/record/mapping.ts';
import type { Preset } from '../../../src/record/preset.ts';
import { forenames, surnames } from '../../support/invented-names.ts';

const bare: Preset = { name: 'bare', title: 'Bare', description: '', origin: '', tables: [] };

/** Lessons as they come from the database. */
function remembered(mapping: Mapping, story: MappingStory = {}): Lesson[] {
  return lessonsOfMapping(mapping, story).map((lesson, index) => ({
    ...lesson,
    id: String(index),
    sourceSystem: mapping.sourceSystem,
    taughtBy: 'Dr A',
    taughtAt: '2026-03-02 09:00:00+00',
    migrationId: null,
    endedAt: null,
    endedBy: null,
    endedWhy: null,
  }));
}

interface Proposal {
  readonly table: string;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly own?: readonly Lesson[];
  readonly agreed?: readonly AgreedLesson[];
  readonly preset?: Preset;
  readonly sourceSystem?: string;
  readonly entity?: string;
}

function propose({ table, columns, own = [], agreed = [], preset = bare, sourceSystem = 'lumen', entity }: Proposal) {
  const names = Object.keys(columns);
  const rows = Array.from({ length: 20 }, (_, row) => names.map((name) => columns[name]?.[row] ?? ''));
  const dates = { seen: 0, readable: { DMY: 0, MDY: 0, YMD: 0 }, decisive: { DMY: 0, MDY: 0, YMD: 0 } };
  const profile = {
    table,
    file: `${table}.csv`,
    rows: 20,
    columns: names.map((name) => ({ name, filled: columns[name]?.length ?? 0, dates })),
  };
  const lessons: KnownLessons = { own, agreed: new Map([[table, agreed]]) };
  const domain: Domain = 'optical';
  const entities = entity ? { [table]: entity } : {};
  const input = { sourceSystem, tables: [profile], preset, domain, rows: new Map([[table, rows]]), lessons, entities };
  return proposeMapping(input).mapping.tables[0];
}

const feed = (table: TableMapping | undefined, column: string) =>
  table?.targets
    .flatMap(({ entity, fields }) => fields.map((field) => ({ entity, ...field })))
    .find(({ columns }) => columns.includes(column));

const times = (make: (index: number) => string) => Array.from({ length: 20 }, (_, index) => make(index));
const people = {
  'Client No': times((index) => `C${100 + index}`),
  Forename: times((index) => forenames[index % 10] ?? ''),
  Surname: times((index) => surnames[index % 10] ?? ''),
  DOB: times((index) => `${13 + (index % 15)}/0${1 + (index % 9)}/19${40 + index}`),
  Zq1: times((index) => `0770090${1000 + index}`),
  Zq2: times((index) => `Zzyxquoll ${index}`),
};
const person = (field: string, columns: readonly string[], more: Partial<FieldMapping> = {}): FieldMapping => ({
  field,
  columns,
  by: 'person',
  confidence: 1,
  ...more,
});
const corrected: Mapping = {
  sourceSystem: 'lumen',
  domain: 'optical',
  tables: [
    {
      table: 'Blob_20240131',
      columns: Object.keys(people),
      targets: [
        {
          entity: 'patients',
          fields: [
            person('externalId', ['Client No'], { by: 'matcher' }),
            person('firstName', ['Forename'], { by: 'matcher' }),
            person('lastName', ['Surname'], { by: 'matcher' }),
            person('dateOfBirth', ['DOB'], { by: 'matcher' }),
            person('workPhone', ['Zq1'], { transforms: [{ kind: 'prefix', prefix: '+44 ' }] }),
          ],
        },
      ],
      dateOrders: {},
      unmapped: [{ column: 'Zq2', fillRate: 1 }],
    },
  ],
};

describe('a mapping that a person stands for teaches', () => {
  it('what each column feeds, with its transforms, or that it feeds nothing; what was corrected is told from what was confirmed', () => {
    const taught = lessonsOfMapping(corrected);
    assert.deepEqual(
      taught.map(({ tableKey, header, field, ground }) => [tableKey, header, field, ground]),
      [
        ['blob', 'Client No', 'externalId', 'confirmed'],
        ['blob', 'Forename', 'firstName', 'confirmed'],
        ['blob', 'Surname', 'lastName', 'confirmed'],
        ['blob', 'DOB', 'dateOfBirth', 'confirmed'],
        ['blob', 'Zq1', 'workPhone', 'corrected'],
        ['blob', 'Zq2', null, 'confirmed'],
      ],
    );
    assert.deepEqual(taught[4]?.feed, { columns: ['Zq1'], transforms: [{ kind: 'prefix', prefix: '+44 ' }] });
  });

  it('corrections where it differs from what was proposed, or where a person has left a column out', () => {
    const [table] = corrected.tables;
    assert.ok(table);
    const fields = [...(table.targets[0]?.fields ?? []), person('notes', ['Zq2'], { by: 'matcher' })];
    const before = { ...corrected, tables: [{ ...table, targets: [{ entity: 'patients', fields }], unmapped: [] }] };
    const groundOf = (story: MappingStory) =>
      lessonsOfMapping(corrected, story).find((one) => one.header === 'Zq2')?.ground;
    assert.equal(groundOf({ before }), 'corrected');
    assert.equal(groundOf({ leftOut: [{ table: table.table, column: 'Zq2' }] }), 'corrected');
    assert.equal(groundOf({ before: corrected }), 'confirmed');
  });

  it('nothing of columns without a name, of suggestions that nobody has answered, and of columns kept in the notes by a wish', () => {
    const suggestion = { field: 'notes', confidence: 0.5, reasons: [] };
    const kept = person('notes', ['Hobby'], { transforms: [{ kind: 'label', label: 'Hobby' }] });
    const mapping: Mapping = {
      ...corrected,
      tables: [
        {
          table: 'T',
          columns: ['column_1', 'Buzz', 'Hobby'],
          targets: [{ entity: 'patients', fields: [person('externalId', ['column_1']), kept] }],
          dateOrders: {},
          unmapped: [{ column: 'Buzz', fillRate: 1, suggestion }],
        },
      ],
    };
    assert.deepEqual(lessonsOfMapping(mapping, { keepUnmapped: true }), []);
    assert.deepEqual(
      lessonsOfMapping(mapping).map(({ header }) => header),
      ['Hobby'],
    );
  });
});

describe('the next export', () => {
  const own = remembered(corrected);

  it('of the same table is mapped as it was, with the reason in words', () => {
    const without = propose({ table: 'Blob', columns: people });
    assert.notEqual(feed(without, 'Zq1')?.field, 'workPhone');
    const table = propose({ table: 'blob_20250228', columns: people, own });
    const fed = feed(table, 'Zq1');
    assert.deepEqual(
      [fed?.entity, fed?.field, fed?.by, fed?.transforms],
      ['patients', 'workPhone', 'lesson', [{ kind: 'prefix', prefix: '+44 ' }]],
    );
    assert.deepEqual(fed?.reasons, ['Corrected by Dr A on 2026-03-02 for this company.']);
    assert.deepEqual(feed(table, 'DOB')?.reasons, ['Confirmed by Dr A on 2026-03-02 for this company.']);
    assert.deepEqual(
      table?.unmapped,
      [{ column: 'Zq2', fillRate: 1 }],
      'nor is anything suggested for what was left out',
    );
    assert.equal(table?.doubts, undefined);
  });

  it('follows a correction before the preset, and the preset before what was only confirmed', () => {
    const field = (name: string, column: string) => ({ field: name, columns: [column] });
    const fields = [field('externalId', 'Client No'), field('mobilePhone', 'Zq1'), field('preferredName', 'Forename')];
    const preset = { ...bare, tables: [{ names: ['blob'], targets: [{ entity: 'patients', fields }] }] };
    const table = propose({ table: 'Blob', columns: people, own, preset });
    assert.deepEqual([feed(table, 'Zq1')?.field, feed(table, 'Zq1')?.by], ['workPhone', 'lesson']);
    assert.deepEqual([feed(table, 'Forename')?.field, feed(table, 'Forename')?.by], ['preferredName', 'preset']);
    assert.equal(feed(table, 'Client No')?.by, 'preset');
  });

  it('is not recalled for a table that is called alike and has other columns', () => {
    const table = propose({
      table: 'Blob',
      columns: { Zq1: people.Zq1, Forename: people.Forename },
      own,
      entity: 'patients',
    });
    assert.notEqual(feed(table, 'Zq1')?.by, 'lesson');
  });

  it('is asked about where the values of a column contradict its lesson, and the lesson is not taken', () => {
    const columns = { ...people, DOB: times((index) => `ann${index}@example.org`) };
    const table = propose({ table: 'Blob', columns, own });
    assert.notEqual(feed(table, 'DOB')?.by, 'lesson');
    const doubt = table?.doubts?.find(({ fields }) => fields.includes('dateOfBirth'));
    assert.match(doubt?.message ?? '', /^'DOB' was confirmed by Dr A on 2026-03-02 .* the lesson was not taken\.$/);
    assert.doesNotMatch(JSON.stringify(table), /ann1@|Zzyxquoll/);
  });

  it('with a plausible swap under the same headers is stopped in spite of its lessons', () => {
    const columns = { ...people, Forename: people.Surname, Surname: people.Forename };
    const [doubt] = propose({ table: 'Blob', columns, own })?.doubts ?? [];
    assert.deepEqual(doubt?.fields, ['firstName', 'lastName']);
    assert.match(doubt?.message ?? '', /They may be swapped\.$/);
  });
});

describe('another table', () => {
  const zq = { Zq7: times((index) => `Zq${index} ${index}`) };
  const orders = (own: readonly Lesson[], more: Partial<Proposal> = {}) =>
    propose({
      table: 'labOrders',
      columns: { 'Order No': times((index) => `O${index}`), 'Client No': people['Client No'], ...zq },
      own,
      entity: 'labOrders',
      ...more,
    });
  const suggestedOrFed = (table: TableMapping | undefined, column: string) =>
    feed(table, column)?.field ?? table?.unmapped.find((one) => one.column === column)?.suggestion?.field;

  it('of the system reads the key of a corrected one as what refers to it', () => {
    const fed = feed(orders(remembered(corrected)), 'Client No');
    assert.deepEqual([fed?.field, fed?.by], ['patientId', 'matcher']);
    assert.match(fed?.reasons?.[0] ?? '', /^'Client No' was 'patientId' in another table of this system\.$/);
  });

  it('hears what companies agree on, by names alone, and more where it is the same table', () => {
    const agree = (isSameTable: boolean): AgreedLesson[] => [
      { headerKey: 'zq7', isSameSystem: true, isSameTable, entity: 'labOrders', field: 'laboratory' },
    ];
    assert.notEqual(suggestedOrFed(orders([]), 'Zq7'), 'laboratory');
    const table = orders([], { agreed: agree(true) });
    assert.equal(suggestedOrFed(table, 'Zq7'), 'laboratory');
    const told =
      feed(table, 'Zq7')?.reasons ?? table?.unmapped.find(({ column }) => column === 'Zq7')?.suggestion?.reasons;
    assert.match(told?.[0] ?? '', /in this table, by other companies\.$/);
  });

  it('does not follow evidence that its values contradict', () => {
    const agreed = [
      { headerKey: 'zq7', isSameSystem: false, isSameTable: false, entity: 'patients', field: 'status' },
      { headerKey: 'orderno', isSameSystem: true, isSameTable: false, entity: 'labOrders', field: 'orderedDate' },
    ];
    const table = orders([], { agreed });
    assert.notEqual(feed(table, 'Order No')?.field, 'orderedDate');
    const mails = { 'Order No': times((index) => `O${index}`), Zq7: times((index) => `ann${index}@example.org`) };
    const same = [
      { headerKey: 'zq7', isSameSystem: true, isSameTable: true, entity: 'labOrders', field: 'orderedDate' },
    ];
    assert.notEqual(suggestedOrFed(orders([], { columns: mails, agreed: same }), 'Zq7'), 'orderedDate');
  });
});
