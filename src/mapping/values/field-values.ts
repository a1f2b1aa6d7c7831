import type { Entity, Field } from '../../record/catalogue.ts';
import type { ValueProfile } from './profile-values.ts';
import type { ValueKind } from './value-tests.ts';

/**
 * What the values of a field look like, by `entity.field`, else by field, else by its type: kinds with how far they
 * speak for it (1 unless written, `oneWord*.3`). The share of the best kinds, added up to 1, is how well a column fits.
 */
const byField: Readonly<Record<string, string>> = {
  residentId: 'personPath, uuid, integer*.9, prefixedCode, longNumber, fullName*.3',
  patientId: 'personPath, uuid, integer*.9, prefixedCode, longNumber, fullName*.3',
  externalId: 'uuid, prefixedCode, longNumber*.9, integer*.8',
  alternativeId: 'prefixedCode, longNumber, integer*.7, nhsNumber*.5',
  title: 'title',
  firstName: 'givenName, fullName*.25, oneWord*.25',
  middleNames: 'givenName, letter*.6, oneWord*.25',
  lastName: 'familyName, fullName*.3, oneWord*.25',
  preferredName: 'givenName, oneWord*.45',
  gender: 'gender',
  ethnicity: 'ethnicity',
  preferredLanguage: 'language',
  maritalStatus: 'marital',
  knownAllergies: 'substance, sentence*.3, phrase*.2, reaction*.2',
  addressLine1: 'houseStart, street, integer*.4, phrase*.3',
  addressLine2: 'phrase*.5, street*.5, houseStart*.3, oneWord*.3',
  city: 'oneWord*.6, phrase*.3',
  county: 'county, phrase*.2, oneWord*.2',
  country: 'country',
  nation: 'nation',
  gpName: 'titledName, fullName*.7, initialName*.6, integer*.3, uuid*.3',
  gpPractice: 'gpPractice, phrase*.2, integer*.2',
  'residents.status': 'personStatus, clinicalStatus*.4, yesNo*.5',
  'patients.status': 'personStatus, clinicalStatus*.4, yesNo*.5',
  religion: 'religion',
  careHome: 'home, uuid*.3, integer*.3, phrase*.3',
  roomNumber: 'room, uuid*.3, integer*.6',
  careLevel: 'careLevel',
  fundingType: 'funding, payer*.6',
  mobility: 'mobility, sentence*.4, phrase*.3',
  dietaryRequirements: 'diet, sentence*.4, phrase*.3',
  resuscitationStatus: 'resuscitation, yesNo*.5',
  capacityStatus: 'capacity, yesNo*.4, phrase*.2',
  dolsStatus: 'dols, yesNo*.5',
  nextOfKinName: 'fullName, givenName*.4, familyName*.4, titledName*.4',
  nextOfKinRelationship: 'relationship',
  'contacts.relationship': 'relationship',
  'contacts.name': 'fullName, givenName*.7, familyName*.7',
  'contacts.address': 'houseStart, street, postcode*.6, county*.6, oneWord*.4, phrase*.4',
  occupation: 'occupation, phrase*.3, oneWord*.2',
  insuranceProvider: 'payer, phrase*.3, oneWord*.2',
  insuranceNumber: 'prefixedCode, longNumber, integer*.5',
  substance: 'substance, drugText, phrase*.3',
  'allergies.type': 'allergyType, upperCode*.1',
  'allergies.category': 'allergyCategory',
  'allergies.severity': 'severity',
  reaction: 'reaction, phrase*.3, sentence*.3',
  'allergies.status': 'clinicalStatus, yesNo*.5',
  'conditions.status': 'clinicalStatus, yesNo*.5',
  'medications.status': 'clinicalStatus, yesNo*.5',
  'carePlans.status': 'clinicalStatus, yesNo*.5, personStatus*.5',
  code: 'snomed, clinicalCode, longNumber',
  codeSystem: 'codeSystem',
  'conditions.description': 'condition, phrase*.4, sentence*.4',
  drugName: 'drugText, phrase*.2, oneWord*.2',
  drugCode: 'snomed, longNumber, prefixedCode*.4',
  'medications.form': 'form, integer*.2',
  strength: 'strength, doseText*.5, decimal*.2, integer*.2',
  dose: 'doseText, integer*.5, decimal*.5, strength*.6',
  doseUnit: 'doseUnit, unit*.5',
  route: 'route, integer*.2',
  frequency: 'frequency, phrase*.2, integer*.2',
  indication: 'condition, phrase*.4, oneWord*.3',
  instructions: 'direction, sentence*.5',
  prescriber: 'titledName, fullName*.9, initialName, login*.5, integer*.4, uuid*.4',
  prescriberNumber: 'longNumber, prefixedCode, integer*.5',
  administeredBy: 'fullName, initialName, login*.5, uuid*.5, upperCode*.6, titledName*.8, integer*.5',
  author: 'fullName, initialName, login*.7, uuid*.5, titledName*.8, integer*.5, upperCode*.5',
  assessor: 'fullName, initialName, login*.7, uuid*.5, titledName*.8, integer*.5, upperCode*.5',
  takenBy: 'fullName, initialName, login*.7, uuid*.5, titledName*.8, integer*.5, upperCode*.5',
  reportedBy: 'fullName, initialName, login*.7, uuid*.5, titledName*.8, integer*.5, upperCode*.5',
  witness: 'fullName, initialName, yesNo*.2, titledName*.6',
  practitioner: 'titledName, fullName*.9, initialName, login*.6, integer*.5, uuid*.5, prefixedCode*.5',
  dispensedBy: 'fullName, initialName, login*.7, uuid*.5, integer*.5, titledName*.8',
  practitionerNumber: 'prefixedCode, longNumber, integer*.5',
  'medicationAdministrations.outcome': 'outcome, yesNo*.4',
  'carePlans.category': 'need, condition*.5, phrase*.3, noteCategory*.6',
  need: 'sentence, phrase*.5, condition*.5',
  goal: 'sentence, phrase*.5',
  intervention: 'sentence, phrase*.5',
  tool: 'tool, phrase*.2',
  riskLevel: 'riskLevel, severity*.6',
  'observations.type': 'vital, loinc*.4, phrase*.2',
  'observations.value': 'decimal, integer, bloodPressure',
  unit: 'unit',
  'dailyNotes.category': 'noteCategory, need*.7, phrase*.3',
  'clinicalNotes.category': 'noteCategory, phrase*.3, oneWord*.2',
  text: 'sentence',
  'incidents.type': 'incidentType, phrase*.2, oneWord*.2',
  'incidents.location': 'place, phrase*.2',
  'incidents.description': 'sentence',
  'incidents.severity': 'severity, riskLevel*.7, integer*.4',
  injury: 'injuryWords, phrase*.3, sentence*.3',
  actionTaken: 'sentence, phrase*.4',
  followUp: 'sentence*.8, phrase*.6, yesNo*.1',
  'incidents.status': 'incidentStatus',
  'examinations.reason': 'reasonVisit, phrase*.3, sentence*.3',
  'appointments.reason': 'reasonVisit, appointmentType*.6, phrase*.3, sentence*.3',
  symptoms: 'sentence, phrase*.4, reasonVisit*.5',
  anteriorSegment: 'anteriorText, sentence*.7, phrase*.5',
  fundus: 'fundusText, sentence*.7, phrase*.5',
  diagnosis: 'eyeDiagnosis, condition*.7, phrase*.3, sentence*.3',
  'examinations.outcome': 'visitOutcome, phrase*.3, sentence*.2',
  'prescriptions.type': 'rxType, lensType*.5',
  LensBrand: 'lensBrand, phrase*.2',
  frameBrand: 'frameBrand, oneWord*.3, phrase*.2',
  frameModel: 'prefixedCode*.7, phrase*.4, integer*.4, oneWord*.2',
  frameColour: 'colour, phrase*.2',
  frameSize: 'frameSize, integer*.6',
  'dispenses.lensType': 'lensType, rxType*.4, phrase*.3',
  lensMaterial: 'material, oneWord*.1',
  lensIndex: 'refractiveIndex',
  lensCoating: 'coating, phrase*.2',
  tint: 'tint, colour*.6, yesNo*.2',
  'dispenses.voucherCode': 'voucherLetter, prefixedCode*.3',
  voucherCode: 'voucherLetter, letter',
  'dispenses.status': 'orderStatus, payStatus*.5',
  'labOrders.status': 'orderStatus',
  laboratory: 'laboratory, payer*.1, integer*.4, phrase*.2, oneWord*.2',
  orderNumber: 'prefixedCode, integer*.7, longNumber',
  trackingNumber: 'prefixedCode, longNumber',
  frame: 'frameBrand*.7, phrase*.5, sentence*.4, prefixedCode*.4',
  'appointments.type': 'appointmentType, reasonVisit*.5, phrase*.2, integer*.1',
  'appointments.location': 'place*.6, room*.6, phrase*.3, integer*.4, oneWord*.3, uuid*.3',
  'appointments.status': 'appointmentStatus, integer*.2',
  invoiceNumber: 'prefixedCode, integer*.7, longNumber',
  'invoices.status': 'payStatus',
  method: 'paymentMethod',
  reference: 'prefixedCode, longNumber*.8, integer*.4',
  payer: 'payer, phrase*.3, integer*.2',
  policyNumber: 'prefixedCode, longNumber, integer*.5',
  claimNumber: 'prefixedCode, longNumber, integer*.6, uuid*.4',
  'insuranceClaims.status': 'claimStatus, payStatus*.6',
  'nhsVouchers.form': 'gosForm',
  supplements: 'supplement, yesNo*.3, money*.3',
  eligibility: 'eligibility, phrase*.2',
  claimStatus: 'claimStatus, payStatus*.6',
  notes: 'sentence, phrase*.5, condition*.3',
};

