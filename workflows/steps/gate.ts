import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import type { ExtractedFile } from './extract.ts';
import { undoLoaded } from './load.ts';
import { inWords, type Phase } from './phase.ts';
import { restagingIfLost } from './stage.ts';

/**
 * Waits until a named person approves what a phase, or the pilot, has brought, and puts on record who it was. Until then a person may
 * have the phase undone, as often as they like.
 */
export async function passGate(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  kind: 'pilot' | 'phase',
  phase: Phase,
): Promise<void> {
  await run.once(`gate${inWords(phase)}`, () => awaitApproval(run, files, kind, phase));
  run.wayBack.keepDone();
}

async function awaitApproval(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  kind: 'pilot' | 'phase',
  phase: Phase,
): Promise<void> {
  const { phaseNo, phases } = phase;
  await run.renewHistory();
  for (let details = detailsOf[kind](phaseNo, phases); ; ) {
    const { by, wish } = await run.steering.awaitAnswer({ kind, phase: phaseNo, phases }, details);
    if (wish === 'undoPhase') {
      await undoLoaded(run, phase, { status: 'cancelled', actor: by });
      details = `Phase ${phaseNo} is undone: approve to go on.`;
      continue;
    }
    if (wish === 'lookAgain') {
      await lookAgain(run, files);
      continue;
    }
    await run.steering.attempt(() =>
      orchestration.recordGate.executeWithOptions(onOrchestration('Put the approval on record'), [
        { ...run.key, phaseNo, by },
      ]),
    );
    return;
  }
}

/** The mapping was amended: what is not loaded yet is made anew before anybody approves. The ledger goes on to say what is loaded. */
async function lookAgain(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  const { ledger } = run;
  await restagingIfLost(run, files, async () => {});
  run.ledger = ledger;
}

const detailsOf = {
  pilot: () => 'The pilot is loaded and verified: approve to keep it, or cancel with rollback.',
  phase: (phase: number, phases: number) =>
    `Phase ${phase} of ${phases} is loaded and verified: approve to go on with the next one.`,
} as const;
