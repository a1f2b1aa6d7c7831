import type { DirtKind } from './dirt-kinds.ts';
import type { Random } from './random.ts';

/** How much dirt a sample gets. */
export interface DirtOptions {
  /** The share of rows, 0 to 1, that get a kind of dirt; the kinds that fit a table share it equally. */
  readonly dirt: number;
  /** Every kind appears in the sample at least once, however small it is, while there are rows enough. */
  readonly hasEveryKind?: boolean;
}

/** The first rows of a table are clean, so that there is something to copy and something to compare with. */
const cleanRows = 2;

/**
 * Spreads the kinds of dirt over the rows of one table so that each gets its share exactly (within one row), however long
 * the table becomes. A kind that is due and does not fit the present row stays due for the next.
 */
export class DirtPlan {
  private readonly credit: Map<DirtKind, number>;
  private readonly share: number;
  private rows = 0;

  /**
   * @param kinds Those that fit the table.
   * @param wanted Those of them that are due from the first row on.
   */
  constructor(kinds: readonly DirtKind[], wanted: ReadonlySet<DirtKind>, dirt: number, random: Random) {
    this.share = kinds.length > 0 ? dirt / kinds.length : 0;
    this.credit = new Map(kinds.map((kind) => [kind, random.next() + (wanted.has(kind) ? 1 : 0)]));
  }

  /** Counts one more row and names the kinds that are due, the longest waiting first. */
  due(): DirtKind[] {
    if (this.share === 0) return [];
    this.rows += 1;
    const due: DirtKind[] = [];
    for (const [kind, credit] of this.credit) {
      const next = credit + this.share;
      this.credit.set(kind, next);
      if (next >= 1 && this.rows > cleanRows) due.push(kind);
    }
    return due.sort((a, b) => (this.credit.get(b) ?? 0) - (this.credit.get(a) ?? 0));
  }

  /** Notes that a row has got this kind. */
  spend(kind: DirtKind): void {
    this.credit.set(kind, (this.credit.get(kind) ?? 0) - 1);
  }
}

/**
 * Says which table is to have each kind from the first row on, so that a small sample has all of them: of the tables that
 * the kind fits, the one with the fewest so far.
 * @param kindsByTable The kinds that fit each table.
 * @returns the kinds that fall to each table, in the same order.
 */
export function shareOutKinds(kindsByTable: readonly (readonly DirtKind[])[]): Set<DirtKind>[] {
  const shared = kindsByTable.map(() => new Set<DirtKind>());
  const tablesOf = (kind: DirtKind) => shared.filter((_, index) => kindsByTable[index]?.includes(kind));
  const kinds = [...new Set(kindsByTable.flat())].sort((a, b) => tablesOf(a).length - tablesOf(b).length);
  for (const kind of kinds) {
    const [least] = tablesOf(kind).sort((a, b) => a.size - b.size);
    least?.add(kind);
  }
  return shared;
}
