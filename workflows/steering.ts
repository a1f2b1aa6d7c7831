import { condition, isCancellation, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { Attention, ConflictDecision, MigrationStatus, Step } from '../src/contract/migration.ts';
import type { Gate } from '../src/contract/phases.ts';
import {
  type CancelCommand,
  type GateAnswer,
  queries,
  readApproval,
  readCancel,
  readPhaseUndo,
  signals,
  updates,
} from './commands.ts';
import { DecisionQueue } from './decision-queue.ts';
import { type KnownFailure, MigrationCancelled, readFailure } from './failures.ts';
import { checkTransition } from './status.ts';

/**
 * Lets people steer a workflow while it works: it waits where they ask it to, and tells them where it stands. Every call of an
 * activity goes through `attempt`, which is the one place where a pause takes hold, a cancellation is obeyed and a
 * failure waits for attention.
 */
export class Steering {
  status: MigrationStatus = 'running';
  step: Step | null = null;
  private details = '';
  private isPauseAsked = false;
  private cancellation: CancelCommand | null = null;
  private underWay = 0;
  /** One for each lane that waits for attention, the first to fail first. */
  private readonly troubles: Attention[] = [];
  private retries = 0;
  private openGate: Gate | null = null;
  private answer: GateAnswer | null = null;
  readonly decisions = new DecisionQueue();
  private isCompensating = false;
  private isRollback = false;
  private isEnding = false;

  constructor(view: () => unknown, progress: () => unknown, conflicts: () => unknown) {
    setHandler(queries.status, view);
    setHandler(queries.progress, progress);
    setHandler(queries.conflicts, conflicts);
    setHandler(signals.pause, () => this.askPause());
    setHandler(signals.resume, () => this.resume());
    setHandler(signals.cancel, (command) => {
      if (this.isSteerable) this.cancellation ??= readCancel(command);
    });
    setHandler(signals.resolveConflict, (decision) => this.decisions.add(decision));
    setHandler(updates.approve, (command) => this.answerGate(readApproval(command)), {
      validator: (command) => this.checkApproval(command),
    });
    setHandler(updates.undoPhase, (command) => this.answerGate(readPhaseUndo(command)), {
      validator: (command) => this.checkPhaseUndo(command),
    });
    setHandler(updates.retryStep, () => this.retry(), {
      validator: (_command) => this.requireStatus('needsAttention'),
    });
  }

  /** What a person is to approve; null where nothing waits for it. */
  get gate(): Gate | null {
    return this.openGate;
  }

  /** What a person is to look at; null where nothing waits for attention. */
  get attention(): Attention | null {
    return this.troubles[0] ?? null;
  }

  enter(step: Step, details: string): void {
    this.step = step;
    this.details = details;
    setCurrentDetails(details);
  }

  moveTo(status: MigrationStatus): void {
    if (status === this.status) return;
    checkTransition(this.status, status);
    this.status = status;
    upsertSearchAttributes({ CareferryStatus: [status] });
  }

  /** Runs one activity, between two points at which people's wishes are obeyed. Tries again after a person has cured its cause. */
  async attempt<Result>(call: () => Promise<Result>): Promise<Result> {
    for (;;) {
      await this.obeyWishes();
      // A retry that a person asks for while this call is failing is meant for it as well.
      const retriesBefore = this.retries;
      this.underWay += 1;
      let failure: KnownFailure;
      try {
        return await call();
      } catch (error) {
        // A cancellation that was sent from the Temporal UI is no trouble of the step.
        if (isCancellation(error)) throw error;
        failure = readFailure(error);
        if (failure.rule.leadsTo === 'refuse') throw error;
        // What fails while only undoing or ending is left has nothing else to fall back on: it waits for a person.
        if (failure.rule.leadsTo !== 'attention' && this.isSteerable) throw error;
      } finally {
        this.underWay -= 1;
        this.settlePause();
      }
      await this.awaitAttention(failure, retriesBefore);
    }
  }

  /** Waits while paused. @throws MigrationCancelled where a person asked for the end. */
  async obeyWishes(): Promise<void> {
    // A loop, because a resume and the next pause may come at once.
    while (this.isPauseAsked && !this.cancellation) {
      this.settlePause();
      await condition(() => !this.isPauseAsked || this.cancellation !== null);
    }
    this.obeyCancellation();
  }

  /** Waits for a named person, and then for the time that they named. */
  async awaitAnswer(gate: Omit<Gate, 'opensAt'>, details: string): Promise<GateAnswer> {
    await this.obeyWishes();
    this.answer = null;
    this.openGate = { ...gate, opensAt: null };
    setCurrentDetails(details);
    this.moveTo('awaitingApproval');
    try {
      const answer = await this.untilAnswered(this.openGate);
      setCurrentDetails(this.details);
      this.moveTo('running');
      return answer;
    } finally {
      this.openGate = null;
    }
  }

  /** A later answer takes the place of one that still waits for its time. */
  private async untilAnswered(gate: Gate): Promise<GateAnswer> {
    for (;;) {
      await condition(() => this.answer !== null || this.cancellation !== null);
      this.obeyCancellation();
      const answer = this.answer as GateAnswer | null;
      if (!answer) continue;
      const waitMs = answer.opensAt ? Date.parse(answer.opensAt) - Date.now() : 0;
      if (waitMs <= 0) return answer;
      this.openGate = { ...gate, opensAt: answer.opensAt };
      await condition(() => this.answer !== answer || this.cancellation !== null, waitMs);
      this.obeyCancellation();
    }
  }

  /** Waits until people have decided something. @returns their decisions since the last call, in order. */
  async awaitDecisions(): Promise<ConflictDecision[]> {
    await this.obeyWishes();
    this.moveTo('awaitingDecisions');
    await condition(() => !this.decisions.isEmpty || this.cancellation !== null);
    this.obeyCancellation();
    this.moveTo('running');
    return this.decisions.take();
  }

  /** Waits for so long, or until `isDue` or somebody has decided something; where there is a gate, at that gate. */
  async rest(forMs: number, isDue: () => boolean, gate: Omit<Gate, 'opensAt'> | null): Promise<void> {
    const endAt = Date.now() + forMs;
    const isOver = () => isDue() || !this.decisions.isEmpty;
    while (!isOver() && Date.now() < endAt) {
      await this.obeyWishes();
      this.openGate = gate && { ...gate, opensAt: null };
      if (gate) this.moveTo('awaitingApproval');
      await condition(() => isOver() || this.isPauseAsked || this.cancellation !== null, endAt - Date.now());
      this.openGate = null;
      if (gate) this.moveTo('running');
    }
    await this.obeyWishes();
  }

  /** From here on only undoing is left: pauses and cancellations have no hold any more. */
  beginCompensation(): void {
    this.isCompensating = true;
    this.isPauseAsked = false;
    this.cancellation = null;
    this.details = 'Undoing what was done.';
    setCurrentDetails(this.details);
    this.moveTo('compensating');
  }

  /** A rollback of its own is nothing but undoing: it can be paused, not cancelled. */
  beginRollback(): void {
    // Whoever starts it may have asked for a pause at once.
    const { isPauseAsked } = this;
    this.beginCompensation();
    this.isRollback = true;
    this.isPauseAsked = isPauseAsked;
  }

  /** From here on only putting on record is left: pauses and cancellations have no hold any more. */
  beginEnd(): void {
    this.isEnding = true;
  }

  private get isSteerable(): boolean {
    return !this.isCompensating && !this.isEnding;
  }

  private get isPausable(): boolean {
    return this.isSteerable || (this.isRollback && !this.isEnding);
  }

  /** What it is when nothing holds it up. */
  private get goingOn(): MigrationStatus {
    return this.isCompensating ? 'compensating' : 'running';
  }

  private obeyCancellation(): void {
    if (this.cancellation) throw new MigrationCancelled(this.cancellation.rollback, this.cancellation.by);
  }

  /** Where a pause is asked for, it takes hold as soon as nothing is under way. */
  private settlePause(): void {
    if (!this.isPauseAsked || (this.status !== this.goingOn && this.status !== 'pausing')) return;
    this.moveTo(this.underWay > 0 ? 'pausing' : 'paused');
  }

  private async awaitAttention({ type, rule, message }: KnownFailure, retriesBefore: number): Promise<void> {
    const trouble: Attention = {
      step: this.step ?? 'backup',
      cause: type,
      message,
      remedy: rule.remedy,
      moves: this.isSteerable ? ['retryStep', 'cancel'] : ['retryStep'],
    };
    this.troubles.push(trouble);
    this.moveTo('needsAttention');
    setCurrentDetails(`Needs attention: ${message} ${rule.remedy}`);
    const isCured = () => this.retries > retriesBefore || this.cancellation !== null;
    try {
      // What may pass by itself, such as a database that is down, is tried again now and then, so that nobody need be woken for it.
      if (rule.retry) await condition(isCured, '5 minutes');
      else await condition(isCured);
    } finally {
      this.troubles.splice(this.troubles.indexOf(trouble), 1);
    }
    this.leaveAttention();
    this.obeyCancellation();
  }

  /** Other lanes may still wait. A pause that was asked for in the meantime takes hold now. */
  private leaveAttention(): void {
    const [next] = this.troubles;
    if (next) {
      setCurrentDetails(`Needs attention: ${next.message} ${next.remedy}`);
      return;
    }
    setCurrentDetails(this.details);
    this.moveTo(this.goingOn);
    this.settlePause();
  }

  private askPause(): void {
    if (!this.isPausable) return;
    this.isPauseAsked = true;
    this.settlePause();
  }

  private resume(): void {
    this.isPauseAsked = false;
    if (this.status === 'paused' || this.status === 'pausing') this.moveTo(this.goingOn);
  }

  private checkApproval(command: unknown): void {
    this.requireStatus('awaitingApproval');
    if (['cutover', 'freeze'].includes(this.openGate?.kind ?? ''))
      throw new Error('A cutover is confirmed by a command of its own.');
    readApproval(command);
  }

  private checkPhaseUndo(command: unknown): void {
    this.requireStatus('awaitingApproval');
    if (this.openGate?.kind !== 'phase') throw new Error('A phase can be undone at the gate behind it.');
    readPhaseUndo(command);
  }

  private answerGate(answer: GateAnswer): { status: MigrationStatus } {
    this.answer = answer;
    return { status: this.status };
  }

  private retry(): { status: MigrationStatus } {
    this.retries += 1;
    return { status: this.status };
  }

  private requireStatus(status: MigrationStatus): void {
    if (this.status !== status)
      throw new Error(`This is possible while a migration is ${status}; it is ${this.status}.`);
  }
}
