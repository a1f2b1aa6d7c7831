import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../stack/eventually.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'theta';

/** That whoever asked is told of the end. */
export function testNotifying(api: () => RealApi): void {
  const mailTo = (address: string) =>
    eventually(`an e-mail to ${address}`, async () => api().mails.find(({ to }) => to.includes(address)) ?? null, 120);
  const rollBack = (id: string, body: object) => api().call(company, 'POST', `/api/migrations/${id}/rollback`, body);

  test('an undo, a restore and one that fails tell those who asked by e-mail, and no value of a record is in it', async () => {
    const id = await api().start(company, patients('Z'));
    await api().until(company, id, 'completed');
    assert.equal((await rollBack(id, { notifyOnCompletion: ['not an address'] })).status, 400);
    assert.equal((await rollBack(id, { notifyOnCompletion: ['undone@example.org'] })).status, 202);
    const undone = await mailTo('undone@example.org');
    assert.match(undone.text, /is completed\.\r$/m);
    assert.match(undone.text, /^removed: 2\r$/m);
    await api().until(company, id, 'rolledBack');

    const { body: begun } = await api().call(company, 'POST', '/api/backups');
    const made = await eventually('the backup', async () => {
      const { body } = await api().call(company, 'GET', `/api/backups/operations/${begun.id}`);
      return body.status === 'running' ? null : body;
    });
    const { backupId } = made.result as { backupId: string };
    const asked = (address: string, more: object) =>
      api().call(company, 'POST', `/api/backups/${backupId}/restore`, { ...more, notifyOnCompletion: [address] });
    assert.equal((await asked('restored@example.org', { into: 'inPlace' })).status, 202);
    assert.match((await mailTo('restored@example.org')).text, /is completed\.\r$/m);
    assert.equal((await asked('failed@example.org', { into: 'beside', from: 'offsite' })).status, 202);
    assert.match((await mailTo('failed@example.org')).text, /has failed\.\r$/m);

    for (const { text } of api().mails) assert.doesNotMatch(text, /Ann|Bob|Example\b|1950/);
    const { body } = await api().call(company, 'GET', `/api/migrations/${id}/report`);
    assert.ok((body.events as { event: string }[]).some(({ event }) => event === 'completionNotified'));
  });
}
