import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestorePreview } from '../../../src/contract/backup.ts';
import type { BackupList, BackupOperation } from '../../../src/contract/backup-schemas.ts';
import { eventually } from '../../stack/eventually.ts';
import { fillPath, listOperations } from '../operations.ts';
import { patients, type RealApi } from './real-api.ts';

export function testBackups(api: () => RealApi): void {
  const ask = async (company: string, path: string, body?: object): Promise<BackupOperation> => {
    const begun = await api().call(company, 'POST', `/api/backups${path}`, body);
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    return eventually(
      `the end of ${path}`,
      async () => {
        const { body: operation } = await api().call(company, 'GET', `/api/backups/operations/${begun.body.id}`);
        return operation.status === 'running' ? null : (operation as unknown as BackupOperation);
      },
      120,
    );
  };
  const list = async (company: string) =>
    (await api().call(company, 'GET', '/api/backups')).body as unknown as BackupList;
  const namesOf = async (company: string) =>
    (
      await api().database.withCompany(company, (tx) =>
        tx.query<{ first_name: string }>('select first_name from patients order by 1'),
      )
    ).map(({ first_name }) => first_name);

  test('a backup is made, listed, verified, restored beside and in place, and drilled, by the API', async () => {
    const migration = await api().start('gamma', patients('B'));
    await api().until('gamma', migration, 'completed');
    const made = await ask('gamma', '');
    assert.equal(made.status, 'completed', JSON.stringify(made.failure));
    const { backupId: id } = made.result as { backupId: string };
    const [newest] = (await list('gamma')).backups;
    assert.deepEqual([newest?.id, newest?.state, newest?.requestedBy], [id, 'verified', 'gamma.operator']);
    assert.equal((await list('gamma')).backups.find((one) => one.migrationId === migration)?.state, 'verified');
    assert.equal((await ask('gamma', `/${id}/verify`)).status, 'completed');

    const before = await namesOf('gamma');
    await api().database.withCompany('gamma', (tx) => tx.execute(`update patients set first_name = 'Changed'`));
    const beside = await ask('gamma', `/${id}/restore`, { into: 'beside' });
    assert.match((beside.result as { schema: string }).schema, /^recovery_[0-9a-f]{16}_[a-z0-9]+$/);
    assert.deepEqual(new Set(await namesOf('gamma')), new Set(['Changed']));
    const preview = (await ask('gamma', `/${id}/restore/preview`, {})).result as RestorePreview;
    assert.deepEqual(
      [preview.unchanged, preview.restored, preview.returned, preview.removed],
      [0, before.length, 0, 0],
    );
    assert.equal((await ask('gamma', `/${id}/restore`, { into: 'inPlace' })).status, 'completed');
    assert.deepEqual(await namesOf('gamma'), before);

    const drilled = await ask('gamma', '/drill');
    assert.equal((drilled.result as { backupId: string }[])[0]?.backupId, id);
    assert.ok((await list('gamma')).backups[0]?.drilledAt);
    const left = await api().database.withCompany('gamma', (tx) =>
      tx.query(`select nspname from pg_namespace where nspname like 'recovery%drill'`),
    );
    assert.deepEqual(left, [], 'the drill has cleaned up');
  });

  test('a failure comes out by its name, with what to do', async () => {
    const [newest] = (await list('gamma')).backups;
    const failed = await ask('gamma', `/${newest?.id}/restore`, { into: 'beside', from: 'offsite' });
    assert.equal(failed.status, 'failed');
    assert.deepEqual(failed.failure?.type, 'backupMissing');
    assert.match(failed.failure?.message ?? '', /no offsite storage/);
  });

  test('a backup is held and released in the name of the caller', async () => {
    const id = (await list('gamma')).backups[0]?.id;
    assert.equal((await ask('gamma', `/${id}/hold`, { reason: 'a case' })).status, 'completed');
    assert.deepEqual((await list('gamma')).backups[0]?.heldBy, 'gamma.operator');
    assert.equal((await api().call('gamma', 'POST', `/api/backups/${id}/hold`, {})).status, 400);
    assert.equal(
      (await ask('gamma', '/keys/destroy', { confirm: 'gamma', reason: 'x' })).failure?.type,
      'backupRefused',
    );
    assert.equal((await ask('gamma', `/${id}/release`, { reason: 'closed' })).status, 'completed');
    assert.deepEqual((await list('gamma')).backups[0]?.heldBy, null);
    const wrong = await api().call('gamma', 'POST', '/api/backups/keys/destroy', { confirm: 'beta', reason: 'x' });
    assert.equal(wrong.status, 409);
  });

  test('a restore in place is refused while a migration is under way', async () => {
    const id = (await list('gamma')).backups[0]?.id;
    const running = await api().start('gamma', patients('R'), { autoApprove: false });
    await api().until('gamma', running, 'awaitingApproval');
    const refused = await api().call('gamma', 'POST', `/api/backups/${id}/restore`, { into: 'inPlace' });
    assert.equal(refused.status, 409);
    assert.match(String(refused.body.detail), new RegExp(running));
    await api().call('gamma', 'POST', `/api/migrations/${running}/cancel`, {});
    await api().until('gamma', running, 'cancelled');
  });

  test("every operation of backups with another company's id answers as for an id that nobody has", async () => {
    const foreign = (await list('gamma')).backups[0]?.id ?? '';
    const operations = (await listOperations(api().app)).filter(({ path }) => path.includes('{backupId}'));
    assert.ok(operations.length >= 4);
    const bodies: Readonly<Record<string, object>> = {
      holdBackup: { reason: 'x' },
      releaseBackup: { reason: 'x' },
      restoreBackup: { into: 'beside' },
    };
    for (const { method, path, operationId } of operations) {
      const call = (backupId: string) =>
        api().call('beta', method, fillPath(path, { backupId }), bodies[operationId] ?? {});
      const [mine, unknown] = [await call(foreign), await call('requested-00000000')];
      const { instance: _mine, ...told } = mine.body;
      const { instance: _other, ...expected } = unknown.body;
      assert.deepEqual([mine.status, told], [404, expected], path);
    }
    const { id } = await ask('gamma', '/find');
    assert.equal((await api().call('beta', 'GET', `/api/backups/operations/${id}`)).status, 404);
    assert.ok((await list('beta')).backups.every((one) => one.id !== foreign));
  });
}
