import type { SampleRow } from './answer-key.ts';
import * as care from './care-drafts.ts';
import type { DirtOptions } from './dirt-plan.ts';
import { createExportTable, type ExportTable } from './export-table.ts';
import type { SystemLayout } from './layout.ts';
import { careSystemsUk } from './layouts/care-systems-uk.ts';
import { genericHome } from './layouts/generic.ts';
import { personCentredSoftware } from './layouts/person-centred-software.ts';
import { createRandom, type Random } from './random.ts';
import * as residents from './resident-drafts.ts';
import { RowComposer } from './row-composer.ts';

const layouts = {
  'person-centred-software': personCentredSoftware,
  'care-systems-uk': careSystemsUk,
  generic: genericHome,
} as const satisfies Record<string, SystemLayout>;

/** A system of care homes whose exports can be imitated. */
export type CareSystem = keyof typeof layouts;

/** What a home is made from. */
export interface CareHomeOptions extends DirtOptions {
  readonly seed: number;
  /** People; rows that are copies of others come on top. */
  readonly residents: number;
  readonly system: CareSystem;
}

/** The files of that system's export. */
export function careTables(system: CareSystem): ExportTable[] {
  const { style, tables } = layouts[system];
  return tables.map((layout) => createExportTable(layout, style));
}

/**
 * The rows of a whole home, person by person, each file's rows in their order. The same options give the same rows.
 * Holds no more than one person's rows at a time.
 */
export function* generateCareHome(options: CareHomeOptions): Generator<SampleRow> {
  const random = createRandom(options.seed);
  const composer = new RowComposer(careTables(options.system), options, random);
  for (let serial = 0; serial < options.residents; serial += 1) {
    composer.startPerson();
    addResident(composer, random, serial);
    yield* composer.take();
  }
}

function addResident(composer: RowComposer, random: Random, serial: number): void {
  const resident = residents.draftResident(random, serial);
  const residentId = composer.add('residents', resident);
  const addSome = (entity: string, least: number, most: number, draft: () => Parameters<RowComposer['add']>[1]) => {
    for (let count = random.integer(least, most); count > 0; count -= 1) composer.add(entity, draft());
  };
  addSome('contacts', 0, 2, () => residents.draftContact(random, residentId, resident));
  addSome('allergies', 0, 2, () => care.draftAllergy(random, residentId));
  addSome('conditions', 0, 3, () => care.draftCondition(random, residentId));
  for (let count = random.integer(0, 5); count > 0; count -= 1) addMedication(composer, random, residentId);
  addSome('carePlans', 1, 3, () => residents.draftCarePlan(random, residentId));
  addSome('riskAssessments', 1, 2, () => residents.draftRiskAssessment(random, residentId));
  addSome('observations', 0, 4, () => care.draftObservation(random, residentId));
  addSome('dailyNotes', 0, 4, () => care.draftDailyNote(random, residentId));
  addSome('incidents', 0, 1, () => residents.draftIncident(random, residentId));
}

function addMedication(composer: RowComposer, random: Random, residentId: string): void {
  const medication = care.draftMedication(random, residentId);
  const medicationId = composer.add('medications', medication);
  for (let count = random.integer(0, 3); count > 0; count -= 1) {
    composer.add('medicationAdministrations', care.draftAdministration(random, medication, medicationId));
  }
}
