import type { Migration } from '../src/contract/migration.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { passGate } from './steps/gate.ts';
import { loadPhase, makePhases } from './steps/phases.ts';
import { prepare } from './steps/prepare.ts';
import { report } from './steps/report.ts';
import { verifyBalance } from './steps/verify.ts';

/**
 * Part by part, with a gate after each:
 * 1. backup, extract, map, validate: as in a big bang, over everything;
 * 2. cut: every person in a phase, with all that belongs to them;
 * 3. each phase: load, verify, and wait for a person, who lets the next one begin, now or later;
 * 4. balance: no row of the source is without its line in the ledger.
 * What a person has approved at a gate stays, also where a later phase fails.
 */
export async function phasedMigration(input: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(input);
  const { isDryRun } = input.request;
  return run.toItsEnd(async () => {
    const files = await prepare(run);
    const phases = await makePhases(run, files);
    if (!isDryRun) {
      for (const phase of phases) {
        await loadPhase(run, files, phase);
        if (phase.phaseNo < phases.length) await passGate(run, files, 'phase', phase);
      }
      await verifyBalance(run);
    }
    await report(run);
  });
}
