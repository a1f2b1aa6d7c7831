import type { EntitySynonyms } from '../synonyms.ts';

/** Needs, and what is done about them. */
export const carePlans: EntitySynonyms = {
  nouns: `
    care plan, support plan, plan of care, care plan section, care plan entry, care plan item, plan, care planning,
    plan of support, personal plan, individual support plan, nursing care plan, service plan, treatment plan,
    nursing plan, care need, person centred plan, support need, care goal, care activity, goal
  `,
  fields: {
    category: `
      category, area of need, care area, domain, care plan category, care plan type, plan type, type,
      care need area, area, section, section name, care plan name, plan name, plan title, title, name,
      care plan title, heading, topic, focus area, focus, care need, need category, need type, support area,
      area of care, area of support, outcome area, plan category, dimension, subject, activity of daily living, adl,
      care plan area, description, template, care plan template, theme, plan description, category name,
      plan type name, care plan section
    `,
    need: `
      need, needs, assessed need, identified need, assessed needs, problem, assessment, assessment of need,
      current situation, current needs, need description, identified needs, identified issue, issue, issues,
      issue description, care needs, support needs, problem statement, problem description, problems,
      current abilities, abilities, what i need, my needs, concern, concerns, presenting need, nursing diagnosis,
      diagnosis, description of need, background, strengths and needs, reason, reason for plan, summary,
      background information, assessment summary, description, details, my situation, risks
    `,
    goal: `
      goal, goals, outcome, desired outcome, aim, objective, outcomes, objectives, goal description, goal text,
      target, target outcome, desired outcomes, expected outcome, expected outcomes, planned outcome,
      outcome wanted, goals and outcomes, aims, aims and objectives, what i want to achieve, my goals, care goals,
      objective text, intended outcome, aspiration, aspirations, expected result, goals description, wishes,
      purpose, intended goals, short term goal, long term goal, outcome description
    `,
    intervention: `
      intervention, interventions, actions, action, support required, how to support, intervention text, plan,
      plan details, plan text, planned care, planned intervention, planned interventions, planned action,
      planned actions, care instructions, care actions, support plan, support, how we support,
      how i want to be supported, how staff should support, staff actions, staff instructions, what staff do,
      nursing intervention, nursing interventions, care provided, action plan, steps, tasks, approach,
      support to be provided, activity, activities, strategies, strategy, guidance, instructions, content,
      care to be given, directions, method, treatment, care description, how to help me, what we do, services
    `,
    startDate: `
      start date, date started, from, start, commenced, effective from, plan date, date created, created date,
      created on, created at, created, plan start date, effective date, effective from date, valid from, from date,
      date from, implemented, date implemented, implementation date, date of plan, date, commenced date,
      commencement date, date written, written on, period start, active from, opened, opened date, initiated,
      date opened, begin date, date agreed, date set
    `,
    endDate: `
      end date, date ended, to, stop, end, effective to, plan end date, closed date, date closed, closed on,
      closed at, completed date, date completed, valid to, valid until, to date, date to, finish date, archived on,
      archived date, discontinued, discontinued date, superseded date, period end, target date, expiry date,
      achieved date, date achieved, termination date, completion date
    `,
    reviewDate: `
      review date, next review, next review date, date of review, review due, review due date, next review on,
      next review due, due for review, review by, review on, date for review, date due for review,
      date of next review, next evaluation, evaluation date, reassessment date, reviewed, last reviewed,
      last review date, last review, next review at, planned review date, review due on, scheduled review,
      review due by, next reviewed, reviewed on, reviewed date, review at
    `,
    author: `
      author, written by, created by name, completed by, author name, updated by, created by, created by user,
      completed by name, staff, staff name, staff member, key worker, key worker name, named nurse, nurse,
      nurse name, planned by, prepared by, updated by name, assessed by, assessor, entered by, user, plan author,
      owner, care coordinator, carer, user name, responsible, responsible person, staff id, author id, care manager,
      developed by, recorded by, lead, lead professional, completed by id, provider
    `,
    status: `
      status, plan status, care plan status, state, active, is active, current, is current, plan state, archived,
      is archived, care plan state, completed, open closed, goal status, lifecycle status, achieved, is closed,
      active flag, stage, review status, approval status
    `,
  },
};