const byType: Readonly<Record<string, string>> = {
  date: 'date, year*.5',
  datetime: 'date, dateTime*.2, time*.5, monthOrTime*.4',
  boolean: 'yesNo',
  email: 'email',
  phone: 'phone',
  postcode: 'postcode, zip*.8',
  nhsNumber: 'nhsNumber',
  integer: 'integer',
  decimal: 'decimal, integer',
  money: 'money, decimal*.8, integer*.7',
  reference: 'uuid, integer*.9, prefixedCode, longNumber, fullName*.3',
  text: 'sentence, phrase*.5',
  string: 'phrase*.3, oneWord*.3',
};

type Fit = (profile: ValueProfile) => number;

/** Whether nearly all numbers lie in a range. */
const isWithin = ({ numbers }: ValueProfile, low: number, high: number) =>
  numbers && numbers.low >= low && numbers.high <= high ? 1 : 0;
const powers = ({ share }: ValueProfile) =>
  Math.min(1, Math.max(share.quarterStep, share.dioptreWord) + share.dioptreWord * 0.5);
const number =
  (low: number, high: number): Fit =>
  (profile) =>
    (profile.share.decimal + profile.share.integer) * isWithin(profile, low, high);
const whole =
  (low: number, high: number): Fit =>
  (profile) =>
    profile.share.integer * isWithin(profile, low, high);

