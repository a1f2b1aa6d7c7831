import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { renderProposal } from '../../src/cli/render/mapping.ts';
import { checkMapping } from '../../src/mapping/check-mapping.ts';
import { mappingSchema } from '../../src/mapping/mapping-schema.ts';
import { proposeMapping } from '../../src/mapping/propose-mapping.ts';
import { compileTarget, migrateRecord } from '../../src/record/migrate-record.ts';
import { context } from '../record/context.ts';
import { readText } from '../sources/read-source.ts';
import { emptyPreset, profile } from './profiles.ts';

const people = ['Whitfield,Ann', 'Hughes,Harold', 'Patel,Raj', 'Barker,Edith', 'Dyson,Norman', 'Ahmed,Nora'];
const csv = [
  'Patient ID,Surname,Forename,DOB,Phone,Phone',
  ...people.map((name, index) => `${index + 1},${name},1950-04-1${index},01632 96000${index},07700 90000${index}`),
].join('\n');

describe('the same header twice', () => {
  test('gives two columns: what each feeds is proposed from its own values, and which is which is shown', async (t) => {
    const { table, rows } = await readText(t, csv);
    assert.deepEqual(table.columns.slice(4), ['Phone', 'Phone_2']);
    const { mapping, problems } = proposeMapping({
      sourceSystem: 'little',
      tables: [profile(table.file, table.columns)],
      preset: { ...emptyPreset, domain: 'optical' },
      entities: { [table.table]: 'patients' },
      rows: new Map([[table.table, rows.map(({ cells }) => cells)]]),
    });
    assert.deepEqual(problems, []);
    const fields = mapping.tables[0]?.targets[0]?.fields ?? [];
    const fedBy = (column: string) => fields.find(({ columns }) => columns.includes(column))?.field;
    assert.deepEqual([fedBy('Phone'), fedBy('Phone_2')], ['homePhone', 'mobilePhone']);
    const shown = renderProposal({ mapping: mappingSchema.parse(mapping), tables: [], problems: [] });
    assert.match(shown, /Phone is column 5, Phone_2 column 6\./);
  });

  test('lets a person map each copy on its own, and each row has the value of its own column', async (t) => {
    const { table, rows } = await readText(t, csv);
    const columns = { externalId: 'Patient ID', lastName: 'Surname', firstName: 'Forename', dateOfBirth: 'DOB' };
    const fields = Object.entries({ ...columns, mobilePhone: 'Phone', homePhone: 'Phone_2' });
    const targets = [{ entity: 'patients', fields: fields.map(([field, name]) => ({ field, columns: [name] })) }];
    const said = { sourceSystem: 'little', domain: 'optical', tables: [{ table: table.table, targets }] };
    const { mapping, problems } = checkMapping(said, [profile(table.file, table.columns)], 'my.json');
    assert.deepEqual(problems, []);
    const [checked] = mapping?.tables ?? [];
    assert.ok(checked?.targets[0] && rows[0]);
    const target = compileTarget(checked, checked.targets[0]);
    const made = migrateRecord(rows[0], target, context);
    assert.ok(made?.kind === 'migrated', JSON.stringify(made));
    const fieldOf = (field: string) => made.values[target.entity.fields.findIndex(({ name }) => name === field)];
    assert.match(String(fieldOf('mobilePhone')), /1632 ?960000$/);
    assert.match(String(fieldOf('homePhone')), /7700 ?900000$/);
  });
});
