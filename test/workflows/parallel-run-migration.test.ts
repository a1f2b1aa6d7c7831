import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { previewRule } from '../../db/queries/conflict-decisions.ts';
import { findCutover, listIntervals, readMissing } from '../../db/queries/intervals.ts';
import { signalNames } from '../../src/contract/migration.ts';
import type { IntervalView } from '../../src/contract/parallel-run.ts';
import { createRandom } from '../../src/sample/random.ts';
import { eventually } from '../stack/eventually.ts';
import { SourceDatabase } from '../support/source-database.ts';
import { type ExportRow, examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { Stall } from '../support/workflow-stall.ts';
import { dumpTarget, listPatients } from '../support/workflow-target.ts';

const soon = { everyMinutes: 0.02, cleanIntervals: 2, forDays: 1 };

describe('a parallel run', () => {
  let stack: WorkflowStack;
  before(async () => {
    stack = await WorkflowStack.start();
  });
  after(() => stack.remove());

  /** A practice that goes on working in its old system. */
  class OldSystem {
    readonly patients = new Map(patientRows(30).map((row) => [row.PATIENT_ID ?? '', row]));
    readonly examinations = [examinationRow(1, 'P1'), examinationRow(2, 'P30')];
    readonly folder: string;
    constructor(companyId: string) {
      this.folder = stack.exportFolder(companyId);
      this.export();
    }
    put(number: number, cells: ExportRow = {}): this {
      this.patients.set(`P${number}`, patientRow(number, cells));
      return this;
    }
    export(): void {
      writeExport(this.folder, { patients: [...this.patients.values()], examinations: this.examinations });
    }
  }

  const start = async (companyId: string, wishes = {}) => {
    const old = new OldSystem(companyId);
    const migration = await TestMigration.start(stack, await stack.addCompany(companyId), old.folder, {
      strategy: 'parallel-run',
      parallelRun: soon,
      ...wishes,
    });
    return { old, migration };
  };
  const intervalsOf = (migration: TestMigration) =>
    stack.database.withCompany(migration.companyId, (tx) => listIntervals(tx, migration.id, 1000));
  /** Makes a change and waits for an interval, later than those that are there before it, that is as wanted. */
  const untilInterval = async (
    migration: TestMigration,
    isWanted: (one: IntervalView) => boolean,
    change: () => unknown = () => {},
  ) => {
    const known = new Set((await intervalsOf(migration)).map(({ intervalNo }) => intervalNo));
    await change();
    return eventually('an interval as wanted', async () => {
      const later = (await intervalsOf(migration)).filter(({ intervalNo }) => !known.has(intervalNo));
      return later.find(isWanted) ?? null;
    }).catch(async (error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify([await migration.view(), await intervalsOf(migration)])}`);
    });
  };
  const edit = (companyId: string, externalId: string, lastName: string) =>
    stack.asSuperuser('update patients set last_name = $3 where company_id = $1 and external_id = $2', [
      companyId,
      externalId,
      lastName,
    ]);
  /** What the target says of the company's records, without what every migration has of its own. */
  const contentOf = async (companyId: string) =>
    Object.values(await dumpTarget(stack, companyId))
      .flat()
      .map((row) => {
        const { id, company_id, migration_id, created_at, updated_at, patient_id, ...content } = row as Record<
          string,
          unknown
        >;
        return JSON.stringify(content);
      })
      .sort();
  const lastNames = async (companyId: string) =>
    new Map((await listPatients(stack, companyId)).map((row) => [row.external_id, row.last_name]));

  it('follows a source that changes, respects what is edited in the target, and ends with both sides equal', async () => {
    const { old, migration } = await start('follows');
    await untilInterval(migration, ({ outcome }) => outcome === 'unchanged');
    await edit('follows', 'P5', 'EditedHere');
    const first = await untilInterval(
      migration,
      ({ inserted }) => inserted > 0,
      () => old.put(31).put(2, { LAST_NAME: 'Married' }).export(),
    );
    assert.deepEqual(
      [first.outcome, first.inserted, first.updated, first.editedInTarget, first.conflictsOpen, first.differences],
      ['agrees', 1, 1, 1, 0, []],
    );
    old.patients.delete('P7');
    const second = await untilInterval(
      migration,
      ({ updated }) => updated > 0,
      () => old.put(3, { LAST_NAME: 'Renamed' }).export(),
    );
    assert.deepEqual([second.outcome, second.updated, second.missing], ['agrees', 1, 1]);
    const { records } = await stack.database.withCompany('follows', (tx) => readMissing(tx, migration.id, 10));
    assert.deepEqual(
      records.map(({ entity, externalId }) => [entity, externalId]),
      [['patients', 'P7']],
    );

    await migration.until('the cutover is allowed', ({ gate }) => gate?.kind === 'cutover');
    await assert.rejects(migration.approve(), WorkflowUpdateFailedError);
    await migration.confirmCutover();
    await migration.until('it waits for the freeze', ({ gate }) => gate?.kind === 'freeze');
    old.put(4, { LAST_NAME: 'LastWord' }).export();
    await migration.confirmCutover({ isFrozen: true });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.verification], ['completed', { balanced: true, mismatches: [] }]);

    const names = await lastNames('follows');
    assert.equal(names.size, 31);
    for (const [id, row] of old.patients)
      assert.equal(names.get(id), id === 'P5' ? 'EditedHere' : row.LAST_NAME, `patient ${id}`);
    assert.ok(names.has('P7'), 'what is gone from the source stays');
    const cutover = await stack.database.withCompany('follows', (tx) => findCutover(tx, migration.id));
    assert.deepEqual([cutover?.confirmedBy, cutover?.overrideReason, cutover?.sourceSystem], ['tester', null, 'optix']);
  });

  it('ends with the target equal to a source database that a script changes meanwhile, field by field, but for what was edited here', async () => {
    const company = await stack.addCompany('equal');
    const source = await SourceDatabase.create(stack, 'equal', {
      patients: patientRows(30),
      examinations: [examinationRow(1, 'P1'), examinationRow(2, 'P30')],
    });
    const migration = await TestMigration.start(stack, company, source.folder, {
      strategy: 'parallel-run',
      parallelRun: soon,
    });
    await untilInterval(migration, () => true);
    await edit('equal', 'P30', 'EditedHere');
    const random = createRandom(7);
    let isOver = false;
    const script = (async () => {
      for (let round = 1; !isOver; round += 1) {
        for (let changes = 0; changes < 5; changes += 1) {
          const column = random.pick(['LAST_NAME', 'FIRST_NAME', 'CITY', 'OCCUPATION', 'NOTES']);
          await source.update(`P${random.integer(1, 29)}`, column, `Round${round}`);
        }
        await source.insert('patients', patientRow(30 + round));
        await source.insert('examinations', examinationRow(100 + round, 'P1', { NOTES: `Round${round}` }));
        await source.export();
        // Ever longer: on a slow machine, too, some export stays for as long as an interval reads it.
        await sleep(random.integer(0, 500 * round));
      }
    })();
    try {
      for (let applied = 0; applied < 3; applied += 1)
        await untilInterval(migration, ({ inserted, updated }) => inserted + updated > 0);
    } finally {
      isOver = true;
      await script;
    }
    await migration.confirmCutover({ override: 'The script has ended.', isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    const [last] = await intervalsOf(migration);
    assert.deepEqual([last?.outcome, last?.differences, last?.missing], ['agrees', [], 0]);

    const { patients } = await source.read();
    const names = await lastNames('equal');
    assert.equal(names.size, patients.length);
    for (const { PATIENT_ID = '', LAST_NAME } of patients)
      assert.equal(names.get(PATIENT_ID), PATIENT_ID === 'P30' ? 'EditedHere' : LAST_NAME, `patient ${PATIENT_ID}`);
    // Everything else, by another way: what a big bang makes of the last export, with the same edit.
    await TestMigration.run(stack, await stack.addCompany('fresh'), source.folder);
    await edit('fresh', 'P30', 'EditedHere');
    const content = await contentOf('equal');
    assert.ok(content.length > 35);
    assert.deepEqual(content, await contentOf('fresh'));

    await migration.rollBack();
    assert.deepEqual([...(await lastNames('equal'))], [['P30', 'EditedHere']], 'an undo keeps what was edited, too');
  });

  it('asks a person about what was changed on both sides, and lets the rest go on meanwhile', async () => {
    const { old, migration } = await start('both-sides');
    await untilInterval(migration, () => true);
    for (const id of ['P1', 'P2', 'P3', 'P5', 'P6']) await edit('both-sides', id, 'Here');
    for (const number of [1, 2, 3, 4, 5, 6]) old.put(number, { LAST_NAME: 'There' });
    const asked = await untilInterval(
      migration,
      ({ conflictsOpen }) => conflictsOpen > 0,
      () => old.export(),
    );
    assert.deepEqual([asked.conflictsOpen, asked.updated], [5, 1]);
    const conflicts = await migration.conflicts();
    assert.deepEqual(
      conflicts.map(({ kind, choices, status }) => [kind, choices, status]),
      Array(5).fill(['editedTarget', ['hold', 'keepExisting', 'useNew', 'merge'], 'open']),
    );
    await assert.rejects(migration.confirmCutover(), (error: WorkflowUpdateFailedError) =>
      /5 conflicts are open/.test(String(error.cause?.message)),
    );
    const idOf = (externalId: string) => conflicts.find((one) => one.externalIds[0] === externalId)?.id ?? '';
    await migration.decide({ conflictId: idOf('P1'), resolution: 'useNew' });
    await migration.decide({ conflictId: idOf('P2'), resolution: 'keepExisting' });
    await migration.decide({ conflictId: idOf('P3'), resolution: 'hold' });
    // The others in bulk, once these are on record.
    await migration.until('two are open', ({ conflicts }) => conflicts.open === 2);
    const rule = { kind: 'editedTarget' } as const;
    const { count, token } = await stack.database.withCompany('both-sides', (tx) =>
      previewRule(tx, migration.id, rule, 'useNew'),
    );
    assert.equal(count, 2);
    await migration.handle.signal(signalNames.resolveConflict, {
      rule,
      token,
      resolution: 'useNew',
      decidedBy: 'tester',
    });
    await eventually('the answers have taken hold', async () => {
      const names = await lastNames('both-sides');
      return ['P1', 'P5', 'P6'].every((id) => names.get(id) === 'There');
    });
    const names = await lastNames('both-sides');
    assert.deepEqual(
      ['P1', 'P2', 'P3', 'P4'].map((id) => names.get(id)),
      ['There', 'Here', 'Here', 'There'],
    );
    await migration.cancel(false);
    assert.equal((await migration.end()).status, 'cancelled');
  });

  it('asks nobody about what was changed on both sides where a standing policy decides it', async () => {
    const { old, migration } = await start('policy', { autoResolveConflicts: { editedTarget: 'useNew' } });
    await untilInterval(migration, () => true);
    await edit('policy', 'P1', 'Here');
    old.put(1, { LAST_NAME: 'There' }).export();
    const { updated, conflictsOpen } = await untilInterval(migration, ({ outcome }) => outcome === 'agrees');
    assert.deepEqual([updated, conflictsOpen, (await lastNames('policy')).get('P1')], [1, 0, 'There']);
    const [conflict] = await migration.conflicts();
    assert.deepEqual([conflict?.decidedBy, conflict?.policySetBy], ['rule', 'tester']);
    await migration.cancel(false);
    await migration.end();
  });

  it('refuses a cutover too early, and takes one with a reason, in a named name', async () => {
    const { migration } = await start('early', { parallelRun: { ...soon, everyMinutes: 60 } });
    await migration.until('both systems are live', ({ step }) => step === 'report');
    for (const [command, reason] of [
      [{}, /0 clean intervals with traffic in a row, of 2/],
      [{ by: '' }, /names who decides/],
      [{ override: ' ' }, /reason for an override/],
    ] as const)
      await assert.rejects(migration.confirmCutover(command), (error: WorkflowUpdateFailedError) =>
        reason.test(String(error.cause?.message)),
      );
    await assert.rejects(migration.approve(), WorkflowUpdateFailedError);
    await migration.confirmCutover({ override: 'The old system is switched off tonight.', isFrozen: true });
    assert.equal((await migration.end()).status, 'completed');
    const cutover = await stack.database.withCompany('early', (tx) => findCutover(tx, migration.id));
    assert.equal(cutover?.overrideReason, 'The old system is switched off tonight.');
  });

  it('takes everything back where it is cancelled with rollback, the last interval first', async () => {
    const { old, migration } = await start('taken-back');
    await untilInterval(migration, () => true);
    const hasUpdated = ({ updated }: IntervalView) => updated > 0;
    await untilInterval(migration, hasUpdated, () => old.put(31).put(2, { LAST_NAME: 'Married' }).export());
    await untilInterval(migration, hasUpdated, () => old.put(2, { LAST_NAME: 'Divorced' }).export());
    // An interval that finds nothing to apply counts on what stands, too.
    old.patients.delete('P9');
    await untilInterval(
      migration,
      ({ missing }) => missing > 0,
      () => old.export(),
    );
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual(await dumpTarget(stack, 'taken-back'), await dumpTarget(stack, 'nobody'));
  });

  it('never blocks a reader of the target for a second, neither while an interval stands still amid its updates nor at the cutover', async (t) => {
    const { old, migration } = await start('readers');
    await untilInterval(migration, () => true);
    const reader = await stack.connectSuperuser();
    t.after(() => reader.release());
    // The database itself measures the wait: a slow machine is no lock.
    await reader.query(`set lock_timeout = '1s'`);
    const applying = await Stall.of(t, stack, 'history.patients_packs');
    for (let number = 1; number <= 30; number += 1) old.put(number, { LAST_NAME: 'Renamed' });
    old.export();
    await applying.untilMet();
    const read = () =>
      reader.query<{ renamed: number }>(
        `select count(*) filter (where last_name = 'Renamed')::int as renamed from patients p
           left join examinations e on e.company_id = p.company_id and e.patient_id = p.id where p.company_id = 'readers'`,
      );
    for (const endAt = Date.now() + 2_000; Date.now() < endAt; ) assert.equal((await read()).rows[0]?.renamed, 0);
    await applying.release();
    await eventually('the changes are there', async () => (await read()).rows[0]?.renamed === 30);
    // Nor while it is cut over, from the last changes to the word that the target counts.
    old.put(31, { LAST_NAME: 'Renamed' }).export();
    await migration.until('it is between two intervals', ({ step }) => step === 'report');
    await migration.confirmCutover({ override: 'It has been seen for long enough.', isFrozen: true });
    let isOver = false;
    const ended = migration.end().finally(() => {
      isOver = true;
    });
    let reads = 0;
    for (; !isOver; reads += 1) {
      await read();
      await sleep(5);
    }
    assert.equal((await ended).status, 'completed');
    assert.ok(reads > 0);
    assert.equal((await read()).rows[0]?.renamed, 31);
    await reader.query('reset lock_timeout');
  });

  it('reads a suspected difference again before it reports it: one that is gone by then is none, one that stays is told', async (t) => {
    const { old, migration } = await start('looks-again');
    await untilInterval(migration, () => true);
    /** As a fault of the machine would: past the history, so that nobody has edited it. */
    const spoil = (externalId: string, lastName: string) =>
      stack.asSuperuser(
        `set session_replication_role = replica;
         update patients set last_name = '${lastName}' where company_id = 'looks-again' and external_id = '${externalId}';
         reset session_replication_role`,
      );
    const applying = await Stall.of(t, stack, 'examinations', 'writers');
    old.examinations.push(examinationRow(3, 'P2'));
    old.export();
    await applying.untilMet();
    const balancing = await Stall.of(t, stack, 'migration_chunks');
    await applying.release();
    await balancing.untilMet();
    await spoil('P1', 'Flickering');
    await spoil('P2', 'Spoilt');
    // Who asks for a lock second gets it when the first look is over, and the second look waits behind.
    const firstLook = await Stall.of(t, stack, 'staging.decided');
    await balancing.release();
    await firstLook.untilMet();
    const asking = Stall.of(t, stack, 'staging.decided');
    await firstLook.untilMet(2);
    await firstLook.release();
    const secondLook = await asking;
    await secondLook.untilMet();
    await spoil('P1', 'Person1');
    await secondLook.release();
    const told = await eventually(
      'it is told',
      async () => (await intervalsOf(migration)).find(({ outcome }) => outcome === 'differs') ?? null,
    );
    assert.deepEqual(told.differences, [{ entity: 'patients', field: 'lastName', records: 1 }]);
    assert.equal(told.editedInTarget, 0);
    await migration.cancel(false);
    await migration.end();
  });

  it('pauses in the middle of an interval, and ends it after its worker was killed and it was resumed', async (t) => {
    const { old, migration } = await start('killed');
    await untilInterval(migration, () => true);
    const applying = await Stall.of(t, stack, 'history.patients_packs');
    old.put(31).put(1, { LAST_NAME: 'Renamed' }).export();
    await applying.untilMet();
    await migration.pause();
    await migration.untilStatus('pausing');
    await assert.rejects(migration.confirmCutover({ override: 'now' }), (error: WorkflowUpdateFailedError) =>
      /is pausing/.test(String(error.cause?.message)),
    );
    stack.kill('worker-data-1');
    await applying.release();
    await migration.untilStatus('paused');
    await assert.rejects(migration.confirmCutover({ override: 'now' }), (error: WorkflowUpdateFailedError) =>
      /is paused/.test(String(error.cause?.message)),
    );
    const before = await intervalsOf(migration);
    await migration.resume();
    const applied = await eventually('the interval has ended', async () => {
      const [newest] = (await intervalsOf(migration)).filter(({ inserted }) => inserted > 0);
      return newest ?? null;
    });
    assert.ok(!before.some(({ intervalNo }) => intervalNo === applied.intervalNo));
    assert.deepEqual([applied.outcome, applied.inserted, applied.updated], ['agrees', 1, 1]);
    assert.equal((await lastNames('killed')).get('P1'), 'Renamed');
    await migration.cancel(false);
    await migration.end();
  });

  it('leaves an export alone that is being written, and reads it when it is at rest', async () => {
    const { old, migration } = await start('moving');
    await untilInterval(migration, () => true);
    let isWriting = true;
    const writing = (async () => {
      for (let number = 31; isWriting; number += 1) {
        old.put(number, { LAST_NAME: 'Half' }).export();
        await sleep(50);
      }
    })();
    // Where the writer is held up for long enough, the export looks as if it were at rest: then it is read.
    const left = await untilInterval(migration, ({ outcome, partId }) => outcome === 'moving' && partId === null);
    assert.equal(left.inserted, 0);
    isWriting = false;
    await writing;
    await untilInterval(
      migration,
      ({ inserted }) => inserted > 0,
      () => old.put(9_999).export(),
    );
    assert.equal((await lastNames('moving')).size, old.patients.size);
    await migration.cancel(false);
    await migration.end();
  });

  it('leaves an interval whose export is overwritten before it was read, applies nothing, and reads it at the next one', async (t) => {
    const { old, migration } = await start('overwritten');
    await untilInterval(migration, () => true);
    const opening = await Stall.of(t, stack, 'migration_files', 'writers');
    old.put(31).export();
    await opening.untilMet();
    old.put(32).export();
    const known = new Set((await intervalsOf(migration)).map(({ intervalNo }) => intervalNo));
    await opening.release();
    const later = await eventually('both are there', async () => {
      const all = (await intervalsOf(migration)).filter(({ intervalNo }) => !known.has(intervalNo));
      return all.some(({ inserted }) => inserted > 0) && all.sort((one, other) => one.intervalNo - other.intervalNo);
    });
    const [left] = later;
    assert.deepEqual([left?.outcome, left?.inserted, left?.partId === null], ['moving', 0, false]);
    assert.equal(later.find(({ inserted }) => inserted > 0)?.inserted, 2);
    await migration.cancel(true);
    await migration.end();
    assert.deepEqual(await dumpTarget(stack, 'overwritten'), await dumpTarget(stack, 'nobody'));
  });

  it('sees a change whatever the time of the file says', async () => {
    const { old, migration } = await start('year-2999');
    await untilInterval(migration, () => true);
    for (const year of ['2999', '1931']) {
      await untilInterval(
        migration,
        ({ updated }) => updated > 0,
        () => {
          old.put(1, { LAST_NAME: `Of${year}` }).export();
          const time = new Date(`${year}-01-01T00:00:00Z`);
          utimesSync(join(old.folder, 'PATIENTS.csv'), time, time);
        },
      );
      assert.equal((await lastNames('year-2999')).get('P1'), `Of${year}`);
    }
    await migration.cancel(false);
    await migration.end();
  });

  it('needs attention where the export has another form, names the column, and goes on when it is put right', async () => {
    const { old, migration } = await start('drifts');
    await untilInterval(migration, () => true);
    const file = join(old.folder, 'PATIENTS.csv');
    const sound = readFileSync(file, 'utf8');
    writeFileSync(file, sound.replace('LAST_NAME', 'SURNAME'));
    const { attention } = await migration.untilStatus('needsAttention');
    assert.equal(attention?.cause, 'sourceDrifted');
    assert.match(attention?.message ?? '', /the column SURNAME is new/);
    await assert.rejects(migration.confirmCutover({ override: 'now' }), (error: WorkflowUpdateFailedError) =>
      /is needsAttention/.test(String(error.cause?.message)),
    );
    old.put(31).export();
    await untilInterval(
      migration,
      ({ inserted }) => inserted > 0,
      () => migration.retry(),
    );
    await migration.cancel(false);
    await migration.end();
  });

  it('goes on in a new run before its history grows large, and knows what it knew', async () => {
    const { old, migration } = await start('long', {
      parallelRun: { ...soon, everyMinutes: 0.005, cleanIntervals: 1 },
    });
    const { runId: firstRun } = await migration.handle.describe();
    await untilInterval(migration, () => true);
    await untilInterval(
      migration,
      ({ inserted }) => inserted > 0,
      () => old.put(31).export(),
    );
    await eventually('it has gone on in a new run', async () => (await migration.handle.describe()).runId !== firstRun);
    const history = await stack.client.workflow.getHandle(migration.handle.workflowId, firstRun).fetchHistory();
    assert.ok((history.events?.length ?? 0) < 1_000, 'the history is small');
    const view = await migration.until('the cutover is allowed', ({ gate }) => gate?.kind === 'cutover');
    assert.deepEqual([view.ledger.patients?.inserted, view.gate?.phase, view.status], [30, 1, 'awaitingApproval']);
    const [newest] = await intervalsOf(migration);
    assert.ok((newest?.intervalNo ?? 0) >= 12);
    await migration.cancel(true);
    assert.equal((await migration.end()).status, 'cancelled');
    assert.deepEqual(await dumpTarget(stack, 'long'), await dumpTarget(stack, 'nobody'));
  });

  it('undoes an interval that fails, and keeps what was applied before', async () => {
    const { old, migration } = await start('fails');
    await untilInterval(migration, () => true);
    await untilInterval(
      migration,
      ({ inserted }) => inserted > 0,
      () => old.put(31).export(),
    );
    // The ledger loses its lines: that the balance is broken must be noticed.
    await stack.asSuperuser(
      `create function spoil_ledger() returns trigger language plpgsql as $$ begin return case when new.external_id = 'P9' then null else new end; end $$`,
    );
    await stack.asSuperuser(
      `create trigger spoil before insert on migration_records for each row when (new.company_id = 'fails') execute function spoil_ledger()`,
    );
    old.put(2, { LAST_NAME: 'Renamed' }).export();
    const { status, failure } = await migration.end();
    assert.deepEqual([status, failure?.type], ['failed', 'ledgerUnbalanced']);
    const names = await lastNames('fails');
    assert.deepEqual([names.size, names.get('P2')], [31, 'Person2']);
    await migration.rollBack();
    assert.equal((await lastNames('fails')).size, 0);
  });

  it('forecasts the first load in a dry run, and ends', async () => {
    const { migration } = await start('dry', { isDryRun: true });
    const outcome = await migration.end();
    assert.deepEqual([outcome.status, outcome.ledger.patients?.inserted], ['completed', 30]);
    assert.equal((await lastNames('dry')).size, 0);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