/** Fields of an eye, and others whose values are measured: what the values must be, and the range of most of them. */
const measured: readonly (readonly [field: RegExp, fit: Fit])[] = [
  [/Sphere$/, (profile) => powers(profile) * isWithin(profile, -20, 20)],
  [/Cylinder$/, (profile) => powers(profile) * isWithin(profile, -8, 8)],
  [/Axis$/, ({ share, numbers }) => share.axis * (numbers && numbers.high > 20 ? 1 : 0.3)],
  [/Add$/, (profile) => Math.min(1, powers(profile) + profile.share.decimal * 0.3) * isWithin(profile, 0, 4.5)],
  [/PrismBase$/, ({ share }) => share.prismBase],
  [/Prism$/, number(0, 15)],
  [/^nearAcuity/, ({ share }) => share.nearAcuity + share.snellen * 0.4 + share.acuityDecimal * 0.3],
  [/acuity/i, ({ share }) => share.snellen + share.acuityWord + share.acuityDecimal],
  [/BaseCurve$/, number(7, 10)],
  [/Diameter$/, number(12.5, 16.5)],
  [/^pupillaryDistance$/, number(48, 78)],
  [/^nearPupillaryDistance$/, number(46, 76)],
  [/PupillaryDistance$/, number(24, 39)],
  [/^backVertexDistance$/, number(8, 18)],
  [/^intraocularPressure/, number(5, 45)],
  [/^durationMinutes$/, whole(5, 240)],
  [/^durationDays$/, whole(1, 400)],
  [/^lensIndex$/, ({ share }) => share.refractiveIndex],
  [/^timesPerDay$/, number(0.1, 12)],
];

