/**
 * What is known of a table before its evidence is weighed, as log-odds that are added to the scores of the trees: 0 where nothing is known.
 * The trees can outweigh it, so that values that speak against it still count.
 */
export interface AnswerPrior {
  /** That the table holds this entity. */
  readonly ofEntity: (entity: string) => number;
  /** By answer to the column of that name (a field, or none): what speaks for it where the table holds this entity. */
  readonly ofColumn: (entity: string, column: string) => ReadonlyMap<string, number>;
  /** Where it comes from, in words; undefined where it says nothing of that answer. */
  readonly reasonOf: (entity: string, column: string, answer: string) => string | undefined;
}
