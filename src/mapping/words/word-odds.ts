/** Words that somebody wrote for one answer: of a column, or of all columns of a table. */
export interface WordedAnswer {
  readonly answer: string;
  readonly words: readonly string[];
  /** The source system that it was learned from, so that it can be left out. */
  readonly group: string;
}

/** How often words were met, by answer. */
class Tally {
  total = 0;
  readonly answers = new Map<string, number>();
  readonly words = new Map<string, { all: number; readonly byAnswer: Map<string, number> }>();

  add(answer: string, words: Iterable<string>): void {
    this.total += 1;
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
    for (const word of words) {
      const met = this.words.get(word) ?? { all: 0, byAnswer: new Map<string, number>() };
      met.all += 1;
      met.byAnswer.set(answer, (met.byAnswer.get(answer) ?? 0) + 1);
      this.words.set(word, met);
    }
  }
}

/** An answer that was seen seldom tells as much as so many more that were like all others. */
const caution = 3;

/**
 * What single words tell: for each answer, how much oftener it was met with a column's words than any other answer was. Where the
 * likeness of names asks for the nearest name, this adds up all of them.
 */
export class WordOdds {
  readonly #all = new Tally();
  readonly #byGroup = new Map<string, Tally>();

  constructor(entries: readonly WordedAnswer[]) {
    for (const { answer, words, group } of entries) {
      const different = new Set(words);
      this.#all.add(answer, different);
      const own = this.#byGroup.get(group) ?? new Tally();
      own.add(answer, different);
      this.#byGroup.set(group, own);
    }
  }

  /**
   * Logarithms of the odds, by answer; 0 where the words tell nothing.
   * @param withoutGroup Leaves out what this group says: what is learned from a system must not judge it.
   */
  oddsOf(words: readonly string[], withoutGroup?: string): Map<string, number> {
    const own = withoutGroup === undefined ? undefined : this.#byGroup.get(withoutGroup);
    const total = this.#all.total - (own?.total ?? 0);
    const met = [...new Set(words)].flatMap((word) => {
      const all = this.#all.words.get(word);
      const left = own?.words.get(word);
      const count = (all?.all ?? 0) - (left?.all ?? 0);
      return all && count > 0 ? [{ all, left, rate: (count + 0.5) / (total + 1) }] : [];
    });
    const odds = new Map<string, number>();
    for (const [answer, times] of this.#all.answers) {
      const seen = times - (own?.answers.get(answer) ?? 0);
      let sum = 0;
      for (const { all, left, rate } of met) {
        const count = (all.byAnswer.get(answer) ?? 0) - (left?.byAnswer.get(answer) ?? 0);
        sum += Math.log((count + caution * rate) / (seen + caution) / rate);
      }
      odds.set(answer, sum);
    }
    return odds;
  }
}
