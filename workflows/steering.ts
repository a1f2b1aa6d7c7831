import { condition, defineQuery, defineSignal, defineUpdate, setCurrentDetails, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import {
  type Attention,
  type ConflictDecision,
  type MigrationStatus,
  type Step,
  finalStatuses,
  queryNames,
  signalNames,
  updateNames,
} from '../src/contract/migration.ts';
import { type KnownFailure, MigrationCancelled, readFailure } from './failures.ts';
import { checkTransition } from './status.ts';

export interface PersonCommand {
  readonly by: string;
}
export interface CancelCommand extends PersonCommand {
  readonly rollback: boolean;
}

const pauseSignal = defineSignal(signalNames.pause);
const resumeSignal = defineSignal(signalNames.resume);
const cancelSignal = defineSignal<[CancelCommand]>(signalNames.cancel);
const resolveSignal = defineSignal<[ConflictDecision]>(signalNames.resolveConflict);
const approveUpdate = defineUpdate<{ status: MigrationStatus }, [PersonCommand]>(updateNames.approve);
const retryUpdate = defineUpdate<{ status: MigrationStatus }, [PersonCommand]>(updateNames.retryStep);

/**
 * Lets people steer a workflow while it works: it waits where they ask it to, and tells them where it stands. Every call of an
 * activity goes through `attempt`, which is the one place where a pause takes hold, a cancellation is obeyed and a
 * failure waits for attention.
 */
export class Steering {
  status: MigrationStatus = 'running';
  step: Step | null = null;
  attention: Attention | null = null;
  private isPauseAsked = false;
  private cancellation: CancelCommand | null = null;
  private underWay = 0;
  private retries = 0;
  private approvedBy: string | null = null;
  private readonly decisions: ConflictDecision[] = [];
  /** Set while what was done is being undone: then a cancellation has been obeyed already. */
  private isCompensating = false;

  constructor(view: () => unknown, progress: () => unknown, conflicts: () => unknown) {
    setHandler(defineQuery(queryNames.status), view);
    setHandler(defineQuery(queryNames.progress), progress);
    setHandler(defineQuery(queryNames.conflicts), conflicts);
    setHandler(pauseSignal, () => this.askPause());
    setHandler(resumeSignal, () => this.resume());
    setHandler(cancelSignal, (command) => {
      if (!finalStatuses.includes(this.status)) this.cancellation ??= command;
    });
    setHandler(resolveSignal, (decision) => {
      this.decisions.push(decision);
    });
    setHandler(approveUpdate, (command) => this.approve(command), { validator: (_: PersonCommand) => this.requireStatus('awaitingApproval') });
    setHandler(retryUpdate, () => this.retry(), { validator: (_: PersonCommand) => this.requireStatus('needsAttention') });
  }

  enter(step: Step, details: string): void {
    this.step = step;
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
      await this.gate();
      this.underWay += 1;
      let failure: KnownFailure;
      try {
        return await call();
      } catch (error) {
        failure = readFailure(error);
        if (failure.rule.then !== 'attention') throw error;
      } finally {
        this.underWay -= 1;
        if (this.underWay === 0 && this.status === 'pausing') this.moveTo('paused');
      }
      await this.awaitAttention(failure);
    }
  }

  /** Waits while paused. @throws MigrationCancelled where a person asked for the end. */
  async gate(): Promise<void> {
    if (this.isCompensating) return;
    if (this.isPauseAsked && !this.cancellation) {
      if (this.underWay === 0 && this.status === 'running') this.moveTo('paused');
      await condition(() => !this.isPauseAsked || this.cancellation !== null);
    }
    this.obeyCancellation();
  }

  /** Waits for a named person. @returns who it was. */
  async awaitApproval(): Promise<string> {
    await this.gate();
    this.moveTo('awaitingApproval');
    await condition(() => this.approvedBy !== null || this.cancellation !== null);
    this.obeyCancellation();
    this.moveTo('running');
    return this.approvedBy ?? '';
  }

  /** Waits until people have decided something. @returns their decisions since the last call, in order. */
  async awaitDecisions(): Promise<ConflictDecision[]> {
    await this.gate();
    this.moveTo('awaitingDecisions');
    await condition(() => this.decisions.length > 0 || this.cancellation !== null);
    this.obeyCancellation();
    return this.decisions.splice(0);
  }

  /** From here on only undoing is left: pauses and cancellations have no hold any more. */
  beginCompensation(): void {
    this.isCompensating = true;
    this.isPauseAsked = false;
    this.moveTo('compensating');
  }

  private obeyCancellation(): void {
    if (this.cancellation && !this.isCompensating) throw new MigrationCancelled(this.cancellation.rollback, this.cancellation.by);
  }

  private async awaitAttention({ type, rule, message }: KnownFailure): Promise<void> {
    const before = this.retries;
    this.attention = { step: this.step ?? 'backup', cause: type, message, remedy: rule.remedy, moves: ['retryStep', 'cancel'] };
    const resumed = this.isCompensating ? 'compensating' : 'running';
    // A pause that was asked for is remembered and takes hold after the retry.
    this.moveTo('needsAttention');
    setCurrentDetails(`Needs attention: ${message} ${rule.remedy}`);
    const isCured = () => this.retries > before || (this.cancellation !== null && !this.isCompensating);
    // What may pass by itself, such as a database that is down, is tried again now and then, so that nobody need be woken for it.
    if (rule.retry) await condition(isCured, '5 minutes');
    else await condition(isCured);
    this.attention = null;
    this.obeyCancellation();
    if (this.status === 'needsAttention') this.moveTo(resumed);
  }

  private askPause(): void {
    if (this.isCompensating || finalStatuses.includes(this.status)) return;
    this.isPauseAsked = true;
    if (this.status === 'running') this.moveTo(this.underWay > 0 ? 'pausing' : 'paused');
  }

  private resume(): void {
    this.isPauseAsked = false;
    if (this.status === 'paused' || this.status === 'pausing') this.moveTo('running');
  }

  private approve({ by }: PersonCommand): { status: MigrationStatus } {
    this.approvedBy = by;
    return { status: this.status };
  }

  private retry(): { status: MigrationStatus } {
    this.retries += 1;
    return { status: this.status };
  }

  private requireStatus(status: MigrationStatus): void {
    if (this.status !== status) throw new Error(`This is possible while a migration is ${status}; it is ${this.status}.`);
  }
}
