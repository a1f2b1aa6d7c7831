import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { FailureType } from '../src/contract/failure.ts';
import type { Attention, AttentionMove, Step } from '../src/contract/migration.ts';
import { requireTaken } from './check-answer.ts';
import { readSkip, type SkipCommand, updates } from './commands.ts';
import type { KnownFailure } from './failures.ts';
import type { Steering } from './steering.ts';

/** How a step goes on without what has failed, on the word of a named person. */
export interface Skip<Result> {
  /** Only where this was the cause. Default: whatever the cause was. */
  readonly cause?: FailureType;
  readonly instead: (skipped: SkipCommand) => Promise<Result>;
}

/** What keeps steps from going on, until a person has cured it or it may have passed by itself. */
export class Troubles {
  /** How often people have asked to try again. */
  retries = 0;
  /** One for each lane that waits for attention, the first to fail first. */
  private readonly waiting: Trouble[] = [];
  private readonly steering: Steering;

  constructor(steering: Steering) {
    this.steering = steering;
    setHandler(updates.retryStep, (command) => this.askRetry(command), {
      validator: (_command) => requireTaken('retryStep', steering.status),
    });
    setHandler(updates.skipStep, (command) => this.skip(readSkip(command)), {
      validator: (command) => {
        requireTaken('skipStep', steering.status);
        readSkip(command);
        this.requireSkippable();
      },
    });
  }

  /** What a person is to look at; null where nothing waits for attention. */
  get first(): Attention | null {
    return this.waiting[0]?.attention ?? null;
  }

  /**
   * Waits until a person has cured it, or goes on without it.
   * @param retriesBefore How often people had asked to try again when the call that failed began.
   * @param isSkippable Whether the migration may go on without what has failed.
   * @returns who skips it and why; null where it is to be tried again.
   */
  async await(
    { type, rule, message }: KnownFailure,
    retriesBefore: number,
    isSkippable: boolean,
  ): Promise<SkipCommand | null> {
    const { steering } = this;
    const attention: Attention = {
      step: steering.step ?? 'backup',
      cause: type,
      message,
      remedy: rule.remedy,
      moves: this.movesOf(isSkippable),
    };
    const trouble: Trouble = { attention, skipped: null };
    this.waiting.push(trouble);
    steering.moveTo('needsAttention');
    show(attention);
    const isCured = () => this.retries > retriesBefore || trouble.skipped !== null || steering.isCancelled;
    try {
      // What may pass by itself, such as a database that is down, is tried again now and then, so that nobody need be woken for it.
      if (rule.retry) await condition(isCured, '5 minutes');
      else await condition(isCured);
    } finally {
      this.waiting.splice(this.waiting.indexOf(trouble), 1);
    }
    // Other lanes may still wait.
    if (this.first) show(this.first);
    else steering.goOn();
    steering.obeyCancellation();
    return trouble.skipped;
  }

  private movesOf(isSkippable: boolean): AttentionMove[] {
    const { isSteerable, isAmendable } = this.steering;
    if (!isSteerable) return ['retryStep'];
    return [
      'retryStep',
      ...(isSkippable ? ['skipStep' as const] : []),
      ...(isAmendable() ? ['amendMapping' as const] : []),
      'cancel',
    ];
  }

  /** Only what is shown can be skipped: whoever skips it has read what it is. */
  private skip(command: SkipCommand) {
    const [trouble] = this.waiting;
    if (trouble) trouble.skipped = command;
    return { status: this.steering.status };
  }

  /** @throws Error that says why the step is not to be skipped. */
  private requireSkippable(): void {
    const { first } = this;
    if (first && !first.moves.includes('skipStep'))
      throw new Error(`The step ${first.step} cannot be skipped here: ${whyNot[first.step]}.`);
  }

  private askRetry(command: unknown) {
    this.steering.accepted.add('retryStep', command);
    return this.retry();
  }

  retry() {
    this.retries += 1;
    return { status: this.steering.status };
  }
}

interface Trouble {
  readonly attention: Attention;
  skipped: SkipCommand | null;
}

/** Why no person can take the word of the machine in the place of these steps. */
const whyNot: Readonly<Record<Step, string>> = {
  backup: 'nothing is changed without a backup that was read back',
  extract: 'what is not read cannot be moved',
  map: 'without a mapping nobody knows what a column means',
  validate: 'nothing is loaded about which it is not decided',
  load: 'each record is loaded, or has its line with the reason why not',
  verify: 'nothing counts as migrated that was not compared',
  report: 'nothing is over before its end is on record',
};

function show({ message, remedy }: Attention): void {
  setCurrentDetails(`Needs attention: ${message} ${remedy}`);
}
