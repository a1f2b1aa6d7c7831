import {
  allHandlersFinished,
  CancellationScope,
  ContinueAsNew,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  workflowInfo,
} from '@temporalio/workflow';
import type { EntityPlan } from '../activities/propose-mapping.ts';
import type { Ledger, Migration, MigrationRequest, Quality, Verification } from '../src/contract/migration.ts';
import { patches } from '../src/contract/patches.ts';
import { onOrchestration, orchestration } from './activities.ts';
import { Amendments } from './amendments.ts';
import type { Carried } from './carried.ts';
import { checkBeginning } from './check-beginning.ts';
import { CommandRecorder } from './command-recorder.ts';
import { describeFailure, isFailureOf, MigrationCancelled } from './failures.ts';
import { hasPatch } from './has-patch.ts';
import { inLanes } from './lanes.ts';
import { viewOf } from './migration-view.ts';
import { PaceControl } from './pace-control.ts';
import { Steering } from './steering.ts';
import { StepMemory } from './step-memory.ts';
import { awaitStart } from './steps/await-start.ts';
import { type Ending, WayBack } from './way-back.ts';
import { Work } from './work.ts';

const commandsAccepted = 'commands accepted';

/** What a migration is started with. */
export interface MigrationInput {
  readonly migrationId: string;
  readonly request: MigrationRequest;
  /** Where it goes on from in a new history; nobody but the workflow itself gives it. */
  readonly carried?: Carried;
}

/** What a strategy knows of the migration that it runs, and how people see it. */
export class MigrationRun extends StepMemory {
  readonly id: string;
  readonly request: MigrationRequest;
  readonly steering: Steering;
  readonly work: Work;
  readonly wayBack = new WayBack();
  /** What is to be done before all is carried into a new history. */
  beforeCarrying: () => void = () => {};
  /** The parallel run of which this is an interval; null of any other migration. */
  private readonly host: MigrationRun | null;
  private readonly workedMs: () => number;
  private readonly recorder: CommandRecorder | null;
  ledger: Ledger = {};
  quality: Quality | null = null;
  conflicts = { open: 0, resolved: 0 };
  backupId: string | null = null;
  verification: Verification | null = null;
  private failure: Migration['failure'] = null;
  startedAt: Date;
  private endedAt: Date | null = null;
  /** Where the workflow was reset after its end. */
  private recorded: Migration | null = null;

  /**
   * @param host The migration of which this one is a part, and by which it is steered. Default: none, as people see the workflow.
   * @throws ApplicationFailure `stateRefused` where the workflow was given what is of another one.
   */
  constructor(input: MigrationInput, host?: MigrationRun) {
    super();
    const { migrationId, request, carried } = input;
    this.id = migrationId;
    this.request = request;
    this.host = host ?? null;
    if (!this.isPart) checkBeginning(input);
    this.startedAt = carried ? new Date(carried.startedAt) : new Date();
    this.steering =
      host?.steering ??
      new Steering(
        () => this.view(),
        () => this.progress(),
        () => this.conflicts,
        carried?.counts[commandsAccepted],
      );
    const { stopwatch } = this.steering;
    const beganAtMs = this.isPart ? stopwatch.ms - (carried?.workedMs ?? 0) : 0;
    this.workedMs = () => stopwatch.ms - beganAtMs;
    this.work = new Work(this.workedMs);
    if (!this.isPart) {
      new Amendments(this);
      new PaceControl(this);
    }
    this.recorder = this.isPart ? null : new CommandRecorder(this.key, this.steering.accepted);
    if (carried) this.takeUp(carried);
    else if (request.pace && !this.isPart) this.steering.pace.set(request.pace);
  }

  /** An interval of a parallel run, steered by the run that it belongs to. */
  get isPart(): boolean {
    return this.host !== null;
  }

  get key() {
    return { companyId: this.request.companyId, migrationId: this.id };
  }

  /** Which files feed which entity, as the mapping has it; empty until there is one. */
  get plan(): readonly EntityPlan[] {
    return this.resultOf<readonly EntityPlan[]>('map') ?? [];
  }

  /** The mapping has changed: what follows goes by this plan. */
  changePlan(plan: readonly EntityPlan[]): void {
    this.results.map = plan;
  }

  /**
   * Works through items in order, several at a time. Where the history has grown long, it goes on in a new one between two items; `what`
   * names the work there, and items that are done are not done again.
   */
  async inLanes<Item>(what: string, items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    const from = this.count(what);
    const done = items.map((_, index) => index < from);
    await inLanes([...items.entries()].slice(from), this.steering.pace, async ([index, item]) => {
      if (this.isHistoryLong) return;
      await work(item);
      done[index] = true;
      const first = done.indexOf(false);
      this.counts[what] = first < 0 ? items.length : first;
    });
    if (this.count(what) < items.length) await this.goOnInNewHistory();
  }

  /** Goes on in a new history where this one has grown long, or `isDue`. To be called where nothing is under way. */
  async renewHistory(isDue = false): Promise<void> {
    if (isDue || this.isHistoryLong) await this.goOnInNewHistory();
  }

  /** A part goes on in the new history of the run that it belongs to. */
  get isHistoryLong(): boolean {
    return workflowInfo().continueAsNewSuggested && (!this.isPart || hasPatch(patches.renewInInterval));
  }

