import { noVotes, shareOfVotes } from './ballots.ts';
import { none } from './knowledge.ts';
import type { Answer, TableEvidence } from './table-evidence.ts';

/** The most of some values by field, and the most without one of the fields, known without looking at all of them again. */
export class Most {
  #field = '';
  #first: number;
  #second: number;

  /** @param least What is the most of nothing. */
  constructor(least: number, values: Iterable<readonly [field: string, value: number]>) {
    this.#first = least;
    this.#second = least;
    for (const [field, value] of values) {
      if (value > this.#first) {
        this.#second = this.#first;
        this.#first = value;
        this.#field = field;
      } else if (value > this.#second) this.#second = value;
    }
  }

  without(field: string): number {
    return field === this.#field ? this.#second : this.#first;
  }
}

/** What an answer to a column is compared with: the best of the other fields, none not among them. */
export interface ColumnLeads {
  readonly fit: Most;
  readonly guess: Most;
  readonly listed: Most;
  readonly odds: Most;
  readonly headOdds: Most;
  readonly votes: Most;
  /** How many systems know the name for whatever answer. */
  readonly groupsElsewhere: number;
}

/** Looks at all answers of a column once. */
export function leadsOf({ answers, anywhere, wordOdds, headOdds, votes }: TableEvidence, column: number): ColumnLeads {
  const fields = (answers[column] ?? []).filter(({ field }) => field !== none);
  const most = (least: number, numberOf: (answer: Answer) => number) =>
    new Most(
      least,
      fields.map((answer) => [answer.field, numberOf(answer)]),
    );
  const ballot = votes[column]?.anywhere ?? noVotes;
  let groupsElsewhere = 0;
  for (const { groups } of anywhere[column]?.values() ?? []) groupsElsewhere += groups;
  return {
    fit: most(0, ({ fit }) => fit ?? 0),
    guess: most(0, ({ guess }) => guess),
    listed: most(0, ({ listed }) => listed.words),
    odds: most(-9, ({ field }) => wordOdds[column]?.get(field) ?? 0),
    headOdds: most(-9, ({ field }) => headOdds[column]?.get(field) ?? 0),
    votes: most(0, ({ field }) => shareOfVotes(ballot, field)),
    groupsElsewhere,
  };
}
