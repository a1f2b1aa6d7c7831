import { DateEvidenceCounter } from './dates.ts';
import type { ColumnProfile } from './source-record.ts';

/** Counts what the columns of a table hold while its rows pass by. */
export class ColumnProfiler {
  readonly #counters: { readonly name: string; filled: number; readonly dates: DateEvidenceCounter }[];

  constructor(columns: readonly string[]) {
    this.#counters = columns.map((name) => ({ name, filled: 0, dates: new DateEvidenceCounter() }));
  }

  /** Counts the cells of one row. Those beyond the last column count for nothing. */
  add(cells: readonly string[]): void {
    for (let index = 0; index < this.#counters.length; index += 1) {
      const counter = this.#counters[index];
      const cell = cells[index];
      if (!counter || !cell) continue;
      counter.filled += 1;
      counter.dates.add(cell);
    }
  }

  /** What was counted since the last call. */
  take(): ColumnProfile[] {
    return this.#counters.map((counter) => {
      const { name, filled } = counter;
      counter.filled = 0;
      return { name, filled, dates: counter.dates.take() };
    });
  }
}
