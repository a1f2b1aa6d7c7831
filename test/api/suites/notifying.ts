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

  test('an undo, a restore and one that fails tell those who asked by e-mail, later where it must be, and no value of a record is in it', async () => {
    const id = await api().start(company, patients('Z'));
    await api().until(company, id, 'completed');
    assert.equal((await rollBack(id, { notifyOnCompletion: ['not an address'] })).status, 400);
    const late = 'late@example.org';
    api().busyMailboxes.add(late);
    assert.equal((await rollBack(id, { notifyOnCompletion: ['undone@example.org', late] })).status, 202);
    const undone = await mailTo('undone@example.org');
    assert.match(undone.text, /is completed\.\r$/m);
    assert.match(undone.text, /^removed: 2\r$/m);
    await api().until(company, id, 'rolledBack');
    const [waiting] = await eventually('a workflow that tells later', async () => {
      const found: string[] = [];
      for await (const { workflowId } of api().temporal.workflow.list({ query: `WorkflowType = 'tellLater'` }))
        found.push(workflowId);
      return found.length > 0 ? found : null;
    });
    assert.match(String(waiting), new RegExp(`^notice/${company}/`));
    assert.ok(!api().mails.some(({ to }) => to.includes(late)));
    api().busyMailboxes.delete(late);

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

    assert.match((await mailTo(late)).text, new RegExp(id), 'a busy mailbox gets it later');
    for (const { text } of api().mails) assert.doesNotMatch(text, /Ann|Bob|Example\b|1950/);
    const { body } = await api().call(company, 'GET', `/api/migrations/${id}/report`);
    assert.ok((body.events as { event: string }[]).some(({ event }) => event === 'completionNotified'));
  });
}
