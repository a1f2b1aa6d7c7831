import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { compareDumps } from '../support/crash-dump.ts';
import type { CrashPoint } from '../support/crash-injector.ts';
import { type CrashedRun, runWithCrashes } from '../support/crash-run.ts';
import { type PreparedScene, prepareScene } from '../support/crash-scene.ts';

// Fault cases 1 and 4: kill -9 of PostgreSQL and of Temporal while steps are under way. PostgreSQL empties the staged records when it
// comes up again: they are made again from the landing. The worker asks for the kill in the middle of a transaction and waits for it.

const postgres = { victim: 'postgres' } as const;
/** Seven in all: the stack waits longer after each, as a server that dies again and again is not to be started in a busy loop. */
const postgresPoints: readonly CrashPoint[] = [
  { ...postgres, activity: 'extractTable', event: 'beforeCommit', nth: 4 },
  { ...postgres, activity: 'stageSlices', event: 'beforeCommit', nth: 5 },
  { ...postgres, activity: 'decideRecords', event: 'beforeCommit', nth: 1 },
  { ...postgres, activity: 'loadSlices', event: 'beforeCommit', nth: 3 },
  { ...postgres, activity: 'loadSlices', event: 'afterCommit', nth: 8 },
  { ...postgres, activity: 'verifyRange', event: 'read', nth: 1 },
];

const temporal = { victim: 'temporal' } as const;
const temporalPoints: readonly CrashPoint[] = [
  { ...temporal, activity: 'extractTable', event: 'afterCommit', nth: 3 },
  { ...temporal, activity: 'stageSlices', event: 'beforeCommit', nth: 3 },
  { ...temporal, activity: 'decideRecords', event: 'afterCommit', nth: 1 },
  { ...temporal, activity: 'loadSlices', event: 'afterCommit', nth: 4 },
  { ...temporal, activity: 'verifyLedger', event: 'read', nth: 1 },
];

test('a migration whose servers are killed goes on by itself', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_servers',
    patients: 600,
    sliceRows: 150,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: 1,
    hasOwnDatabase: true,
  });
  const run = (name: string, points: readonly CrashPoint[], isDryRun = false) =>
    runWithCrashes(scene, {
      name,
      namespace: scene.namespaces[0] ?? '',
      points,
      request: { isDryRun },
      isDropped: false,
    });
  const undisturbed = await run('crash_servers_none', []);
  assert.equal(undisturbed.outcome.status, 'completed');

  await t.test('with the same prediction when PostgreSQL was killed in a dry run', async (t) => {
    const points = postgresPoints.filter(({ activity }) => activity === 'stageSlices');
    const predicted = await run('crash_servers_dry', points, true);
    assertKilled(t, scene, predicted, points);
    assert.deepEqual(predicted.outcome.ledger, undisturbed.outcome.ledger);
    assert.deepEqual(predicted.outcome.conflicts, undisturbed.outcome.conflicts);
  });

  await t.test('with the same rows and ledger when PostgreSQL was killed in every step', async (t) => {
    const crashed = await run('crash_servers_postgres', postgresPoints);
    assertKilled(t, scene, crashed, postgresPoints);
    assert.deepEqual(compareDumps(undisturbed.dump, crashed.dump), []);
  });

  await t.test('with the same rows and ledger when Temporal was killed', async (t) => {
    const crashed = await run('crash_servers_temporal', temporalPoints);
    assertKilled(t, scene, crashed, temporalPoints);
    assert.deepEqual(compareDumps(undisturbed.dump, crashed.dump), []);
  });
});

/** Every fault fired, each killed another process of that server, which lives again, and no worker died of it. */
function assertKilled(
  t: TestContext,
  { kills, stack }: PreparedScene,
  run: CrashedRun,
  points: readonly CrashPoint[],
): void {
  const victims = kills.slice(-points.length);
  assert.deepEqual(
    run.crashes.map((crash) => crash.point),
    points,
    'every planned fault fired',
  );
  assert.deepEqual(
    victims.map(({ victim }) => victim),
    points.map(({ victim }) => victim),
  );
  assert.equal(new Set(victims.map(({ pid }) => pid)).size, points.length, 'each killed another process');
  assert.ok(stack.processes.every(({ pid }) => !victims.some((victim) => victim.pid === pid)));
  assert.equal(run.kills, 0);
  t.diagnostic(`killed in: ${run.crashes.map(({ activity }) => activity).join(', ')}`);
}
