/** How a migration ends, and by whose word. */
export interface Ending {
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly actor: string;
}

/** One step back, registered before the step forward acts. */
type Compensation = (ending: Ending) => Promise<unknown>;

/** The way back from where a migration stands, step by step. */
export class WayBack {
  private readonly tidyings: Compensation[] = [];
  private readonly compensations: { readonly undo: Compensation; isKept: boolean }[] = [];

  /** True where nothing was begun that could be undone. */
  get isEmpty(): boolean {
    return this.compensations.length === 0;
  }

  /** Registers an undo, before what it undoes is begun. The last one registered is the first to be run. */
  compensateWith(undo: Compensation): void {
    this.compensations.push({ undo, isKept: false });
  }

  /** What was done so far stays where a later step fails: a person has approved it. Only a person's cancellation undoes it. */
  keepDone(): void {
    for (const compensation of this.compensations) compensation.isKept = true;
  }

  /** Registers what is cleared away at every end but a completed one, before anything is undone, also where what is loaded stays. */
  tidyWith(tidying: Compensation): void {
    this.tidyings.push(tidying);
  }

  /** @param what `nothing`: what is loaded stays; `unkept`: all but what a person has approved. */
  async go(ending: Ending, what: 'nothing' | 'unkept' | 'everything'): Promise<void> {
    for (const tidying of this.tidyings) await tidying(ending);
    if (what === 'nothing') return;
    for (const { undo, isKept } of this.compensations.toReversed()) {
      if (what === 'everything' || !isKept) await undo(ending);
    }
  }
}
