import { data, onData } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import type { ExtractedFile } from './extract.ts';
import { load } from './load.ts';
import type { Phase } from './phase.ts';
import { restagingIfLost } from './stage.ts';
import { verify } from './verify.ts';

/** Cuts the records into phases. @returns the phases, the first one first. */
export async function makePhases(run: MigrationRun, files: readonly ExtractedFile[]): Promise<readonly Phase[]> {
  const phases = await run.once('phases', async () => {
    let count = 0;
    await restagingIfLost(run, files, async () => {
      const { people } = await run.steering.attempt(() =>
        data.makePhases.executeWithOptions(onData('Put every person in a phase'), [
          { ...run.key, entities: run.plan.map(({ entity }) => entity) },
        ]),
      );
      count = people.length;
    });
    return count;
  });
  return Array.from({ length: phases }, (_, index) => ({ phaseNo: index + 1, phases }));
}

/** Chooses the people of the pilot, and forecasts its ledger. */
export async function makePilot(run: MigrationRun, files: readonly ExtractedFile[]): Promise<Phase> {
  await run.once('pilot', () => choosePilot(run, files));
  return { phaseNo: 1, phases: 1 };
}

async function choosePilot(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  await restagingIfLost(run, files, async () => {
    const { ledger } = await run.steering.attempt(() =>
      data.makePilot.executeWithOptions(onData('Choose the people of the pilot'), [
        { ...run.key, entities: run.plan.map(({ entity }) => entity) },
      ]),
    );
    run.ledger = ledger;
  });
}

/** Loads the records of a phase and verifies them. */
export async function loadPhase(run: MigrationRun, files: readonly ExtractedFile[], phase: Phase): Promise<void> {
  await load(run, files, phase);
  await verify(run, files, phase);
}
