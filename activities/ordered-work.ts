/**
 * Work in two halves: the first halves overlap, the second ones follow each other in the order of `add`. After a first failure no
 * second half begins any more, so what is done is always a beginning without a gap.
 */
export class OrderedWork {
  readonly #atATime: number;
  readonly #pending: Promise<void>[] = [];
  #last: Promise<void> = Promise.resolve();

  /** @param atATime How many may be under way when `add` returns; at least 1. */
  constructor(atATime: number) {
    this.#atATime = atATime;
  }

  /** Waits while too much is under way. @throws what work that was added before has failed with. */
  async add<Half>(first: Promise<Half>, second: (half: Half) => Promise<void>): Promise<void> {
    this.#last = Promise.all([first, this.#last]).then(([half]) => second(half));
    this.#last.catch(() => {}); // Its failure is thrown where it is awaited.
    this.#pending.push(this.#last);
    if (this.#pending.length >= this.#atATime) await this.#pending.shift();
  }

  /** Waits for all of it. @throws what the first work that failed has failed with. */
  async end(): Promise<void> {
    await this.#last;
  }
}
