import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { listBackups } from '../../db/queries/backups.ts';
import type { Attention } from '../../src/contract/migration.ts';
import { keyIdOf } from '../../src/storage/envelope.ts';
import { eventually } from '../stack/eventually.ts';
import { examinationRow, patientRows } from '../support/workflow-export.ts';
import { findAllFaults, statusesOf } from '../support/workflow-history.ts';
import { endRetries, untilTriedAgain } from '../support/workflow-impatience.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';
import { startExport } from '../support/workflow-start.ts';

describe('a step that cannot succeed', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  const practice = {
    patients: patientRows(40),
    examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P40')],
  };
  const start = (company: string, wishes = {}) => startExport(stack, company, practice, wishes);

  /** Waits until attention is needed, and checks that it says what is the matter and what to do. */
  const untilAttention = async (migration: TestMigration, cause: string): Promise<Attention> => {
    const { attention } = await migration.until(`attention: ${cause}`, (view) => view.attention?.cause === cause);
    assert.ok(attention);
    assert.ok(attention.message.length > 10 && attention.remedy.length > 10);
    const isExtracted = !['backup', 'extract'].includes(attention.step);
    assert.deepEqual(attention.moves, ['retryStep', ...(isExtracted ? ['amendMapping'] : []), 'cancel']);
    return attention;
  };

  /** What an undisturbed run of the same export says. */
  const expectSameEnd = async (migration: TestMigration) => {
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.attention], ['completed', null]);
    const none = { updated: 0, merged: 0, skipped: 0, quarantined: 0, rejected: 0 };
    assert.deepEqual(outcome.ledger, {
      patients: { eligible: 40, inserted: 40, ...none },
      examinations: { eligible: 2, inserted: 2, ...none },
    });
    assert.deepEqual(outcome.verification, { balanced: true, mismatches: [] });
  };

  /** Begins a migration that has fixed its files and not yet read them. */
  const startAndHoldBeforeExtraction = async (t: TestContext, company: string) => {
    const backingUp = await Stall.of(t, stack, 'patients');
    const started = await start(company);
    await backingUp.untilMet();
    return { ...started, goOn: () => backingUp.release() };
  };

  it('waits where the backup does not come back as it was, and has loaded nothing', async (t) => {
    const company = 'unproven';
    // A row that is there and would not be let in again: it can be written into a backup, and not be read back.
    t.after(() => stack.asSuperuser('alter table patients drop constraint if exists lets_nobody_back'));
    const hold = await Stall.of(t, stack, 'backups');
    const { migration } = await start(company);
    await hold.untilMet();
    await stack.asSuperuser(
      `insert into patients (company_id, id, first_name, last_name, date_of_birth) values ($1, gen_random_uuid(), 'Test', 'Stays', '1950-01-01')`,
      [company],
    );
    await stack.asSuperuser(
      `alter table patients add constraint lets_nobody_back check (company_id <> '${company}' or last_name <> 'Stays') not valid`,
    );
    await hold.release();
    assert.equal((await untilAttention(migration, 'databaseRefused')).step, 'backup');
    const backups = () => stack.database.withCompany(company, (tx) => listBackups(tx));
    assert.deepEqual(new Set((await backups()).map(({ state }) => state)), new Set(['failed']));
    const loaded = () =>
      stack.asSuperuser('select from patients where company_id = $1 and migration_id is not null', [company]);
    assert.deepEqual(await loaded(), []);
    await stack.asSuperuser('alter table patients drop constraint lets_nobody_back');
    await migration.retry();
    await expectSameEnd(migration);
    assert.equal((await backups()).filter(({ state }) => state === 'verified').length, 1);
    assert.equal((await loaded()).length, 40);
  });

  it('waits where the file is gone, names the file, and goes on when it is back', async (t) => {
    const { migration, location, goOn } = await startAndHoldBeforeExtraction(t, 'gone');
    const file = join(location, 'PATIENTS.csv');
    renameSync(file, `${file}.away`);
    await goOn();
    const { step, message } = await untilAttention(migration, 'sourceMissing');
    assert.equal(step, 'extract');
    assert.match(message, /PATIENTS\.csv/);
    await migration.retry();
    await untilAttention(migration, 'sourceMissing');
    renameSync(`${file}.away`, file);
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('waits where the file has changed since the migration began, and goes on with the first version', async (t) => {
    const { migration, location, goOn } = await startAndHoldBeforeExtraction(t, 'changed');
    const file = join(location, 'PATIENTS.csv');
    copyFileSync(file, join(stack.folder, 'first-version'));
    appendFileSync(file, 'P41,Ms,Late,Comer,01/02/1960\r\n');
    await goOn();
    assert.match((await untilAttention(migration, 'sourceChanged')).message, /PATIENTS\.csv/);
    copyFileSync(join(stack.folder, 'first-version'), file);
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('waits with all that is the matter where several files are in trouble at once', async (t) => {
    const { migration, location, goOn } = await startAndHoldBeforeExtraction(t, 'several');
    const files = [join(location, 'PATIENTS.csv'), join(location, 'EXAMS.csv')];
    for (const file of files) renameSync(file, `${file}.away`);
    await goOn();
    const first = await untilAttention(migration, 'sourceMissing');
    const stillAway = /PATIENTS/.test(first.message) ? 'EXAMS.csv' : 'PATIENTS.csv';
    const [back] = files.filter((file) => !file.endsWith(stillAway));
    renameSync(`${back}.away`, String(back));
    await migration.retry();
    await migration.until('the other file is named', ({ attention }) =>
      Boolean(attention?.message.includes(stillAway)),
    );
    renameSync(join(location, `${stillAway}.away`), join(location, stillAway));
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('remembers a pause that is asked for while it waits', async (t) => {
    const { migration, location, goOn } = await startAndHoldBeforeExtraction(t, 'pauses');
    const file = join(location, 'PATIENTS.csv');
    renameSync(file, `${file}.away`);
    await goOn();
    await untilAttention(migration, 'sourceMissing');
    await migration.pause();
    assert.equal((await migration.view()).status, 'needsAttention');
    renameSync(`${file}.away`, file);
    await migration.retry();
    await migration.untilStatus('paused');
    await migration.resume();
    await expectSameEnd(migration);
  });

  it('can be left by cancelling', async (t) => {
    const { migration, location, goOn } = await startAndHoldBeforeExtraction(t, 'cancels');
    rmSync(join(location, 'PATIENTS.csv'));
    await goOn();
    await untilAttention(migration, 'sourceMissing');
    await migration.cancel(true);
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.attention], ['cancelled', null]);
  });

  it('waits where nothing tells day from month, and does not guess', async () => {
    const company = await stack.addCompany('dates');
    const folder = stack.exportFolder('dates');
    writeFileSync(
      join(folder, 'patients.csv'),
      'Patient ID,First Name,Last Name,Date of Birth\n1,Test,One,01/02/1950\n2,Test,Two,03/04/1960\n',
    );
    const source = { system: 'generic', location: folder };
    const migration = await TestMigration.start(stack, company, folder, { source });
    const { step } = await migration.untilStatus('awaitingDecisions');
    assert.equal(step, 'map');
    assert.deepEqual(
      (await migration.conflicts()).map(({ code, choices }) => [code, choices]),
      [['column.dateOrder/Date of Birth', ['dayFirst', 'monthFirst']]],
    );
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    const { outcome } = await TestMigration.run(stack, company, folder, { source, dateOrder: 'MDY' });
    assert.equal(outcome.status, 'completed');
    const born = await stack.asSuperuser<{ date: string }>(
      'select date_of_birth::text as date from patients where company_id = $1 order by external_id',
      [company],
    );
    assert.deepEqual(
      born.map(({ date }) => date),
      ['1950-01-02', '1960-03-04'],
    );
  });

  /** Puts a file where the landing folder should be. @returns what puts the folder back; the end of the test does so too. */
  const spoilLanding = (t: TestContext) => {
    const landing = join(stack.stateDirectory, 'landing');
    const away = `${landing}-away`;
    renameSync(landing, away);
    writeFileSync(landing, 'a file where a folder should be');
    const putBack = () => {
      if (!existsSync(away)) return;
      rmSync(landing);
      renameSync(away, landing);
    };
    t.after(putBack);
    return putBack;
  };

  it('obeys a cancellation that is sent from the Temporal UI between two tries, and asks nobody', async (t) => {
    spoilLanding(t);
    const { migration } = await start('cancels-between');
    await untilTriedAgain(migration);
    await migration.handle.cancel();
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual(statusesOf(await migration.handle.fetchHistory()), ['running', 'compensating', 'cancelled']);
  });

  it('is tried again where somebody resets its activities in the Temporal UI, and ends as an undisturbed one', async (t) => {
    const putBack = spoilLanding(t);
    const { migration } = await start('activity-reset');
    const { workflowId } = migration.handle;
    for (const { activityId } of await untilTriedAgain(migration, 2)) {
      await stack.connection.workflowService.resetActivity({
        namespace: 'default',
        execution: { workflowId },
        ...(activityId ? { id: activityId } : {}),
      });
    }
    putBack();
    await expectSameEnd(migration);
    assert.deepEqual(statusesOf(await migration.handle.fetchHistory()), ['running', 'completed'], 'nobody was asked');
  });

  it('waits where the landing cannot be written, and goes on when it can', async (t) => {
    const putBack = spoilLanding(t);
    const { migration } = await start('unwritable');
    assert.deepEqual(await endRetries(stack, migration, 2), ['extractTable', 'extractTable']);
    const { step } = await untilAttention(migration, 'storageUnwritable');
    assert.equal(step, 'extract');
    putBack();
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('waits where the database is gone, and goes on when it is back', async (t) => {
    t.after(() => stack.asSuperuser('alter role careferry_service connection limit -1'));
    const loading = await Stall.of(t, stack, 'migration_records', 'writers');
    const { migration } = await start('no-database');
    await loading.untilMet();
    await stack.asSuperuser('alter role careferry_service connection limit 0');
    await stack.asSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'careferry_service'`,
    );
    await loading.release();
    await endRetries(stack, migration);
    const { step } = await untilAttention(migration, 'databaseUnavailable');
    assert.equal(step, 'load');
    await stack.asSuperuser('alter role careferry_service connection limit -1');
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('waits where the end cannot be put on record, and is completed only when it is', async () => {
    const { migration } = await start('unrecorded', { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    await migration.pause();
    await migration.approve();
    await migration.untilStatus('paused');
    await stack.asSuperuser(
      `create function refuse() returns trigger language plpgsql as $$ begin raise insufficient_privilege; end $$`,
    );
    await stack.asSuperuser(
      `create trigger refuse before update of outcome on migration_jobs for each row when (new.company_id = 'unrecorded') execute function refuse()`,
    );
    await migration.resume();
    const { attention } = await migration.untilStatus('needsAttention');
    assert.equal(attention?.cause, 'databaseRefused');
    assert.deepEqual(attention?.moves, ['retryStep'], 'all is done but the record: there is nothing left to cancel');
    await migration.cancel(true);
    await migration.pause();
    await stack.asSuperuser('drop trigger refuse on migration_jobs');
    await migration.retry();
    await expectSameEnd(migration);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    const { workflows, faults } = await findAllFaults(stack);
    assert.equal(workflows, 13);
    assert.deepEqual(faults, []);
  });

  it('stands still unharmed under a wrong master key, says which key is wanted, and goes on under the right one', async () => {
    const { migration } = await start('wrong-key', { autoApprove: false });
    await migration.untilStatus('awaitingApproval');
    const wanted = keyIdOf(Buffer.from(stack.stack.secrets.masterKey, 'base64'));
    const wrong = randomBytes(32);
    await stack.stop();
    await stack.startAgain({ CAREFERRY_MASTER_KEY: wrong.toString('base64') });
    // Anything that gives the workflow something to do.
    await migration.resume();
    const message = await eventually('the worker says no', async () => {
      const { events } = await migration.handle.fetchHistory();
      const failed = events?.find((event) => event.workflowTaskFailedEventAttributes);
      return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? null;
    });
    assert.equal(
      message,
      `The workflow's data was encrypted under master key ${wanted}; this process has master key ${keyIdOf(wrong)}.`,
    );
    await stack.stop();
    await stack.startAgain();
    assert.equal((await migration.untilAnswering()).status, 'awaitingApproval');
    await migration.approve();
    await expectSameEnd(migration);
  });
});