/** Scored tools. */
export const riskAssessments: EntitySynonyms = {
  nouns: `
    risk assessment, assessment, risk, assessment score, assessment tool, assessment result, risk score,
    risk screening, screening, screening tool, clinical assessment, scored assessment, waterlow, must,
    falls assessment, fall risk assessment, fall risk, braden, risk register, risk plan, risk management,
    resident assessment, patient assessment, evaluation, questionnaire, survey, assessment scale
  `,
  fields: {
    tool: `
      tool, assessment tool, assessment type, assessment name, risk type, assessment, type of assessment, scale,
      scale name, tool name, tool used, form, form name, form type, instrument, risk area, risk, risk name,
      risk title, hazard, risk type name, type, title, name, category, assessment title, assessment form,
      assessment category, template, template name, assessment template, screening tool, test, test name,
      assessment description, questionnaire, questionnaire name, subject, area, risk assessment type,
      risk assessment name, risk domain, assessment kind, description, survey name, measure, assessment type name
    `,
    score: `
      score, total score, risk score, assessment score, total, score total, overall score, result, result score,
      points, total points, value, risk value, risk rating score, numeric score, score value, final score, sum,
      assessment total, calculated score, risk points, total value, assessment result, rating, score result,
      grand total, outcome score
    `,
    riskLevel: `
      risk level, level of risk, risk rating, risk category, risk band, level, risk, overall risk,
      overall risk level, risk grade, band, rating, risk outcome, outcome, category, result, severity, risk status,
      interpretation, score interpretation, risk classification, risk level name, assessed risk, risk rag, rag,
      rag rating, score band, score category, risk description, risk result, level name, result text, risk class,
      risk group, likelihood, priority, risk indicator
    `,
    assessedDate: `
      assessed date, assessment date, date assessed, assessed on, assessed at, date of assessment, date completed,
      date, assessed, date of risk assessment, risk assessment date, completed on, completed date, completed at,
      completed, performed date, performed on, performed at, date performed, assessment datetime, assessment time,
      created, created on, created at, created date, recorded date, recorded at, entry date, date done, done on,
      carried out on, date carried out, taken on, observed at, start date, date and time, evaluation date,
      timestamp, date taken, observation date, survey date, event date, screening date, date time, signed date,
      conducted on
    `,
    reviewDate: `
      review date, next review, next review date, review due, date of review, review due date, next review on,
      due for review, next assessment, next assessment date, next assessment due, next due, next due date,
      reassess by, reassessment date, reassessment due, review by, review on, date for review, date of next review,
      due date, due, date due, next review due, expiry date, valid until, planned review date, follow up date,
      review due by, reviewed on, next reviewed, next date
    `,
    assessor: `
      assessor, assessed by, completed by, assessor name, author, assessor id, assessed by name, assessed by id,
      completed by name, completed by user, performed by, carried out by, done by, created by, recorded by,
      entered by, staff, staff name, staff member, staff id, nurse, nurse name, clinician, user, user name,
      practitioner, assessing nurse, evaluator, written by, name of assessor, carer, signed by, conducted by,
      provider, reviewed by, assessor name and role, assessing staff, observer
    `,
    notes: `
      notes, note, comments, comment, remarks, details, summary, outcome notes, action, actions, actions required,
      action plan, control measures, controls, mitigation, recommendations, recommendation, plan, description,
      further information, additional comments, additional notes, narrative, findings, factors, risk factors,
      assessment notes, control, measures, existing controls, outcome, observation, observations, conclusion, text,
      risk description, further actions, comments and actions, triggers, hazards, interventions
    `,
  },
};

/** What staff write down day by day. */
export const dailyNotes: EntitySynonyms = {
  nouns: `
    daily note, daily record, daily log, progress note, care note, daily care note, daily care record, note,
    care log, night check, night patrol, patrol record, welfare check, care round, daily entry, diary, diary entry, diary note, handover, handover note, shift note, shift report,
    shift log, journal, journal entry, log entry, log, care entry, case note, nursing note, nurse note,
    evaluation note, daily report, behaviour note, behavior note, behaviour log, activity, activity log, visit note,
    visit log, care diary, care record, communication log, communication, daily care, care delivery, care delivered,
    event log, events, comment, observation note, daily living note, noteevent, entry, contact note, running record,
    timeline, activity record, session note, daily activity, carer note
  `,
  fields: {
    writtenAt: `
      written at, note date + note time, note date + time, date + time, note datetime, date written, written on,
      note date, entry date, date time, timestamp, recorded at, date, written, written date, written time,
      date time written, entered, entered at, entered on, entered date, date entered, entry time, entry datetime,
      entry dt, note time, note dt, created, created at, created on, created date, creation date, date created,
      datetime created, recorded, recorded on, recorded date, recorded time, date recorded, logged, logged at,
      log date, log time, logged on, shift date, report date, report time, event date, event time, event datetime,
      date of entry, time of entry, time, date and time, day, when, visit date, visit time, happened at,
      occurred at, occurred on, charttime, chartdate, effective date, contact date, performed at, date of note,
      posted at, posted on, completed at, service date, start time, diary date, activity date, timestamp created,
      date logged
    `,
    category: `
      category, note type, type, note category, entry type, note title, note type name, entry category, log type,
      log category, record type, activity type, activity, activity name, subject, title, heading, topic, care area,
      domain, shift, shift type, event type, event, kind, class, note class, note kind, tag, tags, section, area,
      care type, task, report type, type of note, type of entry, diary type, note heading, note subject,
      mood category, note code, template, care category, need
    `,
    text: `
      text, note, notes, note text, entry, content, body, details, description, daily note, notes text, entry text,
      entry details, entry notes, log text, log entry, log details, log notes, body text, message, narrative,
      comment, comments, report, report text, free text, summary, observations, observation, record, daily record,
      daily report, note content, note body, note details, note description, diary entry, journal entry, remarks,
      care given, care provided, what happened, handover note, handover notes, care note, care notes, progress note,
      detail, contents, memo, information, shift notes, shift report, outcome, long text, full text,
      description text, value, care delivered, narration, plain text
    `,
    author: `
      author, written by, recorded by, staff name, staff member, carer, entered by, author name, caregiver id,
      author id, written by name, written by id, entered by name, entered by id, recorded by name, recorded by id,
      created by, created by name, created by id, created by user, creator, staff, staff id, nurse, nurse name,
      nurse id, carer name, carer id, caregiver, caregiver name, user, user id, user name, employee, employee name,
      employee id, worker, worker name, signed by, signature, completed by, completed by name, logged by, clinician,
      clinician name, practitioner, provider, provider name, reporter, reported by, by, initials, posted by,
      added by, care worker, care worker name, support worker, person completing, updated by, performed by, owner,
      team member, note author, submitted by
    `,
  },
};
