import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPath, listOperations } from '../operations.ts';
import { patients, type RealApi } from './real-api.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const amendment = { dates: [{ table: 'patients', column: 'Date of Birth', order: 'DMY' }] };
const bodies: Readonly<Record<string, unknown>> = {
  resolveConflict: { resolution: 'skip' },
  amendMapping: { ...amendment, reason: 'Not mine.' },
  previewMapping: amendment,
  skipStep: { reason: 'Not mine.' },
  previewRule: { rule: {}, resolution: 'skip' },
  resolveRule: { rule: {}, resolution: 'skip', token: 'none' },
  setPace: { lanes: 1 },
};

export function testTenancy(api: () => RealApi): void {
  test("every operation with another company's id answers exactly as for an id that nobody has", async () => {
    const running = await api().start('alpha', patients('T'), { autoApprove: false });
    await api().until('alpha', running, 'awaitingApproval');
    const completed = await api().start('alpha', patients('U'));
    await api().until('alpha', completed, 'completed');

    const operations = (await listOperations(api().app)).filter(({ path }) => path.includes('{migrationId}'));
    assert.ok(operations.length >= 13);
    for (const { method, path, operationId } of operations) {
      const ask = (company: string, migrationId: string) =>
        api().call(company, method, fillPath(path, { migrationId, version: '1' }), bodies[operationId]);
      const unknown = await ask('beta', unknownId);
      assert.equal(unknown.status, 404, operationId);
      for (const id of [running, completed]) {
        const foreign = await ask('beta', id);
        const { instance: _mine, ...told } = foreign.body;
        const { instance: _other, ...expected } = unknown.body;
        assert.deepEqual([foreign.status, told], [404, expected], operationId);
      }
    }
    // None of these commands has reached the migration.
    assert.equal((await api().until('alpha', running, 'awaitingApproval')).companyId, 'alpha');
    assert.equal((await api().until('alpha', completed, 'completed')).id, completed);
  });

  test('lists the migrations of the own company only', async () => {
    const { body } = await api().call('beta', 'GET', '/api/migrations');
    const owners = (body.migrations as { companyId: string }[]).map(({ companyId }) => companyId);
    assert.ok(owners.length > 0);
    assert.deepEqual([...new Set(owners)], ['beta']);
  });

  test('has logged nothing of a person, a token or a path', () => {
    const text = api().logLines.join('');
    assert.ok(api().logLines.length > 100);
    assert.doesNotMatch(text, /Ann|Bob|Example|export-|eyJ|patients\.csv/);
    assert.deepEqual(
      api().logLines.filter((line) => line.includes('"failed"')),
      [],
    );
  });
}
