import type { EntitySynonyms } from '../synonyms.ts';
import { examinationEyeFields, prescriptionEyeFields } from './optics.ts';

/** Sight tests and other examinations. */
export const examinations: EntitySynonyms = {
  nouns: `
    examination, exam, sight test, eye test, eye exam, eye examination, refraction, consultation, sight test record,
    sight examination, eye check, eye record, eye exam record, ocular exam, visit, encounter, clinical exam,
    clinical record, clinical examination, vision test, vision exam, refraction exam, optometric exam,
    optometry exam, patient visit, patient exam, medical record, clinical visit, event, consult, checkup, record,
    episode, case record, examen, consulta, vision screening, clinical data, history and symptoms, eye health exam,
    ophthalmic exam
  `,
  fields: {
    ...examinationEyeFields,
    examinationDate: `
      examination date, exam date, date of exam, date of examination, test date, sight test date, eye test date,
      date of test, date of sight test, date, examined, examined on, examined at, tested on, tested at,
      test performed, visit date, date of visit, visit, consultation date, date of consultation, encounter date,
      encounter datetime, event date, record date, date recorded, recorded at, created at, created, created date,
      created on, refraction date, date seen, seen on, seen date, appointment date, performed at, performed on,
      performed date, exam datetime, exam time, exam at, started at, start time, checkup date, clinical date,
      date examined, date tested, check date, service date, entry date, screening date, date time, fecha examen,
      st date, date performed
    `,
    practitioner: `
      practitioner, optometrist, optometrist name, practitioner name, examiner, examined by, tested by, optom,
      examiner name, examining optometrist, examining doctor, doctor, doctor name, doctor id, optician,
      optician name, ophthalmologist, ophthalmic practitioner, orthoptist, clinician, clinician name, clinician id,
      provider, provider name, provider id, practitioner id, optometrist id, optom name, optom id, oo, tester,
      tested by name, consultant, consultant name, seen by, staff, staff name, staff id, user, user id,
      performed by, performer, employee, refractionist, created by, examiner id, conducted by, physician,
      recorded by, specialist, optometrist initials, od name, eye doctor
    `,
    practitionerNumber: `
      practitioner number, goc number, goc no, gos number, ophthalmic list number, goc, goc registration,
      goc registration number, goc reg no, goc reg number, practitioner goc, optometrist goc, optometrist number,
      registration number, registration no, reg no, license number, licence number, license no, practitioner code,
      optometrist code, performer number, performers list number, ophthalmic performers list number, opl number,
      provider number, npi, npi number, doctor number, gmc number, practitioner reg no, list number,
      prescriber number, professional number, optometrist goc number
    `,
    reason: `
      reason, reason for visit, visit reason, reason for exam, reason for test, purpose, purpose of visit,
      main reason, main complaint, chief complaint, presenting complaint, presenting problem, complaint, complaints,
      rfv, reason for appointment, reason for examination, reason for consultation, motive, visit type, exam type,
      examination type, test type, type, type of exam, type of test, type of visit, appointment type,
      encounter type, cc, exam reason, reason text, reason code, referral reason, visit purpose, sight test type,
      consultation type, motivo, consultation reason
    `,
    symptoms: `
      symptoms, history and symptoms, presenting symptoms, symptoms and history, symptom, symptoms description,
      symptoms notes, complaints, patient complaints, presenting symptoms and history, history, history notes,
      history of present illness, hpi, ocular symptoms, visual symptoms, signs and symptoms, symptoms and signs,
      h and s, hs, gh, general health, ocular history, poh, pmh, case history, anamnesis, anamnese, background,
      patient history, eye history, medical history, past ocular history, current symptoms, history symptoms,
      subjective, headaches
    `,
    acuityBinocular: `
      acuity binocular, va binocular, binocular va, va bin, bin va, va ou, ou va, va both, binocular acuity
    `,
    anteriorSegment: `
      anterior segment, anterior eye, slit lamp, external eye, anterior, anterior seg, anterior chamber,
      anterior examination, anterior eye examination, anterior segment notes, anterior notes, ant seg, ant segment,
      slit lamp findings, slit lamp examination, slit lamp notes, sle, biomicroscopy, biomicroscope, external,
      external examination, external exam, external notes, externals, cornea, conjunctiva, lids, lids and lashes,
      lens, cornea notes, lid margins, anterior right, anterior left, anterior eye notes, slit lamp comments,
      anterior segment comments
    `,
    fundus: `
      fundus, fundus notes, retina, ophthalmoscopy, internal eye, posterior segment, fundus examination,
      fundus exam, fundus findings, fundus comments, fundoscopy, funduscopy, fundus notes right, fundus right,
      fundus left, retinal examination, retinal exam, retinal findings, retinal notes, retina notes,
      retina comments, posterior, posterior eye, posterior seg, posterior pole, posterior segment notes,
      posterior examination, post seg, internal, internal examination, internal exam, internal notes,
      ophthalmoscope, ophthalmoscopy notes, dilated fundus exam, dfe, optic disc, optic nerve, disc, discs, macula,
      media, vitreous, vessels, periphery, volk, retina findings, cd ratio, optic disc notes
    `,
    diagnosis: `
      diagnosis, diagnoses, diagnosis text, diagnosis notes, diagnosis description, diagnosis code, diagnosis name,
      dx, dx text, clinical diagnosis, ocular diagnosis, findings, clinical findings, impression, impressions,
      assessment, assessment notes, conclusion, conclusions, conditions, condition, problem, problems,
      principal diagnosis, diagnosis 1, provisional diagnosis, pathology, disorder, primary diagnosis,
      final diagnosis, diagnostico, icd code, icd 10, diagnosis list
    `,
    outcome: `
      outcome, exam outcome, result, outcome of exam, outcome of test, outcome notes, test outcome,
      sight test outcome, management, management plan, plan, plan notes, treatment, treatment plan, action, actions,
      advice, advice given, recommendation, recommendations, disposition, disposal, referral, referred,
      referral type, referred to, refer, result of test, conclusion, follow up, follow up plan, next steps,
      recommendation notes, outcome code, resolution, management notes, referral required, status
    `,
    nextExaminationDate: `
      next examination date, next exam date, next exam, next test date, next sight test, next sight test date,
      recall date, next eye exam, next examination, next sight test due, next test, next test due, next due,
      next due date, next visit, next visit date, next appointment, next review, next review date, review date,
      recall, recall on, recall due, recall due date, return date, return visit, follow up date, next follow up,
      follow up due, retest date, retest due, date of next test, date next test, date of next exam, next eye test,
      next recall date, next recall, next consultation, next checkup, due date, follow up, next exam due,
      re examination date, recall next date, proxima cita
    `,
    notes: `
      notes, note, comments, comment, remarks, clinical notes, exam notes, examination notes, general notes,
      optometrist notes, additional notes, additional comments, other notes, observation, observations, remark,
      free text, note text, findings notes, summary, details, description, doctor notes, practitioner notes,
      examiner notes, clinical comments, exam comments, comments text, memo, record notes, internal notes,
      special notes, miscellaneous, extra notes, observaciones, information, clinical remarks, text, other
    `,
  },
};

