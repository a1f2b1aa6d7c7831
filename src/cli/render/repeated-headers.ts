/**
 * Says where columns stand whose header comes again: the copies have a number behind their name, as a second `Phone` is `Phone_2`.
 * @param columns All names of a table, in order.
 * @returns a line for each header that comes again.
 */
export function describeRepeatedHeaders(columns: readonly string[]): string[] {
  const copies = new Map<string, string[]>();
  for (const [index, name] of columns.entries()) {
    const [, header] = /^(.+)_\d+$/.exec(name) ?? [];
    if (header === undefined || !columns.includes(header)) continue;
    const first = `${header} is column ${columns.indexOf(header) + 1}`;
    copies.set(header, [...(copies.get(header) ?? [first]), `${name} column ${index + 1}`]);
  }
  return [...copies.values()].map((places) => `${places.join(', ')}.`);
}
