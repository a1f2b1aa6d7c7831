import { noted, reading, type ValueReader } from '../reading.ts';

const letters = String.raw`(?:\s*\(?[+-]\d{1,2}\)?)?`;
const notations = [
  // Snellen in metres or feet: 6/6, 6/7.5, 6/9+3, 6/6-2, 20/20, 3/60
  new RegExp(String.raw`^\d{1,2}(?:\.\d)?\s*/\s*\d{1,3}(?:\.\d{1,2})?(?:\s*(?:pt|part|p))?${letters}$`, 'i'),
  // Decimal: 0.3, 1.25
  new RegExp(String.raw`^[0-2]?\.\d{1,3}${letters}$|^[0-2]$`),
  // logMAR: logMAR 0.2, -0.10 logMAR
  /^logmar\s*[=:]?\s*[+-]?\d?\.\d{1,3}$/i,
  /^[+-]?\d?\.\d{1,3}\s*logmar$/i,
  /^[+-]0?\.\d{1,3}$/,
  // Counting fingers, hand movements, perception of light or none, with or without a distance
  /^(?:cf|hm|pl|lp|npl|nlp)(?:\s*(?:@|at)?\s*\d+(?:\.\d+)?\s*(?:m|cm|ft))?$/i,
  /^(?:counting fingers|hand movements|(?:no )?perception of light|(?:no )?light perception)$/i,
];

/** Whatever is longer is prose. */
const longestNotation = 40;

/**
 * Reads a visual acuity and stores it as written: Snellen, decimal and logMAR are never converted into each other.
 * `visualAcuity.unknown` (warning): the notation is none that is known; the text is stored all the same.
 */
export const readVisualAcuity: ValueReader = (text) => {
  const isKnown = text.length <= longestNotation && notations.some((notation) => notation.test(text));
  return isKnown ? reading(text) : noted(text, 'warning', 'visualAcuity.unknown');
};
