import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { listConflicts } from '../../db/queries/conflicts.ts';
import { sumLedger } from '../../db/queries/ledger.ts';
import type { Conflict, ConflictDecision } from '../../src/contract/conflict.ts';
import type { AmendedMapping, Amendment } from '../../src/contract/mapping.ts';
import {
  type Attention,
  type Ledger,
  type Migration,
  type MigrationRequest,
  type MigrationStatus,
  migrationWorkflowId,
  type Pace,
  queryNames,
  rollbackWorkflowId,
  signalNames,
  taskQueues,
  updateNames,
} from '../../src/contract/migration.ts';
import { type UndoCounts, type UndoResult, type UndoWish, wholeMigration } from '../../src/contract/undo.ts';
import { eventually } from '../stack/eventually.ts';
import { askAgain } from './ask-again.ts';
import { endsOf } from './undo.ts';
import { findFaults } from './workflow-history.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/** Far more than anything takes: a machine may stand still for a while. */
const patienceMs = 120_000;

const workflowOf = {
  pilot: 'pilotMigration',
  phased: 'phasedMigration',
  'parallel-run': 'parallelRunMigration',
  'big-bang': 'bigBangMigration',
} as const;

/** One migration on a real stack, and what a person can do with it. */
export class TestMigration {
  readonly id = randomUUID();
  readonly #stack: WorkflowStack;
  readonly companyId: string;
  /** What it was started with. */
  readonly request: MigrationRequest;

  private constructor(stack: WorkflowStack, request: MigrationRequest) {
    this.#stack = stack;
    this.companyId = request.companyId;
    this.request = request;
  }

  static async start(
    stack: WorkflowStack,
    companyId: string,
    location: string,
    wishes: Partial<MigrationRequest> = {},
  ): Promise<TestMigration> {
    const request: MigrationRequest = {
      companyId,
      strategy: 'big-bang',
      source: { system: 'optix', location },
      autoApprove: true,
      isDryRun: false,
      onDuplicate: 'ask',
      continueOnError: true,
      sliceRows: 100,
      timeZone: 'Europe/London',
      requestedBy: 'tester',
      ...wishes,
    };
    const migration = new TestMigration(stack, request);
    await stack.client.workflow.start(workflowOf[request.strategy], {
      taskQueue: taskQueues.orchestration,
      workflowId: migrationWorkflowId(companyId, migration.id),
      args: [{ migrationId: migration.id, request }],
    });
    return migration;
  }

  /** Starts a migration and waits for its end. */
  static async run(
    ...args: Parameters<typeof TestMigration.start>
  ): Promise<{ migration: TestMigration; outcome: Migration }> {
    const migration = await TestMigration.start(...args);
    return { migration, outcome: await migration.end() };
  }

  get handle(): WorkflowHandle {
    return this.#stack.client.workflow.getHandle(migrationWorkflowId(this.companyId, this.id));
  }

  view(): Promise<Migration> {
    return askAgain(() => this.handle.query<Migration>(queryNames.status));
  }

  /** Waits until the migration is as wanted. @throws Error that says how it stood when patience was over. */
  async until(what: string, isWanted: (view: Migration) => boolean): Promise<Migration> {
    const endAt = Date.now() + patienceMs;
    for (;;) {
      const view = await this.view();
      if (isWanted(view)) return view;
      if (Date.now() > endAt) throw new Error(`Waited in vain for: ${what}. ${await this.#describe()}`);
      await sleep(40);
    }
  }

  /**
   * Waits until the workflow answers again after its worker could not run it. Temporal tries such a task again by itself, with growing
   * pauses. @throws the last refusal.
   */
  async untilAnswering(): Promise<Migration> {
    for (const endAt = Date.now() + patienceMs; ; ) {
      try {
        return await this.view();
      } catch (error) {
        if (Date.now() > endAt) throw error;
        await sleep(250);
      }
    }
  }

  /** Waits at the gate behind a phase. */
  untilGate(phase: number): Promise<Migration> {
    return this.until(
      `the gate behind phase ${phase}`,
      ({ gate }) => gate?.kind !== 'mapping' && gate?.phase === phase,
    );
  }

  untilStatus(...statuses: MigrationStatus[]): Promise<Migration> {
    return this.until(statuses.join(' or '), (view) => statuses.includes(view.status));
  }

  /** Waits for the end. @throws Error that says how it stands where it does not come. */
  async end(withinMs = 300_000): Promise<Migration> {
    const over = Symbol('over');
    const timer = new AbortController();
    const first = await Promise.race([
      this.handle.result() as Promise<Migration>,
      sleep(withinMs, over, { signal: timer.signal, ref: false }).catch(() => over),
    ]);
    timer.abort();
    if (typeof first === 'symbol') throw new Error(`It did not end. ${await this.#describe()}`);
    return first;
  }

