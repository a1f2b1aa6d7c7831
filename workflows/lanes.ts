/**
 * Works through items in order, several at a time. After a failure no further item is begun, those under way are waited for, and the
 * first failure is thrown: so that nothing is still being written when the caller goes on.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const failures: unknown[] = [];
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined && failures.length === 0; item = rest.shift()) {
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}

/** Cuts the numbers from `first` (included) to `end` (not included) into ranges of at most `size`. */
export function rangesOf(first: number, end: number, size: number): { from: number; to: number }[] {
  const ranges = [];
  for (let from = first; from < end; from += size) ranges.push({ from, to: Math.min(end, from + size) });
  return ranges;
}
