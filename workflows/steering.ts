import { condition, isCancellation, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import type { Attention, MigrationStatus, Step } from '../src/contract/migration.ts';
import type { Gate, GateToPass } from '../src/contract/phases.ts';
import { CommandQueue } from './command-queue.ts';
import { type CancelCommand, type GateAnswer, queries, readCancel, signals } from './commands.ts';
import { DecisionQueue, type SentDecision } from './decision-queue.ts';
import { type KnownFailure, MigrationCancelled, readFailure } from './failures.ts';
import { Gatekeeper } from './gatekeeper.ts';
import { LivePace } from './live-pace.ts';
import { checkTransition } from './status.ts';
import { StepStopped, type StoppableCall, StoppableSteps } from './stoppable-steps.ts';
import { Stopwatch } from './stopwatch.ts';
import { type Skip, Troubles } from './troubles.ts';

/**
 * Lets people steer a workflow while it works: it waits where they ask it to, and tells them where it stands. Every call of an activity goes
 * through `attempt`, which is the one place where a pause takes hold, a cancellation is obeyed and a failure waits for attention.
 */
export class Steering {
  status: MigrationStatus = 'running';
  step: Step | null = null;
  readonly decisions = new DecisionQueue();
  /** What people were granted, until it is on record. */
  readonly accepted: CommandQueue;
  readonly pace = new LivePace();
  readonly stopwatch = new Stopwatch();
  /** Whether the mapping can be amended; a workflow that has one says so. */
  isAmendable = () => false;
  private readonly gatekeeper: Gatekeeper;
  private readonly troubles: Troubles;
  private readonly stoppable = new StoppableSteps();
  private details = '';
  isPauseAsked = false;
  private cancellation: CancelCommand | null = null;
  private underWay = 0;
  /** Where something is being changed that every step depends upon, none begins meanwhile. */
  private holdReason: string | null = null;
  private isRoused = false;
  private isCompensating = false;
  private isRollback = false;
  private isEnding = false;

  /** @param commandNo Of the last command in an earlier history. */
  constructor(view: () => unknown, progress: () => unknown, conflicts: () => unknown, commandNo = 0) {
    this.accepted = new CommandQueue(commandNo);
    setHandler(queries.status, view);
    setHandler(queries.progress, progress);
    setHandler(queries.conflicts, conflicts);
    setHandler(signals.pause, (command) => this.askPause(command));
    setHandler(signals.resume, (command) => this.resume(command));
    setHandler(signals.cancel, (command) => this.askCancel(command));
    setHandler(signals.resolveConflict, (decision) => this.decisions.add(decision));
    this.gatekeeper = new Gatekeeper(this);
    this.troubles = new Troubles(this);
  }

  /** What a person is to approve; null where nothing waits for it. */
  get gate(): Gate | null {
    return this.gatekeeper.gate;
  }

  /** What a person is to look at; null where nothing waits for attention. */
  get attention(): Attention | null {
    return this.troubles.first;
  }

  get isCancelled(): boolean {
    return this.cancellation !== null;
  }

  /** False once only undoing, or putting on record, is left. */
  get isSteerable(): boolean {
    return !this.isCompensating && !this.isEnding;
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
    this.stopwatch.follow(status);
    upsertSearchAttributes({ CareferryStatus: [status] });
  }

  /**
   * Runs one activity, between two points at which people's wishes are obeyed. Tries again after a person has cured its cause.
   * @param skip What takes its place where a person goes on without it. Default: nobody can.
   */
  async attempt<Result>(call: () => Promise<Result>, skip?: Skip<Result>): Promise<Result> {
    for (;;) {
      await this.obeyWishes();
      // A retry that a person asks for while this call is failing is meant for it as well.
      const retriesBefore = this.troubles.retries;
      this.underWay += 1;
      let failure: KnownFailure;
      try {
        return await call();
      } catch (error) {
        if (error instanceof StepStopped) continue;
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
      const isSkippable = skip !== undefined && (skip.cause ?? failure.type) === failure.type;
      const skipped = await this.troubles.await(failure, retriesBefore, isSkippable);
      if (skip && skipped) return skip.instead(skipped);
    }
  }

  /** The same for an activity that keeps nothing before its end: a pause or an end does not wait for it, but stops it. After a pause it is done anew. */
  attemptStoppable<Result>(call: StoppableCall<Result>): Promise<Result> {
    return this.attempt(() => this.stoppable.run(call));
  }

  /** Waits while paused. @throws MigrationCancelled where a person asked for the end. */
  async obeyWishes(): Promise<void> {
    // A loop, because a resume and the next pause may come at once.
    while ((this.isPauseAsked || this.holdReason !== null) && !this.cancellation) {
      this.settlePause();
      await condition(() => (!this.isPauseAsked && this.holdReason === null) || this.cancellation !== null);
    }
    this.obeyCancellation();
  }

  /** @throws MigrationCancelled where a person asked for the end. */
  obeyCancellation(): void {
    const { cancellation: asked } = this;
    if (asked) throw asked.failure ?? new MigrationCancelled(asked.rollback, asked.by);
  }

  /** Waits for a named person, and then for the time that they named. */
  async awaitAnswer(gate: GateToPass, details: string): Promise<GateAnswer> {
    await this.obeyWishes();
    this.gatekeeper.open(gate);
    setCurrentDetails(details);
    this.moveTo('awaitingApproval');
    try {
      const answer = await this.gatekeeper.untilAnswered();
      setCurrentDetails(this.details);
      this.moveTo('running');
      return answer;
    } finally {
      this.gatekeeper.close();
    }
  }

  /** Waits until people have decided something, or it is to be looked at anew. @returns their decisions since the last call, in order. */
  async awaitDecisions(): Promise<SentDecision[]> {
    await this.obeyWishes();
    this.moveTo('awaitingDecisions');
    await condition(() => !this.decisions.isEmpty || this.isRoused || this.cancellation !== null);
    this.isRoused = false;
    this.obeyCancellation();
    this.moveTo('running');
    return this.decisions.take();
  }

  /** Waits for so long, or until `isDue` or somebody has decided something; where there is a gate, at that gate. */
  async rest(forMs: number, isDue: () => boolean, gate: GateToPass | null, as?: MigrationStatus): Promise<void> {
    const status = as ?? (gate ? 'awaitingApproval' : null);
    const endAt = Date.now() + forMs;
    const isOver = () => isDue() || !this.decisions.isEmpty;
    while (!isOver() && Date.now() < endAt) {
      await this.obeyWishes();
      if (gate) this.gatekeeper.open(gate);
      if (status) this.moveTo(status);
      await condition(() => isOver() || this.isPauseAsked || this.cancellation !== null, endAt - Date.now());
      this.gatekeeper.close();
      if (status) this.moveTo('running');
    }
    await this.obeyWishes();
  }

  /**
   * Does something that every step depends upon, while no step is under way and none begins. Afterwards whatever waits for a person is
   * looked at anew.
   * @param reason for whoever asks for something else meanwhile.
   */
  async whileHeld<Result>(reason: string, by: string, work: () => Promise<Result>): Promise<Result> {
    this.holdReason = reason;
    try {
      await condition(() => this.underWay === 0);
      const result = await work();
      this.lookAgain(by);
      return result;
    } finally {
      this.holdReason = null;
    }
  }

  /** @throws Error while something is being changed. */
  requireUnheld(): void {
    if (this.holdReason !== null) throw new Error(this.holdReason);
  }

  private lookAgain(by: string): void {
    if (this.gate) this.gatekeeper.take({ by, wish: 'lookAgain', gate: null, ticked: [], opensAt: null });
    if (this.attention) this.troubles.retry();
    if (this.status === 'awaitingDecisions') this.isRoused = true;
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

  /** Ends what is under way as a cancellation does, but as a failure. */
  endWith(failure: Error): void {
    if (!this.isSteerable) return;
    this.cancellation ??= { by: 'system', rollback: true, failure };
    this.stoppable.stop();
  }

  /** A rollback of its own is nothing but undoing: it can be paused, not cancelled. */
  beginRollback(): void {
    // Whoever starts it may have asked for a pause at once.
    const { isPauseAsked } = this;
    this.beginCompensation();
    this.isRollback = true;
    this.isPauseAsked = isPauseAsked;
  }

  /** The migration is over on record: what was asked for since, or again after a reset, comes too late. */
  forgetWishes(): void {
    this.isPauseAsked = false;
    this.cancellation = null;
  }

  /** From here on only putting on record is left: pauses and cancellations have no hold any more. */
  beginEnd(): void {
    this.isEnding = true;
  }

  /** Nothing waits for attention any more. A pause that was asked for in the meantime takes hold now. */
  goOn(): void {
    setCurrentDetails(this.details);
    this.moveTo(this.goingOn);
    this.settlePause();
  }

  private get isPausable(): boolean {
    return this.isSteerable || (this.isRollback && !this.isEnding);
  }

  /** What it is when nothing holds it up. */
  private get goingOn(): MigrationStatus {
    return this.isCompensating ? 'compensating' : 'running';
  }

  /** Where a pause is asked for, it takes hold as soon as nothing is under way. */
  private settlePause(): void {
    if (!this.isPauseAsked || (this.status !== this.goingOn && this.status !== 'pausing')) return;
    this.moveTo(this.underWay > 0 ? 'pausing' : 'paused');
  }

  private askPause(command: unknown): void {
    if (!this.isPausable) return;
    if (!this.isPauseAsked && !this.cancellation) this.accepted.add('pause', command);
    this.isPauseAsked = true;
    this.stoppable.stop();
    this.settlePause();
  }

  private askCancel(command: unknown): void {
    if (!this.isSteerable || this.cancellation) return;
    this.cancellation = readCancel(command);
    this.accepted.add('cancel', command);
    this.stoppable.stop();
  }

  private resume(command: unknown): void {
    if (this.isPauseAsked && !this.cancellation) this.accepted.add('resume', command);
    this.isPauseAsked = false;
    if (this.status === 'paused' || this.status === 'pausing') this.moveTo(this.goingOn);
  }
}
