import { dateShape } from '../../record/date-shape.ts';
import { hasNhsCheckDigit } from '../../record/field-types/nhs-number.ts';
import { familyNames, givenNames } from './people-names.ts';
import { type Vocabulary, vocabularies } from './vocabularies.ts';

/** What one value may look like: a shape, or a list of words that it stands in. */
export type ValueKind = Vocabulary | Shape;

const postcode = /^([a-z]{1,2}\d[a-z\d]?|gir) ?\d[a-z]{2}$/i;
const digitsOf = (text: string) => text.replace(/\D/g, '');
const isPhone = (text: string) => {
  const digits = digitsOf(text).length;
  return (
    digits >= 7 &&
    digits <= 15 &&
    /^[+(\d][\d\s().+/-]*(?:(?:x|ext\.?)\s*\d+)?$/i.test(text) &&
    (dateShape(text) === null || isPhoneOnly(text))
  );
};
const national = (text: string) => digitsOf(text.replace(/\(0\)/, '')).replace(/^(?:00)?44/, '0');
const numberOf = (text: string) => (/^[+-]?\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN);
const bare = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[’`]/g, "'");
const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');
const isNameLike = (text: string) => /^[\p{L}][\p{L}'’.\- ]*$/u.test(text) && text.length <= 40;
const staffTitle = /^(?:dr|mr|mrs|ms|miss|nurse|sister|prof)\b\.?/i;
const withoutTitle = (text: string) => text.replace(/^(?:mr|mrs|ms|miss|dr|prof|rev|sir|lady)\b\.?\s*/i, '');
const isStreet = (text: string) => {
  const last = words(text.toLowerCase());
  return last.length >= 2 && last.some((word) => vocabularies.streetWord.has(word.replace(/[.,]/g, '')));
};

const shapes = {
  uuid: (text) => /^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/i.test(text),
  hash: (text) => /^[\da-f]{16,}$/i.test(text) && /[a-f]/i.test(text),
  integer: (text) => /^\d{1,9}$/.test(text),
  longNumber: (text) => /^\d{6,18}$/.test(text),
  decimal: (text) => /^[+-]?\d*\.\d+$/.test(text),
  negative: (text) => /^-\d/.test(text),
  signed: (text) => /^[+-]\d/.test(text),
  money: (text) => /^[£$€]?\s?\d{1,3}(?:,?\d{3})*\.\d{2}$/.test(text),
  quarterStep: (text) => Math.abs(numberOf(text)) <= 25 && Number.isInteger(numberOf(text) * 4) && /[.+-]/.test(text),
  dioptreWord: (text) => /^(?:pl|plano|plan|ds|sph|inf|∞|bal|balance)$/i.test(text),
  axis: (text) => /^\d{1,3}$/.test(text) && Number(text) >= 0 && Number(text) <= 180,
  fiveStep: (text) => /^\d{1,3}$/.test(text) && Number(text) % 5 === 0 && Number(text) <= 180,
  snellen: (text) => /^(?:3|4|6|20)\/\d{1,3}(?:\.\d+)?\s*(?:[+-]\s*\d)?$/.test(text),
  acuityWord: (text) => /^(?:cf|hm|pl|npl|lp|nlp|fc)\b/i.test(text) || /@/.test(text),
  acuityDecimal: (text) => /^(?:[01]\.\d{1,2}|-0\.\d{1,2}|2\.0)$/.test(text),
  nearAcuity: (text) => /^(?:n\s?\d{1,2}|j\s?\d{1,2}\+?|r\.?\d|0\.\d+m)$/i.test(text),
  date: (text) => dateShape(text) !== null && !isPhoneOnly(text),
  dateTime: (text) => /\d{1,2}:\d{2}/.test(dateShape(text)?.rest ?? ''),
  time: (text) => /^\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?$/i.test(text),
  year: (text) => /^(?:19|20)\d{2}$/.test(text),
  email: (text) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text),
  personPath: (text) => /^(?:patient|person|people|resident|client|customer|subject)s?\/[\w.-]{1,64}$/i.test(text),
  url: (text) => /^(?:https?:\/\/|www\.|\/\w+\/)/i.test(text),
  json: (text) => /^[[{].*[\]},]$/.test(text),
  phone: isPhone,
  mobile: (text) => isPhone(text) && /^0?7[1-57-9]\d{8}$|^0?76\d{8}$/.test(national(text)),
  landline: (text) => isPhone(text) && /^0[123]\d{8,9}$/.test(national(text)),
  nhsNumber: (text) => /^\d{3}[\s-]?\d{3}[\s-]?\d{4}$/.test(text) && hasNhsCheckDigit(digitsOf(text)),
  postcode: (text) => postcode.test(text.trim()),
  zip: (text) => /^\d{5}(?:-\d{4})?$/.test(text),
  ssn: (text) => /^\d{3}-\d{2}-\d{4}$/.test(text) || /^[a-z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[a-d]$/i.test(text),
  prefixedCode: (text) => /^[a-z]{1,6}[-_/. ]?\d[\d\-/.]*$/i.test(text) && text.length >= 3,
  room: (text) => /^(?:room|rm|bed|flat|unit)\s?\d+\w?$|^[a-z]?-?\d{1,3}[a-z]?$/i.test(text),
  givenName: (text) => {
    const [first = ''] = words(bare(text));
    return isNameLike(text) && words(text).length <= 2 && givenNames.has(first);
  },
  familyName: (text) => {
    const all = words(bare(text));
    return (
      isNameLike(text) &&
      all.length <= 2 &&
      all.some((word) => word.split('-').some((part) => familyNames.has(part)) || familyNames.has(word))
    );
  },
  fullName: (text) => {
    const all = words(bare(withoutTitle(text.includes(',') ? text.split(',').reverse().join(' ') : text)));
    const [first = ''] = all;
    const last = all.at(-1) ?? '';
    const isInitial = /^[a-z]\.?$/.test(first) || /^[a-z]\.?$/.test(last);
    return (
      isNameLike(text.replace(',', '')) &&
      all.length >= 2 &&
      all.length <= 4 &&
      (isInitial || givenNames.has(first) || familyNames.has(last))
    );
  },
  initialName: (text) => /^[A-Z]\.?\s[\p{L}'’-]+$|^[\p{L}'’-]+\s[A-Z]\.?$/u.test(text),
  titledName: (text) => staffTitle.test(text) && words(text).length >= 2,
  login: (text) => /^[a-z]{3,12}\d{0,3}$/.test(text),
  oneWord: (text) => /^[\p{L}'’.-]+$/u.test(text),
  street: isStreet,
  houseStart: (text) => /^(?:(?:flat|apt|unit|suite)\s)?\d+[a-z]?[\s,]/i.test(text) && /[a-z]{3}/i.test(text),
  gpPractice: (text) => /\b(?:surgery|practice|medical|health|clinic|partnership|doctors)\b/i.test(text),
  home: (text) =>
    /\b(?:house|home|lodge|court|manor|hall|grange|limes|care|villa|cottage|priory|rosewood|oaks|elms)\b/i.test(text) &&
    words(text).length <= 5,
  strength: (text) =>
    /^\d[\d.,]*\s?(?:mg|mcg|g|ml|micrograms?|units?|%|iu)(?:\s?\/\s?[\d.]*\s?\w+)?(?:\s?\/\s?hour)?\b.*$/i.test(text) &&
    words(text).length <= 4,
  doseText: (text) =>
    /^\d[\d.]*\s?(?:tab|cap|mg|ml|unit|puff|drop|patch|application|spray|sachet)/i.test(text) &&
    words(text).length <= 3,
  drugText: (text) => words(text.toLowerCase()).some((word) => vocabularies.drug.has(word.replace(/[(),;]/g, ''))),
  direction: (text) =>
    /\b(?:take|apply|instil|inhale|give|use|insert|one|two|inject|swallow|dissolve|chew)\b/i.test(text) &&
    words(text).length >= 3,
  bloodPressure: (text) => /^\d{2,3}\/\d{2,3}$/.test(text) && !/^(?:3|4|6|20)\//.test(text),
  snomed: (text) => /^\d{6,18}$/.test(text),
  clinicalCode: (text) => /^[A-Z]\d{2}(?:\.\d{1,3})?[A-Z]?$|^[A-Z][\w.]{4}$/.test(text),
  loinc: (text) => /^\d{4,5}-\d$/.test(text),
  frameSize: (text) => /^\d{2}\s?[-/x□ ]\s?\d{2}(?:\s?[-/x]\s?\d{3})?$/i.test(text),
  refractiveIndex: (text) => /^1\.[4-9]\d{0,2}$/.test(text),
  fundusText: (text) =>
    words(text.toLowerCase()).some((word) => vocabularies.fundusWords.has(word.replace(/[.,;]/g, ''))),
  anteriorText: (text) =>
    words(text.toLowerCase()).some((word) => vocabularies.anteriorWords.has(word.replace(/[.,;]/g, ''))),
  sentence: (text) => words(text).length >= 5,
  phrase: (text) => words(text).length >= 2 && words(text).length <= 4,
  upperCode: (text) => /^[A-Z]{1,4}$/.test(text),
  letter: (text) => /^[a-z]$/i.test(text),
} satisfies Readonly<Record<string, (text: string) => boolean>>;

type Shape = keyof typeof shapes;

function isPhoneOnly(text: string): boolean {
  return /^\+?\d{9,}$/.test(text);
}

const shapeTests = Object.entries(shapes) as [Shape, (text: string) => boolean][];

/** Shapes that a value without a digit, and one without a letter, cannot have: most tests are saved. */
const needsDigit = new Set<Shape>(
  (
    'integer longNumber decimal negative signed money quarterStep axis fiveStep snellen acuityDecimal nearAcuity date dateTime time ' +
    'year phone mobile landline nhsNumber postcode zip ssn prefixedCode room houseStart strength doseText bloodPressure snomed ' +
    'clinicalCode loinc frameSize refractiveIndex'
  ).split(' ') as Shape[],
);
const needsLetter = new Set<Shape>(
  (
    'email personPath url postcode prefixedCode givenName familyName fullName initialName titledName login oneWord street houseStart gpPractice ' +
    'home strength doseText drugText direction clinicalCode fundusText anteriorText sentence phrase upperCode letter acuityWord'
  ).split(' ') as Shape[],
);
const withoutDigit = shapeTests.filter(([shape]) => !needsDigit.has(shape));
const withoutLetter = shapeTests.filter(([shape]) => !needsLetter.has(shape));

/** By word: the lists that it stands in. */
const listsOf = new Map<string, Vocabulary[]>();
for (const [list, entries] of Object.entries(vocabularies) as [Vocabulary, ReadonlySet<string>][]) {
  for (const word of entries) listsOf.set(word, [...(listsOf.get(word) ?? []), list]);
}

/** Every kind, in a fixed order. */
export const valueKinds: readonly ValueKind[] = [
  ...shapeTests.map(([kind]) => kind),
  ...(Object.keys(vocabularies) as Vocabulary[]),
];

/** The kinds that one value, trimmed and not blank, looks like. */
export function kindsOf(text: string): ValueKind[] {
  const short = text.slice(0, 200);
  const found: ValueKind[] = [];
  const tests = !/\d/.test(short) ? withoutDigit : !/\p{L}/u.test(short) ? withoutLetter : shapeTests;
  for (const [kind, test] of tests) if (test(short)) found.push(kind);
  if (short.length <= 48) {
    const plain = short
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/[.,;]$/, '');
    found.push(...(listsOf.get(plain) ?? []));
  }
  return found;
}
