import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { rollbackWorkflowId, taskQueues } from '../../src/contract/migration.ts';
import { type UndoResult, type UndoWish, wholeMigration } from '../../src/contract/undo.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import type { CrashPoint } from '../support/crash-injector.ts';
import { type CrashedRun, runWithCrashes } from '../support/crash-run.ts';
import { type PreparedScene, prepareScene } from '../support/crash-scene.ts';
import { copyDatabase, queryOnce } from '../support/e2e-database.ts';
import { connectClient } from '../support/e2e-temporal.ts';
import { endsOf } from '../support/undo.ts';

// Fault case 26: kill -9 of the worker while it undoes, before and after every commit of it. A killed worker is noticed after ten
// seconds, so each undo is killed several times, and several run side by side.

const wholeUndos = 3;
const companyId = 'alpha';
const migrationId = '0c5a11e5-7e57-4000-8000-000000000001';

interface CrashedUndo {
  readonly run: CrashedRun;
  readonly result: UndoResult;
  readonly again: UndoResult;
  /** Of the whole target after each undo, and after another one. */
  readonly hashes: readonly string[];
  readonly batches: number;
}

test('an undo whose worker is killed at any commit leaves the target as it was before the migration', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_undo',
    patients: 40,
    sliceRows: 25,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: wholeUndos + 1,
  });
  const before = await copyDatabase(scene.server, 'crash_undo_pre', scene.template);
  const hashBefore = await hashTarget(before.superuserUrl);
  await before.drop();

  const undisturbed = await undoWithCrashes(scene, 0, 'none', [], onlyWhole);
  const { removed, restored, kept, refused } = undisturbed.result;
  assert.ok(removed > 0 && restored > 0, 'there was something to remove and to restore');
  assert.deepEqual([kept, refused], [0, 0]);
  assert.deepEqual(undisturbed.hashes, [hashBefore, hashBefore]);

  assert.ok(undisturbed.batches >= 4, 'there are several batches to be killed in');
  const points = pointsOf(undisturbed.batches);
  const plans = points.map((point, index) => ({ point, run: index % wholeUndos }));
  const kinds = undoWithCrashes(scene, wholeUndos, 'kinds', pointsOfKinds, everyKind);
  const runs = await Promise.all(
    Array.from({ length: wholeUndos }, (_, run) =>
      undoWithCrashes(
        scene,
        run,
        String(run),
        plans.filter((plan) => plan.run === run).map(({ point }) => point),
        onlyWhole,
      ),
    ),
  );
  const fired = runs.flatMap(({ run }) => run.crashes.map(({ point }) => JSON.stringify(point)));
  t.diagnostic(`points: ${points.length}, fired: ${fired.length}, batches: ${undisturbed.batches}`);
  assert.deepEqual(fired.sort(), points.map((point) => JSON.stringify(point)).sort(), 'every planned fault fired');
  for (const { run, result, again, hashes } of runs) {
    assert.equal(run.kills, run.crashes.length, 'a process died of each');
    assert.deepEqual(endsOf(result), endsOf(undisturbed.result));
    assert.deepEqual(hashes, [hashBefore, hashBefore], `after ${JSON.stringify(run.crashes)}`);
    assert.deepEqual(
      endsOf(again),
      { removed: 0, restored: 0, kept: 0, refused: 0 },
      'a second undo finds nothing to do',
    );
  }
  const { run, hashes } = await kinds;
  assert.deepEqual(run.crashes.map(({ point }) => point).sort(byText), [...pointsOfKinds].sort(byText));
  assert.equal(run.kills, pointsOfKinds.length);
  const [back, forward, part, whole, again] = hashes;
  assert.deepEqual([back, whole, again], [hashBefore, hashBefore, hashBefore]);
  assert.notEqual(forward, hashBefore, 'what was loaded is there again');
  assert.ok(part !== forward && part !== hashBefore, 'a part of it is gone');
});

const byText = (one: unknown, other: unknown) => JSON.stringify(one).localeCompare(JSON.stringify(other));

