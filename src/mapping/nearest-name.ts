import { foldName } from './names.ts';

/** Of the names that exist, the one that a person most likely meant; undefined where none comes near. */
export function nearestName(wanted: string, existing: Iterable<string>): string | undefined {
  const folded = foldName(wanted);
  let nearest: string | undefined;
  // A third of the letters may be wrong: `pateints` finds `patients`, `foo` finds nothing.
  let least = Math.floor(Math.max(folded.length, 3) / 3) + 1;
  for (const name of existing) {
    const distance = editDistance(folded, foldName(name));
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** ` Did you mean 'patients'?`, or nothing: the tail of a remedy. */
export function didYouMean(wanted: string, existing: Iterable<string>): string {
  const nearest = nearestName(wanted, existing);
  return nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
}

/** Letters to insert, remove or replace (Levenshtein), row by row. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
