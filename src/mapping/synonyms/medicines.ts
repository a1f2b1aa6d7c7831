import type { EntitySynonyms } from '../synonyms.ts';

/** What is prescribed. */
export const medications: EntitySynonyms = {
  nouns: `
    medication, medicine, drug, prescription, rx, prescribed medication, current medication, drug exposure, med,
    patient medication, resident medication, client medication, medication order, drug order, prescribed drug,
    prescribing, repeat medication, medicines list, medication statement, medication request, treatment, therapy,
    medication list, med order, medication profile, prescribed medicine, medication chart, regimen
  `,
  fields: {
    drugName: `
      drug name, medication name, medicine name, drug, medication, medicine, drug description,
      medication description, drug source value, description, medication name as written, generic name, brand name,
      trade name, product name, product, item, item name, medicine description, med, med name, meds, drug title,
      preparation, preparation name, drug label, drug product, vmp name, amp name, vtm, dmd name, medicament,
      display name, generic, substance, drug text, medication text, rx name, medicinal product, name, title,
      medication display, drug full name, prescribed drug, brand, article name, formulation name, name of drug,
      name of medicine
    `,
    drugCode: `
      drug code, dmd code, snomed code, medication code, rxnorm drugcode, vmp code, amp code, code, dmd id, dmd,
      snomed id, snomed ct code, ndc, ndc code, rxnorm, rxnorm code, rxcui, rxnorm cui, atc, atc code, bnf code,
      gtin, product code, item code, multilex code, gemscript code, pip code, vpid, apid, drug id, drug identifier,
      medication id code, coded drug, medicine code, din, vtm id, concept id, ean, medication concept id,
      drug concept id
    `,
    form: `
      form, drug form, dose form, formulation, dosage form, formulation type, dosage form code, pharmaceutical form,
      preparation type, presentation, form name, drug formulation, form of drug, drug type, med form,
      type of medicine, product form, medication form, dose form name, form id
    `,
    strength: `
      strength, drug strength, medication strength, dose strength, strength value, strength text, potency,
      concentration, strength unit, unit strength, drug strength value, med strength, strength and unit,
      dosage strength, size, mg, strength description, strength per unit
    `,
    dose: `
      dose, dosage, dose amount, dose quantity, dose value, dose per administration, dose given, dose text,
      single dose, dose qty, dosage amount, dose number, number of units, amount per dose, amount, units per dose,
      dosis, dose size, each dose, prescribed dose, dosage quantity, dose val, take quantity, tablets per dose
    `,
    doseUnit: `
      dose unit, dose units, dosage unit, dose unit source value, dose uom, unit, units, unit of dose,
      dose unit code, dosage units, unit of measure, uom, unit name, dose units name, dose measure, amount unit,
      unit of dosage, dose unit of measure, measurement unit
    `,
    route: `
      route, route of administration, admin route, administration route, route source value, route code, route name,
      med route, drug route, adm route, method of administration, administration method, how given, route of admin,
      administered via, via, route id, given by route, way of administration
    `,
    frequency: `
      frequency, freq, dose frequency, dosing frequency, frequency code, frequency text, freq code, dose freq,
      how often, schedule, interval, dosing schedule, times, timing, frequency name, administration schedule,
      dosage frequency, administration frequency, medication frequency, times of day, when to take, frequency id,
      regime, regimen, dosing interval, repeat every, dose times, time slots, dosage timing, administration times
    `,
    timesPerDay: `
      times per day, doses per day, times a day, daily frequency, number of times per day, doses daily, daily doses,
      no of times daily, times daily, per day, frequency per day, doses a day, administrations per day, tpd,
      frequency count, daily times, dose count
    `,
    asRequired: `
      as required, prn, is prn, when required, as needed, prn flag, is as required, is as needed, as needed flag,
      when needed, as and when, sos, prn medication, on demand, is on demand, regular or prn, if needed, prn yn,
      pro re nata
    `,
    quantity: `
      quantity, qty, quantity supplied, quantity prescribed, qty supplied, qty prescribed, amount supplied,
      amount prescribed, dispense quantity, quantity dispensed, number supplied, supply quantity, total quantity,
      pack size, pack quantity, quantity value, disp qty, dispense amount, number of tablets, count, stock,
      current stock, quantity received, rx quantity, quantity ordered, amount dispensed
    `,
    durationDays: `
      duration days, days supply, duration in days, days supplied, course length days, duration, length of course,
      course duration, course length, days, number of days, no of days, duration value, treatment duration,
      days of treatment, day supply, supply days, period, course days, duration of treatment, rx days supply
    `,
    indication: `
      indication, reason, reason for medication, prescribed for, reason prescribed, reason description, indications,
      reason for use, prescribing reason, condition treated, diagnosis, diagnosis text, used for, purpose, what for,
      clinical indication, treating, what it is for, why taken, treatment for, medical reason, reason for taking,
      target condition, rationale
    `,
    instructions: `
      instructions, directions, sig, administration instructions, special instructions, dosage instructions,
      dosage text, dosage instruction text, dose instructions, administration notes, how to take, how to give,
      directions for use, sig text, patient instructions, instruction, label text, label instructions,
      label directions, directions text, posology, usage instructions, additional instructions, special directions,
      notes, note, comments, administration directions, full directions, prescription text, usage,
      dosage directions, signatura, prn protocol, warnings, further instructions, additional information
    `,
    startDate: `
      start date, started, start, date started, started on, drug exposure start date, commenced, date commenced,
      start dt, start datetime, commencement date, prescribed date, date prescribed, prescribed on,
      prescription date, issue date, issued date, date issued, authored on, begin date, began, effective from,
      from date, date from, valid from, from, first dose, order date, ordered date, rx date, rx start date,
      authorised date, order start date, start time, first dose date, starts on, date, active from,
      medication start date, rx order date, date of prescription, dispensed date
    `,
    endDate: `
      end date, stop date, ended, stop, date stopped, stopped on, end, drug exposure end date, date ended, end dt,
      end datetime, date discontinued, discontinued date, discontinue date, discontinued on, finish date, finished,
      stopped, stopped at, valid to, valid until, to date, date to, until, to, cease date, ceased, ceased date,
      cancelled date, course end date, rx end date, medication end date, order end date, effective to, expires,
      expiry date, last dose, stop datetime, ends on, completion date, end time, active until, drug stop date
    `,
    prescriber: `
      prescriber, prescribed by, prescriber name, prescribing gp, prescribing doctor, provider id,
      prescribing clinician, prescribing doctor name, ordered by, ordering provider, ordering physician, doctor,
      doctor name, physician, physician name, authorised by, authorising clinician, gp, gp name, requester,
      prescribing physician, prescribing practitioner, provider, provider name, clinician, prescriber id, doctor id,
      clinician name, consultant, practitioner, authoriser, practitioner name, issued by
    `,
    prescriberNumber: `
      prescriber number, gmc number, prescriber gmc, prescriber no, gmc no, prescriber code,
      prescriber registration number, gmc code, gmc, nmc number, nmc pin, gphc number, provider number, npi,
      prescriber npi, npi number, dea number, doctor number, prescriber reg no, prescriber identifier,
      registration number, license number, licence number, prescriber license, gp number, gp code
    `,
    status: `
      status, medication status, drug status, active, is active, state, order status, prescription status, current,
      is current, discontinued, is discontinued, active flag, enabled, med status, is stopped, suspended,
      medication state, rx status, course status, inactive, live, status code, activity
    `,
  },
};

