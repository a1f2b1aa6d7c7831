import type { BulkDecision, ConflictDecision } from '../src/contract/conflict.ts';
import { propertiesOf } from './commands.ts';
import { decisionsAtATime } from './pace.ts';

/** About one conflict, or about all open ones of a rule. */
export type SentDecision = ConflictDecision | BulkDecision;

/** Decisions of people that are not on record yet, in the order in which they came. */
export class DecisionQueue {
  private readonly waiting: SentDecision[] = [];

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** Takes what was sent, where it is a decision. */
  add(sent: unknown): void {
    if (isDecision(sent)) this.waiting.push(sent);
  }

  addAll(decisions: readonly SentDecision[]): void {
    this.waiting.push(...decisions);
  }

  /** The first of them, as many as one activity may be given; empty where there is none. */
  take(): SentDecision[] {
    return this.waiting.splice(0, decisionsAtATime);
  }

  takeAll(): SentDecision[] {
    return this.waiting.splice(0);
  }
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isTextIfAny = (value: unknown) => value === undefined || value === null || typeof value === 'string';

/** Narrows what was sent as a decision. Whether the conflict exists and offers that choice is known to the database alone. */
function isDecision(value: unknown): value is SentDecision {
  const { conflictId, rule, token, resolution, decidedBy, reason, merge, field } = propertiesOf(value);
  if (!isText(resolution) || !isText(decidedBy) || !isTextIfAny(reason)) return false;
  if (isText(conflictId)) return isTextIfAny(field) && (merge === undefined || areSides(merge));
  return isText(token) && typeof rule === 'object' && Object.values(propertiesOf(rule)).every(isTextIfAny);
}

function areSides(merge: unknown): boolean {
  return (
    typeof merge === 'object' &&
    Object.values(propertiesOf(merge)).every((side) => side === 'existing' || side === 'new')
  );
}