  /** How it stands, also where its workflow cannot answer. */
  async #describe(): Promise<string> {
    const faults = findFaults(this.handle.workflowId, await this.handle.fetchHistory());
    const stands = await this.view().then(JSON.stringify, String);
    return [`The migration stands at ${stands}.`, ...faults].join('\n');
  }

  pause(): Promise<void> {
    return this.handle.signal(signalNames.pause, { by: 'tester' });
  }

  resume(): Promise<void> {
    return this.handle.signal(signalNames.resume, { by: 'tester' });
  }

  cancel(rollback: boolean): Promise<void> {
    return this.handle.signal(signalNames.cancel, { by: 'tester', rollback });
  }

  decide(decision: Omit<ConflictDecision, 'decidedBy'>): Promise<void> {
    return this.handle.signal(signalNames.resolveConflict, { decidedBy: 'tester', ...decision });
  }

  /** Approves the gate at which it waits, or the one that is named. */
  async approve(by = 'tester', opensAt?: string, gate?: string): Promise<unknown> {
    const named = gate ?? (await this.view()).gate?.id;
    return this.handle.executeUpdate(updateNames.approve, {
      args: [{ by, ...(named ? { gate: named } : {}), ...(opensAt ? { opensAt } : {}) }],
    });
  }

  /** Confirms the cutover of a parallel run, or with `isFrozen` that the old system is frozen. */
  confirmCutover(command: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    return this.handle.executeUpdate(updateNames.confirmCutover, { args: [{ by: 'tester', ...command }] });
  }

  /** Amends the mapping: a whole one, or corrections of columns and dates. */
  amend(amendment: Amendment, reason = 'It was wrong.'): Promise<AmendedMapping> {
    const args: [object] = [{ by: 'mapper', reason, ...amendment }];
    return this.handle.executeUpdate<AmendedMapping, [object]>(updateNames.amendMapping, { args });
  }

  undoPhase(): Promise<unknown> {
    return this.handle.executeUpdate(updateNames.undoPhase, { args: [{ by: 'tester' }] });
  }

  /** Waits until an undo is on record, and gives what it says. */
  untilUndone(): Promise<Record<string, unknown>> {
    return eventually('an undo is on record', async () => {
      const [event] = await this.rows<{ details: Record<string, unknown> }>(
        `select details from migration_audit where migration_id = $1 and event = 'recordsUndone'`,
      );
      return event?.details ?? null;
    });
  }

  setPace(pace: Readonly<Record<string, unknown>>): Promise<Pace> {
    const args: [object] = [{ by: 'tester', ...pace }];
    return this.handle.executeUpdate<Pace, [object]>(updateNames.setPace, { args });
  }

  skip(reason = 'It can wait.'): Promise<unknown> {
    return this.handle.executeUpdate(updateNames.skipStep, { args: [{ by: 'tester', reason }] });
  }

  retry(): Promise<unknown> {
    return this.handle.executeUpdate(updateNames.retryStep, { args: [{ by: 'tester' }] });
  }

  /** @param signal is there before the rollback does anything. */
  async startRollback(wish: Partial<UndoWish> = {}, signal?: 'pause'): Promise<WorkflowHandle> {
    const options = {
      taskQueue: taskQueues.orchestration,
      workflowId: rollbackWorkflowId(this.companyId, this.id),
      args: [
        {
          companyId: this.companyId,
          migrationId: this.id,
          requestedBy: 'tester',
          wish: { ...wholeMigration, ...wish },
          isParallelRun: this.request.strategy === 'parallel-run',
        },
      ],
    };
    const { workflow } = this.#stack.client;
    return signal
      ? workflow.signalWithStart('rollbackMigration', { ...options, signal: signalNames[signal] })
      : workflow.start('rollbackMigration', options);
  }

  /** Runs the rollback of this migration, or of a part, to its end. */
  async rollBack(wish: Partial<UndoWish> = {}): Promise<UndoCounts> {
    const result: UndoResult = await (await this.startRollback(wish)).result();
    return endsOf(result);
  }

  /** Waits until the rollback needs attention. @returns what it says. */
  async untilRollbackNeedsAttention(): Promise<Attention> {
    return eventually('the rollback needs attention', async () => {
      const view = await this.rollbackHandle
        .query<{ attention: Attention | null }>(queryNames.status)
        .catch(() => null);
      return view?.attention ?? null;
    });
  }

  retryRollback(): Promise<unknown> {
    return this.rollbackHandle.executeUpdate(updateNames.retryStep, { args: [{ by: 'tester' }] });
  }

  get rollbackHandle(): WorkflowHandle {
    return this.#stack.client.workflow.getHandle(rollbackWorkflowId(this.companyId, this.id));
  }

  /** The ledger as the database has it, not as the workflow tells it. */
  ledger(...entities: string[]): Promise<Ledger> {
    return this.#stack.database.withCompany(this.companyId, (tx) => sumLedger(tx, this.id, entities));
  }

  conflicts(): Promise<Conflict[]> {
    return this.#stack.database.withCompany(this.companyId, (tx) => listConflicts(tx, this.id, 100));
  }

  /** Rows of the ledger, quarantine or another of the company's tables about this migration. */
  rows<Row extends object>(select: string): Promise<Row[]> {
    return this.#stack.database.withCompany(this.companyId, (tx) => tx.query<Row>(select, [this.id]));
  }
}
