import { noted, type Reading, reading, unreadable, type ValueReader } from '../reading.ts';
import { integerReader, readDecimal } from './decimal.ts';

const diopters = '[diop]';

/** In a sphere column these mean no power. `PL` is perception of light in an acuity column only. */
const planoWords = new Set(['pl', 'plano', 'plan', '\u221e', 'infinity']);
/** In a cylinder column these mean that there is none: the lens is a sphere. */
const noCylinderWords = new Set([...planoWords, 'ds', 'sph', 'sphere']);

/**
 * Reads a sphere. Words for no power become `0.00` (`optics.plano`, info). A power without a sign is kept as it is
 * written and told (`sphere.unsigned`, info): systems that keep numbers never write a plus, and a reader of one value
 * cannot know whether this one does. Whether the column writes plus signs elsewhere is for the clinical checks.
 */
export const readSphere: ValueReader = (text) => {
  if (planoWords.has(text.toLowerCase())) return noted('0.00', 'info', 'optics.plano');
  const read = readDecimal(text, diopters, true);
  if (read.value === null) return read;
  const isUnsigned = /^[\d.]/.test(text) && /[1-9]/.test(text);
  return isUnsigned ? noted(read.value, 'info', 'sphere.unsigned') : read;
};

/** Reads a cylinder. `DS` and words for no power become `0.00` (`optics.plano`, info). Plus and minus forms both stay as written. */
export const readCylinder: ValueReader = (text) => {
  if (noCylinderWords.has(text.toLowerCase())) return noted('0.00', 'info', 'optics.plano');
  return readDecimal(text, diopters, true);
};

const readDegrees = integerReader('deg', true);

/** Reads an axis: `90`, `x90`, `@ 090`, `90°`. `axis.outOfRange`: not 0 to 180. */
export const readAxis: ValueReader = (text, context): Reading => {
  const read = readDegrees(text.replace(/^[x\u00d7@]\s*/i, ''), context);
  if (read.value === null) return read;
  const degrees = Number(read.value);
  return degrees >= 0 && degrees <= 180 ? reading(read.value) : unreadable('axis.outOfRange');
};
