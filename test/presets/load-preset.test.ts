import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadPreset, parsePreset, presetNames } from '../../presets/load-preset.ts';
import { catalogue, entityNamed } from '../../src/record/catalogue.ts';
import type { Preset, PresetTarget } from '../../src/record/preset.ts';

const home = join(import.meta.dirname, '../../presets');

/** What each system exports, as the documentation promises. */
const promised: Readonly<Record<string, readonly string[]>> = {
  optix: [
    'patients',
    'examinations',
    'prescriptions',
    'dispenses',
    'appointments',
    'clinicalNotes',
    'invoices',
    'payments',
    'nhsVouchers',
  ],
  occuco: ['patients', 'examinations', 'prescriptions', 'dispenses', 'labOrders', 'appointments', 'insuranceClaims'],
  acuity: ['patients', 'examinations', 'prescriptions', 'appointments'],
  'person-centred-software': [
    'residents',
    'contacts',
    'allergies',
    'conditions',
    'medications',
    'medicationAdministrations',
    'carePlans',
    'riskAssessments',
    'observations',
    'dailyNotes',
    'incidents',
  ],
  'care-systems-uk': ['residents', 'contacts', 'allergies', 'medications', 'carePlans', 'riskAssessments', 'incidents'],
  generic: catalogue.map(({ name }) => name),
};

const minimal: Preset = {
  name: 'x',
  title: 'X',
  description: 'A system.',
  origin: 'Invented.',
  tables: [{ names: ['p'], targets: [{ entity: 'patients', fields: [{ field: 'externalId', columns: ['id'] }] }] }],
};

function targetsOf(preset: Preset): PresetTarget[] {
  return preset.tables.flatMap(({ targets }) => targets);
}

describe('the presets', () => {
  it('are the six that the documentation names', async () => {
    assert.deepEqual(await presetNames(), Object.keys(promised).sort());
  });

  for (const [name, entities] of Object.entries(promised)) {
    it(`${name} has every entity that the system exports`, async () => {
      const found = targetsOf(await loadPreset(name)).map(({ entity }) => entity);
      assert.deepEqual(found.sort(), [...entities].sort());
    });

    it(`${name} feeds every required field of its entities`, async () => {
      for (const { entity, fields } of targetsOf(await loadPreset(name))) {
        const fed = new Set(fields.map(({ field }) => field));
        const missing = entityNamed(entity).fields.filter((field) => field.isRequired && !fed.has(field.name));
        assert.deepEqual(
          missing.map((field) => field.name),
          [],
          entity,
        );
      }
    });

    it(`${name} maps codes to members of the field's list`, async () => {
      const preset = await loadPreset(name);
      for (const { entity, fields } of targetsOf(preset)) {
        for (const { field, valueMap } of fields) {
          const type = entityNamed(entity).fields.find((candidate) => candidate.name === field)?.type;
          const codes = Object.values(preset.valueMaps?.[valueMap ?? ''] ?? {});
          if (type?.kind === 'enum')
            for (const code of codes) assert.ok(type.members.includes(code), `${entity}.${field}: ${code}`);
          else assert.equal(valueMap, undefined, `${entity}.${field} is no list of codes`);
        }
      }
    });

    it(`${name} uses every value map that it has`, async () => {
      const preset = await loadPreset(name);
      const used = targetsOf(preset).flatMap(({ fields }) => fields.map(({ valueMap }) => valueMap));
      assert.deepEqual(
        Object.keys(preset.valueMaps ?? {}).filter((map) => !used.includes(map)),
        [],
      );
    });

    it(`${name} says what it is, and comes with a sample and what must become of it`, () => {
      for (const part of ['README.md', 'sample', 'expected.json']) assert.ok(existsSync(join(home, name, part)), part);
    });
  }

  it('gives no column of the generic preset to two fields, but the numbers that are keys as well', async () => {
    const fold = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
    for (const { entity, fields } of targetsOf(await loadPreset('generic'))) {
      const owners = new Map<string, string>();
      for (const { field, columns } of fields.filter(
        (one) => !['invoiceNumber', 'claimNumber', 'orderNumber'].includes(one.field),
      )) {
        for (const column of columns) {
          assert.equal(owners.get(fold(column)) ?? field, field, `${entity}: ${column}`);
          owners.set(fold(column), field);
        }
      }
    }
  });

  it('knows every field of the catalogue in the generic preset', async () => {
    for (const { entity, fields } of targetsOf(await loadPreset('generic'))) {
      assert.deepEqual(
        fields.map(({ field }) => field),
        entityNamed(entity).fields.map((field) => field.name),
        entity,
      );
    }
  });
});

describe('loadPreset', () => {
  for (const name of [
    'nothing',
    '../presets/optix',
    'optix/../generic',
    'optix/',
    '.',
    '',
    'OPTIX',
    'optix\u0000',
    '__proto__',
  ]) {
    it(`refuses ${JSON.stringify(name)} and names the presets that there are`, async () => {
      await assert.rejects(
        loadPreset(name),
        /^Error: There is no preset .*; there are acuity, care-systems-uk, generic/s,
      );
    });
  }
});

describe('parsePreset', () => {
  const parse = (preset: unknown) => parsePreset(JSON.stringify(preset), 'presets/x/preset.json');
  const withTarget = (target: unknown) => ({ ...minimal, tables: [{ names: ['p'], targets: [target] }] });

  it('gives back what it was given', () => {
    assert.deepEqual(parse(minimal), minimal);
  });

  it('names the file where the text is no JSON', () => {
    assert.throws(() => parsePreset('{', 'presets/x/preset.json'), /^Error: presets\/x\/preset\.json: is no JSON/);
  });

  it('names file and place of a key that nobody knows', () => {
    assert.throws(() => parse({ ...minimal, table: [] }), /presets\/x\/preset\.json: .*"table"/);
  });

  it('names file and place of everything that is missing, at once', () => {
    const { title, origin, ...rest } = minimal;
    assert.throws(
      () => parse(rest),
      (error: Error) => /json: title: /.test(error.message) && /json: origin: /.test(error.message) && title !== origin,
    );
  });

  it('names file and place of an entity that the catalogue does not have', () => {
    assert.throws(
      () => parse(withTarget({ entity: 'patient', fields: [{ field: 'externalId', columns: ['id'] }] })),
      /tables\[0\]\.targets\[0\]\.entity: the catalogue has no entity 'patient'/,
    );
  });

  it('names file and place of a field that the entity does not have', () => {
    assert.throws(
      () => parse(withTarget({ entity: 'patients', fields: [{ field: 'surname', columns: ['s'] }] })),
      /targets\[0\]\.fields\[0\]\.field: the entity 'patients' has no field 'surname'/,
    );
  });

  it('names file and place of a value map that the preset does not have', () => {
    assert.throws(
      () => parse(withTarget({ entity: 'patients', fields: [{ field: 'gender', columns: ['s'], valueMap: 'sex' }] })),
      /fields\[0\]\.valueMap: the preset has no value map 'sex'/,
    );
  });

  it('refuses an entity of another domain than its own', () => {
    assert.throws(() => parse({ ...minimal, domain: 'care' }), /'patients' is not of the domain 'care'/);
  });

  it('refuses a transform that nobody knows', () => {
    assert.throws(
      () =>
        parse(
          withTarget({
            entity: 'patients',
            fields: [{ field: 'gender', columns: ['s'], transforms: [{ kind: 'guess' }] }],
          }),
        ),
      /fields\[0\]\.transforms\[0\]\.kind/,
    );
  });
});
