import type { EntitySynonyms } from '../synonyms.ts';

/** What a resident must not be given. */
export const allergies: EntitySynonyms = {
  nouns: `
    allergy, intolerance, allergy and intolerance, allergy intolerance, adverse reaction, sensitivity, allergen,
    drug allergy, patient allergy, resident allergy, hypersensitivity, alert allergy, allergic reaction, adr,
    client allergy, adverse event
  `,
  fields: {
    substance: `
      substance, allergen, allergy, allergic to, allergen name, allergy name, agent, causative agent, description,
      allergen description, allergen text, allergy to, allergy description, causative substance, substance name,
      drug, drug name, allergy text, allergen code, item, product, term, allergen substance, sensitivity,
      sensitive to, agent name, allergy display, coded allergen, allergen id, allergy details, name,
      medication name, ingredient, title, details, non coded allergen
    `,
    type: `
      type, allergy type, reaction type, adverse type, adverse event type, kind, sensitivity type, propensity type,
      allergy or intolerance, intolerance type, allergy intolerance type, event type
    `,
    category: `
      category, allergen category, allergen type, substance type, allergy category, allergen group, allergen class,
      class, group, allergen type code, allergy class, drug food environment, allergy group
    `,
    severity: `
      severity, allergy severity, reaction severity, severity code, severity level, criticality, seriousness,
      severity of reaction, reaction level, degree, severity name, risk, worst severity, severity description
    `,
    reaction: `
      reaction, reactions, manifestation, symptoms, reaction description, reaction type text, reaction text,
      reaction observed, effect, effects, allergic reaction, type of reaction, nature of reaction, reaction details,
      reaction code, signs and symptoms, response, adverse effect, reaction notes, reaction name, manifestations,
      comment reaction, comments, notes
    `,
    onsetDate: `
      onset date, onset, date of onset, start, start date, first noted, allergy start date, first occurrence,
      date first noted, first observed, reaction date, date of reaction, began, date began, begin date,
      onset datetime, occurred, since, started, allergy date, effective date, date from
    `,
    recordedDate: `
      recorded date, date recorded, recorded, recorded on, noted on, date noted, date identified, record date,
      entered date, date entered, entry date, noted date, reported date, date reported, created, created date,
      created at, added on, date added, recorded at, assertion date, asserted date, event date, documented date,
      logged at, captured on, updated, last updated, date
    `,
    status: `
      status, clinical status, allergy status, active, is active, state, verification status, confirmed,
      active flag, inactive, current, inactivated, resolved, is deleted, allergy state
    `,
  },
};

/** Diagnoses and problems. */
export const conditions: EntitySynonyms = {
  nouns: `
    condition, diagnosis, diagnose, problem, medical condition, medical history, health condition, medical problem,
    problem list, comorbidity, diagnosis list, disease, illness, disorder, health issue, patient condition,
    client diagnosis, resident diagnosis, morbidity, past medical history, clinical problem, ailment,
    medical diagnosis, dx, issue, health problem, condition occurrence, encounter diagnosis
  `,
  fields: {
    code: `
      code, clinical code, snomed code, icd 10 code, icd code, read code, diagnosis code, condition code, snomed,
      icd 10, icd 9 code, icd9, icd, icd code 1, read code v2, ctv3 code, ctv3, snomed ct code, snomed concept id,
      concept id, concept code, problem code, dx code, disease code, term code, diagnosis code 1,
      condition concept id, condition source value, snomed id, code value, clinical term code, read 2, icpc code,
      diagnosis id
    `,
    codeSystem: `
      code system, coding system, code type, terminology, code scheme, coding scheme, vocabulary, vocabulary id,
      classification, code set, code system name, code standard, dx type, icd version, diagnosis code type, scheme,
      coding, dictionary, nomenclature, terminology name
    `,
    description: `
      description, condition, diagnosis, problem, condition name, diagnosis name, diagnosis description,
      condition description, term, problem description, diagnosis text, condition text, diagnosis desc,
      dx description, dx name, disease, disease name, disorder, illness, problem name, problem text,
      medical condition, code description, code term, code display, read term, rubric, snomed term, concept name,
      preferred term, name, title, details, long description, short description, diagnosis display, medical problem,
      display, condition source, clinical term, ailment, comorbidity, health condition
    `,
    onsetDate: `
      onset date, onset, date of onset, start, start date, diagnosis date, date of diagnosis, date diagnosed,
      diagnosed, diagnosed on, diagnosed date, dx date, problem date, begin date, began, date of diagnosis or onset,
      date onset, onset year, start dt, condition start date, noted date, date noted, effective date, recorded date,
      date recorded, event date, date entered, date, condition start datetime, first diagnosed, from date,
      date from, since, diagnosis datetime, date of event, identified on, year diagnosed
    `,
    endDate: `
      end date, resolved date, date resolved, resolved on, stop, stop date, abatement date, resolution date,
      date of resolution, resolved at, inactive date, date ended, ended, condition end date, condition end datetime,
      cured date, to date, date to, closed date, stop date time, resolve date, abatement, remission date, finished
    `,
    status: `
      status, clinical status, condition status, state, active, is active, diagnosis status, problem status,
      current, is current, resolved, verification status, active flag, activity, condition status code, chronic,
      significance
    `,
    notes: `
      notes, note, comments, comment, remarks, additional notes, description notes, details, additional information,
      remark, narrative, free text, associated text, diagnosis notes, note text, problem notes, further details,
      management, treatment
    `,
  },
};

