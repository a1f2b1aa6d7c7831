import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listEvents } from '../../../db/queries/audit.ts';
import { migrationWorkflowId } from '../../../src/contract/migration.ts';
import { seededRandom } from '../../sources/read-source.ts';
import { acceptedOf, recordedOf, signalsOf } from '../../support/accepted-commands.ts';
import { findFaults } from '../../support/workflow-history.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'iota';
/** What the workflow makes of a thousand is seen without the API, where they can be sent in a tenth of the time. */
const commands = 300;
const atOnce = 25;

/** What is sent; the last three have nothing to act on and are refused. */
const kinds = [
  'pause',
  'resume',
  'pause',
  'resume',
  'pause',
  'resume',
  'pause',
  'resume',
  'retry',
  'skip',
  'undo-phase',
];

export function testCommandStorm(api: () => RealApi): void {
  test('takes hundreds of commands in any order, twice and after the end, answers each, and records each that counted once', async (t) => {
    const seed = Number(process.env.STORM_SEED ?? Math.floor(Math.random() * 1_000_000));
    t.diagnostic(`STORM_SEED=${seed}`);
    const random = seededRandom(seed);
    const pick = () => kinds[Math.floor(random() * kinds.length)] ?? 'pause';
    const id = await api().start(company, patients('I'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    const answers = new Map<number, number>();
    const send = async (name: string) => {
      const body = name === 'skip' ? { reason: 'A storm.' } : name === 'cancel' ? { rollback: true } : undefined;
      const { status } = await api().call(company, 'POST', `/api/migrations/${id}/${name}`, body);
      answers.set(status, (answers.get(status) ?? 0) + 1);
    };
    // Somewhere in the last fifth somebody cancels, twice; what is sent after that comes to a migration that ends, or has ended.
    const cancelAt = Math.floor((0.8 + random() * 0.15) * (commands / atOnce));
    for (let round = 0; round < commands / atOnce; round += 1) {
      const names = Array.from({ length: atOnce }, (_, index) =>
        round === cancelAt && index % 10 === 0 ? 'cancel' : pick(),
      );
      await Promise.all(names.map(send));
    }
    await api().until(company, id, 'cancelled');
    for (const name of [...kinds, 'cancel']) await send(name);
    t.diagnostic(JSON.stringify(Object.fromEntries(answers)));
    assert.deepEqual([...answers.keys()].sort(), [202, 409]);

    const history = await api().temporal.workflow.getHandle(migrationWorkflowId(company, id)).fetchHistory();
    assert.deepEqual(findFaults('storm', history), []);
    const received = signalsOf(history);
    assert.ok(received.length > 30 && received.includes('cancel'), `${received.length} signals`);
    const audit = await api().database.withCompany(company, (tx) => listEvents(tx, id));
    assert.deepEqual(recordedOf(audit), acceptedOf(received), `STORM_SEED=${seed}`);
  });
}
