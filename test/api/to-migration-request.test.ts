import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toMigrationRequest } from '../../src/api/migrations/to-migration-request.ts';
import { Problem } from '../../src/api/problem.ts';
import { startMigrationSchema } from '../../src/contract/start-migration-schema.ts';
import { validStart } from './offline-app.ts';

const company = { companyId: 'alpha', name: 'Alpha', domain: null, timeZone: 'Europe/Dublin' };
const locate = (location: string, root?: string) =>
  toMigrationRequest(
    startMigrationSchema.parse({ ...validStart, source: { system: 'optix', location } }),
    company,
    'a.operator',
    root,
  ).source.location;

test('takes the pace at which it is to begin, and refuses one that cannot be meant', () => {
  const parse = (pace: object) => startMigrationSchema.safeParse({ ...validStart, pace });
  const { data } = parse({ lanes: 2 });
  assert.ok(data);
  assert.deepEqual(toMigrationRequest(data, company, 'a.operator', undefined).pace, { lanes: 2 });
  for (const wrong of [{ lanes: 0 }, { lanes: 33 }, { rowsPerSecond: 0 }, { rows: 5 }])
    assert.equal(parse(wrong).success, false, JSON.stringify(wrong));
});

test('passes on what a person wants to be asked about, and refuses what nobody can be asked about', () => {
  const body = startMigrationSchema.parse({ ...validStart, autoApprove: true, askAbout: ['unmapped'] });
  assert.deepEqual(toMigrationRequest(body, company, 'a.operator', undefined).askAbout, ['unmapped']);
  assert.equal(startMigrationSchema.safeParse({ ...validStart, askAbout: ['weather'] }).success, false);
});

test('fills in what a body leaves out: careful choices, and the time zone of the company', () => {
  assert.deepEqual(toMigrationRequest(startMigrationSchema.parse(validStart), company, 'a.operator', undefined), {
    companyId: 'alpha',
    strategy: 'big-bang',
    source: { system: 'generic', location: '/exports' },
    autoApprove: false,
    isDryRun: false,
    onDuplicate: 'ask',
    continueOnError: true,
    sliceRows: 5000,
    timeZone: 'Europe/Dublin',
    requestedBy: 'a.operator',
  });
});

test('takes any absolute path where no source root is set, and no relative one', () => {
  assert.equal(locate('/exports/optix'), '/exports/optix');
  assert.throws(
    () => locate('exports/optix'),
    (error) => error instanceof Problem && error.extras.errors?.[0]?.pointer === '/source/location',
  );
});

test('reads a path from the folder of the company where a source root is set', () => {
  assert.equal(locate('optix', '/sources'), '/sources/alpha/optix');
  // It leads to the other company; the worker, which follows links first, refuses whatever is not below the folder.
  assert.equal(locate('../beta/optix', '/sources'), '/sources/beta/optix');
});

test('passes on who is in a pilot and how phases are cut, and refuses them with another strategy', () => {
  const pilot = { by: 'sample', people: 12, seed: 7 } as const;
  const body = startMigrationSchema.parse({ ...validStart, strategy: 'pilot', pilot });
  assert.deepEqual(toMigrationRequest(body, company, 'a.operator', undefined).pilot, pilot);
  const phases = { by: 'date', field: 'registrationDate', every: 'year' } as const;
  const phased = startMigrationSchema.parse({ ...validStart, strategy: 'phased', phases });
  assert.deepEqual(toMigrationRequest(phased, company, 'a.operator', undefined).phases, phases);
  const parallel = startMigrationSchema.parse({ ...validStart, strategy: 'parallel-run', parallelRun: { forDays: 2 } });
  assert.deepEqual(toMigrationRequest(parallel, company, 'a.operator', undefined).parallelRun, {
    everyMinutes: 60,
    cleanIntervals: 3,
    forDays: 2,
  });
  for (const wrong of [
    { ...validStart, pilot },
    { ...validStart, strategy: 'pilot', phases },
    { ...validStart, parallelRun: {} },
  ]) {
    const [issue] = startMigrationSchema.safeParse(wrong).error?.issues ?? [];
    assert.match(issue?.message ?? '', /alone$/);
  }
});
