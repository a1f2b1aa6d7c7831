import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listEvents } from '../../db/queries/audit.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const signals = 1_000;
const names = { pauseAsked: 'pause', resumed: 'resume', cancellationAsked: 'cancel' } as const;

/** A generator with a seed (mulberry32), so that a run that fails can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a storm of commands', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  for (const end of ['approved', 'cancelled'] as const) {
    it(`leaves a legal status and one audit record for each command that counted, where it is ${end} in the end`, async (t) => {
      const seed = Number(process.env.STORM_SEED ?? Math.floor(Math.random() * 1_000_000));
      t.diagnostic(`STORM_SEED=${seed}`);
      const random = randomFrom(seed);
      const location = writeExport(stack.exportFolder(end), { patients: patientRows(5) });
      const company = await stack.addCompany(end);
      const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
      await migration.untilStatus('awaitingApproval');
      for (let sent = 0; sent < signals; sent += 50)
        await Promise.all(Array.from({ length: 50 }, () => (random() < 0.5 ? migration.pause() : migration.resume())));
      if (end === 'cancelled') await Promise.all([migration.cancel(true), migration.cancel(true), migration.pause()]);
      else {
        await migration.resume();
        await migration.approve();
      }
      const outcome = await migration.end(120_000);
      assert.equal(outcome.status, end === 'cancelled' ? 'cancelled' : 'completed');
      for (const send of [() => migration.pause(), () => migration.resume(), () => migration.cancel(true)])
        await assert.rejects(send(), /workflow execution already completed/i);

      const history = await migration.handle.fetchHistory();
      assert.deepEqual(findFaults(end, history), []);
      const received = (history.events ?? []).flatMap(
        (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
      );
      assert.ok(received.length >= signals);
      const audit = await stack.database.withCompany(company, (tx) => listEvents(tx, migration.id));
      const recorded = audit.flatMap(({ event }) => (event in names ? names[event as keyof typeof names] : []));
      assert.deepEqual(recorded, acceptedOf(received), `STORM_SEED=${seed}`);
    });
  }
});

/** What counts of signals in that order: a pause where none is asked for, a resume where one is, and one cancellation, after which nothing does. */
function acceptedOf(received: readonly string[]): string[] {
  const accepted: string[] = [];
  let isPaused = false;
  for (const name of received) {
    if (name === 'cancel') return [...accepted, name];
    if ((name === 'pause') === isPaused) continue;
    isPaused = !isPaused;
    accepted.push(name);
  }
  return accepted;
}
