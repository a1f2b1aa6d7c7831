import { listIntervals } from '../../db/queries/intervals.ts';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import type { IntervalView } from '../../src/contract/parallel-run.ts';
import { eventually } from '../stack/eventually.ts';
import { examinationRow, patientRow, patientRows, writeExport } from './workflow-export.ts';
import type { TestMigration } from './workflow-migration.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** What the recording of histories does for every strategy. */
export interface Recorder {
  readonly stack: WorkflowStack;
  begin(companyId: string, location: string, wishes: Partial<MigrationRequest>): Promise<TestMigration>;
  /** @param runId Of a workflow that was continued as new: that run, without waiting for the end. */
  record(name: string, migration: TestMigration, status: string, runId?: string): Promise<void>;
}

/** Records parallel runs: with a cutover, paused in an interval, failed in one, undone by a person, and continued as new. */
export async function recordParallelRuns({ stack, begin, record }: Recorder): Promise<void> {
  const start = async (companyId: string, everyMinutes = 0.03) => {
    const folder = stack.exportFolder(companyId);
    const put = (changed: string, count: number) =>
      writeExport(folder, {
        patients: [patientRow(1, { LAST_NAME: changed }), ...patientRows(count - 1, 2)],
        examinations: [examinationRow(1, 'P1')],
      });
    put('First', 10);
    const parallelRun = { everyMinutes, cleanIntervals: 1, forDays: 1 };
    return { put, migration: await begin(companyId, folder, { strategy: 'parallel-run', parallelRun }) };
  };
  const untilInterval = (migration: TestMigration, isWanted: (one: IntervalView) => boolean) =>
    eventually('an interval as wanted', async () => {
      const intervals = await stack.database.withCompany(migration.companyId, (tx) =>
        listIntervals(tx, migration.id, 99),
      );
      return intervals.some(isWanted);
    });
  const untilLive = (migration: TestMigration) =>
    migration.until('both systems are live', ({ step }) => step === 'report');
  const runIdOf = async (migration: TestMigration) => (await migration.handle.describe()).runId;

  const plain = await start('parallel', 0.05);
  await untilLive(plain.migration);
  plain.put('Second', 11);
  await plain.migration.until('the cutover is allowed', ({ gate }) => gate?.kind === 'cutover');
  await plain.migration.confirmCutover({ isFrozen: true });
  await record('parallelRunMigration-plain', plain.migration, 'completed');

  const paused = await start('slow-parallel-undone', 0.05);
  await untilLive(paused.migration);
  paused.put('Second', 11);
  await paused.migration.until('an interval loads', ({ step }) => step === 'load');
  await paused.migration.pause();
  await paused.migration.untilStatus('paused');
  await paused.migration.resume();
  await untilInterval(paused.migration, ({ inserted }) => inserted > 0);
  await paused.migration.cancel(true);
  await record('parallelRunMigration-paused-and-undone', paused.migration, 'cancelled');

  const failed = await start('parallel-failed');
  await untilInterval(failed.migration, () => true);
  await stack.asSuperuser(
    `create function lose_line() returns trigger language plpgsql as $$ begin return case when new.external_id = 'P7' then null else new end; end $$`,
  );
  await stack.asSuperuser(
    `create trigger lose_line before insert on migration_records for each row when (new.company_id = 'parallel-failed') execute function lose_line()`,
  );
  failed.put('Second', 11);
  await record('parallelRunMigration-failed-and-compensated', failed.migration, 'failed');

  const continued = await start('parallel-continued', 0.005);
  await continued.migration.untilAnswering();
  const firstRun = await runIdOf(continued.migration);
  await untilInterval(continued.migration, () => true);
  await eventually('it is continued as new', async () => (await runIdOf(continued.migration)) !== firstRun);
  await record('parallelRunMigration-continued', continued.migration, 'running', firstRun);
  await continued.migration.cancel(false);
  await continued.migration.end();
}
