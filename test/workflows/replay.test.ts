import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';
import { loadWorkflowBundle } from '../../src/worker/workflow-bundle.ts';
import { statusesOf } from '../support/workflow-history.ts';
import {
  listReleases,
  type RecordedHistory,
  readRecordedHistories,
  replay,
  testMasterKey,
} from '../support/workflow-recorded.ts';

/** Every situation that must stay replayable, with a status that its history must have gone through to count as that situation. */
const situations: Readonly<Record<string, string>> = {
  'bigBangMigration-approved-and-decided': 'awaitingDecisions',
  'bigBangMigration-cancelled': 'cancelled',
  'bigBangMigration-dry-run': 'completed',
  'bigBangMigration-failed-and-compensated': 'failed',
  'bigBangMigration-needed-attention': 'needsAttention',
  'bigBangMigration-paused-and-resumed': 'paused',
  'bigBangMigration-plain': 'completed',
  'parallelRunMigration-continued': 'running',
  'parallelRunMigration-failed-and-compensated': 'failed',
  'parallelRunMigration-paused-and-undone': 'paused',
  'parallelRunMigration-plain': 'awaitingApproval',
  'phasedMigration-cancelled': 'cancelled',
  'phasedMigration-failed-and-compensated': 'failed',
  'phasedMigration-paused-and-one-undone': 'paused',
  'phasedMigration-plain': 'awaitingApproval',
  'pilotMigration-dry-run': 'completed',
  'pilotMigration-failed': 'failed',
  'pilotMigration-kept': 'awaitingApproval',
  'pilotMigration-paused-and-undone': 'paused',
  'rollbackMigration-plain': 'rolledBack',
};

/** What only the code as it is has recorded: with how the history of the run begins or ends, where that is the situation. */
const newSituations: Readonly<Record<string, 'completed' | 'failed' | 'continued' | 'takenUp'>> = {
  'backupRetention-every-company': 'completed',
  'backupRetention-plain': 'completed',
  'bigBangMigration-continued': 'continued',
  'bigBangMigration-taken-up': 'takenUp',
  'createBackup-plain': 'completed',
  'createBackup-second': 'completed',
  'parallelRunMigration-interval-continued': 'continued',
  'parallelRunMigration-interval-taken-up-and-undone': 'takenUp',
  'phasedMigration-continued': 'continued',
  'phasedMigration-taken-up': 'takenUp',
  'pilotMigration-continued': 'continued',
  'pilotMigration-failed-and-compensated': 'failed',
  'pilotMigration-taken-up': 'takenUp',
  'recoveryDrill-every-company': 'completed',
  'recoveryDrill-plain': 'completed',
  'restoreCompany-beside': 'completed',
  'restoreCompany-plain': 'completed',
  'rollbackMigration-part': 'completed',
  'rollbackMigration-paused': 'completed',
  'verifyBackup-plain': 'completed',
};

