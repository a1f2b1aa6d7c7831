import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  migrationListSchema,
  quarantinePageSchema,
  reportSchema,
  rollbackSchema,
} from '../../src/contract/answer-schemas.ts';
import { migrationSchema } from '../../src/contract/migration-schema.ts';
import { type Stack, startStack } from '../../src/stack/start-stack.ts';

const bin = join(import.meta.dirname, '../../bin/careferry.js');
const folder = mkdtempSync(join(tmpdir(), 'careferry-cli-'));
// Root's PostgreSQL runs as another user, who must be able to pass through.
chmodSync(folder, 0o755);
const stateDirectory = join(folder, 'state');
const ports = { apiPort: 0, postgresPort: 0, temporalPort: 0, temporalUiPort: 0 };
// PORT=0: any free one, for the stack that a command starts for itself.
const env = {
  DATABASE_URL: '',
  TEMPORAL_ADDRESS: '',
  CAREFERRY_URL: '',
  CAREFERRY_STATE_DIR: stateDirectory,
  INIT_CWD: folder,
  PORT: '0',
};

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a person would. */
function careferry(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [bin, ...args],
      { env: { ...process.env, ...env }, timeout: 240_000 },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

const header = 'Patient ID,First Name,Last Name,Date of Birth\n';
function writeExport(name: string, rows: string): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'patients.csv'), header + rows);
  return name;
}

let stack: Stack | null = null;
before(async () => {
  stack = await startStack({
    stateDirectory,
    dataWorkers: 1,
    ...ports,
    onLog: () => {},
    env: { DATABASE_URL: '', TEMPORAL_ADDRESS: '' },
  });
});
after(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('makes a company, migrates an export from where the person stands, and shows what became of it', async () => {
  const made = await careferry('company', 'add', 'rose-house', '--name', 'Rose House', '--json');
  assert.deepEqual([made.code, JSON.parse(made.stdout).companyId], [0, 'rose-house']);

  const source = `generic=${writeExport('first', 'P1,Ann,Example,21/02/1950\nP2,Bob,,03/04/1951\n')}`;
  const migrated = await careferry(
    'migrate',
    '--company-id',
    'rose-house',
    '--source',
    source,
    '--auto-approve',
    '--wait',
    '--json',
  );
  assert.equal(migrated.code, 0, migrated.stderr);
  const migration = migrationSchema.parse(JSON.parse(migrated.stdout));
  assert.deepEqual(
    [migration.status, migration.ledger.patients?.inserted, migration.ledger.patients?.quarantined],
    ['completed', 1, 1],
  );

  const about = async (...args: string[]) =>
    JSON.parse((await careferry(...args, '--company-id', 'rose-house', '--json')).stdout) as unknown;
  assert.deepEqual(await about('status', migration.id), migration);
  assert.deepEqual(migrationListSchema.parse(await about('list')).migrations, [migration]);
  assert.equal(quarantinePageSchema.parse(await about('quarantine', migration.id)).records.length, 1);
  assert.deepEqual(reportSchema.parse(await about('report', migration.id)).migration, migration);
  const rollback = rollbackSchema.parse(await about('rollback', migration.id, '--wait'));
  assert.deepEqual([rollback.status, rollback.undone?.removed], ['completed', 1]);
  assert.equal((await careferry('rollback', migration.id, '--company-id', 'rose-house')).code, 1);
});

test('ends with 3 where a person must approve, and the approval lets it go on', async () => {
  const source = `generic=${writeExport('second', 'R1,Cy,Example,21/02/1950\n')}`;
  const waiting = await careferry('migrate', '--company-id', 'rose-house', '--source', source, '--wait', '--json');
  assert.equal(waiting.code, 3);
  const { id, status } = JSON.parse(waiting.stdout) as { id: string; status: string };
  assert.equal(status, 'awaitingApproval');
  assert.match(waiting.stderr, new RegExp(`npx careferry approve ${id} --company-id rose-house`));
  const approved = await careferry('approve', id, '--company-id', 'rose-house', '--wait');
  assert.equal(approved.code, 0);
  assert.match(approved.stderr, /^patients +1 +1 /m);
});

test('the doctor finds the running stack in order', async () => {
  const run = await careferry('doctor', '--json');
  const { findings } = JSON.parse(run.stdout) as { findings: { what: string; state: string }[] };
  assert.equal(run.code, 0);
  for (const what of ['Stack', 'PostgreSQL', 'Temporal', 'Ports'])
    assert.equal(findings.find((one) => one.what === what)?.state, 'fine', what);
});

test('without a running stack it starts one for the command, migrates with it, and stops it again', async () => {
  await stack?.stop();
  stack = null;
  const source = `generic=${writeExport('third', 'S1,Di,Example,21/02/1950\n')}`;
  const start = ['migrate', '--company-id', 'rose-house', '--source', source, '--auto-approve'];
  const refused = await careferry(...start);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /npx careferry up/);

  const run = await careferry(...start, '--wait', '--json');
  assert.equal(run.code, 0, run.stderr);
  assert.equal(migrationSchema.parse(JSON.parse(run.stdout)).ledger.patients?.inserted, 1);
  assert.match(run.stderr, /^No stack is running: starting one for this command\./);
  assert.equal((await careferry(...start)).code, 2);
});