/** Prescriptions of spectacles and contact lenses. */
export const prescriptions: EntitySynonyms = {
  nouns: `
    prescription, rx, script, spectacle prescription, spectacle rx, spec rx, contact lens prescription, cl rx,
    optical rx, refraction, refraction result, subjective refraction, final rx, final prescription,
    glass prescription, glasses prescription, eye prescription, eyeglass prescription, lens prescription, lens rx,
    glasses rx, eye rx, optical prescription, contact lens, contact lens rx, contact lens specification,
    cl specification, lens power, eye power, power, optical formula, formula, receta, graduacion, ordonnance,
    patient rx, refractive error, eye measurement, eye measure, eye detail, vision detail, vision prescription,
    rx record, spectacle, customer prescription, receta optica, eye data
  `,
  fields: {
    ...prescriptionEyeFields,
    issueDate: `
      issue date, issued date, issued, issued on, date issued, prescription date, rx date, script date,
      prescribed at, prescribed on, date prescribed, date of prescription, date, prescribed,
      prescription issue date, date given, date written, written date, written on, written at, exam date,
      examination date, test date, date of exam, date of test, date tested, sight test date, date of refraction,
      refraction date, created, created at, created on, created date, date created, recorded date, recorded at,
      rx issued, dispense date, visit date, order date, effective date, valid from, start date, date time,
      signed date, signed at, measured at, measured on, measurement date, checkup date, date of issue,
      prescription datetime, given on, entry date, date recorded, tested on, fecha, rx created
    `,
    expiryDate: `
      expiry date, expires, expires at, expires on, expiry, date of expiry, valid until, expiration date,
      expiration, exp date, exp, valid to, valid till, valid thru, valid through, validity, validity date, end date,
      rx expiry, rx expiry date, rx expiration date, prescription expiry, prescription expiry date,
      prescription expiration date, recall date, expired at, date expires, expiry on, renewal date, next exam date,
      due date, expiration dt, next test date, recheck date, expiry dt, rx valid until
    `,
    prescriber: `
      prescriber, prescribed by, prescriber name, optometrist, practitioner, optometrist name, practitioner name,
      prescribing optometrist, prescribing doctor, prescribed by name, doctor, doctor name, doctor id, dr, dr name,
      optician, optician name, ophthalmologist, optometrist id, optom, optom name, clinician, clinician name,
      provider, provider name, provider id, practitioner id, examiner, examined by, tested by, physician,
      physician name, issued by, written by, signed by, prescriber id, od name, eye doctor, refracted by, user,
      staff, staff name, staff id, created by, ophthalmic practitioner, prescriber full name, employee, specialist,
      measured by, tester, external prescriber, consultant, recorded by, doctor referred
    `,
    type: `
      type, prescription type, rx type, script type, rx category, kind, prescription kind, prescription category,
      lens type, lens category, lens kind, use, usage, rx use, rx purpose, purpose, distance near, distance or near,
      dist near, rx for, refraction type, prescription use, vision type, wear type, spec type, class,
      correction type, power type, rx format, rx class, glasses type, spectacle type, type of lens, category,
      lens use, distance type, single bifocal, mode, type of rx, type of prescription, spectacle use
    `,
    pupillaryDistance: `
      pupillary distance, pd, distance pd, pd distance, pd far, far pd, dist pd, binocular pd, pd binocular,
      bino pd, pd bino, total pd, pupil distance, pupillary dist, pupilary distance, interpupillary distance,
      inter pupil distance, ipd, distance pupillary distance, pd total, pd distance binocular, pd both, pd ou,
      both pd, binocular pupillary distance, pd dist, pd d, pd dv, dpd, pd value, pd mm, pd far vision,
      distance pd binocular, combined pd, pupillary, overall pd, distancia pupilar, dip, dp, ecart pupillaire,
      pd single, pd 1, pd binocular distance, patient pd, single pd
    `,
    nearPupillaryDistance: `
      near pupillary distance, near pd, pd near, npd, near pupil distance, near pupillary dist, near pd binocular,
      pd near binocular, reading pd, pd reading, pd n, pd nv, pd nr, near ipd, near vision pd, pd near vision,
      near centration distance, ncd, near centration, pupillary distance near, pd 2, close pd, binocular near pd,
      pd for near, intermediate pd
    `,
    backVertexDistance: `
      back vertex distance, bvd, vertex distance, vertex, back vertex, back vertex dist, bvd mm, vertex distance mm,
      vd, vertex dist, back vertex distance mm, corneal vertex distance, cvd, bvd right, vertex distance back,
      fitted bvd, distance vertex, right bvd, left bvd, od vertex, os vertex
    `,
    notes: `
      notes, note, comments, comment, remarks, rx comments, prescription notes, rx notes, additional notes,
      special notes, special instructions, instructions, remark, recommendation, recommendations,
      lens recommendation, lens recommendations, recommended lens, advice, dispensing notes, dispensing advice,
      description, details, memo, internal notes, optometrist notes, doctor notes, observation, observations,
      free text, note text, extra notes, other notes, general notes, patient instructions, notes to dispenser,
      doctor comments, comments to lab, other, information, observaciones, diagnosis, rx remarks
    `,
  },
};
