import { Problem } from '../problem.ts';

/** So many streams of a company at once are plenty for people; more of them would keep others waiting. */
export const mostStreams = 16;

/** Counts the streams that each company has open in this process. */
export class StreamSlots {
  readonly #open = new Map<string, number>();

  /** Takes one. @returns what gives it back. @throws Problem `tooManyStreams` where none is left. */
  take(companyId: string): () => void {
    const open = this.#open.get(companyId) ?? 0;
    if (open >= mostStreams)
      throw new Problem('tooManyStreams', `${mostStreams} streams of this company are open.`, {
        remedy: 'Close one of them, or ask again later.',
        headers: { 'retry-after': '5' },
      });
    this.#open.set(companyId, open + 1);
    return () => {
      const left = (this.#open.get(companyId) ?? 1) - 1;
      if (left > 0) this.#open.set(companyId, left);
      else this.#open.delete(companyId);
    };
  }
}
