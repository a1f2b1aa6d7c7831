import type { Gate } from '../../src/contract/phases.ts';
import { onOrchestration, orchestration } from '../activities.ts';
import type { MigrationRun } from '../migration-run.ts';
import type { Phase } from './phase.ts';

/** Waits until a named person approves what a phase, or the pilot, has brought, and puts on record who it was. */
export async function passGate(
  run: MigrationRun,
  kind: Exclude<Gate['kind'], 'mapping'>,
  { phaseNo, phases }: Phase,
): Promise<void> {
  const by = await run.steering.awaitApproval({ kind, phase: phaseNo, phases }, detailsOf[kind](phaseNo, phases));
  await run.steering.attempt(() =>
    orchestration.recordGate.executeWithOptions(onOrchestration('Put the approval on record'), [
      { ...run.key, phaseNo, by },
    ]),
  );
}

const detailsOf = {
  pilot: () => 'The pilot is loaded and verified: approve to keep it, or cancel with rollback.',
  phase: (phase: number, phases: number) =>
    `Phase ${phase} of ${phases} is loaded and verified: approve to go on with the next one.`,
} as const;
