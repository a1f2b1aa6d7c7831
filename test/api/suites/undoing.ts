import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollbackSchema } from '../../../src/contract/answer-schemas.ts';
import { migrationWorkflowId } from '../../../src/contract/migration.ts';
import { undoPreviewSchema, undoReportSchema } from '../../../src/contract/undo-schemas.ts';
import { eventually } from '../../stack/eventually.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'zeta';

export function testUndoing(api: () => RealApi): void {
  const call = (id: string, method: string, path: string, body?: unknown) =>
    api().call(company, method, `/api/migrations/${id}/rollback${path}`, body);
  const migrate = async (csv: string, options: Record<string, unknown> = {}) => {
    const id = await api().start(company, csv, options);
    await api().until(company, id, 'completed');
    return id;
  };
  const untilUndone = (id: string) =>
    eventually('the rollback is over', async () => {
      const rollback = rollbackSchema.parse((await call(id, 'GET', '')).body);
      return rollback.endedAt === null ? null : rollback;
    });
  const edit = (statement: string) =>
    api().database.withCompany(company, async (tx) => {
      await tx.execute(`select set_config('app.actor', 'reception', true)`);
      return tx.execute(statement);
    });
  const namesOf = async (prefix: string) =>
    (
      await api().database.withCompany(company, (tx) =>
        tx.query<{ name: string }>(
          `select first_name as name from patients where external_id like '${prefix}%' order by external_id`,
        ),
      )
    ).map(({ name }) => name);
  const reasons = (body: Record<string, unknown>) => (body.errors as { code: string }[]).map(({ code }) => code);

  test('previews an undo with its ids, does exactly that under its token, and reports each row', async () => {
    const id = await migrate(patients('U'));
    await edit(`update patients set first_name = 'Anna' where external_id = 'U1'`);
    const preview = undoPreviewSchema.parse((await call(id, 'POST', '/preview?limit=1', {})).body);
    assert.deepEqual(preview.counts, { removed: 1, restored: 0, kept: 1, refused: 0 });
    assert.deepEqual(
      preview.lines.map(({ externalId, end, reason, changedBy }) => [externalId, end, reason, changedBy]),
      [['U1', 'kept', 'changed', 'reception']],
    );
    assert.deepEqual(await namesOf('U'), ['Anna', 'Bob']);
    assert.equal((await call(id, 'GET', '/report')).status, 404);
    assert.equal((await call(id, 'POST', '', { token: preview.token })).status, 202);
    const { undone } = await untilUndone(id);
    assert.deepEqual([undone?.removed, undone?.kept, undone?.moved], [1, 1, 0]);
    assert.deepEqual(await namesOf('U'), ['Anna']);
    const report = undoReportSchema.parse((await call(id, 'GET', '/report')).body);
    assert.deepEqual(
      report.lines.map(({ externalId, end }) => [externalId, end]),
      [
        ['U1', 'kept'],
        ['U2', 'removed'],
      ],
    );
    assert.equal(report.requestedBy, 'zeta.operator');
    assert.equal((await call(id, 'POST', '')).status, 409, 'it was rolled back');
    assert.equal((await call(id, 'POST', '', { preserveCurrentData: false })).status, 202);
    assert.equal((await untilUndone(id)).undone?.removed, 1);
    assert.deepEqual(await namesOf('U'), []);
  });

  test('undoes what a workflow has loaded that somebody has terminated in the Temporal UI', async () => {
    const id = await api().start(company, patients('T'), { strategy: 'pilot' });
    await api().until(company, id, 'awaitingApproval');
    assert.deepEqual(await namesOf('T'), ['Ann', 'Bob']);
    await api().temporal.workflow.getHandle(migrationWorkflowId(company, id)).terminate('by mistake');
    const failed = await api().until(company, id, 'failed');
    assert.equal(failed.failure?.type, 'workflowEnded');
    assert.equal((await call(id, 'POST', '')).status, 202);
    assert.equal((await untilUndone(id)).undone?.removed, 2);
    assert.deepEqual(await namesOf('T'), []);
    await api().until(company, id, 'rolledBack');
    const events = await api().database.withCompany(company, (tx) =>
      tx.query<{ event: string }>('select event from migration_audit where migration_id = $1 order by id', [id]),
    );
    const ends = events.map(({ event }) => event).filter((event) => /^migration(Failed|RolledBack)$/.test(event));
    assert.deepEqual(ends, ['migrationFailed', 'migrationRolledBack']);
  });

  test('undoes one person, and the rest later', async () => {
    const id = await migrate(patients('V'));
    assert.equal((await call(id, 'POST', '', { people: ['V1'], verifyIntegrity: true })).status, 202);
    const { backup, ...restored } = (await untilUndone(id)).undone?.integrity ?? {};
    assert.deepEqual([restored, backup?.compared, backup?.different], [{ compared: 0, different: 0 }, 1, 0]);
    assert.deepEqual(await namesOf('V'), ['Bob']);
    assert.equal((await api().until(company, id, 'completed')).status, 'completed');
    const unknown = await call(id, 'POST', '', { people: ['Quentin Secretname'] });
    assert.deepEqual([unknown.status, reasons(unknown.body)], [409, ['unknownPerson']]);
    assert.doesNotMatch(JSON.stringify(unknown.body), /Quentin/);
    assert.equal((await call(id, 'POST', '')).status, 202);
    await api().until(company, id, 'rolledBack');
    assert.deepEqual(await namesOf('V'), []);
  });

  test('refuses with a name where data moved, a later migration wrote, or another one is under way', async () => {
    const id = await migrate(patients('W'));
    const { token } = undoPreviewSchema.parse((await call(id, 'POST', '/preview')).body);
    await edit(`update patients set first_name = 'Rob' where external_id = 'W2'`);
    const moved = await call(id, 'POST', '', { token });
    assert.deepEqual([moved.status, reasons(moved.body)], [409, ['dataMoved']]);
    const later = await migrate(patients('W').replace('Ann', 'Anja'), { onDuplicate: 'update' });
    const written = await call(id, 'POST', '');
    assert.deepEqual([written.status, reasons(written.body)], [409, ['laterMigration']]);
    const waiting = await api().start(company, patients('X'), { autoApprove: false });
    await api().until(company, waiting, 'awaitingApproval');
    const underWay = await call(later, 'POST', '');
    assert.deepEqual([underWay.status, reasons(underWay.body)], [409, ['migrationUnderWay']]);
    assert.equal((await call(waiting, 'POST', '')).status, 409);
    await api().call(company, 'POST', `/api/migrations/${waiting}/cancel`);
    await api().until(company, waiting, 'cancelled');
    assert.deepEqual(await namesOf('W'), ['Anja', 'Bob']);

    const both = await Promise.all([call(later, 'POST', ''), call(later, 'POST', '')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [202, 409], 'of two at once one goes on');
    await api().until(company, later, 'rolledBack');
    assert.deepEqual(await namesOf('W'), ['Ann', 'Rob']);
    assert.equal((await call(id, 'POST', '')).status, 202);
    await api().until(company, id, 'rolledBack');
    assert.deepEqual(await namesOf('W'), ['Rob']);
  });

  test('goes back to a time, whoever has changed what since', async () => {
    const id = await migrate(patients('Y'));
    const then = new Date().toISOString();
    await edit(`update patients set first_name = 'Anna' where external_id = 'Y1'`);
    await edit(`delete from patients where external_id = 'Y2'`);
    assert.equal((await call(id, 'POST', '', { to: then, people: ['Y1'] })).status, 400);
    assert.equal((await call(id, 'POST', '', { to: '2001-01-01T00:00:00Z' })).status, 409);
    assert.equal((await call(id, 'POST', '', { to: then })).status, 202);
    assert.equal((await untilUndone(id)).undone?.restored, 2);
    assert.deepEqual(await namesOf('Y'), ['Ann', 'Bob']);
  });
}