/** What was given, and what was not. */
export const medicationAdministrations: EntitySynonyms = {
  nouns: `
    medication administration, administration, mar, emar, mar record, mar chart, medication log, med log,
    drug round, medication round, drug administration, administered medication, medication given, mar entry,
    emar entry, administered drug, dose administration, dose, medication event, mar sheet, medication record,
    medication administration record, vaccination, vaccine, immunization, immunisation, dose record, administered, drug given, medication intake, intake,
    treatment given, medicine round, administration event, medication task, dose log, medication history,
    immunization
  `,
  fields: {
    medicationId: `
      medication order id, order id, prescription id, drug id, drug order id, medicine id, med id, rx id,
      schedule id, prescription item id, medication reference, medication, resident medication id,
      prescribed medication id, medication request id, patient medication id, mar item id, rx number,
      medication schedule id, prescription no, prescription number, med order id
    `,
    drugName: `
      drug name, medication name, medicine name, drug, medication, medicine, product name, item name, med name,
      generic name, brand name, administered drug, medicine administered, drug description, medication given,
      name of medicine, name of drug, drug given, product, preparation, medication display, item, name, description,
      medicine given
    `,
    route: `
      route, route of administration, admin route, administration route, route code, route given, administered via,
      route administered, admin method, via, route name, med route, method, route of administration given
    `,
    scheduledAt: `
      scheduled at, scheduled date + scheduled time, due date + due time, scheduled time, scheduled for, due at,
      due time, time due, scheduled date time, scheduled, due, scheduled date, planned time, planned at,
      planned date, planned datetime, time scheduled, date scheduled, slot, time slot, round, round time, due date,
      due datetime, date due, expected time, target time, schedule time, dose time, prescribed time, time of day,
      drug round, timing, planned, session, medication round, schedule date, medication time
    `,
    administeredAt: `
      administered at, administered date + administered time, date given + time given, given at, time given,
      date time given, administered on, administration time, administration date time, administered time, timestamp,
      date + time, administered, given, given on, given date, given time, given datetime, date administered,
      time administered, date and time administered, administration date, admin date, admin time, admin datetime,
      actual time, actual datetime, taken at, taken time, time taken, date taken, charted at, charttime, event time,
      event datetime, recorded at, recorded time, date, time, datetime, completed at, completed time, signed at,
      action time, log date, log time, performed at, effective date time, dispense time, date of administration,
      time of administration, dose given at, entry date
    `,
    outcome: `
      outcome, administration outcome, status, administration status, result, outcome code, administered, was given,
      is given, given, taken, is taken, action, admin status, given status, taken status, result code, response,
      code, dose status, event, event type, mar code, administration code, reason code, non administration code,
      administration result, refused, is refused, administration state, medication status, compliance, adherence,
      state, completed, is administered, outcome description, not given reason, admin action, admin outcome
    `,
    dose: `
      dose, dosage, dose given, amount given, dose administered, dose amount, dose quantity, quantity,
      quantity given, qty given, qty, qty administered, amount, amount administered, dose taken, actual dose,
      number given, dosage given, dosage administered, administered dose, administered amount, dose value,
      units given, dose qty, tablets given, quantity administered
    `,
    doseUnit: `
      dose unit, dose units, dosage unit, unit, units, dose uom, amount unit, uom, unit of measure, quantity unit,
      dose unit code, amount uom, administered unit, units of measure, dosage units
    `,
    administeredBy: `
      administered by, given by, staff name, staff member, performer, carer, nurse, signed by, administered by name,
      caregiver id, administered by id, admin by, given by name, nurse name, nurse id, staff, staff id, user,
      user id, user name, carer name, caregiver, caregiver name, carer id, employee, employee id, recorded by,
      entered by, initials, signature, signed, signed by name, administrator, administering staff,
      administering nurse, dispensed by, completed by, worker, staff initials, assistant, provider, practitioner,
      team member, who gave, done by, performed by, author
    `,
    notes: `
      notes, note, comments, comment, remarks, reason, reason not given, reason not administered, refusal reason,
      reason for refusal, omission reason, reason omitted, exception reason, exception notes, admin notes,
      administration notes, not given reason, prn reason, effect, effectiveness, reason text, observation,
      observations, details, follow up, remark, narrative, reason for not giving, reason for omission,
      additional notes, memo
    `,
  },
};
