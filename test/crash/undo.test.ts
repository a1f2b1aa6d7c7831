import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { rollbackWorkflowId, taskQueues } from '../../src/contract/migration.ts';
import type { UndoResult } from '../../src/contract/undo.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import type { CrashPoint } from '../support/crash-injector.ts';
import { type CrashedRun, runWithCrashes } from '../support/crash-run.ts';
import { type PreparedScene, prepareScene } from '../support/crash-scene.ts';
import { copyDatabase, queryOnce } from '../support/e2e-database.ts';
import { connectClient } from '../support/e2e-temporal.ts';
import { endsOf } from '../support/undo.ts';

// Fault case 26: kill -9 of the worker while it undoes, before and after every commit of it. A killed worker is noticed after ten
// seconds, so each undo is killed several times, and several run side by side.

const undosAtOnce = 4;
const companyId = 'alpha';
const migrationId = '0c5a11e5-7e57-4000-8000-000000000001';

interface CrashedUndo {
  readonly run: CrashedRun;
  readonly result: UndoResult;
  readonly again: UndoResult;
  /** Of the whole target after the undo, and after another one. */
  readonly hashes: readonly string[];
  readonly batches: number;
}

test('an undo whose worker is killed at any commit leaves the target as it was before the migration', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_undo',
    patients: 40,
    sliceRows: 25,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: undosAtOnce,
  });
  const before = await copyDatabase(scene.server, 'crash_undo_pre', scene.template);
  const hashBefore = await hashTarget(before.superuserUrl);
  await before.drop();

  const undisturbed = await undoWithCrashes(scene, 0, 'none', []);
  const { removed, restored, kept, refused } = undisturbed.result;
  assert.ok(removed > 0 && restored > 0, 'there was something to remove and to restore');
  assert.deepEqual([kept, refused], [0, 0]);
  assert.deepEqual(undisturbed.hashes, [hashBefore, hashBefore]);

  assert.ok(undisturbed.batches >= 4, 'there are several batches to be killed in');
  const points = pointsOf(undisturbed.batches);
  const plans = points.map((point, index) => ({ point, run: index % undosAtOnce }));
  const runs = await Promise.all(
    Array.from({ length: undosAtOnce }, (_, run) =>
      undoWithCrashes(
        scene,
        run,
        String(run),
        plans.filter((plan) => plan.run === run).map(({ point }) => point),
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
});

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
        const rollBack = (): Promise<UndoResult> =>
          client.workflow.execute('rollbackMigration', {
            taskQueue: taskQueues.orchestration,
            workflowId: rollbackWorkflowId(companyId, migrationId),
            args: [{ companyId, migrationId, requestedBy: 'test' }],
          });
        const result = await rollBack();
        const hashes = [await hashTarget(database.superuserUrl)];
        const [marks] = await queryOnce<{ count: string }>(
          database.superuserUrl,
          'select count(*) from migration_undo_batches',
        );
        const again = await rollBack();
        hashes.push(await hashTarget(database.superuserUrl));
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
