import { carePlans, dailyNotes, riskAssessments } from './synonyms/care-records.ts';
import { dispenses, labOrders } from './synonyms/dispensing.ts';
import { allergies, conditions, observations } from './synonyms/health-records.ts';
import { incidents } from './synonyms/incidents.ts';
import { medicationAdministrations, medications } from './synonyms/medicines.ts';
import { appointments, clinicalNotes, patients } from './synonyms/patients.ts';
import { insuranceClaims, nhsVouchers } from './synonyms/payers.ts';
import { contacts, residents } from './synonyms/residents.ts';
import { invoices, payments } from './synonyms/sales.ts';
import { examinations, prescriptions } from './synonyms/sight-tests.ts';

/**
 * Other names of an entity and its fields, in lists with commas, the most telling first. A name may stand for several
 * fields; the matcher weighs it against the values and the other columns.
 */
export interface EntitySynonyms {
  /** What the entity's records are called, in the singular: they name tables, keys and references. */
  readonly nouns: string;
  /** By field. `date + time` stands for both columns, joined by a space. The field's own name need not be listed. */
  readonly fields: Readonly<Record<string, string>>;
  /** A number of the record that serves as its key where the table has no column of a key's name. */
  readonly spareKey?: string;
}

/** By entity. Written by hand from what care and optical systems, forms and standards call these things. */
export const synonyms: Readonly<Record<string, EntitySynonyms>> = {
  residents,
  contacts,
  allergies,
  conditions,
  medications,
  medicationAdministrations,
  carePlans,
  riskAssessments,
  observations,
  dailyNotes,
  incidents,
  patients,
  examinations,
  prescriptions,
  dispenses,
  appointments,
  clinicalNotes,
  labOrders,
  invoices,
  payments,
  insuranceClaims,
  nhsVouchers,
};
