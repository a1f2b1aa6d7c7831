/** Votes by field, or none, and all of them together. */
export interface Ballot {
  readonly byField: ReadonlyMap<string, number>;
  readonly all: number;
}

/** No name is like it. */
export const noVotes: Ballot = { byField: new Map(), all: 0 };

/** Votes on what a name stands for: whatever the entity is, and by entity. */
export interface Ballots {
  readonly anywhere: Ballot;
  readonly byEntity: ReadonlyMap<string, Ballot>;
}

/** Counts votes that were cast by `answerKey`. */
export function countVotes(votes: ReadonlyMap<string, number>): Ballots {
  const anywhere = new Count();
  const byEntity = new Map<string, Count>();
  for (const [key, vote] of votes) {
    const dot = key.indexOf('.');
    const entity = key.slice(0, dot);
    const own = byEntity.get(entity) ?? new Count();
    byEntity.set(entity, own);
    for (const count of [anywhere, own]) count.add(key.slice(dot + 1), vote);
  }
  return { anywhere, byEntity };
}

class Count implements Ballot {
  readonly byField = new Map<string, number>();
  all = 0;

  add(field: string, vote: number): void {
    this.byField.set(field, (this.byField.get(field) ?? 0) + vote);
    this.all += vote;
  }
}

/** The share of the votes for a field, as if half a vote for nothing had been cast besides: few votes say little. */
export function shareOfVotes({ byField, all }: Ballot, field: string): number {
  return (byField.get(field) ?? 0) / (all + 0.5);
}
