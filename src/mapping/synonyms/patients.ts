import type { EntitySynonyms } from '../synonyms.ts';
import { personFields } from './people.ts';

/** People whom an optical practice looks after. */
export const patients: EntitySynonyms = {
  nouns: `
    patient, client, customer, person, px, spectacle wearer, patient detail, patient record, client detail,
    customer detail, demographics, demographic, contact, user, member, account, paciente, cliente, contact details,
    patient demographics, patient info, patient master, recall
  `,
  spareKey: 'alternativeId',
  fields: {
    ...personFields,
    occupation: `
      occupation, job, job title, profession, employment, employer, work, vocation, trade, job description,
      occupation name, patient occupation, employment status, ocupacion, profesion, job role
    `,
    lastExaminationDate: `
      last examination date, last exam date, last exam, last eye exam, last eye exam date, last sight test,
      last sight test date, last test date, last eye test, last seen, last visit, last visit date, last seen date,
      date last seen, last test, date of last test, date last test, date of last exam, date of last sight test,
      last st, last sight test on, last eye examination, last refraction date, last appointment, last consultation,
      last attended, last checkup, last check, previous test date, last eyetest date, last examined,
      latest exam date, date last exam, last tested, date of last eye test, most recent exam, last visited,
      last appointment date
    `,
    recallDate: `
      recall date, recall, next recall, next recall date, recall due, recall due date, recall on, recall due on,
      next due, next due date, due date, next sight test, next sight test date, next test due, next test date,
      next exam, next exam date, next exam due, next examination, next visit, next visit date, next eye exam,
      next eye test, next appointment, next appointment date, date of recall, date recall, spec recall,
      spectacle recall, spectacle recall date, sight test recall date, sight test due, cl recall date, recall month,
      recall next, next test, reminder date, next check, next checkup, test due, retest date, follow up date,
      recall sent, eye test due, st recall
    `,
    insuranceProvider: `
      insurance provider, insurer, insurance company, insurance, insurance name, insurance plan,
      insurance company name, insurance carrier, carrier, carrier name, insurer name, payer, payer name,
      health plan, plan name, health fund, fund, health fund name, medical aid, medical aid name, vision plan,
      vision insurance, primary insurance, insurance provider name, medical insurance, health insurance, mutual,
      mutuelle, obra social, scheme, medical scheme, insurance type, insurance 1, insurance primary
    `,
    insuranceNumber: `
      insurance number, insurance policy number, insurance no, insurance id, policy number, policy no,
      insurance member id, insurance member number, insurance policy, insurance id number, policy, policy id,
      member id, member number, member no, subscriber id, subscriber number, group number, health fund number,
      medical aid number, medical aid no, health insurance number, insurance card, insurance card number,
      insurance reference, plan number, membership id, insurance ref, fund number, certificate number,
      membership no, insured id, insurance no 1
    `,
    marketingConsent: `
      marketing consent, marketing, marketing opt in, consent marketing, consent to marketing, marketing opt out,
      marketing preference, marketing preferences, marketing permission, marketing allowed, marketing email,
      email marketing, sms marketing, allow marketing, accepts marketing, opt in, opt in marketing, opt out,
      opted in, newsletter, newsletter opt in, subscribe, subscribed, mailing list, promotions, promotional consent,
      promo, receive offers, receives marketing, gdpr marketing, gdpr consent, consent, contact consent, mail shot,
      no mail, can market, communications consent, send promotions, receive newsletter, consent sms, consent email,
      marketing ok
    `,
  },
};

