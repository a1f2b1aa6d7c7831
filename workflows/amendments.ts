import { ActivityFailure, ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { AmendedMapping } from '../src/contract/mapping.ts';
import { takenIn } from '../src/contract/taken-in.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { type AmendCommand, readAmendment, updates } from './commands.ts';
import type { MigrationRun } from './migration-run.ts';
import { restageAmended } from './steps/stage.ts';

/**
 * Lets a person amend the mapping while the migration waits. What is loaded stays; everything else is staged anew from the landing, before
 * anything goes on with it.
 */
export class Amendments {
  private readonly run: MigrationRun;

  constructor(run: MigrationRun) {
    this.run = run;
    run.steering.isAmendable = () => this.obstacle() === null;
    setHandler(updates.amendMapping, (command) => this.amend(readAmendment(command)), {
      validator: (command) => {
        readAmendment(command);
        this.check();
      },
    });
  }

  /** @throws Error that says why it cannot be amended now. */
  private check(): void {
    const { run } = this;
    const { status, isSteerable } = run.steering;
    run.steering.requireUnheld();
    if (!isSteerable) throw new Error('Only undoing or the record of the end is left: no mapping matters any more.');
    if (!takenIn.amendMapping.includes(status))
      throw new Error(`A mapping is amended while the migration waits; it is ${status}. Pause it first.`);
    const obstacle = this.obstacle();
    if (obstacle) throw new Error(obstacle);
  }

  /** What speaks against an amendment as far as the migration is; null: nothing that is known here. */
  private obstacle(): string | null {
    if (this.run.resultOf('live') !== undefined)
      return 'The mapping of the first load of a parallel run holds for all of its intervals.';
    return this.run.resultOf('extract') === undefined
      ? 'There is no mapping before the whole source is extracted.'
      : null;
  }

  private async amend({ by, reason, amendment }: AmendCommand): Promise<AmendedMapping> {
    const { run } = this;
    const isApproved = run.steering.gate?.kind !== 'mapping';
    return run.steering.whileHeld('The mapping is being amended: ask again in a moment.', by, async () => {
      const { plan, ...amended } = await orchestration.amendMapping
        .executeWithOptions(onOrchestration('Amend the mapping'), [{ ...run.key, amendment, by, reason, isApproved }])
        .catch(refuse);
      run.changePlan(plan);
      restageAmended(run);
      return amended;
    });
  }
}

/** Whoever amends learns why not, as it was said; nothing else is theirs to know. */
function refuse(error: unknown): never {
  if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure)
    throw ApplicationFailure.nonRetryable(error.cause.message, error.cause.type);
  throw error;
}
