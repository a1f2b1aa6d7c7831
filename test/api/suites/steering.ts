import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollbackSchema } from '../../../src/contract/answer-schemas.ts';
import { resolutions } from '../../../src/contract/conflict.ts';
import { conflictListSchema } from '../../../src/contract/conflict-schemas.ts';
import { patients, patientsWithMixedDates, type RealApi } from './real-api.ts';

const company = 'beta';

export function testSteering(api: () => RealApi): void {
  const command = (id: string, name: string, body?: unknown) =>
    api().call(company, 'POST', `/api/migrations/${id}/${name}`, body);

  test('waits for an approval, keeps who gave it, and refuses a second one with a reason', async () => {
    const id = await api().start(company, patients('P'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    assert.equal((await command(id, 'resume')).status, 409);
    assert.equal((await command(id, 'approve', { gate: 'phase-1' })).status, 409);
    assert.equal((await command(id, 'approve', { gate: 'mapping' })).status, 202);
    await api().until(company, id, 'completed');
    const again = await command(id, 'approve');
    assert.equal(again.status, 409);
    assert.equal(again.body.detail, 'The migration is completed; only one that waits for an approval can be approved.');
    assert.equal(
      (await api().call(company, 'GET', `/api/migrations/${id}/report`)).body.mappingApprovedBy,
      'beta.operator',
    );
  });

  test('pauses at the next slice, stays paused, and goes on when it is resumed', async () => {
    const id = await api().start(company, patients('P'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    assert.equal((await command(id, 'pause')).status, 202);
    assert.equal((await command(id, 'approve', {})).status, 202);
    await api().until(company, id, 'paused');
    assert.equal((await command(id, 'pause')).status, 409);
    assert.equal((await command(id, 'resume')).status, 202);
    await api().until(company, id, 'completed');
  });

  test('cancels once, and refuses every command afterwards', async () => {
    const id = await api().start(company, patients('P'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    assert.equal((await command(id, 'cancel', { rollback: 'yes' })).status, 400);
    assert.equal((await command(id, 'cancel', { rollback: true })).status, 202);
    await api().until(company, id, 'cancelled');
    for (const name of ['pause', 'resume', 'approve', 'retry', 'cancel'])
      assert.equal((await command(id, name)).status, 409, name);
  });

  test('shows a step that needs attention with cause and remedy, and tries it again', async () => {
    const id = await api().start(company, patientsWithMixedDates('Q'));
    const { attention } = await api().until(company, id, 'needsAttention', 'completed');
    assert.equal(attention?.cause, 'mappingIncomplete');
    const retried = await command(id, 'retry');
    assert.equal(retried.status, 202);
    await api().until(company, id, 'needsAttention');
    assert.equal((await command(id, 'cancel')).status, 202);
    await api().until(company, id, 'cancelled');
  });

  test('asks about a record that is there already, and takes only a decision that is offered, once', async () => {
    const id = await api().start(company, patients('P').replace('Bob', 'Rob'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    await command(id, 'approve');
    await api().until(company, id, 'awaitingDecisions');
    const list = conflictListSchema.parse((await api().call(company, 'GET', `/api/migrations/${id}/conflicts`)).body);
    const [conflict] = list.conflicts;
    assert.deepEqual([list.open, conflict?.status, conflict?.entity], [1, 'open', 'patients']);
    const decide = (conflictId: string | undefined, resolution: string) =>
      command(id, `conflicts/${conflictId}`, { resolution, reason: 'Asked the practice.' });
    const notOffered = resolutions.find((one) => !conflict?.choices.includes(one));
    assert.equal((await decide(conflict?.id, 'destroy')).status, 400);
    if (notOffered) assert.equal((await decide(conflict?.id, notOffered)).status, 422);
    assert.equal((await decide('00000000-0000-4000-8000-000000000000', 'skip')).status, 404);
    const taken = await decide(conflict?.id, 'keepExisting');
    assert.deepEqual([taken.status, taken.body.decidedBy], [202, 'beta.operator']);
    const migration = await api().until(company, id, 'completed');
    assert.deepEqual(migration.conflicts, { open: 0, resolved: 1 });
    assert.equal((await decide(conflict?.id, 'useNew')).status, 409);
  });

  test('rolls a completed migration back, once; a dry run never', async () => {
    const dry = await api().start('epsilon', patients('R'), { dryRun: true });
    await api().until('epsilon', dry, 'completed');
    assert.equal((await api().call('epsilon', 'POST', `/api/migrations/${dry}/rollback`)).status, 409);

    const id = await api().start(company, patients('S'));
    await api().until(company, id, 'completed');
    assert.equal((await api().call(company, 'GET', `/api/migrations/${id}/rollback`)).status, 404);
    const begun = await command(id, 'rollback');
    assert.equal(begun.status, 202);
    assert.equal(begun.headers.get('location'), `/api/migrations/${id}/rollback`);
    assert.equal(rollbackSchema.parse(begun.body).migrationId, id);
    await api().until(company, id, 'rolledBack');
    assert.equal((await command(id, 'rollback')).status, 409);
    // For a moment its workflow may still be there, with nothing to try again.
    assert.ok([404, 409].includes((await command(id, 'rollback/retry')).status));
    const rows = await api().database.withCompany(company, (tx) =>
      tx.query(`select from patients where external_id = 'S1'`),
    );
    assert.equal(rows.length, 0);
  });
}
