import type { StackClaim } from './stack-claim.ts';
import type { RecordedProcess, StackProcess } from './stack-description.ts';
import type { Supervisor, SupervisorContext } from './supervisor.ts';

/** The programs of a stack by kind, in the order in which they stop: who depends on others goes first. */
const stopOrder = ['server', 'worker', 'temporal', 'postgres'] as const;
export type ProgramKind = (typeof stopOrder)[number];

/** Everything that a stack runs, from the first program that is started to the last that is stopped. */
export class RunningPrograms {
  readonly context: SupervisorContext;
  readonly #supervisors: { readonly kind: ProgramKind; readonly supervisor: Supervisor }[] = [];
  readonly #recorded = new Map<string, RecordedProcess>();
  readonly #stopping = new AbortController();
  #isHurried = false;
  #stopped: Promise<void> | null = null;

  constructor(logsFolder: string, claim: StackClaim, onLog: (line: string) => void) {
    const onProcess = (name: string, process: RecordedProcess | null) => {
      if (process) this.#recorded.set(name, process);
      else this.#recorded.delete(name);
      try {
        claim.record({ processes: [...this.#recorded.values()] });
      } catch (error) {
        // A full disk, or a state directory that somebody removed, must not end what still works.
        onLog(
          `What runs could not be written down (${(error as NodeJS.ErrnoException).code}); a later start will not know of it.`,
        );
      }
    };
    this.context = { logsFolder, onLog, onProcess };
    process.once('exit', this.#abandon);
  }

  /** Aborted as soon as the stack is being stopped. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The processes that live now. */
  get processes(): readonly StackProcess[] {
    return this.#supervisors.flatMap(({ supervisor: { name, pid } }) => (pid === null ? [] : [{ name, pid }]));
  }

  /** Takes a supervisor in, for `stop()`. @throws the reason of the stop where that has begun already. */
  register(kind: ProgramKind): (supervisor: Supervisor) => void {
    return (supervisor) => {
      this.#stopping.signal.throwIfAborted();
      this.#supervisors.push({ kind, supervisor });
    };
  }

  /** Starts several at once. The first that fails stops all and is what is thrown, when the others have ended too. */
  async all(starts: readonly (() => Promise<void>)[]): Promise<void> {
    const results = await Promise.allSettled(
      starts.map((start) =>
        start().catch(async (error: unknown) => {
          await this.stop(error);
          throw error;
        }),
      ),
    );
    this.#stopping.signal.throwIfAborted();
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Stops all, in order. A repeat waits for the same end. `reason` is what starts under way are told. */
  stop(reason: unknown = new Error('The stack is being stopped.')): Promise<void> {
    this.#stopped ??= this.#stopInOrder(reason);
    return this.#stopped;
  }

  /** Cuts the patience of a stop short, now or later. */
  hurry(): void {
    this.#isHurried = true;
    for (const { supervisor } of this.#supervisors) supervisor.hurry();
  }

  // Somebody called process.exit(), or an error that nobody caught did: leave no orphan where that can be helped.
  readonly #abandon = () => {
    for (const { supervisor } of this.#supervisors) supervisor.abandon();
  };

  async #stopInOrder(reason: unknown): Promise<void> {
    this.#stopping.abort(reason);
    for (const kind of stopOrder) {
      const ofKind = this.#supervisors.filter((one) => one.kind === kind);
      if (this.#isHurried) this.hurry();
      await Promise.all(ofKind.map(({ supervisor }) => supervisor.stop()));
    }
    process.off('exit', this.#abandon);
  }
}
