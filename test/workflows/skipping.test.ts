import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { patientRows } from '../support/workflow-export.ts';
import { findAllFaults } from '../support/workflow-history.ts';
import { endRetries } from '../support/workflow-impatience.ts';
import type { TestMigration } from '../support/workflow-migration.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';
import { startExport } from '../support/workflow-start.ts';

describe('skipping a step', () => {
  let stack: WorkflowStack;
  let offsite: string;
  before(async () => {
    stack = await WorkflowStack.start();
    offsite = join(stack.folder, 'offsite');
    await stack.stop();
    mkdirSync(offsite);
    await stack.startAgain({ BACKUP_OFFSITE_STORAGE_PATH: offsite });
  });
  after(() => stack.remove());

  const start = async (companyId: string) =>
    (await startExport(stack, companyId, { patients: patientRows(3) })).migration;
  const skippedOf = (migration: TestMigration) =>
    migration.rows<{ actor: string; details: unknown }>(
      `select actor, details from migration_audit where migration_id = $1 and event = 'stepSkipped'`,
    );
  const refusalOf = async (update: Promise<unknown>) => {
    const error: unknown = await update.then(
      () => null,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof WorkflowUpdateFailedError);
    return error.cause?.message ?? '';
  };

  it('goes on without the offsite copy of the backup, on the word of a named person, and keeps that word', async () => {
    rmSync(offsite, { recursive: true });
    writeFileSync(offsite, 'in the way');
    const migration = await start('offsite');
    await endRetries(stack, migration);
    const { attention } = await migration.untilStatus('needsAttention');
    assert.deepEqual([attention?.cause, attention?.step], ['offsiteFailed', 'backup']);
    assert.deepEqual(attention?.moves, ['retryStep', 'skipStep', 'cancel']);
    assert.match(await refusalOf(migration.skip('')), /It says why/);
    await migration.skip('The second site is being rebuilt.');
    const outcome = await migration.end();
    assert.equal(outcome.status, 'completed');
    const backups = await migration.rows<{ state: string; offsite_verified_at: string | null }>(
      'select state, offsite_verified_at from backups where migration_id = $1',
    );
    assert.deepEqual(backups, [{ state: 'verified', offsite_verified_at: null }]);
    assert.deepEqual(await skippedOf(migration), [
      { actor: 'tester', details: { step: 'offsite copy of the backup', reason: 'The second site is being rebuilt.' } },
    ]);
    rmSync(offsite);
    mkdirSync(offsite);
  });

  it('goes on without clearing the staged records, when everything is verified', async () => {
    await stack.asSuperuser('revoke delete on staging.refused from careferry_service');
    const migration = await start('report');
    const { attention } = await migration.untilStatus('needsAttention');
    assert.deepEqual([attention?.step, attention?.moves.includes('skipStep')], ['report', true]);
    await migration.skip();
    // The end clears as well, and is never skipped.
    await migration.until('the end needs attention', (view) => view.attention?.moves.includes('skipStep') === false);
    assert.match(
      await refusalOf(migration.skip()),
      /The step report cannot be skipped here: nothing is over before its end is on record/,
    );
    await stack.asSuperuser('grant delete on staging.refused to careferry_service');
    await migration.retry();
    assert.equal((await migration.end()).status, 'completed');
    assert.equal((await skippedOf(migration)).length, 1);
  });

  it('is refused for a load, with the reason, and where nothing needs attention', async () => {
    await stack.asSuperuser('revoke insert on migration_records from careferry_service');
    const migration = await start('load');
    const { attention } = await migration.untilStatus('needsAttention');
    assert.deepEqual([attention?.step, attention?.moves], ['load', ['retryStep', 'amendMapping', 'cancel']]);
    assert.match(
      await refusalOf(migration.skip()),
      /The step load cannot be skipped here: each record is loaded, or has its line/,
    );
    await stack.asSuperuser('grant insert on migration_records to careferry_service');
    await migration.retry();
    assert.equal((await migration.end()).status, 'completed');
    await assert.rejects(migration.skip());
    assert.deepEqual(await skippedOf(migration), []);
  });

  it('has gone no way from status to status that the table does not have, and failed no workflow task', async () => {
    assert.deepEqual((await findAllFaults(stack)).faults, []);
  });
});
