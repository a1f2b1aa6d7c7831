import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { insertClaim } from '../../../db/queries/target-claims.ts';
import { rollbackSchema } from '../../../src/contract/answer-schemas.ts';
import { rollbackWorkflowId } from '../../../src/contract/migration.ts';
import { eventually } from '../../stack/eventually.ts';
import { type Answer, patients, type RealApi } from './real-api.ts';

const company = 'eta';

/** That an undo and a restore go on alone. */
export function testExclusion(api: () => RealApi): void {
  /** Other people each time. */
  const exportOf = (prefix: string) => patients(prefix).replaceAll('Example', `Example-${prefix}`);
  const migrate = async (prefix: string) => {
    const id = await api().start(company, exportOf(prefix));
    await api().until(company, id, 'completed');
    return id;
  };
  const rollBack = (id: string) => api().call(company, 'POST', `/api/migrations/${id}/rollback`, {});
  const startMigration = () =>
    api().call(company, 'POST', '/api/migrations', {
      strategy: 'big-bang',
      source: { system: 'generic', location: api().writeExport(exportOf('N')) },
      autoApprove: true,
    });
  const restore = (backupId: string) =>
    api().call(company, 'POST', `/api/backups/${backupId}/restore`, { into: 'inPlace' });
  const operationOf = async (begun: Answer) =>
    eventually('the end of the operation', async () => {
      const { body } = await api().call(company, 'GET', `/api/backups/operations/${begun.body.id}`);
      return body.status === 'running' ? null : body;
    });
  const reasons = ({ body }: Answer) => (body.errors as { code: string }[]).map(({ code }) => code);
  /** Keeps every patient of the company from being written while the work goes on. */
  const whileHeld = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const { promise: held, resolve: hold } = Promise.withResolvers<void>();
    let isOver = false;
    const holding = api().database.withCompany(company, async (tx) => {
      await tx.query('select from patients for update');
      hold();
      for (; !isOver; await sleep(200)) await tx.query('select');
    });
    await Promise.race([held, holding]);
    try {
      return await work();
    } finally {
      isOver = true;
      await holding;
    }
  };

  test('of rollbacks of different migrations at the same moment exactly one begins, and nothing else does before it ends', async () => {
    const ids = [await migrate('A'), await migrate('B'), await migrate('C')];
    const made = await operationOf(await api().call(company, 'POST', '/api/backups'));
    const { backupId } = made.result as { backupId: string };
    const begun = await whileHeld(async () => {
      const answers = await Promise.all([...ids, ...ids].map(rollBack));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 409, 409, 409, 409, 409]);
      const [refused] = answers.filter(({ status }) => status === 409);
      assert.ok(refused && reasons(refused).includes('undoUnderWay'), JSON.stringify(refused?.body));
      const migration = await startMigration();
      assert.equal(migration.status, 409);
      assert.match(String(migration.body.detail), /^An undo of this company is under way \(rollback\//);
      const restored = await restore(backupId);
      assert.equal(restored.status, 409);
      assert.match(String(restored.body.detail), /^An undo of this company is under way/);
      return ids[answers.findIndex(({ status }) => status === 202) % ids.length];
    });
    await api().until(company, begun ?? '', 'rolledBack');
    for (const id of ids.filter((one) => one !== begun)) {
      assert.equal((await rollBack(id)).status, 202, 'the next one may begin as soon as the first is on record');
      await api().until(company, id, 'rolledBack');
    }
  });

  test('while a backup is restored in place, neither a migration nor an undo begins', async () => {
    const id = await migrate('D');
    const made = await operationOf(await api().call(company, 'POST', '/api/backups'));
    const { backupId } = made.result as { backupId: string };
    const begun = await whileHeld(async () => {
      const restoring = await restore(backupId);
      assert.equal(restoring.status, 202);
      const undo = await rollBack(id);
      assert.deepEqual([undo.status, reasons(undo)], [409, ['restoreUnderWay']]);
      const migration = await startMigration();
      assert.equal(migration.status, 409);
      assert.match(String(migration.body.detail), /^A restore of this company is under way/);
      assert.equal((await restore(backupId)).status, 409);
      return restoring;
    });
    assert.equal((await operationOf(begun)).status, 'completed');
    const migration = await startMigration();
    assert.equal(migration.status, 202, JSON.stringify(migration.body));
    await api().until(company, String(migration.body.id), 'completed');
  });

  test('a claim whose workflow never started, or is over, does not stand in the way for ever', async () => {
    const id = await migrate('E');
    const workflowId = rollbackWorkflowId(company, randomUUID());
    await api().database.withCompany(company, async (tx) => {
      await insertClaim(tx, randomUUID(), { workflowId, kind: 'undo' });
    });
    const fresh = await rollBack(id);
    assert.deepEqual([fresh.status, reasons(fresh)], [409, ['undoUnderWay']], 'it may be about to start');
    await api().database.withCompany(company, (tx) =>
      tx.execute(`update target_claims set claimed_at = claimed_at - interval '2 minutes' where workflow_id = $1`, [
        workflowId,
      ]),
    );
    assert.equal((await rollBack(id)).status, 202);
    await eventually('the rollback is over', async () => {
      const { body } = await api().call(company, 'GET', `/api/migrations/${id}/rollback`);
      return rollbackSchema.parse(body).endedAt;
    });
  });
}
