import { rollbackWorkflowId } from '../src/contract/migration.ts';
import type { UndoResult } from '../src/contract/undo.ts';
import { describeMachine, report, round, startBenchStack } from './bench-stack.ts';
import { readArguments } from './read-arguments.ts';

/**
 * Measures, in one run on one server: a migration that inserts, one of the same identifiers with other values that writes over what is
 * there, and the undo of the latter.
 */
const { patients, examinations, seed, isJson } = readArguments(process.argv.slice(2));
const bench = await startBenchStack({ seed });
try {
  const [before, after] = [
    await bench.writeExport('before', patients, examinations),
    await bench.writeExport('after', patients, examinations, seed + 1),
  ];
  await bench.addCompany('bench');
  const insert = await bench.migrate('bench', before);
  const update = await bench.migrate('bench', after, 'update');
  const updated = Object.values(update.result.ledger).reduce((sum, entity) => sum + entity.updated, 0);
  if (updated !== patients + examinations) throw new Error(`Updated were ${updated} records.`);
  const input = { companyId: 'bench', migrationId: update.migrationId, requestedBy: 'bench' };
  const undo = await bench.run<UndoResult>('rollbackMigration', rollbackWorkflowId('bench', update.migrationId), input);
  if (undo.result.restored !== updated) throw new Error(`Undone were ${JSON.stringify(undo.result)}.`);
  report(
    {
      patients,
      examinations,
      ...describeMachine(),
      insertSeconds: insert.seconds,
      insertSteps: insert.steps,
      updateSeconds: update.seconds,
      updateSteps: update.steps,
      ratioOfUpdateToInsert: round(update.seconds / insert.seconds),
      ratioOfLoads: round((update.steps.loadSlices ?? 0) / (insert.steps.loadSlices ?? 0)),
      undoSeconds: undo.seconds,
      ratioOfUndoToUpdate: round(undo.seconds / update.seconds),
    },
    isJson,
  );
} finally {
  await bench.stop();
}
