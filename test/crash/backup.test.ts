import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openDatabase } from '../../db/database.ts';
import { listBackups } from '../../db/queries/backups.ts';
import type { BackupRecord } from '../../src/contract/backup.ts';
import { type CrashPoint, planCrashes, readCrashes } from '../support/crash-injector.ts';
import { CrashProcess } from '../support/crash-process.ts';
import { workerEnvironment } from '../support/crash-run.ts';
import { type PreparedScene, prepareScene } from '../support/crash-scene.ts';
import { copyDatabase, queryOnce } from '../support/e2e-database.ts';
import { connectClient } from '../support/e2e-temporal.ts';

// kill -9 of the worker while it takes a backup and while it restores one: after the restart all is as if undisturbed.

const ofBackup = (event: CrashPoint['event'], nth: number): CrashPoint => ({ event, nth, activity: 'createBackup' });
const ofRestore = (event: CrashPoint['event'], nth: number): CrashPoint => ({ event, nth, activity: 'restoreBackup' });
const ofBeside = (event: CrashPoint['event'], nth: number): CrashPoint => ({ event, nth, activity: 'restoreBeside' });

/** Before, within and after each thing that a backup and a restore do; several in a row. */
const plans: Readonly<Record<string, readonly CrashPoint[]>> = {
  begun: [ofBackup('afterCommit', 1)],
  first_part: [ofBackup('beforePut', 1), ofRestore('beforeCommit', 1)],
  middle: [ofBackup('afterPut', 4), ofBackup('afterPut', 9), ofRestore('afterCommit', 1)],
  manifest: [ofBackup('read', 2), ofRestore('beforeCommit', 1), ofRestore('beforeCommit', 2)],
  verified: [ofBackup('beforeCommit', 3), ofBeside('beforeCommit', 1)],
  answered: [ofBackup('afterCommit', 4), ofBeside('afterCommit', 1), ofRestore('afterCommit', 1)],
};

test('a worker that is killed in the middle of a backup or a restore leaves what an undisturbed one would', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_backup',
    patients: 30,
    sliceRows: 50,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: 3,
  });
  const rest = Object.entries(plans);
  await Promise.all(
    scene.namespaces.map(async (namespace) => {
      for (let next = rest.shift(); next; next = rest.shift()) await runPlan(t, scene, namespace, ...next);
    }),
  );
});

async function runPlan(
  t: TestContext,
  scene: PreparedScene,
  namespace: string,
  name: string,
  points: readonly CrashPoint[],
): Promise<void> {
  const folder = join(scene.folder, `backup_${name}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(scene.folder, scene.template, 'backups'), join(folder, 'backups'), { recursive: true });
  planCrashes(folder, points);
  const database = await copyDatabase(scene.server, `crash_backup_${name}`, scene.template);
  const worker = new CrashProcess(
    workerEnvironment(scene, namespace, folder, database.serviceUrl),
    join(folder, 'worker.log'),
    scene.kill,
  );
  const client = await connectClient(scene.temporalAddress, namespace, scene.masterKey);
  const run = <Result>(workflow: string, details: object = {}): Promise<Result> =>
    Promise.race([
      client.workflow.execute(workflow, {
        taskQueue: 'careferry',
        workflowId: `${workflow}-${randomUUID()}`,
        args: [{ companyId: 'alpha', requestedBy: 'test', ...details }],
      }) as Promise<Result>,
      worker.failure,
    ]);
  const rowsOf = async (schema: string) =>
    (
      await queryOnce<{ line: string }>(
        database.superuserUrl,
        `select line from (select p::text as line from ${schema}.patients p union all select e::text from ${schema}.examinations e) l order by 1`,
      )
    ).map(({ line }) => line);
  try {
    await worker.start();
    const before = await rowsOf('public');
    assert.ok(before.length > 10);
    const { backupId } = await run<{ backupId: string }>('createBackup');
    const records = await recordsOf(database.serviceUrl);
    const tries = records.filter(({ id }) => id.startsWith('requested-'));
    assert.deepEqual(
      tries.filter(({ state }) => state === 'verified').map(({ id }) => id),
      [backupId],
    );
    assert.ok(
      tries.every(({ state }) => state === 'verified' || state === 'failed'),
      'nothing seems to be under way',
    );

    const { schema } = await run<{ schema: string }>('restoreCompany', { backupId, isBeside: true });
    assert.deepEqual(await rowsOf(schema), before);
    await queryOnce(database.superuserUrl, 'truncate patients, examinations cascade');
    await run('restoreCompany', { backupId });
    assert.deepEqual(await rowsOf('public'), before);
    const restores = await queryOnce(
      database.superuserUrl,
      `select 1 from migration_audit where event = 'backupRestored'`,
    );
    assert.equal(restores.length, 1, 'restored once');

    const fired = readCrashes(folder);
    assert.equal(fired.length, points.length, `${name}: every planned fault fired`);
    assert.equal(worker.kills, points.length, `${name}: a process died of each`);
    t.diagnostic(
      `${name}: ${fired.map(({ point, activity }) => `${activity} ${point.event} ${point.nth}`).join(', ')}`,
    );
  } finally {
    await worker.stop();
    await client.connection.close();
    await database.drop();
  }
}

async function recordsOf(serviceUrl: string): Promise<BackupRecord[]> {
  const service = await openDatabase(serviceUrl, { maxConnections: 1 });
  try {
    return await service.withCompany('alpha', (tx) => listBackups(tx));
  } finally {
    await service.close();
  }
}
