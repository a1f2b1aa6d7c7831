import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeNewMigration, fingerprintRequest, newMigrationId } from '../../src/api/migrations/new-migration.ts';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import { migrationSchema } from '../../src/contract/migration-schema.ts';

const request: MigrationRequest = {
  companyId: 'alpha',
  strategy: 'big-bang',
  source: { system: 'optix', location: '/exports', entities: { 'a.csv': 'patients', 'b.csv': 'examinations' } },
  autoApprove: true,
  isDryRun: false,
  onDuplicate: 'ask',
  continueOnError: true,
  sliceRows: 5000,
  timeZone: 'Europe/London',
  requestedBy: 'a.operator',
};

test('makes the same id of a company and a key, and another one of any other', () => {
  const id = newMigrationId('alpha', 'key');
  assert.equal(newMigrationId('alpha', 'key'), id);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(
    new Set([id, newMigrationId('beta', 'key'), newMigrationId('alpha', 'key2'), newMigrationId('alph', 'akey')]).size,
    4,
  );
});

test('makes a new id every time where there is no key', () => {
  assert.notEqual(newMigrationId('alpha', undefined), newMigrationId('alpha', undefined));
});

test('takes two requests for the same whatever the order of their properties and whoever sent them', () => {
  const reordered = {
    ...Object.fromEntries(Object.entries(request).reverse()),
    requestedBy: 'b.operator',
  } as unknown as MigrationRequest;
  const source = { ...request.source, entities: { 'b.csv': 'examinations', 'a.csv': 'patients' } };
  assert.equal(fingerprintRequest({ ...reordered, source }), fingerprintRequest(request));
});

test('takes two requests for different ones where an option differs', () => {
  for (const change of [
    { isDryRun: true },
    { sliceRows: 1 },
    { preset: 'optix' },
    { source: { ...request.source, location: '/other' } },
  ]) {
    assert.notEqual(fingerprintRequest({ ...request, ...change }), fingerprintRequest(request), JSON.stringify(change));
  }
});

test('describes a migration in the moment of its start as the contract wants it', () => {
  const migration = describeNewMigration(newMigrationId('alpha', 'key'), request, new Date('2026-03-02T09:00:00Z'));
  assert.deepEqual(migrationSchema.parse(migration), migration);
  assert.equal(migration.workflowId, `migration/alpha/${migration.id}`);
});
