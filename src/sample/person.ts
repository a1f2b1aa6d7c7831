import { dayFromExport } from './calendar.ts';
import type { Draft } from './draft.ts';
import * as invented from './invented-names.ts';
import { testNhsNumber } from './nhs-number.ts';
import type { Random } from './random.ts';

/** Ages in years between which people are born. */
export interface AgeRange {
  readonly youngest: number;
  readonly oldest: number;
}

const inwardLetters = 'ABDEFGHJLNPQRSTUWXYZ';

/** A mobile number of the range that Ofcom keeps for drama: 07700 900000 to 900999. */
export function dramaMobile(random: Random): string {
  return `07700900${String(random.integer(0, 999)).padStart(3, '0')}`;
}

/** A landline of Ofcom's drama range without an area: 01632 960000 to 960999. */
export function dramaLandline(random: Random): string {
  return `01632960${String(random.integer(0, 999)).padStart(3, '0')}`;
}

/** Letters that may stand in an address of e-mail: `Małgorzata O'Connor` gives `magorzata.oconnor`. */
function mailbox(firstName: string, lastName: string): string {
  const plain = (name: string) => name.normalize('NFD').replace(/[^A-Za-z]/g, '');
  return `${plain(firstName)}.${plain(lastName)}`.toLowerCase();
}

function titleOf(random: Random, gender: string): string {
  if (random.chance(0.02)) return 'Dr';
  return gender === 'male' ? 'Mr' : random.pick(['Mrs', 'Miss', 'Ms']);
}

function address(random: Random): Draft {
  const { town, county, outward } = random.pick(invented.towns);
  const inward = `${random.integer(1, 9)}${inwardLetters[random.integer(0, 19)]}${inwardLetters[random.integer(0, 19)]}`;
  return {
    addressLine1: `${random.integer(1, 160)} ${random.pick(invented.streets)}`,
    addressLine2: random.pick(invented.districts),
    city: town,
    county,
    postcode: `${outward} ${inward}`,
    country: 'GB',
  };
}

function nextOfKin(random: Random, lastName: string): Draft {
  if (random.chance(0.4)) return {};
  return {
    nextOfKinName: `${random.pick(random.chance(0.5) ? invented.femaleNames : invented.maleNames)} ${lastName}`,
    nextOfKinRelationship: random.pick(invented.relationships),
    nextOfKinPhone: random.chance(0.5) ? dramaMobile(random) : dramaLandline(random),
  };
}

/**
 * What is common to a patient and a resident: an invented person with plausible particulars and no real ones.
 * `serial` counts people from 0 and makes the NHS number; about one person in five has none.
 */
export function inventPerson(random: Random, serial: number, ages: AgeRange): Draft {
  const gender = random.chance(0.55) ? 'female' : 'male';
  const firstNames = gender === 'female' ? invented.femaleNames : invented.maleNames;
  const firstName = random.pick(firstNames);
  const lastName = random.pick(invented.lastNames);
  return {
    title: titleOf(random, gender),
    firstName,
    middleNames: random.chance(0.2) ? random.pick(firstNames) : '',
    lastName,
    preferredName: random.chance(0.1) ? firstName.slice(0, 3) : '',
    dateOfBirth: dayFromExport(-random.integer(ages.youngest * 365, ages.oldest * 365)),
    gender,
    nhsNumber: random.chance(0.88) ? testNhsNumber(serial) : '',
    email: random.chance(0.5) ? `${mailbox(firstName, lastName)}${random.integer(1, 99)}@example.org` : '',
    mobilePhone: random.chance(0.7) ? dramaMobile(random) : '',
    homePhone: random.chance(0.6) ? dramaLandline(random) : '',
    ...address(random),
    ...nextOfKin(random, lastName),
    gpName: random.chance(0.6) ? `Dr ${random.pick(['S', 'M', 'A'])} ${random.pick(invented.lastNames)}` : '',
    gpPractice: random.pick(invented.surgeries),
    ethnicity: random.pick(invented.ethnicities),
    preferredLanguage: random.pick(invented.languages),
    maritalStatus: random.pick(['Married', 'Widowed', 'Single', 'Divorced', '']),
  };
}
