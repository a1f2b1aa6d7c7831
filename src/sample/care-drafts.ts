import { dayFromExport } from './calendar.ts';
import type { Draft } from './draft.ts';
import { carers } from './invented-names.ts';
import type { Random } from './random.ts';
import { momentBeforeExport } from './resident-drafts.ts';

/** Medicines with strengths and doses as charts show them. Chosen for variety of form, not as advice. */
const medicines: readonly Draft[] = [
  {
    drugName: 'Paracetamol 500mg tablets',
    form: 'Tablet',
    strength: '500 mg',
    dose: '2',
    doseUnit: 'tablet',
    route: 'Oral',
    frequency: 'QDS PRN',
    timesPerDay: '4',
    asRequired: 'true',
    indication: 'Pain',
  },
  {
    drugName: 'Amlodipine 5mg tablets',
    form: 'Tablet',
    strength: '5 mg',
    dose: '1',
    doseUnit: 'tablet',
    route: 'Oral',
    frequency: 'OD',
    timesPerDay: '1',
    asRequired: 'false',
    indication: 'Blood pressure',
  },
  {
    drugName: 'Levothyroxine 25microgram tablets',
    form: 'Tablet',
    strength: '25 micrograms',
    dose: '1',
    doseUnit: 'tablet',
    route: 'Oral',
    frequency: 'OM',
    timesPerDay: '1',
    asRequired: 'false',
    indication: 'Thyroid',
  },
  {
    drugName: 'Lactulose 3.1-3.7g/5ml oral solution',
    form: 'Liquid',
    strength: '3.1-3.7 g/5 ml',
    dose: '15',
    doseUnit: 'ml',
    route: 'Oral',
    frequency: 'BD',
    timesPerDay: '2',
    asRequired: 'false',
    indication: 'Constipation',
  },
  {
    drugName: 'Digoxin 62.5microgram tablets',
    form: 'Tablet',
    strength: '62.5 micrograms',
    dose: '1',
    doseUnit: 'tablet',
    route: 'Oral',
    frequency: 'OD',
    timesPerDay: '1',
    asRequired: 'false',
    indication: 'Heart rate',
  },
  {
    drugName: 'Hypromellose 0.3% eye drops',
    form: 'Drops',
    strength: '0.3 %',
    dose: '1',
    doseUnit: 'drop',
    route: 'Both eyes',
    frequency: 'TDS',
    timesPerDay: '3',
    asRequired: 'false',
    indication: 'Dry eyes',
  },
];

const measurements: readonly (readonly [type: string, unit: string, least: number, most: number])[] = [
  ['Weight', 'kg', 42, 96],
  ['Pulse', '/min', 55, 98],
  ['Temperature', 'Cel', 36, 37],
  ['SpO2', '%', 93, 99],
  ['Blood glucose', 'mmol/L', 4, 11],
];

/** What a resident must not have. */
export function draftAllergy(random: Random, residentId: string): Draft {
  const [substance, category] = random.pick([
    ['Penicillin', 'medication'],
    ['Trimethoprim', 'medication'],
    ['Peanuts', 'food'],
    ['Latex', 'environment'],
    ['Elastoplast', 'other'],
  ] as const);
  return {
    residentId,
    substance,
    type: random.pick(['allergy', 'intolerance', 'unknown']),
    category,
    severity: random.pick(['mild', 'moderate', 'severe', 'unknown']),
    reaction: random.pick(['Rash', 'Swelling of the lips', 'Nausea', '']),
    recordedDate: dayFromExport(-random.integer(30, 2000)),
    status: random.pick(['active', 'active', 'inactive', 'refuted']),
  };
}

/** A diagnosis in words; the code is left to the home's own list. */
export function draftCondition(random: Random, residentId: string): Draft {
  return {
    residentId,
    description: random.pick([
      'Type 2 diabetes mellitus',
      "Alzheimer's disease",
      'Osteoarthritis',
      'Atrial fibrillation',
      'Hypertension',
    ]),
    code: '',
    codeSystem: '',
    onsetDate: random.chance(0.7) ? dayFromExport(-random.integer(400, 9000)) : '',
    endDate: '',
    status: random.pick(['active', 'active', 'resolved', 'inactive']),
    notes: random.chance(0.2) ? 'Under the care of the memory clinic' : '',
  };
}

/** A medicine on a resident's chart. */
export function draftMedication(random: Random, residentId: string): Draft {
  const begun = random.integer(20, 900);
  const status = random.pick(['active', 'active', 'active', 'stopped', 'completed', 'onHold']);
  const isOver = status === 'stopped' || status === 'completed';
  return {
    residentId,
    ...random.pick(medicines),
    drugCode: '',
    instructions: random.pick(['', 'Take with food', 'Swallow whole; "not to be crushed"']),
    startDate: dayFromExport(-begun),
    endDate: isOver ? dayFromExport(-random.integer(1, 19)) : '',
    prescriber: random.pick(['Dr S Bramley', 'Dr M Hargreaves', 'Nurse prescriber K. Nowak']),
    status,
  };
}

/** One round at which a medicine of the chart was due. */
export function draftAdministration(random: Random, medication: Draft, medicationId: string): Draft {
  const outcome = random.pick(['given', 'given', 'given', 'given', 'refused', 'omitted', 'unavailable', 'other']);
  const scheduledAt = `${dayFromExport(-random.integer(1, 19))}T${random.pick(['08', '13', '18', '22'])}:00`;
  const isGiven = outcome === 'given';
  return {
    residentId: medication.residentId ?? '',
    medicationId,
    scheduledAt,
    administeredAt: isGiven ? scheduledAt.replace(':00', `:${random.integer(10, 40)}`) : '',
    outcome,
    dose: isGiven ? (medication.dose ?? '') : '',
    doseUnit: isGiven ? (medication.doseUnit ?? '') : '',
    administeredBy: random.pick(carers),
    notes: isGiven ? '' : random.pick(['Asleep', 'Nauseous', 'Out with family']),
  };
}

/** A measurement. */
export function draftObservation(random: Random, residentId: string): Draft {
  const [type, unit, least, most] = random.pick(measurements);
  return {
    residentId,
    type,
    value: `${random.integer(least, most)}.${random.integer(0, 9)}`,
    unit,
    takenAt: momentBeforeExport(random, random.integer(1, 90)),
    takenBy: random.pick(carers),
  };
}

/** What was written in a day. */
export function draftDailyNote(random: Random, residentId: string): Draft {
  return {
    residentId,
    writtenAt: momentBeforeExport(random, random.integer(1, 30)),
    category: random.pick(['Personal care', 'Meals', 'Activities', 'Night check']),
    text: random.pick([
      'Assisted with washing and dressing, in good spirits.',
      'Ate half of lunch, drank 200 ml of squash.',
      'Slept well.\nTurned at 02:00, skin intact.',
      'Joined the singing; "best afternoon in ages".',
    ]),
    author: random.pick(carers),
  };
}
