/** Which steps are done, with their results, and how far the others are: what a new history takes up. */
export class StepMemory {
  protected readonly results: Record<string, unknown> = {};
  protected readonly counts: Record<string, number> = {};

  /** Runs a step, once: in a new history, a step that was done in an earlier one gives its result again. */
  async once<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
    if (step in this.results) return this.results[step] as Result;
    const result = await work();
    this.results[step] = result ?? null;
    return result;
  }

  /** The result of a step that is done; undefined where it is not. */
  resultOf<Result>(step: string): Result | undefined {
    return this.results[step] as Result | undefined;
  }

  /** The step counts as not done any more. */
  forget(step: string): void {
    delete this.results[step];
  }

  /** What a step has counted so far, also in earlier histories; 0 at first. */
  count(what: string): number {
    return this.counts[what] ?? 0;
  }

  addCount(what: string, more: number): void {
    this.counts[what] = this.count(what) + more;
  }

  resetCount(what: string): void {
    delete this.counts[what];
  }
}