/** Vital signs and other measurements, one a row. */
export const observations: EntitySynonyms = {
  nouns: `
    observation, obs, vital, vital sign, vitals log, measurement, reading, vital sign log, vital sign record,
    vitals, patient vital, clinical measurement, clinical observation, health reading, result, measure, chart event,
    weight, weight record, blood pressure, test result, lab result, monitoring, health check, body measurement,
    physical observation, physical examination, patient examination, nurse charting, weight log, biometric, observation result, news score, lab, sign,
    temperature, body temperature, pulse, heart rate, oxygen saturation, blood glucose, blood sugar
  `,
  fields: {
    type: `
      type, observation type, observation, measurement type, vital sign, vital, measure, observation name, obs type,
      description, name, code, label, test, test name, parameter, parameter name, measurement, measurement name,
      vital type, vital name, vitals type, vital sign type, obs name, obs, reading type, kind, item, item name,
      category, metric, analyte, observation code, observation description, measurement code, concept, concept name,
      concept id, measure type, observation item, chart item, record type, sign, monitoring type, term, what, title,
      result type, measure name, loinc, loinc code, test code, itemid, result name, component, variable, field name,
      question, biomarker
    `,
    value: `
      value, result, reading, observation value, measurement value, value as number, measured value, result value,
      numeric value, value numeric, reading value, amount, measurement, value text, text value, score, obs value,
      number, quantity, figure, measured, observed value, value quantity, actual value, reading result, value num,
      value 1, vital value, observation result, data value, num value, recorded value, answer, response, val,
      result text, numeric result, weight, value string
    `,
    unit: `
      unit, units, unit of measure, uom, measurement unit, unit source value, unit name, unit code, value unit,
      value uom, units of measurement, unit of measurement, result unit, result units, measure unit, value units,
      value units of measure, reading unit, ucum, scale, unit text, unit id, dimension
    `,
    takenAt: `
      taken at, observation date + observation time, date + time, observation date time, date taken, taken on,
      observed at, recorded at, measured at, observation date, measurement datetime, measurement date, date time,
      timestamp, date, taken, time taken, taken date, date time taken, taken time, recorded, recorded date,
      recorded time, recorded on, date recorded, time recorded, date and time, observed, observed on, observed date,
      observation time, observation dt, measured on, measured date, date measured, measured time, reading date,
      reading time, obs date, obs time, obs datetime, charted, charttime, entry date, entered at, entry time,
      entered date, time, performed at, performed on, performed date, collected at, sample date, event date,
      event time, event datetime, effective date, effective date time, result date, result time, created at,
      created, log date, log time, test date, when, date of observation, time of observation, checked at, logged at,
      start, specimen date, measure date, measure time, recorded date time, collection date, resulted on,
      date created
    `,
    takenBy: `
      taken by, observed by, recorded by, measured by, staff name, staff member, carer, caregiver id, taken by name,
      taken by id, recorded by name, recorded by id, recorder, staff, staff id, nurse, nurse name, nurse id,
      carer name, carer id, user, user id, user name, entered by, entered by name, observer, performer,
      performed by, measured by name, employee, employee name, clinician, clinician name, provider, practitioner,
      created by, created by name, logged by, done by, checked by, initials, technician, caregiver, caregiver name,
      author, worker, ordering provider, team member
    `,
  },
};
