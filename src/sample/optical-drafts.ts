import { dayFromExport } from './calendar.ts';
import type { Draft } from './draft.ts';
import { practitioners } from './invented-names.ts';
import type { Random } from './random.ts';

const unaided = ['6/5', '6/6', '6/9', '6/12', '6/18', '6/24', '6/36', '6/60', 'CF'];
const corrected = ['6/4', '6/5', '6/5', '6/6', '6/6', '6/6-2', '6/7.5', '6/9', '6/9+1', '6/12', 'HM'];
const near = ['N5', 'N5', 'N6', 'N8', ''];
const reasons = [
  'Routine sight test',
  'Recall',
  'Blurred distance vision',
  'Broken glasses',
  'Headaches',
  'Diabetic, annual',
];
const symptoms = [
  '',
  'None',
  'Floaters right eye, no flashes',
  'Reading small print is difficult',
  'Glare when driving at night; "halos"',
  'Eyes tired after screen work',
];
const segments = ['', 'Clear', 'Lids and lashes clear, cornea clear', 'Mild blepharitis R+L', 'Pinguecula nasal L'];
const fundi = [
  'C/D 0.3 R+L, maculae flat, vessels normal',
  'C/D 0.4 R 0.5 L',
  'Drusen at the macula, R > L',
  'Background changes R, referred',
  '',
];
const diagnoses = ['', 'Presbyopia', 'Myopia', 'Hypermetropia', 'Early cataract R+L', 'Dry eye'];
const outcomes = ['No change', 'New prescription given', 'Referred to GP', 'Review in 12 months'];

/** Dioptres with two decimals; a plus is written, as the profession does; plano is `0.00`. */
export function dioptres(quarters: number): string {
  const value = (quarters / 4).toFixed(2);
  return quarters > 0 ? `+${value}` : value;
}

/** An examination `daysAgo` days before the export; of a patient only by `patientId`. */
export function draftExamination(random: Random, patientId: string, daysAgo: number): Draft {
  const { name, number } = random.pick(practitioners);
  return {
    patientId,
    examinationDate: dayFromExport(-daysAgo),
    practitioner: name,
    practitionerNumber: number,
    reason: random.pick(reasons),
    symptoms: random.pick(symptoms),
    unaidedAcuityRight: random.pick(unaided),
    unaidedAcuityLeft: random.pick(unaided),
    acuityRight: random.pick(corrected),
    acuityLeft: random.pick(corrected),
    acuityBinocular: random.chance(0.5) ? '6/6' : '',
    nearAcuityRight: random.pick(near),
    nearAcuityLeft: random.pick(near),
    intraocularPressureRight: random.chance(0.8) ? String(random.integer(10, 24)) : '',
    intraocularPressureLeft: random.chance(0.8) ? String(random.integer(10, 24)) : '',
    anteriorSegment: random.pick(segments),
    fundus: random.pick(fundi),
    diagnosis: random.pick(diagnoses),
    outcome: random.pick(outcomes),
    nextExaminationDate: dayFromExport(-daysAgo + random.pick([365, 730])),
    notes: random.chance(0.15) ? 'Prefers morning calls.\nHas a guide dog.' : '',
  };
}

function eye(random: Random, side: 'right' | 'left', sphereQuarters: number, add: string): Draft {
  const hasCylinder = random.chance(0.7);
  const hasPrism = random.chance(0.08);
  return {
    [`${side}Sphere`]: dioptres(sphereQuarters + random.integer(-2, 2)),
    [`${side}Cylinder`]: hasCylinder ? dioptres(-random.integer(1, 11)) : '',
    [`${side}Axis`]: hasCylinder ? String(random.integer(1, 36) * 5) : '',
    [`${side}Add`]: add,
    [`${side}Prism`]: hasPrism ? random.pick(['0.50', '1.00', '1.50', '2.00']) : '',
    [`${side}PrismBase`]: hasPrism ? random.pick(['up', 'down', 'in', 'out']) : '',
  };
}

