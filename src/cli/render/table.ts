export type Alignment = 'left' | 'right';

/**
 * Lays rows out in columns, two blanks apart. The first row is the header; below it comes a rule.
 * @param alignments one a column; default left.
 */
export function renderTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const renderRow = (row: readonly string[]) =>
    widths
      .map((width, column) =>
        alignments[column] === 'right' ? (row[column] ?? '').padStart(width) : (row[column] ?? '').padEnd(width),
      )
      .join('  ')
      .trimEnd();
  const [header = [], ...body] = rows;
  return [renderRow(header), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(renderRow)].join('\n');
}

const numbers = new Intl.NumberFormat('en-GB');

/** `12345` as `12,345`. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}
