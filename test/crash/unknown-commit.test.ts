import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareDumps } from '../support/crash-dump.ts';
import { startCommitProxy } from '../support/crash-proxy.ts';
import { runWithCrashes } from '../support/crash-run.ts';
import { prepareScene } from '../support/crash-scene.ts';

// Fault case 2: the connection is cut after the server has committed and before the worker hears of it. Cutting one commit in six, in
// six migrations side by side, cuts the Nth for every N; a step has fewer, so that some try of it has none cut.

const every = 6;

test('a commit whose answer is lost is neither lost nor done twice', async (t) => {
  const scene = await prepareScene(t, {
    name: 'crash_unknown',
    patients: 40,
    sliceRows: 25,
    files: ['PATIENTS', 'EXAMS'],
    namespaces: every,
  });
  const undisturbed = await runWithCrashes(scene, { name: 'crash_unknown_none', namespace: scene.namespaces[0] ?? '' });
  const commits = undisturbed.counts.afterCommit;
  const runs = await Promise.all(
    scene.namespaces.map(async (namespace, offset) => {
      const proxy = await startCommitProxy(Number(new URL(scene.server.service).port), (nth) => nth % every === offset);
      try {
        const databaseUrl = ({ serviceUrl }: { readonly serviceUrl: string }) => proxy.through(serviceUrl);
        const run = await runWithCrashes(scene, { name: `crash_unknown_${offset}`, namespace, databaseUrl });
        return { run, cuts: [...proxy.cuts] };
      } finally {
        await proxy.close();
      }
    }),
  );
  const cuts = new Set(runs.flatMap((run) => run.cuts));
  t.diagnostic(`commits whose answer was cut off: ${runs.flatMap((run) => run.cuts).length}`);
  for (let nth = 1; nth <= commits; nth += 1) assert.ok(cuts.has(nth), `the answer to commit ${nth} was cut off once`);
  for (const { run } of runs) {
    assert.equal(run.kills, 0, 'no process died of it');
    assert.deepEqual(compareDumps(undisturbed.dump, run.dump), []);
  }
});
