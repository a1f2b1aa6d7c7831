import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runAgainst, startFakeApi } from './fake-api.ts';

const fields = [
  { field: 'externalId', columns: ['No'], by: 'preset', confidence: 1 },
  {
    field: 'city',
    columns: ['Town'],
    by: 'matcher',
    confidence: 0.97,
    reasons: ["The name 'Town' reads as 'city'."],
    runnersUp: ['county'],
  },
];
const mapping = {
  version: 1,
  sourceSystem: 'generic',
  domain: 'optical',
  tables: [
    {
      table: 'clients',
      columns: ['No', 'Town', 'Hobby'],
      targets: [{ entity: 'patients', fields }],
      dateOrders: {},
      unmapped: [{ column: 'Hobby', fillRate: 0.5, suggestion: { field: 'notes', confidence: 0.4, reasons: [] } }],
    },
  ],
};
const problem = {
  code: 'requiredUnmapped',
  file: 'clients.csv',
  place: 'lastName',
  message: 'No column feeds it.',
  remedy: 'Name one.',
};
const ok = (body: unknown) => ({ status: 200, body });

describe('careferry map', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'careferry-map-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('shows where each field comes from, how surely and why, and what is left, and writes the mapping', async (t) => {
    const api = await startFakeApi(t, ok({ mapping, tables: [], problems: [] }));
    const out = join(folder, 'mapping.json');
    const run = await runAgainst(api, [
      'map',
      'fake-api.ts',
      '--company-id',
      'alpha',
      '--entity',
      'patients=fake-api.ts',
      '--header',
      './fake-api.ts=1-2',
      '--date-order',
      'dmy',
      '--out',
      out,
    ]);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(api.requests[0]?.body, {
      source: {
        system: 'generic',
        location: join(import.meta.dirname, 'fake-api.ts'),
        entities: { 'fake-api.ts': 'patients' },
        headers: { 'fake-api.ts': '1-2' },
      },
      dateOrder: 'DMY',
    });
    assert.equal(api.requests[0]?.path, '/api/migrations/ai/mappings');
    for (const part of [
      'clients becomes patients',
      /externalId +<- No {2}\(preset\)/,
      /city +<- Town {2}\(matcher, 97 %\)/,
      "The name 'Town' reads as 'city'.",
      'Or: county.',
      '<- Hobby  (50 % filled; may be notes, 40 %)',
    ])
      assert.match(run.stderr, typeof part === 'string' ? new RegExp(part.replace(/[()?.]/g, '\\$&')) : part);
    assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), mapping);
  });

  test('says what keeps the mapping from being used, with exit code 2', async (t) => {
    const api = await startFakeApi(t, ok({ mapping: null, tables: [], problems: [problem] }));
    const run = await runAgainst(api, ['map', 'fake-api.ts', '--json']);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /clients\.csv \(lastName\): No column feeds it\.\n {2}Name one\./);
    assert.deepEqual(JSON.parse(run.stdout).problems, [problem]);
  });

  test('compares two mappings without any API', async () => {
    const [before, after] = [join(folder, 'a.json'), join(folder, 'b.json')];
    writeFileSync(before, JSON.stringify(mapping));
    writeFileSync(after, JSON.stringify(mapping).replace('"Town"]', '"Hobby"]'));
    const run = await runAgainst(null, ['map', 'diff', before, after, '--json']);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /~ clients > patients > city: Town -> Hobby/);
    assert.equal(JSON.parse(run.stdout).length, 1);
    writeFileSync(after, '{"tables": 7}');
    const refused = await runAgainst(null, ['map', 'diff', before, after]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /has not the form of one/);
  });

  test('prints the JSON Schema', async () => {
    const run = await runAgainst(null, ['map', 'schema']);
    assert.deepEqual(JSON.parse(run.stdout), JSON.parse(readFileSync('docs/mapping.schema.json', 'utf8')));
  });

  test('saves, lists and forgets presets of the company that the command names', async (t) => {
    const saved = {
      name: 'lumen',
      sourceSystem: 'generic',
      tables: 1,
      savedBy: 'me',
      savedAt: '2026-03-02T09:00:00.000Z',
    };
    const api = await startFakeApi(t, ok(saved), ok({ presets: [saved] }), ok({ presets: [] }));
    const file = join(folder, 'a.json');
    writeFileSync(file, JSON.stringify(mapping));
    assert.equal((await runAgainst(api, ['map', 'save', file, '--name', 'lumen', '--company-id', 'alpha'])).code, 0);
    assert.match((await runAgainst(api, ['map', 'presets'])).stderr, /lumen +generic +1 +me/);
    assert.equal((await runAgainst(api, ['map', 'forget', '--name', 'lumen'])).code, 0);
    assert.deepEqual(
      api.requests.map(({ method, path }) => `${method} ${path}`),
      ['PUT /api/presets/lumen', 'GET /api/presets', 'DELETE /api/presets/lumen'],
    );
    assert.deepEqual(api.requests[0]?.body, { mapping });
  });
});
