import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDumps, hashDump } from '../support/crash-dump.ts';
import type { Crash, CrashEvent, CrashPoint } from '../support/crash-injector.ts';
import { type CrashedRun, runWithCrashes } from '../support/crash-run.ts';
import { type PreparedScene, prepareScene } from '../support/crash-scene.ts';

// Fault case 1: kill -9 of the worker at every boundary of a step, the Nth for every N. A killed worker is noticed after ten seconds,
// so each migration is killed several times, and several migrations run side by side.

const runsAtOnce = 8;
const killsOfEach = 4;

test('a migration whose worker is killed at a commit or a put ends with the same rows, ledger and backup', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_worker',
    patients: 40,
    sliceRows: 25,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: runsAtOnce,
  });
  const undisturbed = await runWithCrashes(scene, { name: 'crash_worker_none', namespace: scene.namespaces[0] ?? '' });
  assert.equal(undisturbed.outcome.status, 'completed');
  assert.equal(undisturbed.kills, 0);
  assertEveryDisposition(undisturbed);

  const plans = [...spread(pointsOf(undisturbed.counts)), ...inARow(undisturbed.counts)];
  const runs = await runAll(scene, plans, 'crash_worker');
  // An earlier kill may take a commit with it that was done and not yet counted; a late point then never comes. It is tried alone.
  const missed = plans.flatMap((plan, index) => notIn(runs[index]?.crashes ?? [], plan)).map((point) => [point]);
  runs.push(...(await runAll(scene, missed, 'crash_worker_alone')));

  const fired = runs.flatMap(({ crashes }) => crashes);
  assert.deepEqual(notIn(fired, plans.flat()), [], 'every planned fault fired');
  t.diagnostic(`points: ${plans.flat().length}, fired: ${fired.length}, in: ${countNames(fired)}`);
  for (const run of runs) {
    assert.equal(run.kills, run.crashes.length, 'a process died of each');
    assert.deepEqual(compareDumps(undisturbed.dump, run.dump), [], `after ${JSON.stringify(run.crashes)}`);
    assert.equal(hashDump(run.dump), hashDump(undisturbed.dump));
  }
});

/** The sample must have something to lose of every kind. */
function assertEveryDisposition({ outcome }: CrashedRun): void {
  for (const disposition of ['inserted', 'updated', 'merged', 'skipped', 'quarantined'] as const) {
    const count = Object.values(outcome.ledger).reduce((sum, line) => sum + line[disposition], 0);
    assert.ok(count > 0, `some records are ${disposition}`);
  }
}

/**
 * After every commit, the Nth for every N. Before a commit or put nothing is there that was not there after the last one, and after a put
 * one more object that nothing on record names yet: of these every fourth, and every third, is enough.
 */
function pointsOf(counts: Readonly<Record<CrashEvent, number>>): CrashPoint[] {
  const all = (event: CrashEvent, step: number) =>
    Array.from({ length: Math.floor(counts[event] / step) }, (_, index) => ({ event, nth: step * (index + 1) }));
  return [...all('afterCommit', 1), ...all('afterPut', 3), ...all('beforeCommit', 4), ...all('beforePut', 4)];
}

/** Deals the points out to as few migrations as can be, so that those of one migration lie far apart. */
function spread(points: readonly CrashPoint[]): CrashPoint[][] {
  const runs = Math.ceil(points.length / killsOfEach);
  const plans = Array.from({ length: runs }, (): CrashPoint[] => []);
  for (const [index, point] of points.entries()) plans[index % runs]?.push(point);
  return plans;
}

/** Three kills at once after another: the step is killed again at the first thing that it does. */
function inARow({ afterCommit }: Readonly<Record<CrashEvent, number>>): CrashPoint[][] {
  return [Math.floor(afterCommit / 3), Math.floor((2 * afterCommit) / 3)].map((first) =>
    [first, first + 1, first + 2].map((nth) => ({ event: 'afterCommit', nth }) as const),
  );
}

/** Runs the plans, as many at once as there are namespaces; the runs are in the order of the plans. */
async function runAll(
  scene: PreparedScene,
  plans: readonly (readonly CrashPoint[])[],
  name: string,
): Promise<CrashedRun[]> {
  const rest = [...plans.entries()];
  const runs: CrashedRun[] = [];
  await Promise.all(
    scene.namespaces.map(async (namespace) => {
      for (let next = rest.shift(); next; next = rest.shift()) {
        const [index, points] = next;
        runs[index] = await runWithCrashes(scene, { name: `${name}_${index}`, namespace, points });
      }
    }),
  );
  return runs;
}

/** Points at which nothing fired. */
function notIn(crashes: readonly Crash[], points: readonly CrashPoint[]): CrashPoint[] {
  return points.filter(({ event, nth }) => !crashes.some(({ point }) => point.event === event && point.nth === nth));
}

function countNames(crashes: readonly Crash[]): string {
  const counts = new Map<string, number>();
  for (const { activity } of crashes) counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return [...counts].map(([activity, count]) => `${activity} ${count}`).join(', ');
}
