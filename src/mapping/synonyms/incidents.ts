import type { EntitySynonyms } from '../synonyms.ts';

/** Accidents and incidents. */
export const incidents: EntitySynonyms = {
  nouns: `
    incident, accident, incident report, accident report, accident and incident, incident and accident,
    incident form, incident log, event report, adverse incident, adverse event, near miss, fall, falls log,
    fall record, safeguarding, safeguarding concern, safeguarding incident, safety event, accident form,
    accident book, complaint, datix, critical incident, body map, injury, behaviour incident, significant event,
    occurrence, accident log, safety incident, event
  `,
  fields: {
    occurredAt: `
      occurred at, incident date + incident time, date of incident + time of incident, incident date + time,
      date + time, incident date time, occurred on, incident date, date of incident, date occurred, accident date,
      date time, date, occurred, occurred date, occurred time, occurrence date, occurrence time,
      occurrence datetime, date of occurrence, time of occurrence, date happened, when, when did it happen,
      happened on, happened at, incident dt, incident time, time of incident, event date, event time,
      event datetime, date of event, date of accident, time of accident, accident time, accident datetime,
      fall date, fall time, date of fall, time of fall, time occurred, date time of incident, date and time,
      date and time of incident, date reported, timestamp, time, day, injury date, start time, date time occurred,
      started at, date of injury, incident occurred on
    `,
    type: `
      type, incident type, type of incident, category, incident category, accident type, kind, kind of incident,
      nature, nature of incident, nature of accident, event type, event category, incident sub type,
      incident category name, incident type name, classification, incident classification, incident kind,
      incident code, cause, cause group, title, subject, incident title, form type, type of event, type of accident,
      sub category, category code, incident name, concern type, type of concern, abuse type, type name, group,
      incident cause, reason
    `,
    location: `
      location, place, where, incident location, location of incident, location of accident, incident place,
      place of incident, place of accident, exact location, where did it happen, where occurred, area, room, site,
      scene, incident area, location name, location description, specific location, occurred in,
      occurred at location, incident site, location id, room location, unit, ward, venue, place of occurrence,
      home area, location in home
    `,
    description: `
      description, details, what happened, incident description, incident details, narrative,
      description of incident, narrative description, incident narrative, incident summary, summary,
      summary of incident, incident text, event description, event details, account, account of incident, statement,
      full description, full details, brief description, details of incident, details of accident, detail,
      accident description, accident details, text, notes, circumstances, how it happened, how did it happen,
      description of event, report, report text, observation, incident notes, comments, what happened details,
      factual account, incident report, explanation, concern details, body, event notes, long description
    `,
    severity: `
      severity, harm, level of harm, severity level, incident severity, harm level, severity code, severity rating,
      severity score, degree of harm, harm degree, harm caused, harm rating, impact, impact level, consequence,
      risk level, risk rating, risk grade, grade, grading, rating, level, outcome severity, seriousness,
      actual harm, incident level, priority, category of harm, injury severity, incident grade, severity of harm,
      severity of injury, criticality, incident rating, rag
    `,
    injury: `
      injury, injuries, injury details, injury sustained, injury type, injury description, injury description text,
      injuries sustained, injuries observed, nature of injury, nature of injuries, body part, body part injured,
      part of body, part of body injured, site of injury, injured, was injured, injury occurred, any injury,
      any injuries, injury yn, injury noted, injury code, wound, wounds, bruising, injury site, injury location,
      description of injury, details of injury, type of injury, has injury, injury nature, injured part, body map,
      harm description
    `,
    witness: `
      witness, witnesses, witnessed by, witness name, witness names, witness 1, witness 1 name, witness details,
      witness statement, any witnesses, was witnessed, witnessed, witnessed by name, seen by, observed by, who saw,
      name of witness, names of witnesses, staff witness, witness staff, witness list, witness id, witness yn,
      present, persons present, people present, staff present, others present, people involved,
      other people involved, staff involved
    `,
    actionTaken: `
      action taken, actions taken, immediate action, action, actions, immediate action taken, actions taken at time,
      action taken immediately, immediate actions, immediate response, action taken details, action details,
      action at time, response, treatment given, first aid, first aid given, first aid administered, treatment,
      intervention, interventions, steps taken, measures taken, what was done, care given, corrective action,
      corrective actions, remedial action, action by staff, initial action, initial response, medical attention,
      action plan, response taken, actions immediate, resolution, actions completed, staff action,
      treatment provided, medical treatment
    `,
    reportedBy: `
      reported by, reporter, reported by name, staff reporting, completed by, reported by id, reported by staff,
      reported by user, reporter name, reporter id, reporter role, reporting person, reporting staff,
      reporting user, person reporting, reported, recorded by, recorded by name, recorded by id, created by,
      created by name, entered by, entered by name, written by, author, staff, staff name, staff member, staff id,
      user, user name, form completed by, completed by name, name of person reporting, submitted by, raised by,
      logged by, informant, nurse, carer, employee, completed by id, notified by, employee name, caregiver,
      staff completing, reporting officer
    `,
    followUp: `
      follow up, follow up action, follow up actions, lessons learned, lessons learnt, outcome, follow up notes,
      follow up required, follow up details, follow up actions taken, lessons, lesson learned, learning,
      learning outcomes, learning points, investigation, investigation notes, investigation outcome,
      investigation findings, investigation details, findings, outcome details, outcome notes, conclusion,
      conclusions, root cause, root cause analysis, further action, further actions, further action required,
      preventive action, preventative action, preventive measures, prevention, actions to prevent, recommendation,
      recommendations, manager comments, manager comment, manager review, manager notes, managers comments,
      review notes, review outcome, closure notes, final outcome, action required, recurrence prevention,
      management action, steps to prevent recurrence, resolution notes, closing comments
    `,
    status: `
      status, incident status, state, current status, case status, report status, investigation status, open closed,
      is closed, closed, is open, is resolved, resolved, workflow status, stage, approval status, review status,
      progress, outcome status, completed, status code, incident state
    `,
    safeguarding: `
      safeguarding, safeguarding concern, safeguarding raised, is safeguarding, safeguarding referral,
      safeguarding alert, safeguarding alert raised, safeguarding yn, safeguarding required, safeguarding notified,
      safeguarding team informed, safeguarding team notified, reported to safeguarding, referred to safeguarding,
      safeguarding reported, safeguarding flag, local authority notified, local authority informed,
      adult protection, abuse suspected, la notified, sova, raised as safeguarding, safeguarding case,
      is safeguarding concern, abuse alleged, protection concern, safeguarding incident
    `,
    cqcNotifiable: `
      cqc notifiable, cqc notified, notify cqc, cqc notification, reportable to cqc, cqc notification required,
      cqc notification sent, cqc informed, cqc reported, cqc reportable, cqc yn, is cqc notifiable, notifiable,
      is notifiable, reportable, is reportable, regulator notified, regulator informed, reported to cqc, riddor,
      riddor reportable, reported to regulator, cqc flag, notification required, statutory notification,
      regulatory notification, reported to authority, care inspectorate notified, ciw notified, cqc, cqc referral,
      notified cqc, regulation 18, notification to regulator
    `,
  },
};
