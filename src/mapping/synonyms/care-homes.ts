import type { EntitySynonyms } from '../synonyms.ts';
import { personFields } from './people.ts';

/** Other names of what a care home keeps. */
export const careHomeSynonyms: Readonly<Record<string, EntitySynonyms>> = {
  residents: {
    nouns: 'resident, service user, client, patient, person, people we support, individual',
    spareKey: 'alternativeId',
    fields: {
      ...personFields,
      religion: 'religion, faith, religion or belief, religious belief',
      careHome: 'care home, care home name, home name, home, site, site name, facility, facility name',
      roomNumber: 'room number, room no, room, bed, bed number, room name, bed no',
      admissionDate:
        'admission date, date of admission, date admitted, admitted, admitted on, admission, move in date, date moved in, moved in',
      dischargeDate:
        'discharge date, date of discharge, date discharged, discharged, discharged on, leaving date, date left',
      careLevel: 'care level, level of care, care type, type of care, care category',
      fundingType: 'funding type, funding, funder, funding source, funded by',
      mobility: 'mobility, mobility level, mobility needs, mobility status',
      dietaryRequirements: 'dietary requirements, diet, dietary needs, dietary, diet type, special diet',
      resuscitationStatus:
        'resuscitation status, dnacpr, dnacpr status, dnar, dnar status, resus status, resuscitation, cpr status, resus',
      capacityStatus: 'capacity status, mental capacity, capacity',
      dolsStatus: 'dols status, dols, deprivation of liberty',
      dolsExpiryDate: 'dols expiry date, dols expiry, dols expires, dols end date',
      consentToShare:
        'consent to share, sharing consent, consent to sharing, data sharing consent, information sharing consent',
      consentDate: 'consent date, date of consent, consent given on',
    },
  },
  contacts: {
    nouns: 'contact, next of kin, nok, relative, family contact, emergency contact, family member',
    fields: {
      name: 'name, contact name, full name, first name + last name, forename + surname, first name + surname, name + surname',
      relationship: 'relationship, relation, relationship to resident, contact relationship, relationship type',
      phone:
        'phone, telephone, tel, mobile, mobile phone, phone number, telephone number, mobile number, contact number, home phone',
      email: 'email, e mail, email address',
      address: 'address, full address, postal address, home address',
      isNextOfKin: 'is next of kin, next of kin, nok, is nok',
      isEmergencyContact: 'is emergency contact, emergency contact, emergency',
      hasPowerOfAttorney:
        'has power of attorney, power of attorney, poa, lpa, has poa, has lpa, lasting power of attorney',
    },
  },
  allergies: {
    nouns: 'allergy, intolerance, allergy and intolerance, allergy intolerance, adverse reaction, sensitivity',
    fields: {
      substance:
        'substance, allergen, allergy, allergic to, allergen name, allergy name, agent, causative agent, description',
      type: 'type, allergy type, reaction type',
      category: 'category, allergen category, allergen type, substance type',
      severity: 'severity, allergy severity, reaction severity',
      reaction: 'reaction, reactions, manifestation, symptoms, reaction description',
      onsetDate: 'onset date, onset, date of onset, start, start date, first noted',
      recordedDate: 'recorded date, date recorded, recorded, recorded on, noted on, date noted, date identified',
      status: 'status, clinical status, allergy status',
    },
  },
  conditions: {
    nouns: 'condition, diagnosis, diagnose, problem, medical condition, medical history, health condition',
    fields: {
      code: 'code, clinical code, snomed code, icd 10 code, icd code, read code, diagnosis code, condition code, snomed',
      codeSystem: 'code system, coding system, code type, terminology',
      description:
        'description, condition, diagnosis, problem, condition name, diagnosis name, diagnosis description, condition description, term',
      onsetDate:
        'onset date, onset, date of onset, start, start date, diagnosis date, date of diagnosis, date diagnosed, diagnosed, diagnosed on',
      endDate: 'end date, resolved date, date resolved, resolved on, stop, stop date, abatement date',
      status: 'status, clinical status, condition status',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
  medications: {
    nouns: 'medication, medicine, drug, prescription, rx, prescribed medication, current medication, drug exposure',
    fields: {
      drugName:
        'drug name, medication name, medicine name, drug, medication, medicine, drug description, medication description, drug source value, description',
      drugCode:
        'drug code, dmd code, dm d code, snomed code, medication code, rxnorm drugcode, vmp code, amp code, code',
      form: 'form, drug form, dose form, formulation, dosage form',
      strength: 'strength, drug strength, medication strength',
      dose: 'dose, dosage, dose amount, dose quantity',
      doseUnit: 'dose unit, dose units, dosage unit, dose unit source value',
      route: 'route, route of administration, admin route, administration route, route source value',
      frequency: 'frequency, freq, dose frequency, dosing frequency',
      timesPerDay: 'times per day, doses per day, times a day',
      asRequired: 'as required, prn, is prn, when required, as needed',
      quantity: 'quantity, qty, quantity supplied, quantity prescribed',
      durationDays: 'duration days, days supply, duration in days, days supplied, course length days',
      indication: 'indication, reason, reason for medication, prescribed for, reason prescribed, reason description',
      instructions:
        'instructions, directions, sig, administration instructions, special instructions, dosage instructions',
      startDate:
        'start date, started, start, date started, started on, drug exposure start date, commenced, date commenced',
      endDate: 'end date, stop date, ended, stop, date stopped, stopped on, end, drug exposure end date, date ended',
      prescriber: 'prescriber, prescribed by, prescriber name, prescribing gp, prescribing doctor, provider id',
      prescriberNumber: 'prescriber number, gmc number, prescriber gmc, prescriber no, gmc no',
      status: 'status, medication status, drug status',
    },
  },
  carePlans: {
    nouns: 'care plan, support plan, careplan, plan of care',
    fields: {
      category:
        'category, area of need, care area, domain, care plan category, care plan type, plan type, type, care need area',
      need: 'need, needs, assessed need, identified need, assessed needs, problem',
      goal: 'goal, goals, outcome, desired outcome, aim, objective, outcomes, objectives',
      intervention: 'intervention, interventions, actions, action, support required, how to support',
      startDate: 'start date, date started, from, start, commenced, effective from, plan date',
      endDate: 'end date, date ended, to, stop, end, effective to',
      reviewDate: 'review date, next review, next review date, date of review, review due, review due date',
      author: 'author, written by, created by name, completed by, author name, updated by',
      status: 'status, plan status, care plan status',
    },
  },
  riskAssessments: {
    nouns: 'risk assessment, assessment, risk, assessment score',
    fields: {
      tool: 'tool, assessment tool, assessment type, assessment name, risk type, assessment, type of assessment, scale',
      score: 'score, total score, risk score, assessment score, total',
      riskLevel: 'risk level, level of risk, risk rating, risk category, risk band, level',
      assessedDate:
        'assessed date, assessment date, date assessed, assessed on, assessed at, date of assessment, date completed, date',
      reviewDate: 'review date, next review, next review date, review due, date of review, review due date',
      assessor: 'assessor, assessed by, completed by, assessor name, author',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
  observations: {
    nouns: 'observation, obs, vital, vital sign, vitals log, measurement, reading',
    fields: {
      type: 'type, observation type, observation, measurement type, vital sign, vital, measure, observation name, obs type, description',
      value: 'value, result, reading, observation value, measurement value, value as number, measured value',
      unit: 'unit, units, unit of measure, uom, measurement unit, unit source value',
      takenAt:
        'taken at, observation date + observation time, date + time, observation date time, date taken, taken on, observed at, recorded at, measured at, observation date, measurement datetime, measurement date, date time, timestamp, date',
      takenBy: 'taken by, observed by, recorded by, measured by, staff name, staff member, carer, caregiver id',
    },
  },
  dailyNotes: {
    nouns:
      'daily note, daily record, daily log, progress note, care note, daily care note, daily care record, note, care log',
    fields: {
      writtenAt:
        'written at, note date + note time, note date + time, date + time, note datetime, note date time, date written, written on, note date, entry date, date time, timestamp, recorded at, date',
      category: 'category, note type, type, note category, entry type, note title',
      text: 'text, note, notes, note text, entry, content, body, details, description, daily note',
      author: 'author, written by, recorded by, staff name, staff member, carer, entered by, author name, caregiver id',
    },
  },
  incidents: {
    nouns: 'incident, accident, incident report, accident report, accident and incident, incident and accident',
    fields: {
      occurredAt:
        'occurred at, incident date + incident time, date of incident + time of incident, incident date + time, date + time, incident date time, occurred on, incident date, date of incident, date occurred, accident date, date time, date',
      type: 'type, incident type, type of incident, category, incident category, accident type',
      location: 'location, place, where, incident location, location of incident',
      description:
        'description, details, what happened, incident description, incident details, narrative, description of incident',
      severity: 'severity, harm, level of harm, severity level, incident severity, harm level',
      injury: 'injury, injuries, injury details, injury sustained, injury type',
      witness: 'witness, witnesses, witnessed by, witness name, witness names',
      actionTaken: 'action taken, actions taken, immediate action, action, actions, immediate action taken',
      reportedBy: 'reported by, reporter, reported by name, staff reporting, completed by, reported by id',
      followUp: 'follow up, follow up action, follow up actions, lessons learned, lessons learnt, outcome',
      status: 'status, incident status',
      safeguarding: 'safeguarding, safeguarding concern, safeguarding raised, is safeguarding, safeguarding referral',
      cqcNotifiable: 'cqc notifiable, cqc notified, notify cqc, cqc notification, reportable to cqc',
    },
  },
  medicationAdministrations: {
    nouns:
      'medication administration, administration, mar, emar, mar record, mar chart, medication log, med log, drug round, medication round, drug administration',
    fields: {
      drugName: 'drug name, medication name, medicine name, drug, medication, medicine',
      route: 'route, route of administration, admin route, administration route',
      scheduledAt:
        'scheduled at, scheduled date + scheduled time, due date + due time, scheduled time, scheduled for, due at, due time, time due, scheduled date time, scheduled',
      administeredAt:
        'administered at, administered date + administered time, date given + time given, given at, time given, date time given, administered on, administration time, administration date time, administered time, timestamp, date + time',
      outcome: 'outcome, administration outcome, status, administration status, result, outcome code',
      dose: 'dose, dosage, dose given, amount given, dose administered',
      doseUnit: 'dose unit, dose units, dosage unit',
      administeredBy:
        'administered by, given by, staff name, staff member, performer, carer, nurse, signed by, administered by name, caregiver id',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
};
