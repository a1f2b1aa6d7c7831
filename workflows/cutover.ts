import { setHandler } from '@temporalio/workflow';
import type { GateToPass } from '../src/contract/phases.ts';
import { takenIn } from '../src/contract/taken-in.ts';
import { type CutoverCommand, readCutover, updates } from './commands.ts';
import type { MigrationRun } from './migration-run.ts';

/** What a parallel run has seen so far, as a cutover depends on it. */
export interface Evidence {
  /** False until the first load is verified. */
  readonly isLive: boolean;
  readonly cleanIntervals: number;
  readonly wantedIntervals: number;
  /** The days that were asked for are over: nothing more is compared by itself. */
  readonly isOver: boolean;
}

/**
 * The end of a parallel run, in two words of a person: the cutover is confirmed, which is allowed after enough clean intervals or with a
 * reason; then, that nobody writes in the old system any more. Both may be said at once.
 */
export class Cutover {
  confirmed: CutoverCommand | null;
  private readonly run: MigrationRun;
  private readonly evidence: () => Evidence;

  /** @param confirmed What was said before the workflow was continued as new. */
  constructor(run: MigrationRun, evidence: () => Evidence, confirmed: CutoverCommand | null = null) {
    this.run = run;
    this.evidence = evidence;
    this.confirmed = confirmed;
    setHandler(updates.confirmCutover, (command) => this.confirm(readCutover(command)), {
      validator: (command) => this.check(readCutover(command)),
    });
  }

  get isFrozen(): boolean {
    return this.confirmed?.isFrozen === true;
  }

  /** What a person may do now; null where nothing waits for them. */
  gate(): GateToPass | null {
    const { cleanIntervals, wantedIntervals, isOver } = this.evidence();
    const counts = { phase: cleanIntervals, phases: wantedIntervals };
    if (this.confirmed) return { kind: 'freeze', ...counts };
    return isOver || this.obstacle() === null ? { kind: 'cutover', ...counts } : null;
  }

  /** It has not come about; whoever wants it confirms it anew. */
  callOff(): void {
    this.confirmed = null;
  }

  private obstacle(): string | null {
    const { cleanIntervals, wantedIntervals } = this.evidence();
    if (this.run.conflicts.open > 0) return `${this.run.conflicts.open} conflicts are open`;
    if (cleanIntervals < wantedIntervals)
      return `there were ${cleanIntervals} clean intervals with traffic in a row, of ${wantedIntervals} that are wanted`;
    return null;
  }

  /** @throws Error that says why not. */
  private check({ override, isFrozen }: CutoverCommand): void {
    if (!this.evidence().isLive) throw new Error('A cutover is possible once the first load is verified.');
    const { status } = this.run.steering;
    if (!takenIn.confirmCutover.includes(status))
      throw new Error(`A cutover is possible while both systems are compared; the migration is ${status}.`);
    if (this.isFrozen) throw new Error('The cutover is under way.');
    if (this.confirmed && !isFrozen)
      throw new Error('The cutover is confirmed; say now that the old system is frozen.');
    const obstacle = this.obstacle();
    if (obstacle && !this.confirmed && override === null)
      throw new Error(`A cutover is not allowed yet: ${obstacle}. A named person may override that with a reason.`);
  }

  /** The reason that was given first stays. */
  private confirm(command: CutoverCommand) {
    const override = this.confirmed?.override ?? command.override;
    this.confirmed = { ...command, override: this.obstacle() === null && !this.confirmed ? null : override };
    return { status: this.run.steering.status };
  }
}
