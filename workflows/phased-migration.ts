import type { Migration } from '../src/contract/migration.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { backUp } from './steps/back-up.ts';
import { expectWork } from './steps/expect-work.ts';
import { extract, openSource } from './steps/extract.ts';
import { passGate } from './steps/gate.ts';
import { map } from './steps/map.ts';
import { loadPhase, makePhases } from './steps/phases.ts';
import { report } from './steps/report.ts';
import { validate } from './steps/validate.ts';
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
    const opened = await openSource(run);
    if (!isDryRun) await backUp(run);
    const files = await extract(run, opened);
    const plan = await map(run);
    expectWork(run, files, plan);
    await validate(run, files, plan);
    const phases = await makePhases(run, files, plan);
    if (!isDryRun) {
      for (const phase of phases) {
        await loadPhase(run, files, plan, phase);
        if (phase.phaseNo < phases.length) await passGate(run, 'phase', phase);
      }
      await verifyBalance(run, plan);
    }
    await report(run, plan);
  });
}
