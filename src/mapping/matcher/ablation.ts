/** What evidence is left out, to measure what it is worth. */
export interface Ablation {
  readonly withoutNames?: boolean;
  readonly withoutValues?: boolean;
  readonly withoutNeighbours?: boolean;
  readonly withoutLists?: boolean;
  /** Each column is answered for itself. */
  readonly withoutAssignment?: boolean;
}
