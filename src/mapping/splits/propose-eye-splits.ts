import { readVisualAcuity } from '../../record/field-types/visual-acuity.ts';
import type { FieldMapping } from '../../record/mapping.ts';
import { splitEyePair } from '../../record/transforms/split-eye-pair.ts';
import { type LensPart, lensParts, splitLensPower } from '../../record/transforms/split-lens-power.ts';
import type { Transform } from '../../record/transforms/transform.ts';
import { wordsOf } from '../names.ts';
import {
  freeColumns,
  isUnfed,
  type LookedColumn,
  type SplitInput,
  type SplitProposal,
  shareOf,
  unclearCount,
} from './split-proposal.ts';

type Eye = 'right' | 'left';
const eyes: readonly Eye[] = ['right', 'left'];

/** Share of the values that must split. */
const least = 0.8;

const lensFields: Readonly<Record<LensPart, string>> = {
  sphere: 'Sphere',
  cylinder: 'Cylinder',
  axis: 'Axis',
  add: 'Add',
  prism: 'Prism',
  base: 'PrismBase',
};

const isAcuity = (text: string) => readVisualAcuity(text, noContext).note === undefined && !/^[+-]/.test(text);
/** The reading of an acuity asks for nothing of it. */
const noContext = { companyId: '', sourceSystem: '', timeZone: 'UTC', referenceDate: '2000-01-01' };
const isPressure = (text: string) => /^\d{1,2}(?:\.\d)?(?:\s*mm\s?Hg)?$/i.test(text);
/** A lens that says more than a sphere: `-1.25` alone is one cell of several. */
const isWholeLens = (text: string) => {
  const lens = splitLensPower(text);
  return lens !== null && (lens.cylinder !== '' || lens.add !== '' || lens.prism !== '' || /ds|pl/i.test(text));
};

/**
 * Clinical values of an eye, or of both, that stand in one column: acuities or pressures of both eyes (`6/6 R 6/9 L`), a whole lens of
 * one eye (`-1.25/-0.50x90`, the header says of which) or of both. Each is asked: a wrong split would be a wrong prescription.
 */
export function proposeEyeSplits(input: SplitInput): SplitProposal[] {
  const ofEyes = input.entity.fields.map(({ name }) => name).filter((name) => /right|left/i.test(name));
  if (ofEyes.length === 0) return [];
  return freeColumns(input, ofEyes).flatMap((column) => {
    const fields = fieldsOf(input, column);
    if (fields.length === 0) return [];
    const isClear = isClearWith(fields);
    const message =
      `'${column.name}' holds several clinical values in one cell; it is split into ${fields.map(({ field }) => field).join(', ')}. ` +
      unclearCount(column.values, isClear);
    return [{ fields, question: { fields: fields.map(({ field }) => field), columns: [column.name], message } }];
  });
}

function isClearWith(fields: readonly FieldMapping[]): (value: string) => boolean {
  const isPair = fields.some(({ transforms }) =>
    transforms?.some((one) => one.kind === 'split' && one.as === 'eyePair'),
  );
  const isLens = fields.some(({ transforms }) =>
    transforms?.some((one) => one.kind === 'split' && one.as === 'lensPower'),
  );
  const lens = (text: string) => !isLens || splitLensPower(text) !== null;
  if (!isPair) return lens;
  return (value) => {
    const pair = splitEyePair(value);
    return pair !== null && lens(pair.right) && lens(pair.left);
  };
}

function fieldsOf(input: SplitInput, column: LookedColumn): FieldMapping[] {
  const { values } = column;
  const ofPair = (test: (half: string) => boolean) =>
    shareOf(values, (value) => {
      const pair = splitEyePair(value);
      return pair !== null && test(pair.right) && test(pair.left);
    }) >= least;
  const pair = (eye: Eye): Transform => ({ kind: 'split', as: 'eyePair', part: eye });
  if (ofPair(isAcuity)) {
    const stem = wordsOf(column.name).some((word) => /^(?:unaided|uncorrected|ua|uva|vision)$/.test(word))
      ? ['unaidedAcuityRight', 'unaidedAcuityLeft']
      : ['acuityRight', 'acuityLeft'];
    const fed = stem.every((field) => isUnfed(input, field, column.name)) ? stem : ['rightAcuity', 'leftAcuity'];
    return feeds(
      input,
      column,
      eyes.map((eye, index) => [fed[index] ?? '', [pair(eye)]]),
    );
  }
  if (
    ofPair(isPressure) &&
    wordsOf(column.name).some((word) => /^(?:iop|iops|pressure|pressures|tension|nct|goldmann|gat)$/.test(word))
  )
    return feeds(input, column, [
      ['intraocularPressureRight', [pair('right')]],
      ['intraocularPressureLeft', [pair('left')]],
    ]);
  if (ofPair((half) => splitLensPower(half) !== null) && ofPairSome(values))
    return feeds(
      input,
      column,
      eyes.flatMap((eye) => lensFeeds(eye, halves(values, eye), [pair(eye)])),
    );
  const eye = eyeOf(column.name);
  const isLens =
    shareOf(values, (value) => splitLensPower(value) !== null) >= least && shareOf(values, isWholeLens) > 0.3;
  return eye && isLens ? feeds(input, column, lensFeeds(eye, values, [])) : [];
}

function halves(values: readonly string[], eye: Eye): string[] {
  return values.flatMap((value) => splitEyePair(value)?.[eye] ?? []);
}

function ofPairSome(values: readonly string[]): boolean {
  return shareOf([...halves(values, 'right'), ...halves(values, 'left')], isWholeLens) > 0.3;
}

/** A feed for each part that at least one of the lenses has. */
function lensFeeds(
  eye: Eye,
  lenses: readonly string[],
  first: readonly Transform[],
): (readonly [string, Transform[]])[] {
  const clear = lenses.map(splitLensPower).filter((parts) => parts !== null);
  return lensParts
    .filter((part) => clear.some((parts) => parts[part] !== ''))
    .map((part) => [`${eye}${lensFields[part]}`, [...first, { kind: 'split', as: 'lensPower', part }]] as const);
}

/** None where the entity lacks one of the fields, or something else feeds one: half a split is worse than none. */
function feeds(
  input: SplitInput,
  { name }: LookedColumn,
  wanted: readonly (readonly [field: string, transforms: readonly Transform[]])[],
): FieldMapping[] {
  if (!wanted.every(([field]) => isUnfed(input, field, name))) return [];
  return wanted.map(([field, transforms]) => ({
    field,
    columns: [name],
    transforms,
    by: 'matcher',
    confidence: 0.85,
    reasons: ['The values hold several fields in one cell.'],
  }));
}

/** The eye that a header speaks of; undefined where it names none or both. */
function eyeOf(name: string): Eye | undefined {
  const words = wordsOf(name);
  const isRight = words.some((word) => /^(?:right|rt|re|od|r)$/.test(word));
  const isLeft = words.some((word) => /^(?:left|lt|le|os|l)$/.test(word));
  if (isRight === isLeft) return undefined;
  return isRight ? 'right' : 'left';
}
