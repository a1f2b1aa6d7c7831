import type { EntitySynonyms } from '../synonyms.ts';
import { ofEye, prescriptionEyeFields } from './optics.ts';
import { personFields } from './people.ts';

/** Other names of what an optical practice keeps. */
export const opticalPracticeSynonyms: Readonly<Record<string, EntitySynonyms>> = {
  patients: {
    nouns: 'patient, client, customer, person, px',
    spareKey: 'alternativeId',
    fields: {
      ...personFields,
      occupation: 'occupation, job, job title, profession',
      lastExaminationDate:
        'last examination date, last exam date, last exam, last eye exam, last eye exam date, last sight test, last sight test date, last test date, last eye test',
      recallDate: 'recall date, recall, next recall, next recall date, recall due, recall due date',
      insuranceProvider: 'insurance provider, insurer, insurance company, insurance',
      insuranceNumber:
        'insurance number, insurance policy number, insurance no, insurance id, policy number, policy no',
      marketingConsent: 'marketing consent, marketing, marketing opt in, consent marketing, consent to marketing',
    },
  },
  examinations: {
    nouns: 'examination, exam, sight test, eye test, eye exam, eye examination, refraction, consultation',
    fields: {
      examinationDate:
        'examination date, exam date, date of exam, date of examination, test date, sight test date, eye test date, date of test, date of sight test, date',
      practitioner:
        'practitioner, optometrist, optometrist name, practitioner name, examiner, examined by, tested by, optom',
      practitionerNumber: 'practitioner number, goc number, goc no, gos number, ophthalmic list number',
      reason: 'reason, reason for visit, visit reason, reason for exam, reason for test',
      symptoms: 'symptoms, history and symptoms, presenting symptoms, symptoms and history',
      unaidedAcuityRight: `unaided acuity right, va od unaided, va re unaided, va right unaided, ${ofEye('right', 'unaided va, unaided vision, unaided acuity, unaided, ucva')}`,
      unaidedAcuityLeft: `unaided acuity left, va os unaided, va le unaided, va left unaided, ${ofEye('left', 'unaided va, unaided vision, unaided acuity, unaided, ucva')}`,
      acuityRight: ofEye('right', 'acuity, va, visual acuity, corrected va, best va, bcva, aided va'),
      acuityLeft: ofEye('left', 'acuity, va, visual acuity, corrected va, best va, bcva, aided va'),
      acuityBinocular:
        'acuity binocular, va binocular, binocular va, va bin, bin va, va ou, ou va, va both, binocular acuity',
      nearAcuityRight: ofEye('right', 'near acuity, near va, nva'),
      nearAcuityLeft: ofEye('left', 'near acuity, near va, nva'),
      intraocularPressureRight: ofEye('right', 'intraocular pressure, iop, pressure, tonometry'),
      intraocularPressureLeft: ofEye('left', 'intraocular pressure, iop, pressure, tonometry'),
      anteriorSegment: 'anterior segment, anterior eye, slit lamp, external eye',
      fundus: 'fundus, fundus notes, retina, ophthalmoscopy, internal eye, posterior segment',
      diagnosis: 'diagnosis, diagnoses',
      outcome: 'outcome, exam outcome, result',
      nextExaminationDate:
        'next examination date, next exam date, next exam, next test date, next sight test, next sight test date, recall date, next eye exam',
      notes: 'notes, note, comments, comment, remarks, clinical notes, exam notes, examination notes',
    },
  },
  appointments: {
    nouns: 'appointment, appt, booking',
    fields: {
      startsAt:
        'starts at, start date time, start, start time, appointment date time, appointment date + appointment time, appt date + appt time, appointment date + time, date + time, date + start time, appointment start, appointment date, appt date, scheduled date, sched date, date time, datetime, date',
      endsAt: 'ends at, end date time, end, end time, appointment end, finish time',
      durationMinutes:
        'duration minutes, duration in minutes, duration mins, duration, minutes, minutes duration, length minutes, appointment duration',
      type: 'type, appointment type, appt type, booking type',
      practitioner: 'practitioner, practitioner name, optometrist, clinician, practitioner id, clinician name, doctor',
      location: 'location, branch, site, clinic room, room, location name, branch name',
      status: 'status, appointment status, appt status, booking status',
      reason: 'reason, reason for visit, visit reason, reason for appointment',
      notes: 'notes, note, comments, comment, remarks, appointment notes, comment text',
    },
  },
  clinicalNotes: {
    nouns: 'clinical note, note, patient note, pnote, case note, record card note',
    fields: {
      writtenAt:
        'written at, note date + note time, note date + time, date + time, note date, date written, written on, entry date, date time, date',
      author: 'author, written by, entered by, author name, created by, user',
      category: 'category, note type, type, note category',
      text: 'text, note, notes, body, note text, content, note body, details',
    },
  },
  invoices: {
    nouns: 'invoice, bill, sales invoice',
    spareKey: 'invoiceNumber',
    fields: {
      invoiceNumber: 'invoice number, invoice no, inv no, inv number, bill number, bill no',
      invoiceDate: 'invoice date, date of invoice, inv date, bill date, date',
      dueDate: 'due date, payment due, due, due on',
      subtotal: 'subtotal, sub total, net, net amount, net total',
      tax: 'tax, vat, tax amount, vat amount',
      discount: 'discount, discount amount',
      total: 'total, total amount, invoice total, grand total, gross, gross amount, amount',
      amountPaid: 'amount paid, paid amount, paid, total paid',
      balance: 'balance, balance due, outstanding, amount due, amount outstanding, balance outstanding',
      status: 'status, invoice status, payment status',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
  prescriptions: {
    nouns: 'prescription, rx, script, spectacle prescription, spectacle rx, spec rx, contact lens prescription, cl rx',
    fields: {
      ...prescriptionEyeFields,
      issueDate:
        'issue date, issued date, issued, issued on, date issued, prescription date, rx date, script date, prescribed at, prescribed on, date prescribed, date of prescription, date',
      expiryDate: 'expiry date, expires, expires at, expires on, expiry, date of expiry, valid until, expiration date',
      prescriber:
        'prescriber, prescribed by, prescriber name, optometrist, practitioner, optometrist name, practitioner name',
      type: 'type, prescription type, rx type, script type',
      pupillaryDistance:
        'pupillary distance, pd, distance pd, pd distance, pd far, far pd, dist pd, binocular pd, pd binocular, bino pd, pd bino, total pd',
      nearPupillaryDistance: 'near pupillary distance, near pd, pd near, npd',
      backVertexDistance: 'back vertex distance, bvd, vertex distance, vertex, back vertex',
      notes: 'notes, note, comments, comment, remarks, rx comments, prescription notes, rx notes',
    },
  },
  payments: {
    nouns: 'payment, receipt',
    fields: {
      paidDate:
        'paid date, payment date, date paid, paid on, paid at, received at, received on, date received, receipt date, date',
      amount: 'amount, payment amount, amount paid, paid amount, total',
      method: 'method, payment method, payment type, paid by, tender, method of payment, payment mode',
      reference: 'reference, payment reference, ref, transaction reference, transaction ref, payment ref',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
  insuranceClaims: {
    nouns: 'insurance claim, claim',
    spareKey: 'claimNumber',
    fields: {
      payer: 'payer, insurer, insurance company, insurance provider, insurance, payer name, insurer name',
      policyNumber: 'policy number, policy no, member number, member id, membership number, policy id',
      claimNumber: 'claim number, claim no, claim reference, claim ref',
      serviceDate: 'service date, date of service, dos',
      submittedDate:
        'submitted date, submitted, submitted on, date submitted, submission date, submitted at, claim date',
      amountClaimed: 'amount claimed, claimed amount, claim amount, claimed',
      amountPaid: 'amount paid, paid amount, paid',
      status: 'status, claim status',
    },
  },
  nhsVouchers: {
    nouns: 'nhs voucher, voucher, optical voucher, gos, gos claim, gos form, gos voucher, nhs claim',
    fields: {
      form: 'form, gos form, form type, claim type, gos form type, gos type',
      nation: 'nation',
      voucherCode: 'voucher code, voucher type, voucher letter, voucher band, voucher',
      supplements: 'supplements, supplement, supplement codes',
      testDate: 'test date, sight test date, date of sight test, date of test, exam date',
      issuedDate: 'issued date, issue date, date issued, issued, issued on, voucher date, claim date, date of issue',
      claimNumber: 'claim number, claim no, claim reference, claim ref',
      value: 'value, voucher value, claim value, claim amount, voucher amount',
      amountPaid: 'amount paid, paid amount, paid',
      eligibility:
        'eligibility, eligibility reason, exemption reason, exemption, entitlement, patient exemption reason',
      claimStatus: 'claim status, status, voucher status',
    },
  },
  dispenses: {
    nouns: 'dispense, dispensing, spectacle order, glasses order, spectacle dispense',
    fields: {
      orderedDate: 'ordered date, order date, date ordered, ordered on, ordered, date of order',
      dispensedDate: 'dispensed date, dispense date, date dispensed, dispensed on, dispensed, dispensing date',
      collectedDate: 'collected date, collection date, date collected, collected on, collected',
      frameBrand: 'frame brand, frame make, frame maker, frame manufacturer',
      frameModel: 'frame model, frame name, frame',
      frameColour: 'frame colour, frame color, colour, color',
      frameSize: 'frame size, eye size, size',
      lensType: 'lens type, lens, lenses, lens name',
      lensMaterial: 'lens material, material',
      lensIndex: 'lens index, index, refractive index',
      lensCoating: 'lens coating, coating, coatings, lens coatings',
      tint: 'tint, lens tint',
      quantity: 'quantity, qty',
      framePrice: 'frame price, price of frame',
      lensPrice: 'lens price, lenses price, price of lenses',
      price: 'price, total price, total',
      voucherCode: 'voucher code, nhs voucher, voucher, voucher type',
      dispensedBy: 'dispensed by, dispenser, dispenser name, dispensing optician',
      status: 'status, order status, dispense status',
      notes: 'notes, note, comments, comment, remarks, special instructions',
    },
  },
  labOrders: {
    nouns: 'lab order, laboratory order, lens order, lab job',
    spareKey: 'orderNumber',
    fields: {
      orderedDate: 'ordered date, order date, date ordered, ordered on, ordered, ordered at, date of order',
      laboratory: 'laboratory, lab, lab name, supplier, supplier name, laboratory name',
      orderNumber: 'order number, order no, lab order number, lab ref, lab reference, lab order no',
      trackingNumber: 'tracking number, tracking no, tracking, tracking reference',
      dueDate: 'due date, expected date, due, expected, expected delivery, date due',
      receivedDate: 'received date, date received, received, received on, delivered date, delivery date, received at',
      frame: 'frame, frame description',
      cost: 'cost, lab cost, total cost, price',
      status: 'status, order status, lab status',
      notes: 'notes, note, comments, comment, remarks',
    },
  },
};
