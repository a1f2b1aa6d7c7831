import { CancellationScope, condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { AcceptedCommand } from '../src/contract/migration.ts';
import { patches } from '../src/contract/patches.ts';
import { onOrchestration, orchestration } from './activities.ts';
import type { CommandQueue } from './command-queue.ts';
import { hasPatch } from './has-patch.ts';
import { commandsAtATime } from './pace.ts';

/**
 * Puts on record what people ask of a workflow, beside what it does otherwise: a pause is on record while it lasts. Nothing waits for it but
 * the end of the workflow.
 */
export class CommandRecorder {
  private readonly key: { readonly companyId: string; readonly migrationId: string };
  private readonly queue: CommandQueue;
  private isBusy = false;
  private isOver = false;

  constructor(key: { readonly companyId: string; readonly migrationId: string }, queue: CommandQueue) {
    this.key = key;
    this.queue = queue;
    // What was asked for is put on record, also where the workflow itself is cancelled.
    void CancellationScope.nonCancellable(() => this.recordAll());
  }

  /** Puts on record what is left; afterwards nothing is recorded by itself. `attempt` waits for a person where that cannot be done. */
  async finish(attempt: <Result>(call: () => Promise<Result>) => Promise<Result>): Promise<void> {
    this.isOver = true;
    await condition(() => !this.isBusy);
    while (!this.queue.isEmpty && hasPatch(patches.recordCommands)) {
      const commands = this.queue.take(commandsAtATime);
      await attempt(() => this.record(commands));
    }
  }

  private async recordAll(): Promise<void> {
    for (;;) {
      await condition(() => !this.queue.isEmpty || this.isOver);
      if (this.isOver) return;
      const commands = this.queue.take(commandsAtATime);
      if (!hasPatch(patches.recordCommands)) continue;
      this.isBusy = true;
      const isRecorded = await this.record(commands).then(
        () => true,
        (error: unknown) => isCancellation(error),
      );
      this.isBusy = false;
      if (isRecorded) continue;
      // What does not succeed now is tried again with the next command, at the latest at the end, where a person is asked.
      this.queue.putBack(commands);
      const { lastNo } = this.queue;
      await condition(() => this.isOver || this.queue.lastNo > lastNo);
    }
  }

  private record(commands: readonly AcceptedCommand[]): Promise<void> {
    const summary = `Put on record: ${[...new Set(commands.map(({ name }) => name))].join(', ')}`;
    return orchestration.recordCommands.executeWithOptions(onOrchestration(summary), [
      { ...this.key, source: workflowInfo().firstExecutionRunId, commands },
    ]);
  }
}
