import type { ConflictDecision } from '../src/contract/migration.ts';
import { isDecision } from './commands.ts';
import { decisionsAtATime } from './pace.ts';

/** Decisions of people that are not on record yet, in the order in which they came. */
export class DecisionQueue {
  private readonly waiting: ConflictDecision[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Takes what was sent, where it is a decision. */
  add(sent: unknown): void {
    if (isDecision(sent)) this.waiting.push(sent);
  }

  addAll(decisions: readonly ConflictDecision[]): void {
    this.waiting.push(...decisions);
  }

  /** The first of them, as many as one activity may be given; empty where there is none. */
  take(): ConflictDecision[] {
    return this.waiting.splice(0, decisionsAtATime);
  }

  takeAll(): ConflictDecision[] {
    return this.waiting.splice(0);
  }
}
