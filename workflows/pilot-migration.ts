import type { Migration } from '../src/contract/migration.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { passGate } from './steps/gate.ts';
import { loadPhase, makePilot } from './steps/phases.ts';
import { prepare } from './steps/prepare.ts';
import { report } from './steps/report.ts';

/**
 * A few people with all that belongs to them, to see how it turns out:
 * 1. backup, extract, map, validate: as in a big bang, over everything, so that the few are judged beside the whole;
 * 2. choose: people who stand for the whole, or those whom the operator names;
 * 3. load and verify these;
 * 4. wait: a person keeps what was loaded, and the next migration skips it, or cancels with rollback, and nothing stays.
 * A dry pilot forecasts what would be loaded, and writes nothing.
 */
export async function pilotMigration(input: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(input);
  const { isDryRun } = input.request;
  return run.toItsEnd(async () => {
    const files = await prepare(run);
    const pilot = await makePilot(run, files);
    if (!isDryRun) {
      await loadPhase(run, files, pilot);
      run.work.dropRest();
      await passGate(run, files, 'pilot', pilot);
    }
    await report(run);
  });
}