function isAs(situation: (typeof newSituations)[string], { history: { events } }: RecordedHistory): boolean {
  switch (situation) {
    case 'completed':
      return Boolean(events.at(-1)?.workflowExecutionCompletedEventAttributes);
    case 'continued':
      return Boolean(events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes);
    case 'takenUp':
      return Boolean(events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId);
    case 'failed':
      return events.some((event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'planUndo');
  }
}

/** What each strategy has been recorded in, by words of its names. */
const wanted = [/plain|kept/, /paused/, /failed-and-compensated/, /continued/];

describe('recorded histories', () => {
  let recorded: RecordedHistory[];
  let current: RecordedHistory[];
  let code: string;
  before(async () => {
    recorded = readRecordedHistories('0.1.0');
    current = readRecordedHistories();
    ({ code } = await loadWorkflowBundle());
  });

  it('of each release and of the code as it is are there for every situation, and small', () => {
    const known = Object.keys(situations);
    assert.deepEqual(listReleases(), ['0.1.0']);
    assert.deepEqual(
      recorded.map(({ name }) => name),
      known.sort(),
    );
    assert.deepEqual(current.map(({ name }) => name).sort(), [...known, ...Object.keys(newSituations)].sort());
    for (const one of [...recorded, ...current]) {
      const { name, history, sizeBytes } = one;
      const situation = newSituations[name];
      if (situation) assert.ok(isAs(situation, one), name);
      else assert.ok(statusesOf(history).includes(situations[name] as never), `${name}: ${statusesOf(history)}`);
      assert.ok(sizeBytes < 200_000, `${name} has ${sizeBytes} bytes`);
    }
  });

  it('are of every strategy in four situations: plain, paused, failed and compensated, continued as new', () => {
    const names = current.map(({ name }) => name);
    for (const strategy of ['bigBangMigration', 'phasedMigration', 'pilotMigration', 'parallelRunMigration'])
      for (const situation of wanted)
        assert.ok(
          names.some((name) => name.startsWith(strategy) && situation.test(name)),
          `${strategy} ${situation}`,
        );
  });

  it('hold nothing in clear but names of steps, counts and ids', async () => {
    const codec = createPayloadCodec(Buffer.from(testMasterKey, 'base64'));
    let opened = 0;
    for (const { history } of [...recorded, ...current]) {
      assert.doesNotMatch(JSON.stringify(history), /Person\d|Newer|Turcot|07700/);
      for (const event of history.events) {
        const payloads = event.activityTaskScheduledEventAttributes?.input?.payloads ?? [];
        for (const payload of await codec.decode(payloads)) {
          assert.match(Buffer.from(payload.data ?? []).toString(), /"companyId":/);
          opened += 1;
        }
      }
    }
    assert.ok(opened > 100, 'payloads open with the test key');
  });

  it('are replayed by the workflows as they are now', async () => {
    for (const histories of [recorded, current]) {
      const outcomes = await replay(code, histories);
      assert.deepEqual(Object.fromEntries(outcomes), Object.fromEntries(histories.map(({ name }) => [name, null])));
    }
  });

  it('stop the gate where a step is renamed, left out or added without a version', async () => {
    const all = Object.keys(situations);
    const undone = [
      'bigBangMigration-cancelled',
      'bigBangMigration-failed-and-compensated',
      'parallelRunMigration-failed-and-compensated',
      'parallelRunMigration-paused-and-undone',
      'phasedMigration-failed-and-compensated',
      'phasedMigration-paused-and-one-undone',
      'pilotMigration-paused-and-undone',
      'rollbackMigration-plain',
    ];
    const migrations = all.filter((name) => !name.startsWith('rollback'));
    const backedUp = migrations.filter((name) => !name.endsWith('dry-run'));
    const mutations: readonly (readonly [from: RegExp, to: string, broken: readonly string[]])[] = [
      [/\.openMigration\.executeWithOptions/g, '.beginMigration.executeWithOptions', migrations],
      [/\.planUndo\.executeWithOptions/g, '.planTheUndo.executeWithOptions', undone],
      [/if \(!isDryRun\) await [^;]*backUp\)\(run\);/g, '', backedUp],
      [
        /async obeyWishes\(\) \{/g,
        'async obeyWishes() { await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.sleep)(1);',
        all,
      ],
    ];
    for (const [from, to, broken] of mutations) {
      const mutated = code.replace(from, to);
      assert.notEqual(mutated, code, `the bundle has ${from}`);
      const outcomes = await replay(mutated, recorded);
      const failed = [...outcomes].filter(([, error]) => error !== null);
      assert.deepEqual(failed.map(([name]) => name).sort(), broken.toSorted(), String(from));
      assert.deepEqual([...new Set(failed.map(([, error]) => error?.name))], ['DeterminismViolationError']);
    }
  });

  it('stop the gate where what is new is done without asking for its patch', async () => {
    const mutated = code.replace(/return \(0,\w+\.patched\)\(id\);/, 'return true;');
    assert.notEqual(mutated, code);
    const failed = [...(await replay(mutated, recorded))].filter(([, error]) => error !== null);
    assert.deepEqual(failed.map(([name]) => name).sort(), [
      'bigBangMigration-cancelled',
      'bigBangMigration-needed-attention',
      'bigBangMigration-paused-and-resumed',
      'parallelRunMigration-paused-and-undone',
      'phasedMigration-cancelled',
      'phasedMigration-paused-and-one-undone',
      'pilotMigration-paused-and-undone',
    ]);
  });
});