/** Bookings of the diary. */
export const appointments: EntitySynonyms = {
  nouns: `
    appointment, appt, booking, schedule, scheduled visit, diary, diary entry, diary appointment,
    clinic appointment, calendar, calendar event, calendar entry, slot, appointment slot, visit, booking slot,
    reservation, event, appointment schedule, patient appointment, client appointment, schedule entry, cita, turno,
    scheduled event, appointment booking, recall appointment, eye test booking, session
  `,
  fields: {
    startsAt: `
      starts at, start date time, start, start time, appointment date time, appointment date + appointment time,
      appt date + appt time, appointment date + time, date + time, date + start time, appointment start,
      appointment date, appt date, scheduled date, sched date, date time, date, start at, starts, start date,
      start dt, begin, begins, begins at, begin time, from, from time, time from, time start, appointment dt,
      appointment time, appt date time, appt time, appt start, app date, app time, apt date, apt time, scheduled,
      scheduled at, scheduled for, scheduled time, scheduled start, scheduled start time, scheduled datetime,
      schedule date, schedule time, booked for, booked date, booking date, booking time, booking start,
      booking datetime, booked time, slot, slot date, slot time, slot start, visit date, visit time,
      date of appointment, time of appointment, date and time, appointment at, time, event date, event start,
      event time, appointment day, day, planned date, planned at, planned start, when, session date, session start,
      hour, start hour, fecha hora, date appointment, preferred date, preferred time, requested date
    `,
    endsAt: `
      ends at, end date time, end, end time, appointment end, finish time, end at, end date, end dt, ends, finish,
      finishes, finish at, finish date time, finishes at, to, to time, until, time to, time end,
      appointment end time, appointment end date, appt end, appt end time, scheduled end, scheduled end time,
      slot end, booking end, event end, session end, stop time, stop, planned end, end hour, expected end,
      booked until
    `,
    durationMinutes: `
      duration minutes, duration in minutes, duration mins, duration, minutes, minutes duration, length minutes,
      appointment duration, duration min, duration minute, duration in min, duration time, length, length mins,
      length in minutes, length min, appointment length, appt length, appt duration, appointment minutes,
      appointment mins, mins, min, slot length, slot duration, slot minutes, time slot length, booking length,
      booking duration, number of minutes, time required, time allotted, estimated duration, planned duration,
      slots, period, event duration, expected duration, duration of appointment
    `,
    type: `
      type, appointment type, appt type, booking type, type id, type name, kind, appointment kind,
      appointment category, category, category name, service, service name, service type, service id, procedure,
      procedure name, procedure type, visit type, visit kind, event type, slot type, clinic type, session type,
      treatment type, test type, exam type, diary type, appointment code, appointment type name,
      appointment type id, appt category, appt kind, encounter type, purpose, consultation type, reason code,
      activity, activity type, examination type, tipo, class, title, subject, product, appointment reason type
    `,
    practitioner: `
      practitioner, practitioner name, optometrist, clinician, practitioner id, clinician name, doctor,
      practitioner code, optometrist id, optician, optician name, optom, optom name, oo, clinician id,
      clinician code, provider, provider name, provider id, provider code, doctor name, doctor id, dr, consultant,
      consultant name, physician, physician name, ophthalmologist, staff, staff id, staff name, staff member,
      employee, employee id, employee name, with, appointment with, appointment for, seen by, resource,
      resource name, resource id, diary, diary name, diary owner, calendar, calendar name, examiner, assigned to,
      assigned staff, user, user id, column, clinic, specialist, book with, booked with, hcp, therapist, assistant,
      advisor, medico, professional, host, operator, attending
    `,
    location: `
      location, branch, site, clinic room, room, location name, branch name, location id, location code, branch id,
      branch code, branch no, site id, site name, site code, practice, practice name, practice id, practice code,
      store, store name, store id, store number, shop, shop name, shop id, clinic, clinic name, clinic id, centre,
      center, office, office id, office name, room name, room id, room number, consulting room, test room,
      testing room, operatory, op, facility, facility name, facility id, service unit, place, premises, outlet,
      outlet name, address, chair, unit, department location, sucursal, venue, cabinet
    `,
    status: `
      status, appointment status, appt status, booking status, state, current status, status code, status id,
      status name, confirmation status, confirmed, is confirmed, attendance, attendance status, attended, arrived,
      arrival status, arrival, outcome, completed, is completed, cancelled, is cancelled, canceled, dna,
      did not attend, no show, visit status, schedule status, appointment state, appt state, progress, event status,
      slot status, stage, appointment outcome, confirmation, appointment outcome status, estado, seen
    `,
    reason: `
      reason, reason for visit, visit reason, reason for appointment, reason text, reason code, reason description,
      purpose, purpose of visit, purpose of appointment, appointment purpose, appointment reason, booking reason,
      visit purpose, complaint, chief complaint, presenting complaint, description, appointment description,
      subject, title, event title, reason for booking, symptoms, problem, issue, motive, motivo, appt reason,
      concern, reason id, visit description, event description, appointment title, treatment
    `,
    notes: `
      notes, note, comments, comment, remarks, appointment notes, comment text, appointment note,
      appointment comments, appointment comment, appt notes, appt note, appt comment, booking notes, booking note,
      booking comments, additional notes, additional info, internal notes, special instructions, instructions,
      remark, memo, message, patient notes, diary note, diary notes, details, appointment details, free text, text,
      information, note text, patient message, other notes, extra notes, observation, customer notes,
      schedule notes, staff notes, additional information, observaciones, patient comment, admin notes,
      general notes
    `,
  },
};