/** What is undone one after the other, by the times at which the migration began and had ended. */
type Wishes = (times: { readonly began: string; readonly ended: string }) => readonly Partial<UndoWish>[];

const onlyWhole: Wishes = () => [{}];

/** Back to a time, forward again, a part, and the rest. */
const everyKind: Wishes = ({ began, ended }) => [{ to: began }, { to: ended }, { entities: ['examinations'] }, {}];

/** The first way back is lost before its commit and after it, the second one in its plan, the part in its proof. */
const pointsOfKinds: readonly CrashPoint[] = [
  { event: 'beforeCommit', nth: 1, activity: 'undoRecords' },
  { event: 'afterCommit', nth: 1, activity: 'undoRecords' },
  { event: 'afterCommit', nth: 2, activity: 'planUndo' },
  { event: 'beforeCommit', nth: 3, activity: 'verifyUndone' },
];

/** Before and after each commit of each step of an undo. */
function pointsOf(batches: number): CrashPoint[] {
  const of = (activity: string, commits: number) =>
    Array.from({ length: commits }, (_, index) => index + 1).flatMap((nth): CrashPoint[] => [
      { event: 'afterCommit', nth, activity },
      // The commit that did not happen is counted as well: the next one has the next number.
      ...(nth % 2 === 0 ? [{ event: 'beforeCommit' as const, nth, activity }] : []),
    ]);
  return [...of('undoRecords', batches), ...of('planUndo', 1), ...of('verifyUndone', 1)];
}

async function undoWithCrashes(
  scene: PreparedScene,
  place: number,
  name: string,
  points: readonly CrashPoint[],
  wishes: Wishes,
): Promise<CrashedUndo> {
  const namespace = scene.namespaces[place] ?? '';
  const undone: Omit<CrashedUndo, 'run'>[] = [];
  const run = await runWithCrashes(scene, {
    name: `crash_undo_${name}`,
    namespace,
    points,
    migrationId,
    meanwhile: async ({ ended, database }) => {
      assert.equal((await ended).status, 'completed');
      const client = await connectClient(scene.temporalAddress, namespace, scene.masterKey);
      try {
        const hashes: string[] = [];
        const rollBack = async (wish: Partial<UndoWish>): Promise<UndoResult> => {
          const ended: UndoResult = await client.workflow.execute('rollbackMigration', {
            taskQueue: taskQueues.orchestration,
            workflowId: rollbackWorkflowId(companyId, migrationId),
            args: [{ companyId, migrationId, requestedBy: 'test', wish: { ...wholeMigration, ...wish } }],
          });
          hashes.push(await hashTarget(database.superuserUrl));
          return ended;
        };
        const [times] = await queryOnce<{ began: string; ended: string }>(
          database.superuserUrl,
          `select to_json(started_at - interval '1 millisecond') #>> '{}' as began, to_json(clock_timestamp()) #>> '{}' as ended
             from migration_jobs where id = '${migrationId}'`,
        );
        if (!times) throw new Error('The migration is not on record.');
        const results: UndoResult[] = [];
        for (const wish of wishes(times)) results.push(await rollBack(wish));
        const result = results[0];
        if (!result) throw new Error('Nothing was undone.');
        const [marks] = await queryOnce<{ count: string }>(
          database.superuserUrl,
          'select count(*) from migration_undo_batches',
        );
        const again = await rollBack({});
        undone.push({ result, again, hashes, batches: Number(marks?.count) });
      } finally {
        await client.connection.close();
      }
    },
  });
  const [first] = undone;
  if (!first) throw new Error('The undo did not end.');
  return { run, ...first };
}

/** Every row of every target table with every column. */
async function hashTarget(superuserUrl: string): Promise<string> {
  const hash = createHash('sha256');
  for (const { table } of catalogue) {
    const rows = await queryOnce<{ row: string }>(superuserUrl, `select t::text as row from ${table} t order by 1`);
    hash.update(JSON.stringify([table, rows]));
  }
  return hash.digest('hex');
}