/** The prescription that an examination of that day gave. `examination.externalId` must be its identifier. */
export function draftPrescription(random: Random, examinationId: string, examination: Draft, daysAgo: number): Draft {
  const isPresbyope = random.chance(0.6);
  const sphereQuarters = random.integer(-20, 14);
  const add = isPresbyope ? dioptres(random.integer(3, 11)) : '';
  return {
    patientId: examination.patientId ?? '',
    examinationId,
    issueDate: examination.examinationDate ?? '',
    expiryDate: dayFromExport(-daysAgo + 730),
    prescriber: examination.practitioner ?? '',
    type: isPresbyope
      ? random.pick(['bifocal', 'varifocal', 'near', 'intermediate'])
      : random.pick(['distance', 'contactLens']),
    ...eye(random, 'right', sphereQuarters, add),
    ...eye(random, 'left', sphereQuarters, add),
    pupillaryDistance: String(random.integer(110, 144) / 2),
    backVertexDistance: random.chance(0.3) ? String(random.integer(11, 14)) : '',
    notes: random.chance(0.1) ? 'Balance lens left; patient is aware.' : '',
  };
}

/** Spectacles made from a prescription some days after it. `prices` are in pounds. */
export function draftDispense(random: Random, prescription: Draft, prescriptionId: string, daysAgo: number): Draft {
  const framePrice = random.integer(40, 220);
  const lensPrice = random.integer(30, 320);
  return {
    patientId: prescription.patientId ?? '',
    prescriptionId,
    orderedDate: dayFromExport(-daysAgo),
    dispensedDate: dayFromExport(-daysAgo + 7),
    collectedDate: random.chance(0.8) ? dayFromExport(-daysAgo + 12) : '',
    frameBrand: random.pick(['Harrowgate', 'Linden & Co', 'Pennine', 'Côte']),
    frameModel: `${random.pick(['HG', 'LC', 'PN'])}-${random.integer(100, 999)}`,
    frameColour: random.pick(['Black', 'Tortoiseshell', 'Navy', 'Rose']),
    frameSize: `${random.integer(48, 56)}-${random.integer(15, 20)}`,
    lensType: random.pick(['Single vision', 'Bifocal', 'Varifocal']),
    lensMaterial: random.pick(['CR39', 'Polycarbonate', 'Glass']),
    lensIndex: random.pick(['1.5', '1.6', '1.67', '1.74']),
    lensCoating: random.pick(['', 'Anti-reflection', 'Hard coat']),
    tint: random.pick(['', '', 'Brown 20%', 'Photochromic']),
    quantity: '1',
    framePrice: framePrice.toFixed(2),
    lensPrice: lensPrice.toFixed(2),
    price: (framePrice + lensPrice).toFixed(2),
    voucherCode: random.chance(0.3) ? random.pick(['A', 'B', 'E', 'F']) : '',
    dispensedBy: random.pick(practitioners).name,
    status: random.pick(['Collected', 'Ready', 'On order']),
  };
}

/** The order that a dispense sends to a laboratory. */
export function draftLabOrder(random: Random, dispense: Draft, dispenseId: string, daysAgo: number): Draft {
  return {
    patientId: dispense.patientId ?? '',
    dispenseId,
    orderedDate: dispense.orderedDate ?? '',
    laboratory: random.pick(['Northern Lens Works', 'Severn Glazing', 'Atelier Optique']),
    orderNumber: `L${random.integer(10_000, 99_999)}`,
    trackingNumber: random.chance(0.5) ? `TRK${random.integer(100_000, 999_999)}` : '',
    dueDate: dayFromExport(-daysAgo + 6),
    receivedDate: random.chance(0.9) ? dayFromExport(-daysAgo + 5) : '',
    frame: `${dispense.frameBrand} ${dispense.frameModel}`,
    cost: random.integer(12, 90).toFixed(2),
    status: random.pick(['Received', 'In production', 'Shipped']),
  };
}
