/** How many items are worked on at once; may change meanwhile. */
export interface LaneCount {
  /** At least 1. */
  readonly lanes: number;
  /** Calls back after each change, until what it returns is called. */
  onChange(listener: () => void): () => void;
}

/**
 * Works through items in order, several at a time. After a failure no further item is begun, those under way are waited for, and the
 * first failure is thrown: so that nothing is still being written when the caller goes on. More lanes open at once; a lane that is one
 * too many closes behind its item.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  count: LaneCount,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items.entries()];
  const failures: unknown[] = [];
  const lanes: Promise<void>[] = [];
  let open = 0;
  const lane = async () => {
    while (failures.length === 0 && open <= count.lanes) {
      const next = rest.shift();
      if (!next) break;
      try {
        await work(next[1]);
      } catch (error) {
        failures.push(error);
      }
    }
    open -= 1;
  };
  const openLanes = () => {
    while (open < count.lanes && rest.length > 0 && failures.length === 0) {
      open += 1;
      lanes.push(lane());
    }
  };
  const stopListening = count.onChange(openLanes);
  openLanes();
  // Lanes that open meanwhile are waited for as well.
  for (const lane of lanes) await lane;
  stopListening();
  if (failures.length > 0) throw failures[0];
}

/** Cuts the numbers from `first` (included) to `end` (not included) into ranges of at most `size`. */
export function rangesOf(first: number, end: number, size: number): { from: number; to: number }[] {
  const ranges = [];
  for (let from = first; from < end; from += size) ranges.push({ from, to: Math.min(end, from + size) });
  return ranges;
}
