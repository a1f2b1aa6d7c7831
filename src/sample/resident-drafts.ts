import { dayFromExport } from './calendar.ts';
import type { Draft } from './draft.ts';
import { carers, femaleNames, relationships, religions } from './invented-names.ts';
import { dramaLandline, inventPerson } from './person.ts';
import type { Random } from './random.ts';

const homes = ['Rosewood Lodge', 'The Limes', "St Cuthbert's House"];

/** A resident of a home. `serial` counts people from 0. */
export function draftResident(random: Random, serial: number): Draft {
  const admitted = random.integer(30, 2200);
  const status = random.chance(0.8) ? 'active' : random.pick(['inactive', 'deceased']);
  const left = status === 'active' ? '' : dayFromExport(-random.integer(1, 29));
  const isUnderDols = random.chance(0.3);
  const hasConsented = random.chance(0.8);
  return {
    ...inventPerson(random, serial, { youngest: 66, oldest: 101 }),
    status,
    religion: random.pick(religions),
    careHome: random.pick(homes),
    roomNumber: `${random.pick(['', 'A', 'B'])}${random.integer(1, 40)}`,
    admissionDate: dayFromExport(-admitted),
    dischargeDate: status === 'inactive' ? left : '',
    dateOfDeath: status === 'deceased' ? left : '',
    careLevel: random.pick(['residential', 'nursing', 'dementia', 'respite', 'palliative']),
    fundingType: random.pick(['Self funded', 'Local authority', 'NHS continuing healthcare']),
    mobility: random.pick(['Walks with a frame', 'Hoist, two carers', 'Independent', '']),
    dietaryRequirements: random.pick([
      '',
      'Soft and bite-sized (IDDSI 6)',
      'Diabetic diet',
      'Mildly thick fluids (IDDSI 2)',
    ]),
    resuscitationStatus: random.pick(['forResuscitation', 'dnacpr', 'unknown']),
    capacityStatus: random.pick(['Has capacity', 'Lacks capacity for care decisions', 'Fluctuating']),
    dolsStatus: isUnderDols ? 'Authorised' : 'Not required',
    dolsExpiryDate: isUnderDols ? dayFromExport(random.integer(20, 350)) : '',
    consentToShare: hasConsented ? 'true' : 'false',
    consentDate: hasConsented ? dayFromExport(-admitted + 1) : '',
    notes: random.chance(0.4) ? 'Likes to be called by first name; enjoys the garden and "the wireless".' : '',
    keyWorker: random.pick(carers),
    bedRate: String(random.integer(900, 1600)),
  };
}

/** A relative or friend of a resident. */
export function draftContact(random: Random, residentId: string, resident: Draft): Draft {
  return {
    residentId,
    name: `${random.pick(femaleNames)} ${resident.lastName}`,
    relationship: random.pick(relationships),
    phone: dramaLandline(random),
    email: random.chance(0.5) ? `family${random.integer(100, 999)}@example.org` : '',
    address: `${resident.addressLine1}, ${resident.city}`,
    isNextOfKin: random.chance(0.6) ? 'true' : 'false',
    isEmergencyContact: random.chance(0.5) ? 'true' : 'false',
    hasPowerOfAttorney: random.chance(0.3) ? 'true' : 'false',
  };
}

/** A need and what staff do about it. */
export function draftCarePlan(random: Random, residentId: string): Draft {
  const begun = random.integer(30, 400);
  return {
    residentId,
    category: random.pick(['Mobility', 'Nutrition', 'Skin integrity', 'Communication', 'Continence']),
    need: random.pick([
      'Needs help to stand from a chair.',
      'At risk of losing weight.',
      'Skin is fragile; sits out for long periods.',
    ]),
    goal: random.pick(['To stay as independent as possible', 'To keep a stable weight', 'Skin stays intact']),
    intervention: random.pick([
      'Two carers and a frame.\nCheck footwear.',
      'Offer snacks; weigh each week.',
      'Turn every four hours, "little and often".',
    ]),
    startDate: dayFromExport(-begun),
    endDate: '',
    reviewDate: dayFromExport(random.integer(1, 90)),
    author: random.pick(carers),
    status: random.pick(['active', 'active', 'superseded', 'closed']),
  };
}

/** A scored risk. */
export function draftRiskAssessment(random: Random, residentId: string): Draft {
  return {
    residentId,
    tool: random.pick(['Waterlow', 'MUST', 'Falls', 'Braden', 'Abbey Pain Scale']),
    score: String(random.integer(0, 24)),
    riskLevel: random.pick(['low', 'medium', 'high', 'veryHigh', 'unknown']),
    assessedDate: dayFromExport(-random.integer(1, 200)),
    reviewDate: dayFromExport(random.integer(1, 60)),
    assessor: random.pick(carers),
    notes: random.chance(0.3) ? 'Reviewed with the family present' : '',
  };
}

/** Something that happened; about one in ten concerns no resident. */
export function draftIncident(random: Random, residentId: string): Draft {
  return {
    residentId: random.chance(0.9) ? residentId : '',
    occurredAt: momentBeforeExport(random, random.integer(1, 300)),
    type: random.pick(['Fall', 'Medication error', 'Safeguarding', 'Near miss']),
    location: random.pick(['Bedroom', 'Lounge', 'Corridor', 'Garden']),
    description: random.pick([
      'Found sitting on the floor beside the bed.',
      'Tablet found in a cardigan pocket; said "I forgot".',
    ]),
    severity: random.pick(['No harm', 'Low harm', 'Moderate harm']),
    injury: random.pick(['', 'Bruise to left elbow', 'Skin tear']),
    witness: random.pick(['', ...carers]),
    actionTaken: random.pick(['Checked for injury, observations taken.', 'GP informed and advice followed.']),
    reportedBy: random.pick(carers),
    followUp: random.pick(['', 'Sensor mat in place.']),
    status: random.pick(['Open', 'Investigated', 'Closed']),
    safeguarding: random.chance(0.1) ? 'true' : 'false',
    cqcNotifiable: random.chance(0.05) ? 'true' : 'false',
  };
}

/** A minute of that day; never between midnight and three, where a change of the clocks would leave it open which hour was meant. */
export function momentBeforeExport(random: Random, daysAgo: number): string {
  const hour = String(random.integer(3, 23)).padStart(2, '0');
  return `${dayFromExport(-daysAgo)}T${hour}:${String(random.integer(0, 59)).padStart(2, '0')}`;
}
