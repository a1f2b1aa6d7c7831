import { condition, setHandler } from '@temporalio/workflow';
import { type Gate, type GateToPass, openGate } from '../src/contract/phases.ts';
import { checkApproval, checkPhaseUndo } from './check-answer.ts';
import { type GateAnswer, readApproval, readPhaseUndo, updates } from './commands.ts';
import type { Steering } from './steering.ts';

/** Holds the gate at which a person is waited for, and takes what they say there. */
export class Gatekeeper {
  /** What a person is to approve; null where nothing waits for it. */
  gate: Gate | null = null;
  private answer: GateAnswer | null = null;
  private readonly steering: Steering;

  constructor(steering: Steering) {
    this.steering = steering;
    setHandler(updates.approve, (command) => this.take(readApproval(command)), {
      validator: (command) => this.checkApproval(command),
    });
    setHandler(updates.undoPhase, (command) => this.take(readPhaseUndo(command)), {
      validator: (command) => this.checkPhaseUndo(command),
    });
  }

  /** Opens a gate; what was said at an earlier one does not count here. */
  open(gate: GateToPass): void {
    this.answer = null;
    this.gate = openGate(gate);
  }

  close(): void {
    this.gate = null;
  }

  /** Waits for an answer, and then for the time that it names. A later answer takes the place of one that still waits for its time. */
  async untilAnswered(): Promise<GateAnswer> {
    const { steering } = this;
    const gate = this.gate as Gate;
    for (;;) {
      await condition(() => this.answer !== null || steering.isCancelled);
      steering.obeyCancellation();
      const answer = this.answer as GateAnswer | null;
      if (!answer) continue;
      const waitMs = answer.opensAt ? Date.parse(answer.opensAt) - Date.now() : 0;
      if (waitMs <= 0) return answer;
      this.gate = { ...gate, opensAt: answer.opensAt };
      await condition(() => this.answer !== answer || steering.isCancelled, waitMs);
      steering.obeyCancellation();
    }
  }

  /** Answers in the place of a person at the gate. */
  take(answer: GateAnswer) {
    this.answer = answer;
    return { status: this.steering.status };
  }

  private checkApproval(command: unknown): void {
    this.steering.requireUnheld();
    checkApproval(this.steering.status, this.gate, command);
  }

  private checkPhaseUndo(command: unknown): void {
    this.steering.requireUnheld();
    checkPhaseUndo(this.steering.status, this.gate, command);
  }
}
