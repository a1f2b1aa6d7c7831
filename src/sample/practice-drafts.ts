import { dayFromExport } from './calendar.ts';
import type { Draft } from './draft.ts';
import { occupations, practitioners } from './invented-names.ts';
import { inventPerson } from './person.ts';
import type { Random } from './random.ts';

/** A patient of a practice. `serial` counts people from 0. */
export function draftPatient(random: Random, serial: number): Draft {
  const lastSeen = random.integer(20, 900);
  return {
    ...inventPerson(random, serial, { youngest: 5, oldest: 97 }),
    alternativeId: random.chance(0.1) ? `HOSP${random.integer(1000, 9999)}` : '',
    occupation: random.pick(occupations),
    knownAllergies: random.pick(['', '', '', 'Penicillin', 'Fluorescein', 'Latex, mild']),
    lastExaminationDate: dayFromExport(-lastSeen),
    recallDate: dayFromExport(730 - lastSeen),
    marketingConsent: random.chance(0.5) ? 'true' : 'false',
    status: random.chance(0.9) ? 'active' : random.pick(['inactive', 'deceased']),
    notes: random.chance(0.1) ? 'Hard of hearing, please ring twice' : '',
    hobbies: random.pick(['', 'Gardening', 'Chess', 'Fell running']),
    vduUser: random.pick(['True', 'False', '']),
    drives: random.pick(['true', 'false', '']),
  };
}

/** An appointment between two years ago and two months ahead, at a quarter of an hour of a working day. */
export function draftAppointment(random: Random, patientId: string): Draft {
  const offset = random.integer(-700, 60);
  const hour = String(random.integer(9, 16)).padStart(2, '0');
  const quarter = random.integer(0, 2) * 15;
  const day = dayFromExport(offset);
  return {
    patientId,
    startsAt: `${day}T${hour}:${String(quarter).padStart(2, '0')}`,
    endsAt: `${day}T${hour}:${quarter + 20}`,
    durationMinutes: '20',
    type: random.pick(['Sight test', 'Contact lens check', 'Collection', 'OCT scan']),
    practitioner: random.pick(practitioners).name,
    location: random.pick(['Room 1', 'Room 2', 'High Street branch']),
    status:
      offset > 0 ? random.pick(['booked', 'confirmed']) : random.pick(['attended', 'attended', 'cancelled', 'missed']),
    reason: random.pick(['', 'Recall', 'Broken glasses']),
    notes: random.chance(0.1) ? 'Wife to be rung first' : '',
  };
}

/** A note that belongs to an examination of that day. */
export function draftClinicalNote(random: Random, examinationId: string, examination: Draft): Draft {
  return {
    patientId: examination.patientId ?? '',
    examinationId,
    writtenAt: `${examination.examinationDate}T${String(random.integer(9, 17)).padStart(2, '0')}:40`,
    author: examination.practitioner ?? '',
    category: random.pick(['Clinical', 'Dispensing', 'Telephone']),
    text: random.pick([
      'Patient happy with current spectacles.',
      'Explained the findings, leaflet given; "will think about it".',
      'Rang about adaptation to varifocals, advised to persevere.\nReview if no better in two weeks.',
    ]),
  };
}

/** The invoice for a dispense, paid in full or in part. */
export function draftInvoice(random: Random, dispense: Draft, daysAgo: number): Draft {
  const total = Number(dispense.price);
  const paid = random.chance(0.8) ? total : Math.round(total / 2);
  return {
    patientId: dispense.patientId ?? '',
    invoiceNumber: `${2026 - Math.floor(daysAgo / 365)}/${random.integer(1000, 9999)}`,
    invoiceDate: dispense.orderedDate ?? '',
    dueDate: dayFromExport(-daysAgo + 30),
    subtotal: total.toFixed(2),
    tax: '0.00',
    discount: '0.00',
    total: total.toFixed(2),
    amountPaid: paid.toFixed(2),
    balance: (total - paid).toFixed(2),
    status: paid === total ? 'Paid' : 'Part paid',
  };
}

/** The payment of an invoice. */
export function draftPayment(random: Random, invoice: Draft, invoiceId: string): Draft {
  return {
    patientId: invoice.patientId ?? '',
    invoiceId,
    paidDate: invoice.invoiceDate ?? '',
    amount: invoice.amountPaid ?? '',
    method: random.pick(['Card', 'Cash', 'Bank transfer', 'Voucher']),
    reference: `REF${random.integer(10_000, 99_999)}`,
  };
}

/** An NHS optical voucher for a prescription. */
export function draftVoucher(random: Random, prescription: Draft, prescriptionId: string): Draft {
  const value = random.pick(['40.00', '65.50', '90.25', '210.00']);
  return {
    patientId: prescription.patientId ?? '',
    prescriptionId,
    form: random.pick(['GOS1', 'GOS3', 'GOS3', 'GOS6']),
    nation: random.pick(['england', 'wales', 'scotland', 'northernIreland']),
    voucherCode: random.pick(['A', 'B', 'C', 'E', 'F']),
    supplements: random.pick(['', '', 'Prism', 'Tint', 'Small frame']),
    testDate: prescription.issueDate ?? '',
    issuedDate: prescription.issueDate ?? '',
    claimNumber: `CLM${random.integer(100_000, 999_999)}`,
    value,
    amountPaid: random.chance(0.8) ? value : '0.00',
    eligibility: random.pick(['Aged 60 or over', 'Under 16', 'Income support', 'Diabetes']),
    claimStatus: random.pick(['Paid', 'Submitted', 'Rejected']),
  };
}

/** A claim to an insurer for an examination. */
export function draftInsuranceClaim(random: Random, examination: Draft, daysAgo: number): Draft {
  const claimed = random.pick(['25.00', '60.00', '110.00']);
  return {
    patientId: examination.patientId ?? '',
    payer: random.pick(['Calder Health', 'Westmorland Mutual', 'Staff benefit plan']),
    policyNumber: `POL${random.integer(10_000, 99_999)}`,
    claimNumber: `CL${random.integer(10_000, 99_999)}`,
    serviceDate: examination.examinationDate ?? '',
    submittedDate: dayFromExport(-daysAgo + 3),
    amountClaimed: claimed,
    amountPaid: random.chance(0.7) ? claimed : '0.00',
    status: random.pick(['Paid', 'Pending', 'Refused']),
  };
}