/** Dates tell by their years: a birth is long ago, a review comes soon. */
function dateFit(field: string, profile: ValueProfile): number {
  const { years } = profile;
  if (!years) return Math.min(1, profile.share.date);
  const isBirth = years.last - years.first > 12 && years.first < 1985;
  const fits = field === 'dateOfBirth' ? isBirth : !isBirth;
  return profile.share.date * (fits ? 1 : 0.35);
}

const phones: Readonly<Record<string, Fit>> = {
  mobilePhone: ({ share }) => share.phone * (share.mobile > 0.5 ? 1 : share.landline > 0.5 ? 0.2 : 0.7),
  homePhone: ({ share }) => share.phone * (share.landline > 0.5 ? 1 : share.mobile > 0.8 ? 0.3 : 0.7),
  workPhone: ({ share }) => share.phone * (share.landline > 0.5 ? 0.9 : 0.7),
};

type Weighted = readonly (readonly [kind: ValueKind, weight: number])[];
/** Reads `kind, kind*.3`. */
function weightsOf(notation: string): Weighted {
  return notation.split(',').map((part): [ValueKind, number] => {
    const [kind = '', weight = '1'] = part.trim().split('*');
    return [kind as ValueKind, Number(weight)];
  });
}

const fits = new Map<string, Fit>();

/** How well the values fit the field, 0 to 1. Undefined where no value is known. */
export function fieldFit(entity: Entity, field: Field, profile: ValueProfile): number | undefined {
  if (profile.filled === 0) return undefined;
  const key = `${entity.name}.${field.name}`;
  let fit = fits.get(key);
  if (!fit) {
    fit = fitOf(key, field);
    fits.set(key, fit);
  }
  return Math.min(1, fit(profile));
}

function fitOf(key: string, { name, type }: Field): Fit {
  const found = measured.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  if (type.kind === 'date') return (profile) => dateFit(name, profile);
  if (type.kind === 'phone') return phones[name] ?? (({ share }) => share.phone);
  const notation = byField[key] ?? byField[name] ?? byField[name.replace(/^(?:right|left)/, '')] ?? byType[type.kind];
  const weights = weightsOf(notation ?? 'phrase*.3, oneWord*.3');
  return (profile) => weighted(weights, profile);
}

function weighted(weights: Weighted, { share }: ValueProfile): number {
  let best = 0;
  let sum = 0;
  for (const [kind, weight] of weights) {
    const part = share[kind] * weight;
    best = Math.max(best, part);
    sum += part;
  }
  return Math.min(1, best + (sum - best) * 0.5);
}
