import { condition, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Attention } from '../src/contract/migration.ts';
import { updates } from './commands.ts';
import type { KnownFailure } from './failures.ts';
import type { Steering } from './steering.ts';

/** What keeps steps from going on, until a person has cured it or it may have passed by itself. */
export class Troubles {
  /** How often people have asked to try again. */
  retries = 0;
  /** One for each lane that waits for attention, the first to fail first. */
  private readonly waiting: Attention[] = [];
  private readonly steering: Steering;

  constructor(steering: Steering) {
    this.steering = steering;
    setHandler(updates.retryStep, () => this.retry(), {
      validator: (_command) => steering.requireStatus('needsAttention'),
    });
  }

  /** What a person is to look at; null where nothing waits for attention. */
  get first(): Attention | null {
    return this.waiting[0] ?? null;
  }

  /** @param retriesBefore How often people had asked to try again when the call that failed began. */
  async await({ type, rule, message }: KnownFailure, retriesBefore: number): Promise<void> {
    const { steering } = this;
    const trouble: Attention = {
      step: steering.step ?? 'backup',
      cause: type,
      message,
      remedy: rule.remedy,
      moves: steering.isSteerable ? ['retryStep', 'cancel'] : ['retryStep'],
    };
    this.waiting.push(trouble);
    steering.moveTo('needsAttention');
    show(trouble);
    const isCured = () => this.retries > retriesBefore || steering.isCancelled;
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
  }

  retry() {
    this.retries += 1;
    return { status: this.steering.status };
  }
}

function show({ message, remedy }: Attention): void {
  setCurrentDetails(`Needs attention: ${message} ${remedy}`);
}
