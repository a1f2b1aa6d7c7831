import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listNodePrograms } from '../../src/stack/list-node-programs.ts';
import { describeStateDirectory } from '../../src/stack/state-directory.ts';

const state = describeStateDirectory('/state');
const secrets = {
  postgresSuperuserPassword: 'planted-superuser',
  postgresOwnerPassword: 'planted-owner',
  postgresServicePassword: 'service',
  masterKey: 'master',
  backupEncryptionKey: 'backup',
  apiTokenSecret: 'token',
};
const addresses = {
  databaseUrl: 'postgres://careferry_service:service@127.0.0.1:1/careferry',
  ownerDatabaseUrl: 'postgres://careferry_owner:planted-owner@127.0.0.1:1/careferry',
  temporalAddress: '127.0.0.1:2',
  temporalUiUrl: 'http://127.0.0.1:3',
  apiUrl: 'http://127.0.0.1:4',
};
const env = { PATH: '/bin', DATABASE_OWNER_URL: 'postgres://planted-owner' };

test('runs one worker that orchestrates, the data workers and the API', () => {
  const programs = listNodePrograms(
    { env, services: new Set(['worker', 'api']), dataWorkers: 2 },
    state,
    secrets,
    addresses,
  );
  assert.deepEqual(
    programs.map(({ name, entry, env: { WORKER_ROLES } }) => [name, entry, WORKER_ROLES]),
    [
      ['worker-orchestration', 'worker', 'orchestration'],
      ['worker-data-1', 'worker', 'data'],
      ['worker-data-2', 'worker', 'data'],
      ['api', 'server', undefined],
    ],
  );
  assert.deepEqual(
    listNodePrograms({ env, services: new Set(['postgres']), dataWorkers: 2 }, state, secrets, addresses),
    [],
  );
});

test('gives no program a way to change the schema or to read past row level security', () => {
  const programs = listNodePrograms(
    { env, services: new Set(['worker', 'api']), dataWorkers: 1 },
    state,
    secrets,
    addresses,
  );
  for (const program of programs) {
    assert.doesNotMatch(JSON.stringify(program.env), /planted/, program.name);
    assert.equal(program.env.DATABASE_URL, addresses.databaseUrl);
  }
});

test('keeps the API on this machine, and its files in the state directory unless the person says otherwise', () => {
  const services = new Set(['api'] as const);
  const [api] = listNodePrograms({ env, services, dataWorkers: 0 }, state, secrets, addresses);
  assert.deepEqual([api?.env.HOST, api?.env.PORT], ['127.0.0.1', '4']);
  assert.deepEqual([api?.env.BACKUP_STORAGE_PATH, api?.env.LANDING_STORAGE_PATH], ['/state/backups', '/state/landing']);
  const elsewhere = { ...env, BACKUP_STORAGE_PATH: 's3://backups', LANDING_STORAGE_PATH: '/landing' };
  const [moved] = listNodePrograms({ env: elsewhere, services, dataWorkers: 0 }, state, secrets, addresses);
  assert.deepEqual([moved?.env.BACKUP_STORAGE_PATH, moved?.env.LANDING_STORAGE_PATH], ['s3://backups', '/landing']);
});
