import type { ColumnProfile, DateEvidence, TableProfile } from './source-record.ts';

/** Adds up what the parts of a table, in any order, have shown of its columns. */
export function sumProfiles(
  table: string,
  file: string,
  parts: readonly { readonly rowCount: number; readonly profile: readonly ColumnProfile[] }[],
): TableProfile {
  const columns = new Map<string, ColumnProfile>();
  for (const { profile } of parts) {
    for (const column of profile) {
      const sum = columns.get(column.name);
      columns.set(
        column.name,
        sum
          ? { name: sum.name, filled: sum.filled + column.filled, dates: addEvidence(sum.dates, column.dates) }
          : column,
      );
    }
  }
  return { table, file, rows: parts.reduce((rows, part) => rows + part.rowCount, 0), columns: [...columns.values()] };
}

function addEvidence(a: DateEvidence, b: DateEvidence): DateEvidence {
  return {
    seen: a.seen + b.seen,
    readable: addCounts(a.readable, b.readable),
    decisive: addCounts(a.decisive, b.decisive),
  };
}

function addCounts(a: DateEvidence['readable'], b: DateEvidence['readable']): DateEvidence['readable'] {
  return { DMY: a.DMY + b.DMY, MDY: a.MDY + b.MDY, YMD: a.YMD + b.YMD };
}
