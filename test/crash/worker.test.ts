import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDumps, hashDump } from '../support/crash-dump.ts';
import type { CrashEvent, CrashPoint } from '../support/crash-injector.ts';
import { type CrashedRun, type CrashScene, runWithCrashes } from '../support/crash-run.ts';
import { prepareScene } from '../support/crash-scene.ts';

// Fault case 1: kill -9 of the worker at every boundary of a step, the Nth for every N. A killed worker is noticed after ten seconds,
// so each migration is killed several times, and several migrations run side by side.

const runsAtOnce = 8;
const killsOfEach = 4;

test('a migration whose worker is killed at any commit or put ends with the same rows, ledger and backup', async (t) => {
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
  const runs = await inParallel(scene, plans);

  const planned = plans.flat().length;
  const fired = runs.flatMap(({ crashes }) => crashes);
  t.diagnostic(
    `points tried: ${planned}; fired: ${fired.length}; in: ${describe(fired.map((crash) => crash.activity))}`,
  );
  for (const [index, run] of runs.entries()) {
    const plan = plans[index] ?? [];
    assert.deepEqual(sorted(run.crashes.map((crash) => crash.point)), sorted(plan), 'every planned fault fired');
    assert.equal(run.kills, plan.length, 'a process died of each');
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
 * After every commit and every put, the Nth for every N. Before a commit or put nothing is there that was not there after the last one,
 * so of these every fourth is enough.
 */
function pointsOf(counts: Readonly<Record<CrashEvent, number>>): CrashPoint[] {
  const all = (event: CrashEvent, step: number) =>
    Array.from({ length: Math.floor(counts[event] / step) }, (_, index) => ({ event, nth: step * (index + 1) }));
  return [...all('afterCommit', 1), ...all('afterPut', 1), ...all('beforeCommit', 4), ...all('beforePut', 4)];
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

/** Runs the plans, each namespace one after the other, in the order of the plans. */
async function inParallel(
  scene: CrashScene & { readonly namespaces: readonly string[] },
  plans: readonly (readonly CrashPoint[])[],
): Promise<CrashedRun[]> {
  const rest = [...plans.entries()];
  const runs: CrashedRun[] = [];
  await Promise.all(
    scene.namespaces.map(async (namespace) => {
      for (let next = rest.shift(); next; next = rest.shift()) {
        const [index, points] = next;
        runs[index] = await runWithCrashes(scene, { name: `crash_worker_${index}`, namespace, points });
      }
    }),
  );
  return runs;
}

const sorted = (points: readonly CrashPoint[]) => points.map(({ event, nth }) => `${event} ${nth}`).sort();

function describe(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}
