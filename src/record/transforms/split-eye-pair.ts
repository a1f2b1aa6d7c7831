/** What is said of each eye; '' where nothing is. */
export interface EyePair {
  readonly right: string;
  readonly left: string;
}

const labelled = (words: string) => String.raw`(?<![a-z])(?:${words})(?![a-z])\s*[.:=]?\s*`;
const right = labelled('right|rt|re|od|r');
const left = labelled('left|lt|le|os|l');
const gap = String.raw`\s*[,;|]?\s*`;
const orders = (one: string, other: string) => ({
  labelFirst: new RegExp(`^${one}(?<one>.+?)${gap}${other}(?<other>.+)$`, 'is'),
  labelLast: new RegExp(String.raw`^(?<one>.+?)\s*${one}${gap}(?<other>.+?)\s*${other}$`, 'is'),
});
const rightFirst = orders(right, left);
const leftFirst = orders(left, right);
const beginsWithLabel = new RegExp(`^(?:${right}|${left})`, 'i');
/** Whatever is longer is prose. */
const longestPair = 120;
const anyLabel = new RegExp(labelled('right|left|rt|lt|re|le|od|os|ou|be|r|l'), 'i');

/**
 * Splits what a cell says of both eyes, or says null where it is not clear which half is of which: `6/6 R 6/9 L`, `R: 6/6; L:
 * 6/9`, `OD 20/20 OS 20/40`, also with the left eye first. Two values without a word for the eye are never split: a guess would
 * swap the eyes.
 */
export function splitEyePair(text: string): EyePair | null {
  if (text.length > longestPair) return null;
  const form = beginsWithLabel.test(text) ? 'labelFirst' : 'labelLast';
  const found = rightFirst[form].exec(text)?.groups;
  const { one = '', other = '' } = found ?? leftFirst[form].exec(text)?.groups ?? {};
  if (one === '' || other === '' || anyLabel.test(one) || anyLabel.test(other)) return null;
  return found ? { right: one, left: other } : { right: other, left: one };
}
