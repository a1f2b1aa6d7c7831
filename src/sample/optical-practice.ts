import type { SampleRow } from './answer-key.ts';
import type { DirtOptions } from './dirt-plan.ts';
import type { Draft } from './draft.ts';
import { createExportTable, type ExportTable } from './export-table.ts';
import type { SystemLayout } from './layout.ts';
import { acuity } from './layouts/acuity.ts';
import { genericPractice } from './layouts/generic.ts';
import { occuco } from './layouts/occuco.ts';
import { optix } from './layouts/optix.ts';
import { draftDispense, draftExamination, draftLabOrder, draftPrescription } from './optical-drafts.ts';
import * as practice from './practice-drafts.ts';
import { createRandom, type Random } from './random.ts';
import { RowComposer } from './row-composer.ts';

const layouts = { optix, occuco, acuity, generic: genericPractice } as const satisfies Record<string, SystemLayout>;

/** A system of optical practices whose exports can be imitated. */
export type OpticalSystem = keyof typeof layouts;

/** What a practice is made from. */
export interface OpticalPracticeOptions extends DirtOptions {
  readonly seed: number;
  /** People; rows that are copies of others come on top. */
  readonly patients: number;
  readonly system: OpticalSystem;
}

/** The files of that system's export. */
export function opticalTables(system: OpticalSystem): ExportTable[] {
  const { style, tables } = layouts[system];
  return tables.map((layout) => createExportTable(layout, style));
}

/**
 * The rows of a whole practice, person by person, each file's rows in their order. The same options give the same rows.
 * Holds no more than one person's rows at a time.
 */
export function* generateOpticalPractice(options: OpticalPracticeOptions): Generator<SampleRow> {
  const random = createRandom(options.seed);
  const composer = new RowComposer(opticalTables(options.system), options, random);
  for (let serial = 0; serial < options.patients; serial += 1) {
    composer.startPerson();
    addPatient(composer, random, serial);
    yield* composer.take();
  }
}

function addPatient(composer: RowComposer, random: Random, serial: number): void {
  const patientId = composer.add('patients', practice.draftPatient(random, serial));
  const visits = random.integer(0, 4);
  for (let visit = visits; visit > 0; visit -= 1) {
    addVisit(composer, random, patientId, visit * 365 - random.integer(5, 300));
  }
  for (let count = random.integer(0, 2); count > 0; count -= 1) {
    composer.add('appointments', practice.draftAppointment(random, patientId));
  }
}

/** An examination and what follows from it, as far as the system keeps it. */
function addVisit(composer: RowComposer, random: Random, patientId: string, daysAgo: number): void {
  const examination = draftExamination(random, patientId, daysAgo);
  const prescribe = (id: string) => draftPrescription(random, id, examination, daysAgo);
  const hasPrescription = random.chance(0.8);
  let prescription: Draft | undefined;
  let prescriptionId = '';
  const examinationId = composer.addRow('examinations', (id) => {
    const own = { examinations: { ...examination, externalId: id } };
    if (!hasPrescription || !composer.sharesRows('examinations', 'prescriptions')) return own;
    prescription = { ...prescribe(id), externalId: id };
    prescriptionId = id;
    return { ...own, prescriptions: prescription };
  });
  if (hasPrescription && !prescription) {
    prescription = prescribe(examinationId);
    prescriptionId = composer.add('prescriptions', prescription);
  }
  if (random.chance(0.4)) composer.add('clinicalNotes', practice.draftClinicalNote(random, examinationId, examination));
  if (random.chance(0.15)) composer.add('insuranceClaims', practice.draftInsuranceClaim(random, examination, daysAgo));
  if (prescription && prescriptionId) addSale(composer, random, prescription, prescriptionId, daysAgo);
}

function addSale(
  composer: RowComposer,
  random: Random,
  prescription: Draft,
  prescriptionId: string,
  daysAgo: number,
): void {
  if (random.chance(0.3)) composer.add('nhsVouchers', practice.draftVoucher(random, prescription, prescriptionId));
  if (random.chance(0.4)) return;
  const dispense = draftDispense(random, prescription, prescriptionId, daysAgo);
  const dispenseId = composer.add('dispenses', dispense);
  if (random.chance(0.7)) composer.add('labOrders', draftLabOrder(random, dispense, dispenseId, daysAgo));
  const invoice = practice.draftInvoice(random, dispense, daysAgo);
  const invoiceId = composer.add('invoices', invoice);
  composer.add('payments', practice.draftPayment(random, invoice, invoiceId));
}