/** Notes that are no part of an examination. */
export const clinicalNotes: EntitySynonyms = {
  nouns: `
    clinical note, note, patient note, pnote, case note, record card note, clinical record note, consultation note,
    exam note, examination note, progress note, soap note, patient comment, memo, patient memo, optometrist note,
    comment, record note, chart note, communication, communication log, contact note, history note, journal, remark,
    note entry, letter, message, patient history, medical note, patient record note, visit note, doctor note,
    follow up note, ehr note, annotation, clinical comment, encounter note
  `,
  fields: {
    examinationId: `
      exam id, exam, examination, sight test id, test id, visit id, encounter id, consultation id, event id,
      eye exam id, eye test id, appointment id, exam ref, examination ref, exam no, encounter, visit, refraction id,
      consult id, related exam, record id, visit no, test ref
    `,
    writtenAt: `
      written at, note date + note time, note date + time, date + time, note date, date written, written on,
      entry date, date time, date, written, written date, written time, entered at, entered on, entered date,
      date entered, entry datetime, entry time, created, created at, created on, created date, creation date,
      date created, datetime created, recorded, recorded at, recorded on, recorded date, date recorded, note time,
      note datetime, note dt, note created, timestamp, time, date and time, event date, comment date, visit date,
      logged at, signed at, signed date, signed on, posted at, posted on, effective date, service date,
      encounter date, chart date, last updated, dated, saved at, added on, added at, date added, contact date,
      authored on, date of note, date of entry, note created at, session date
    `,
    author: `
      author, written by, entered by, author name, created by, user, author id, written by name, written by id,
      entered by name, entered by id, recorded by, recorded by name, created by name, created by id,
      created by user, creator, clinician, clinician name, clinician id, practitioner, practitioner name,
      practitioner id, optometrist, optometrist name, optometrist id, doctor, doctor name, doctor id, provider,
      provider name, provider id, staff, staff name, staff id, staff member, user id, user name, employee,
      employee name, signed by, initials, by, added by, posted by, optician, note author, logged by, owner,
      examiner, physician, note by, note user, updated by, professional, made by, completed by, written by user,
      operator, person
    `,
    category: `
      category, note type, type, note category, note type name, note type id, note kind, note class, category name,
      kind, class, section, heading, title, note title, subject, note subject, topic, tag, tags, record type,
      comment type, entry type, event type, note heading, document type, template, template name, note section,
      area, department, group, label, message type, note template, type of note, note tag, note name,
      encounter type, note code, visit type
    `,
    text: `
      text, note, notes, body, note text, content, note body, details, clinical note, clinical notes, clinical text,
      note content, note details, note description, notes text, comment, comments, comment text, remark, remarks,
      narrative, free text, description, detail, body text, message, message text, summary, record, entry,
      entry text, memo, memo text, observation, observations, findings, contents, note entry, information,
      long text, full text, note value, value, text note, note memo, patient note, soap, subjective, assessment,
      plan, clinical comments, note message, plain text, clinical narrative, record text, notes body, conclusion,
      annotation, html, full note, content text, recommendation, advice
    `,
  },
};
