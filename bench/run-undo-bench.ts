import pg from 'pg';
import { rollbackWorkflowId } from '../src/contract/migration.ts';
import type { UndoResult } from '../src/contract/undo.ts';
import { catalogue } from '../src/record/catalogue.ts';
import { describeMachine, report, round, say, startBenchStack } from './bench-stack.ts';
import { readArguments } from './read-arguments.ts';
import { inDatabase } from './server-urls.ts';

/**
 * Measures, in one run on one server: a load with and without the history of the target, and the undo of the load. Each company is fresh,
 * and what a first run alone would pay is paid before by a small one.
 */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const bench = await startBenchStack({ seed });
const owner = new pg.Client({ connectionString: inDatabase(bench.urls.owner, 'careferry') });
await owner.connect();
try {
  const small = await bench.writeExport('small', 2_000, 2_000);
  const large = await bench.writeExport('large', patients, examinations);
  await migrate('warm', small);
  await recordHistory(false);
  const without = await migrate('without', large);
  await recordHistory(true);
  const withHistory = await migrate('with', large);
  const undo = await rollBack('with', withHistory.migrationId);
  report(
    {
      patients,
      examinations,
      ...describeMachine(),
      loadSeconds: withHistory.loadSeconds,
      loadSecondsWithoutHistory: without.loadSeconds,
      ratioOfHistory: round(withHistory.loadSeconds / without.loadSeconds),
      undoSeconds: undo.seconds,
      undoSteps: undo.steps,
      ratioOfUndoToLoad: round(undo.seconds / withHistory.loadSeconds),
      migrationSeconds: withHistory.seconds,
      ratioOfUndoToMigration: round(undo.seconds / withHistory.seconds),
      undoProcessorSeconds: undo.processorSeconds,
      undone: undo.result,
    },
    isJson,
  );
} finally {
  await owner.end();
  await bench.stop();
}

/** A load inserts and updates; the trigger of deletions is left as it is, an undo relies on it. */
async function recordHistory(isRecorded: boolean): Promise<void> {
  for (const { table } of catalogue)
    for (const [trigger, enable] of [
      ['record_insert', 'enable always'],
      ['record_update', 'enable'],
    ])
      await owner.query(`alter table ${table} ${isRecorded ? enable : 'disable'} trigger ${trigger}`);
}

async function migrate(companyId: string, location: string) {
  await bench.addCompany(companyId);
  const { migrationId, seconds, steps } = await bench.migrate(companyId, location);
  say(`${companyId}: ${JSON.stringify(steps)}`);
  return { migrationId, seconds, loadSeconds: steps.loadSlices ?? 0 };
}

async function rollBack(companyId: string, migrationId: string) {
  const input = { companyId, migrationId, requestedBy: 'bench' };
  const undo = await bench.run<UndoResult>('rollbackMigration', rollbackWorkflowId(companyId, migrationId), input);
  if (undo.result.removed !== patients + examinations) throw new Error(`Undone were ${JSON.stringify(undo.result)}.`);
  return undo;
}