  /** Runs a strategy to one of the final statuses. When a step fails for good, or a person cancels, what was done is undone in reverse order. */
  async toItsEnd(strategy: () => Promise<void>): Promise<Migration> {
    try {
      return await this.thereOrBack(strategy);
    } catch (error) {
      if (!isFailureOf(error, 'migrationOver')) throw error;
      return CancellationScope.nonCancellable(() => this.endAsRecorded());
    }
  }

  private async thereOrBack(strategy: () => Promise<void>): Promise<Migration> {
    let ending: Ending;
    try {
      await awaitStart(this);
      await strategy();
      await this.steering.obeyWishes();
      ending = { status: 'completed', actor: this.request.requestedBy };
    } catch (error) {
      if (error instanceof ContinueAsNew || isFailureOf(error, 'migrationOver')) throw error;
      // A cancellation that was sent from the Temporal UI must not cancel the undo as well.
      ending = await CancellationScope.nonCancellable(() => this.goBack(error));
    }
    return CancellationScope.nonCancellable(() => this.end(ending));
  }

  /** The workflow was reset to before its end: how it has ended is on record, and it ends so again. */
  private async endAsRecorded(): Promise<Migration> {
    const { steering } = this;
    steering.forgetWishes();
    steering.beginEnd();
    const outcome = await steering.attempt(() =>
      orchestration.readOutcome.executeWithOptions(onOrchestration('Read how it has ended'), [this.key]),
    );
    if (!outcome) throw new Error('The migration is over and has no outcome.');
    if (outcome.status !== 'completed') steering.beginCompensation();
    await this.recordCommands();
    this.recorded = outcome;
    steering.moveTo(outcome.status);
    return outcome;
  }

  private async goBack(error: unknown): Promise<Ending> {
    const reason = isCancellation(error) ? new MigrationCancelled(true, 'Temporal') : error;
    const isCancelled = reason instanceof MigrationCancelled;
    if (!isCancelled) this.failure = describeFailure(error);
    this.steering.beginCompensation();
    // What was only forecast does not stand as if it had come true.
    if (this.wayBack.isEmpty) this.ledger = emptied(this.ledger);
    const ending: Ending = isCancelled
      ? { status: 'cancelled', actor: reason.by }
      : { status: 'failed', actor: this.request.requestedBy };
    await this.wayBack.go(ending, isCancelled ? (reason.withRollback ? 'everything' : 'nothing') : 'unkept');
    return ending;
  }

  /** The end is put on record before the status says it. */
  private async end({ status, actor }: Ending): Promise<Migration> {
    this.steering.beginEnd();
    await this.recordCommands();
    const outcome = this.endedAs(status);
    await this.steering.attempt(() =>
      orchestration.finishMigration.executeWithOptions(onOrchestration(`Put on record: ${status}`), [
        { outcome, actor },
      ]),
    );
    this.steering.moveTo(status);
    // Whoever has just said something gets an answer.
    await condition(allHandlersFinished);
    return this.view();
  }

  /** The JSON of the migration as it is, with the status that it is about to have. */
  endedAs(status: Ending['status']): Migration {
    this.endedAt ??= new Date();
    if (status === 'completed') this.work.finish();
    return { ...this.view(), status };
  }

  private recordCommands(): Promise<void> | undefined {
    return this.recorder?.finish((call) => this.steering.attempt(call));
  }

  private async goOnInNewHistory(): Promise<never> {
    if (this.host) return this.host.goOnInNewHistory();
    // A pause takes hold, and a cancellation is obeyed, in the history in which it was asked for.
    await this.steering.obeyWishes();
    await condition(allHandlersFinished);
    await this.recordCommands();
    this.counts[commandsAccepted] = this.steering.accepted.lastNo;
    this.beforeCarrying();
    const { id: migrationId, request } = this;
    const carried = { ...this.carry(), decisions: this.steering.decisions.takeAll() };
    await makeContinueAsNewFunc<(input: MigrationInput) => Promise<Migration>>()({ migrationId, request, carried });
    throw new Error('A workflow that goes on in a new history does not come back.');
  }

  /** What is to be known of it in a new history. Decisions, which the workflow takes along itself, are none of it. */
  carry(): Carried {
    const { request, ledger, quality, conflicts, backupId, verification, results, counts } = this;
    return {
      startedAt: this.startedAt.toISOString(),
      work: this.work.carry(),
      workedMs: this.workedMs(),
      pace: this.steering.pace.view(request),
      decisions: [],
      ...{ ledger, quality, conflicts, backupId, verification, results, counts },
    };
  }

  private takeUp({ work, workedMs, results, counts, decisions, pace, ...seen }: Carried): void {
    const { ledger, quality, conflicts, backupId, verification } = seen;
    Object.assign(this, { ledger, quality, conflicts, backupId, verification });
    Object.assign(this.results, results);
    Object.assign(this.counts, counts);
    if (!this.isPart) this.steering.stopwatch.add(workedMs ?? Date.now() - this.startedAt.getTime());
    this.work.takeUp(work);
    if (this.isPart) return;
    this.steering.decisions.addAll(decisions);
    if (pace) this.steering.pace.set(pace);
  }

  private progress() {
    return this.work.progress(this.endedAt !== null);
  }

  private view(): Migration {
    const { failure, endedAt } = this;
    return this.recorded ?? viewOf(this, { failure, endedAt });
  }
}

function emptied(ledger: Ledger): Ledger {
  const nothing = { eligible: 0, inserted: 0, updated: 0, merged: 0, skipped: 0, quarantined: 0, rejected: 0 };
  return Object.fromEntries(Object.keys(ledger).map((entity) => [entity, nothing]));
}
