/**
 * The longest record that is believed, in UTF-16 units and in lines. A cell of a megabyte is a long letter; more than
 * this is a quote that was never closed and would otherwise swallow the rest of the file.
 */
export const maximumRecordChars = 4 * 1024 * 1024;
export const maximumRecordLines = 10_000;

/** A text with the beginning of a record is already longer than a record may be. */
export function exceedsRecordLimits(text: string): boolean {
  if (text.length > maximumRecordChars) return true;
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= maximumRecordLines; at = text.indexOf('\n', at + 1)) lines++;
  return lines > maximumRecordLines;
}
