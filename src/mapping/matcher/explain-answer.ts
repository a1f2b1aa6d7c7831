import type { Entity } from '../../record/catalogue.ts';
import type { ValueProfile } from '../values/profile-values.ts';
import type { ValueKind } from '../values/value-tests.ts';
import { none } from './knowledge.ts';
import type { SourceColumn } from './source-columns.ts';
import type { Answer } from './table-evidence.ts';

/** How kinds of values are called in a reason. */
const said: Partial<Readonly<Record<ValueKind, string>>> = {
  nhsNumber: 'NHS numbers with the right check digit',
  email: 'e-mail addresses',
  mobile: 'mobile numbers',
  landline: 'landline numbers',
  phone: 'telephone numbers',
  postcode: 'British postcodes',
  snellen: 'acuities in Snellen notation',
  acuityDecimal: 'acuities as decimals',
  nearAcuity: 'near acuities',
  prismBase: 'base directions of a prism',
  uuid: 'unique identifiers',
  title: 'titles',
  gender: 'codes or words of gender',
  givenName: 'given names',
  familyName: 'family names',
  fullName: 'names of people',
  street: 'streets',
  route: 'routes of administration',
  frequency: 'frequencies of a medicine',
  drugText: 'names of medicines',
  paymentMethod: 'ways to pay',
  relationship: 'relationships',
  quarterStep: 'dioptres in quarter steps',
  date: 'dates',
  money: 'amounts of money',
  yesNo: 'yes or no',
  time: 'times of day',
  sentence: 'sentences',
  integer: 'whole numbers',
  decimal: 'decimal numbers',
  prefixedCode: 'codes of letters and digits',
};

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** `dateOfBirth` is `date of birth`. */
const inWords = (field: string) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Why a column answers to a field, or to none: up to three sentences without a value of a record. */
export function explainAnswer(entity: Entity, { name, profile }: SourceColumn, answer: Answer): string[] {
  return [ofName(name, answer), ofValues(profile), ofFit(entity, profile, answer)].filter((reason) => reason !== '');
}

function ofName(name: string, { field, listed, learned }: Answer): string {
  const nearest = learned.words > listed.words ? learned : listed;
  const meaning = field === none ? 'something that the target has no field for' : `'${inWords(field)}'`;
  if (nearest.isSame) return `The name '${name}' reads as ${meaning}.`;
  if (nearest.words > 0.6) return `The name '${name}' is close to '${nearest.nearest}', which is ${meaning}.`;
  if (nearest.words > 0.3) return `The name '${name}' has something of '${nearest.nearest}', which is ${meaning}.`;
  return `The name '${name}' says little.`;
}

function ofValues(profile: ValueProfile): string {
  if (profile.filled === 0) return 'No value was seen.';
  const { years } = profile;
  for (const [kind, called] of Object.entries(said) as [ValueKind, string][]) {
    const share = profile.share[kind];
    if (share < 0.6) continue;
    const span = kind === 'date' && years ? ` between ${years.first} and ${years.last}` : '';
    return `${percent(share)} of the values are ${called}${span}.`;
  }
  return `The values have ${profile.meanWords < 1.5 ? 'one word' : `${Math.round(profile.meanWords)} words`} on average; ${percent(profile.distinct)} of them are different.`;
}

function ofFit(entity: Entity, profile: ValueProfile, { field, fit }: Answer): string {
  if (fit === undefined || profile.filled < 5) return '';
  const called = `'${inWords(field)}' of ${inWords(entity.name)}`;
  if (fit > 0.8) return `They are what ${called} holds.`;
  return fit < 0.2 ? `They do not look like ${called}.` : '';
}
