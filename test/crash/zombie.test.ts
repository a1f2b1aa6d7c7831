import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../stack/eventually.ts';
import { compareDumps } from '../support/crash-dump.ts';
import { type CrashPoint, readCrashes } from '../support/crash-injector.ts';
import { type LiveRun, runWithCrashes } from '../support/crash-run.ts';
import { prepareScene } from '../support/crash-scene.ts';

// Fault case 3: a worker is frozen in the middle of a step, for longer than its heartbeat is waited for. The other worker takes over and
// ends the migration; then the first one wakes up and goes on where it was.

const frozen = { victim: 'freeze' } as const;
const points: readonly CrashPoint[] = [
  { ...frozen, activity: 'backUpCompany', event: 'beforePut', nth: 2 },
  { ...frozen, activity: 'backUpCompany', event: 'beforeCommit', nth: 1 },
  { ...frozen, activity: 'extractTable', event: 'beforePut', nth: 3 },
  { ...frozen, activity: 'extractTable', event: 'beforeCommit', nth: 3 },
  { ...frozen, activity: 'stageSlices', event: 'beforeCommit', nth: 2 },
  { ...frozen, activity: 'decideRecords', event: 'beforeCommit', nth: 1 },
  { ...frozen, activity: 'loadSlices', event: 'beforeCommit', nth: 2 },
  { ...frozen, activity: 'loadSlices', event: 'afterCommit', nth: 3 },
];

test('a worker that was thought dead changes nothing when it wakes up', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_zombie',
    patients: 40,
    sliceRows: 25,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: points.length,
  });
  const undisturbed = await runWithCrashes(scene, { name: 'crash_zombie_none', namespace: scene.namespaces[0] ?? '' });
  await Promise.all(
    points.map(async (point, index) => {
      const run = await runWithCrashes(scene, {
        name: `crash_zombie_${index}`,
        namespace: scene.namespaces[index] ?? '',
        points: [point],
        workers: 2,
        meanwhile: wakeAfterTheEnd,
      });
      assert.deepEqual(
        run.crashes.map((crash) => crash.point),
        [point],
        'the fault fired',
      );
      assert.deepEqual(compareDumps(undisturbed.dump, run.dump), [], `frozen at ${JSON.stringify(point)}`);
    }),
  );
});

/** Wakes the frozen worker when the other one has ended the migration, and waits until all that it was at is over. */
async function wakeAfterTheEnd({ ended, workers, folder }: LiveRun): Promise<void> {
  await ended;
  const pid = readCrashes(folder)[0]?.pid;
  const index = workers.findIndex((worker) => worker.pid === pid);
  const sleeper = workers[index];
  assert.ok(sleeper, 'a worker is frozen');
  const steps = () => stepsOver(join(folder, `worker-${index}.log`));
  const before = steps();
  sleeper.signal('SIGCONT');
  await eventually('the step of the frozen worker is over', () => steps() > before);
  await sleeper.stop('SIGTERM');
}

/** Steps that a worker has ended, well or badly, as its log says. */
function stepsOver(logFile: string): number {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"activity"')).length;
}
