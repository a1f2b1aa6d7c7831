import type { Pace } from '../src/contract/migration.ts';
import type { LaneCount } from './lanes.ts';
import { usualLanes } from './pace.ts';

/** What a limit lets through at once, in seconds of it. */
const burstSeconds = 2;

/** The pace as it is now: people may set it at any time, and it holds from the next slices on. */
export class LivePace implements LaneCount {
  lanes = usualLanes;
  /** Null: as the request has it. */
  sliceRows: number | null = null;
  rowsPerSecond: number | null = null;
  private nextReadAtMs = 0;
  private readonly listeners = new Set<() => void>();

  /** Sets what is named, and leaves the rest. */
  set(change: Partial<Pace>): void {
    if (change.rowsPerSecond !== undefined) this.nextReadAtMs = 0;
    Object.assign(this, change);
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** What one reading step may do; nothing where all is as the request has it. */
  get readLimits(): { readonly sliceRows?: number; readonly rowsAtMost?: number } {
    const { sliceRows, rowsPerSecond } = this;
    return {
      ...(sliceRows === null ? {} : { sliceRows }),
      ...(rowsPerSecond === null ? {} : { rowsAtMost: rowsPerSecond * burstSeconds }),
    };
  }

  /** Counts what was read: for so long, nobody else reads. */
  didRead(rows: number): void {
    if (this.rowsPerSecond === null) return;
    this.nextReadAtMs = Math.max(this.nextReadAtMs, Date.now()) + (rows / this.rowsPerSecond) * 1000;
  }

  /** How long it is until somebody may read; 0: at once. */
  get waitMs(): number {
    return Math.max(0, this.nextReadAtMs - Date.now());
  }

  /** As it is shown, and carried into a new history. */
  view({ sliceRows }: { readonly sliceRows: number }): Pace {
    return { lanes: this.lanes, sliceRows: this.sliceRows ?? sliceRows, rowsPerSecond: this.rowsPerSecond };
  }
}
