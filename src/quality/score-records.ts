interface LedgerLine {
  readonly eligible: number;
}

interface IssueCount {
  /** `severity:code/field`. */
  readonly issue: string;
  readonly count: number;
}

type Dimension = 'completeness' | 'validity' | 'uniqueness' | 'linkage';

export interface QualityScore {
  /** 0 to 100: the mean of the dimensions. */
  readonly score: number;
  readonly level: 'excellent' | 'good' | 'fair' | 'poor';
  /** Each 0 to 100: 100 less the issues of its kind for every hundred eligible records. */
  readonly dimensions: Readonly<Record<Dimension, number>>;
}

/** Which dimension of data quality an issue counts against, by the beginning of its code; everything else is validity. */
const dimensionOfCode: readonly (readonly [prefix: string, dimension: Dimension])[] = [
  ['required.', 'completeness'],
  ['duplicate.', 'uniqueness'],
  ['reference.', 'linkage'],
];

/**
 * Scores the records of a migration by their issues; `info` does not count, as nothing is wrong with the record.
 * Dimensions after "The six primary dimensions for data quality assessment", DAMA UK, 2013, those that can be told here.
 * No eligible record scores 100: nothing is wrong with nothing.
 */
export function scoreRecords(
  ledger: Readonly<Record<string, LedgerLine>>,
  issues: readonly IssueCount[],
): QualityScore {
  const eligible = Object.values(ledger).reduce((sum, line) => sum + line.eligible, 0);
  const faults: Record<Dimension, number> = { completeness: 0, validity: 0, uniqueness: 0, linkage: 0 };
  for (const { issue, count } of issues) {
    const [severity, code = ''] = issue.split(/:(.*)/s);
    // A duplicate that is skipped or merged by rule is only information about the load, but it is a fault of the source.
    if (severity === 'info' && !code.startsWith('duplicate.')) continue;
    const dimension = dimensionOfCode.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'validity';
    faults[dimension] += count;
  }
  const rate = (count: number) => (eligible === 0 ? 100 : Math.max(0, Math.round(1000 * (1 - count / eligible)) / 10));
  const dimensions = {
    completeness: rate(faults.completeness),
    validity: rate(faults.validity),
    uniqueness: rate(faults.uniqueness),
    linkage: rate(faults.linkage),
  };
  const score = Math.round(10 * (Object.values(dimensions).reduce((sum, value) => sum + value, 0) / 4)) / 10;
  return { score, level: score >= 95 ? 'excellent' : score >= 85 ? 'good' : score >= 70 ? 'fair' : 'poor', dimensions };
}
