import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { listEvents } from '../../db/queries/audit.ts';
import { seededRandom } from '../sources/read-source.ts';
import { acceptedOf, recordedOf, signalsOf } from '../support/accepted-commands.ts';
import { patientRows, writeExport } from '../support/workflow-export.ts';
import { findFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const signals = 1_000;
const alreadyOver = /workflow execution already completed/i;

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
      const random = seededRandom(seed);
      const location = writeExport(stack.exportFolder(end), { patients: patientRows(5) });
      const company = await stack.addCompany(end);
      const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
      await migration.untilStatus('awaitingApproval');
      for (let sent = 0; sent < signals; sent += 50)
        await Promise.all(Array.from({ length: 50 }, () => (random() < 0.5 ? migration.pause() : migration.resume())));
      if (end === 'cancelled') {
        await migration.cancel(true);
        // Whichever of them comes before the end is heard, and changes nothing.
        const late = await Promise.allSettled([migration.cancel(true), migration.pause()]);
        for (const one of late) if (one.status === 'rejected') assert.match(String(one.reason), alreadyOver);
      } else {
        await migration.resume();
        await migration.approve();
      }
      const outcome = await migration.end();
      assert.equal(outcome.status, end === 'cancelled' ? 'cancelled' : 'completed');
      for (const send of [() => migration.pause(), () => migration.resume(), () => migration.cancel(true)])
        await assert.rejects(send(), alreadyOver);

      const history = await migration.handle.fetchHistory();
      assert.deepEqual(findFaults(end, history), []);
      const received = signalsOf(history);
      assert.ok(received.length >= signals);
      const audit = await stack.database.withCompany(company, (tx) => listEvents(tx, migration.id));
      assert.deepEqual(recordedOf(audit), acceptedOf(received), `STORM_SEED=${seed}`);
    });
  }
});
