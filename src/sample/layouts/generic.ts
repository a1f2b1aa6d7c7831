import type { ExportStyle, SystemLayout } from '../layout.ts';
import { table } from '../layout.ts';

/** Somebody's own spreadsheet, saved as CSV: names near those of the catalogue, ISO dates, words for codes. */
const style: ExportStyle = {
  encoding: 'utf-8',
  delimiter: ',',
  newline: '\n',
  dates: 'YYYY-MM-DD',
  yes: 'yes',
  no: 'no',
  codes: {},
};

/** A spreadsheet of patients and their examinations. */
export const genericPractice: SystemLayout = {
  style,
  tables: [
    table('patients.csv', 'patients', { prefix: '', digits: 0 }, [
      ['Patient No', 'externalId'],
      ['Title', 'title'],
      ['Forename', 'firstName'],
      ['Surname', 'lastName'],
      ['DOB', 'dateOfBirth'],
      ['Sex', 'gender'],
      ['NHS No', 'nhsNumber'],
      ['Address 1', 'addressLine1'],
      ['Address 2', 'addressLine2'],
      ['Town', 'city'],
      ['County', 'county'],
      ['Post Code', 'postcode'],
      ['Home Tel', 'homePhone'],
      ['Mobile', 'mobilePhone'],
      ['E-mail', 'email'],
      ['GP', 'gpName'],
      ['Surgery', 'gpPractice'],
      ['Recall', 'recallDate'],
      ['Status', 'status'],
      ['Comments', 'notes'],
    ]),
    table('examinations.csv', 'examinations', { prefix: '', digits: 0 }, [
      ['Exam No', 'externalId'],
      ['Patient No', 'patientId'],
      ['Exam Date', 'examinationDate'],
      ['Optometrist', 'practitioner'],
      ['Reason', 'reason'],
      ['Symptoms', 'symptoms'],
      ['VA R', 'acuityRight'],
      ['VA L', 'acuityLeft'],
      ['IOP R', 'intraocularPressureRight'],
      ['IOP L', 'intraocularPressureLeft'],
      ['Diagnosis', 'diagnosis'],
      ['Outcome', 'outcome'],
      ['Next Due', 'nextExaminationDate'],
      ['Notes', 'notes'],
    ]),
  ],
};

/** A spreadsheet of residents and their medicines. */
export const genericHome: SystemLayout = {
  style,
  tables: [
    table('residents.csv', 'residents', { prefix: '', digits: 0 }, [
      ['Resident No', 'externalId'],
      ['Title', 'title'],
      ['Forename', 'firstName'],
      ['Surname', 'lastName'],
      ['Known As', 'preferredName'],
      ['DOB', 'dateOfBirth'],
      ['Sex', 'gender'],
      ['NHS No', 'nhsNumber'],
      ['Room', 'roomNumber'],
      ['Admitted', 'admissionDate'],
      ['Care Level', 'careLevel'],
      ['GP', 'gpName'],
      ['Surgery', 'gpPractice'],
      ['Next of Kin', 'nextOfKinName'],
      ['NOK Relationship', 'nextOfKinRelationship'],
      ['NOK Phone', 'nextOfKinPhone'],
      ['E-mail', 'email'],
      ['Status', 'status'],
      ['Comments', 'notes'],
    ]),
    table('medications.csv', 'medications', { prefix: '', digits: 0 }, [
      ['Med No', 'externalId'],
      ['Resident No', 'residentId'],
      ['Drug', 'drugName'],
      ['Strength', 'strength'],
      ['Dose', 'dose'],
      ['Unit', 'doseUnit'],
      ['Route', 'route'],
      ['Frequency', 'frequency'],
      ['PRN', 'asRequired'],
      ['Directions', 'instructions'],
      ['Start', 'startDate'],
      ['Stop', 'endDate'],
      ['Prescriber', 'prescriber'],
      ['Status', 'status'],
    ]),
  ],
};
