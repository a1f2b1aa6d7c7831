import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Database, openDatabase } from '../../db/database.ts';
import { migrateToLatest } from '../../db/migrate-to-latest.ts';
import { insertCompany } from '../../db/queries/companies.ts';
import { databaseName } from '../../src/stack/postgres/database-roles.ts';
import { postgresUrls } from '../../src/stack/postgres/start-postgres.ts';
import { startStack } from '../../src/stack/start-stack.ts';
import { eventually } from '../stack/eventually.ts';
import { quietOptions } from '../stack/temporary-state.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { TestUndo } from '../support/undo.ts';

// Fault case 28: the disk of PostgreSQL, its data and its log of changes, is full in the middle of a load and of an undo.

const companyId = 'full';
const people = 400;
const megabyte = 1 << 20;
/** What is left on the disk when it begins to be full: it ends in the data, in the log, or at once. */
const spaceLeft = [24 * megabyte, 9 * megabyte, 3 * megabyte + 4_097, 70_001, 0];

test('a load and an undo on a full disk fail by name, leave nothing half done, and go on when there is space', async (t) => {
  const disk = mountDisk(t, '900m');
  if (disk === null) return t.skip('left out: this account may not mount a disk that can be full');
  const stack = await startStack(quietOptions(join(disk, 'state')));
  try {
    const owner = new URL(postgresUrls(stack.secrets, Number(new URL(stack.databaseUrl).port)).owner);
    owner.pathname = `/${databaseName}`;
    await migrateToLatest(owner.href);
    const database = await openDatabase(stack.databaseUrl);
    try {
      await database.withCompany(companyId, (tx) => insertCompany(tx, { name: companyId, domain: 'optical' }));
      await fillWhileWorking(t, database, disk);
    } finally {
      await database.close();
    }
  } finally {
    await stack.stop();
  }
});

async function fillWhileWorking(t: TestContext, database: Database, disk: string): Promise<void> {
  const migrations: HandmadeMigration[] = [];
  for (const left of spaceLeft) {
    const release = fill(disk, left);
    for (let isFull = false; !isFull; ) {
      assert.ok(migrations.length < 200, `${left} bytes were never used up`);
      const migration = new HandmadeMigration(database, companyId);
      migrations.push(migration);
      isFull = !(await migrate(migration, migrations.length).catch(isWaiting));
    }
    release();
    const last = migrations.at(-1);
    await eventually('the migration goes on', () => last && migrate(last, migrations.length).catch(isWaiting), 120);
    await assertBalanced(database, migrations);
  }
  t.diagnostic(`${migrations.length} migrations, full ${spaceLeft.length} times`);

  const last = migrations.pop();
  assert.ok(last);
  const undo = await new TestUndo(database, last).begin();
  const release = fill(disk, 0);
  await assert.rejects(actAll(undo), { type: 'databaseUnavailable' });
  release();
  await eventually('the undo goes on', () => actAll(undo).then(() => true, isWaiting), 120);
  assert.equal((await undo.finish()).removed, people);
  await assertBalanced(database, migrations, people);
}

/** From the begin to the end; what is done of it is not done again. Staged records are made again, for a crash of the server loses them. */
async function migrate(migration: HandmadeMigration, batch: number): Promise<true> {
  const notes = 'x'.repeat(2_000);
  const patients = Array.from({ length: people }, (_, index) =>
    patient(batch * people + index + 1, { notes }, companyId),
  );
  const isLoaded = migration.entities.length > 0 && (await migration.load().then(() => true, isWaiting));
  if (!isLoaded) {
    migration.entities.length = 0;
    await migration.stage({ patients });
    await migration.decide();
    await migration.load();
  }
  await migration.complete();
  return true;
}

/** @throws the error where it is none that a worker waits for, or cures by staging again. @returns false. */
function isWaiting(error: unknown): false {
  const { type } = error as { type?: string };
  assert.ok(type === 'databaseUnavailable' || type === 'stagingLost', String(error));
  return false;
}

async function actAll(undo: Awaited<ReturnType<TestUndo['begin']>>): Promise<void> {
  for (let batchNo = 1; batchNo <= undo.batches; batchNo += 1) await undo.act(batchNo);
}

/** Ledger, marks and target say the same of each migration. @param undone rows of which the ledger tells and that are gone. */
async function assertBalanced(database: Database, migrations: readonly HandmadeMigration[], undone = 0): Promise<void> {
  const [found] = await database.withCompany(companyId, (tx) =>
    tx.query(
      `select (select count(*) from migration_records where disposition = 'inserted')::integer as lines,
              (select sum(eligible) from migration_slices where step = 'load')::integer as marked,
              (select count(*) from patients)::integer as rows,
              (select sum(cardinality(row_ids)) from history.insertions)::integer as recorded`,
    ),
  );
  const expected = migrations.length * people;
  assert.deepEqual(found, {
    lines: expected + undone,
    marked: expected + undone,
    rows: expected,
    recorded: expected + undone,
  });
}

/** Takes all space of the disk but so many bytes. @returns what gives it back. */
function fill(disk: string, left: number): () => void {
  const { bavail, bsize } = statfsSync(disk);
  const filler = join(disk, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  return () => rmSync(filler);
}

function mountDisk(t: TestContext, size: string): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'careferry-full-'));
  chmodSync(disk, 0o755);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk], { stdio: 'pipe' });
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
  t.after(() => {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });
  return disk;
}
