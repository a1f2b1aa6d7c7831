import type { EntitySynonyms } from '../synonyms.ts';

/** Claims on a private insurer. */
export const insuranceClaims: EntitySynonyms = {
  nouns: `
    insurance claim, claim, insurance billing, claim header, claim form, insurance bill, insurance payment,
    payer claim, medical claim, vision claim, reimbursement, reimbursement claim, billing, billing claim,
    claim submission, health fund claim, coverage claim, patient claim, insurance, claim record, preauthorization,
    claim line, private claim, encounter claim, edi claim
  `,
  spareKey: 'claimNumber',
  fields: {
    payer: `
      payer, insurer, insurance company, insurance provider, insurance, payer name, insurer name, payer id,
      payer code, payor, payor name, payor id, insurance name, insurance id, insurance company name,
      insurance company id, insurance plan, insurance plan name, insurance payer, insurance payer name,
      insurance carrier, insurance provider name, insurance provider id, ins company, ins co, ins name, ins carrier,
      ins provider, ins provider name, insurer id, insurer code, carrier, carrier name, carrier id, plan, plan name,
      plan id, health plan, health fund, fund, fund name, scheme, medical aid, vision plan, company name, company,
      primary insurance, primary payer, primary insurer, tpa, tpa name, underwriter, provider name,
      vision plan name, payer organisation, obra social, claim payer, insurance organisation, sponsor
    `,
    policyNumber: `
      policy number, policy no, member number, member id, membership number, policy id, policy, policy num,
      policy ref, policy reference, policy code, policy holder number, policy holder id, member identifier,
      member no, member num, membership id, membership no, subscriber id, subscriber number, subscriber no,
      insured id, insured number, insurance number, insurance no, insurance id, insurance policy number,
      insurance policy no, insurance policy, insurance member id, insurance member number, group number, group no,
      group id, plan number, certificate number, certificate no, card number, card no, beneficiary id,
      beneficiary number, patient insurance id, patient policy number, ins number, ins no, ins policy number,
      medical aid number, member card number, contract number, enrollee id
    `,
    claimNumber: `
      claim number, claim no, claim reference, claim ref, claim num, claim id number, claim code, claim identifier,
      claim reference number, claim reference no, claim ref no, claim control number, control number,
      payer claim number, payer claim control number, payer reference, insurer reference, insurer claim number,
      claim tracking number, authorization number, authorisation number, auth number, auth no, authorisation code,
      pre auth number, pre authorization number, reference, reference number, reference no, ref no, case number,
      icn, batch number, claim submission id, submission reference, external claim id, invoice number, invoice no,
      bill number, bill no, claim serial, approval number, remittance number, claim batch number
    `,
    serviceDate: `
      service date, date of service, dos, service dt, service from, service from date, service start date,
      service on, date service, date of treatment, treatment date, date of visit, visit date, encounter date,
      exam date, examination date, date of exam, appointment date, procedure date, performed date, date performed,
      dos from, from date, date from, service date from, service datetime, rendered on, date rendered, provided on,
      incident date, date of claim service, statement from date, admission date, sight test date, test date,
      dispense date, billed date, bill date, billing date, start date, date, service performed on, supply date,
      date of supply
    `,
    submittedDate: `
      submitted date, submitted, submitted on, date submitted, submission date, submitted at, claim date,
      submission dt, submission datetime, submission on, submitted datetime, date of submission, sent, sent at,
      sent on, sent date, date sent, filed, filed on, filed date, filed at, date filed, filing date, lodged,
      lodged on, lodged date, date lodged, claimed on, claimed at, claimed date, date claimed, date of claim,
      claim created, claim sent, claim sent date, claim submitted, claim submitted date, claim submission date,
      transmitted, transmitted on, transmission date, date transmitted, created, created at, created on,
      created date, date created, entry date, entered date, process date, processed date, billed on, received date,
      claim datetime, posted date, submit date, submit time, claim filed date
    `,
    amountClaimed: `
      amount claimed, claimed amount, claim amount, claimed, amount billed, amount charged, amount submitted,
      amount requested, amt claimed, amt billed, amt, amount, billed, billed amount, bill amount, billed charges,
      billed total, charge, charges, charge amount, charged amount, claim amt, claim total, claim value, claim fee,
      claimed amt, claimed total, claimed value, fee, fees, fee billed, fee claimed, fee submitted,
      requested amount, submitted amount, submitted charge, submitted charges, total, total amount, total billed,
      total charge, total charges, total charged, total claim, total claimed, total claim amount,
      total claim charge, value, value claimed, cost, total fee, gross amount, price, insurance amount,
      insurance portion, total cost, reimbursement requested, claim cost, monto
    `,
    amountPaid: `
      amount paid, paid amount, paid, amount approved, amount received, amount reimbursed, amount settled, amt paid,
      amt received, approved, approved amount, allowed amount, insurance paid, insurance payment,
      insurance amount paid, insurer paid, ins paid, ins pay amount, ins amount paid, paid to date, paid amt,
      paid by insurance, paid by insurer, paid total, paid value, payer paid, payer paid amount, payment,
      payment amount, payment received, payments, payments received, received, received amount, reimbursed,
      reimbursed amount, reimbursement, reimbursement amount, remitted, remitted amount, settled amount,
      settlement amount, total paid, total payment, total received, payout, amount remitted, covered amount,
      coverage amount, insurance contribution, benefit amount, benefit paid, benefit
    `,
    status: `
      status, claim status, state, current status, status code, status name, status id, claim state, claim stage,
      processing status, adjudication status, submission status, approval status, outcome, result, decision, stage,
      payment status, is paid, is approved, paid status, approved status, claim result, claim outcome,
      settlement status, billing status, response, claim response, response status, workflow status, progress,
      claim decision, adjudication
    `,
  },
};

/** Claims and vouchers of General Ophthalmic Services. */
export const nhsVouchers: EntitySynonyms = {
  nouns: `
    nhs voucher, voucher, optical voucher, gos, gos claim, gos form, gos voucher, nhs claim, nhs form, gos 1, gos 3,
    gos 4, gos 6, gos record, gos submission, gos sight test, ophthalmic claim, ophthalmic form,
    ophthalmic services claim, nhs claim form, nhs sight test, nhs sight test claim, nhs submission,
    nhs optical voucher, optical voucher claim, spectacle voucher, voucher claim, hes voucher, wales voucher,
    voucher issue, voucher record, gos3 voucher, nhs billing, nhs payment, pcse claim, pcse submission, hc,
    gos payment
  `,
  fields: {
    prescriptionId: `
      prescription, rx, rx id, prescription no, prescription number, rx no, prescription ref, refraction id,
      spec rx id, exam id, related prescription
    `,
    form: `
      form, gos form, form type, claim type, gos form type, gos type, form number, form no, form code, form id,
      form name, gos form number, gos form no, gos form code, gos number, gos no, gos code, gos, gos claim type,
      gos claim form, nhs form, nhs form type, nhs form number, claim form, claim form type, claim kind, type,
      type of claim, type of form, service, service type, gos service, document type, claim category, voucher form,
      record type, form version, submission type, category, claim code
    `,
    nation: `
      nation, country, nhs country, nhs nation, nhs region, scheme, nhs scheme, jurisdiction, home nation,
      home country, health board nation, nation code, region, uk nation, england wales, administration, territory,
      contract nation, country code, health service
    `,
    voucherCode: `
      voucher code, voucher type, voucher letter, voucher band, voucher, voucher category, voucher class,
      voucher level, voucher grade, voucher value code, voucher group, voucher letter code, voucher code distance,
      voucher code near, voucher type code, voucher type id, nhs voucher, nhs voucher code, nhs voucher type,
      nhs voucher letter, optical voucher, optical voucher code, code, letter, band, voucher a h, lens voucher,
      voucher type letter, voucher type 1, first voucher, distance voucher, near voucher, bifocal voucher,
      voucher band code, type code
    `,
    supplements: `
      supplements, supplement, supplement codes, supplement code, supplement type, supplement value,
      supplement amount, supplements claimed, supplements total, supplement total, supplement details,
      supplement claimed, voucher supplement, voucher supplements, prism, prism supplement, tint, tint supplement,
      small frame, small frame supplement, small glasses, small glasses supplement, complex, complex lens,
      complex lens supplement, complex lenses, special facial, special facial characteristics,
      facial characteristics, photochromic, photochromic supplement, is complex, prism claimed, tint claimed,
      extra supplements, additional supplements, prism value, tint value, additions, complex supplement,
      prism amount, tint amount, number of supplements, small frame allowance
    `,
    testDate: `
      test date, sight test date, date of sight test, date of test, exam date, date tested, tested on, tested at,
      date of eye test, date of eye examination, date of examination, eye test date, eye examination date,
      examination date, exam on, sight test on, sight tested on, date sight test, date of last sight test,
      last test date, st date, test performed, test performed on, test dt, service date, date of service,
      visit date, appointment date, date seen, performed date, date of previous test, test taken, date of st,
      sight test
    `,
    issuedDate: `
      issued date, issue date, date issued, issued, issued on, voucher date, claim date, date of issue, issue on,
      issued at, issue dt, issued dt, date of voucher, voucher issued, voucher issued on, voucher issue date,
      voucher date issued, voucher issued date, voucher given, given on, date given, created, created at,
      created on, created date, date created, claimed, claimed on, claimed at, claimed date, date claimed,
      date of claim, claim created, submitted, submitted at, submitted on, submitted date, submission date,
      date submitted, date of submission, signed, signed on, signed at, signed date, date signed, form date,
      date of form, form signed, declaration date, patient signed date, supply date, date of supply, date supplied,
      dispense date, dispensed date, date, entry date, sent date, date sent, transmitted at, supply on, supplied on
    `,
    claimNumber: `
      claim number, claim no, claim reference, claim ref, claim num, claim id, claim id number, claim code,
      claim identifier, claim reference number, claim reference no, claim ref no, claim ref number, submission id,
      submission ref, submission reference, submission number, pcse reference, pcse ref, pcse id, pcse claim id,
      nhs reference, nhs claim reference, nhs claim number, nhs ref, gos reference, gos number ref,
      gos claim number, gos claim id, ophthalmic claim number, reference, reference number, reference no, ref,
      ref no, batch number, batch ref, claim batch, serial number, serial no, form serial number, form ref,
      form reference, external reference, transaction reference, voucher number, voucher no, voucher ref,
      voucher reference, voucher serial number, barcode, unique reference, urn
    `,
    value: `
      value, voucher value, claim value, claim amount, voucher amount, amount, amount claimed, amount due,
      amount value, claimed, claimed amount, claimed value, claim total, claim fee, claim price, fee, fee amount,
      fee claimed, fee value, gos fee, sight test fee, test fee, total, total amount, total value, total claim,
      total claimed, total voucher value, voucher total, voucher price, voucher worth, voucher sum,
      voucher face value, face value, nhs value, nhs amount, price, sum, sum claimed, expected amount,
      expected value, expected payment, payable, amount payable, claim amt, voucher amt, gbp value, net value,
      entitlement value, allowance, voucher allowance, worth
    `,
    amountPaid: `
      amount paid, paid amount, paid, amount received, amount settled, amt paid, amt received, paid to date,
      paid amt, paid by nhs, paid by pcse, paid value, payment, payment amount, payment received, payment value,
      received, received amount, reimbursed, reimbursed amount, remitted, remitted amount, settled, settled amount,
      nhs paid, nhs payment, nhs paid amount, pcse paid, pcse payment, total paid, actual payment, actual paid,
      amount remitted, remittance amount, value paid, paid total, sum received
    `,
    eligibility: `
      eligibility, eligibility reason, exemption reason, exemption, entitlement, patient exemption reason,
      eligibility code, eligibility category, eligibility type, eligibility criteria, eligibility description,
      eligibility basis, eligible, eligible reason, eligible due to, eligible because, eligibility group, exempt,
      exempt reason, exemption code, exemption type, exemption category, exemption status, exemption basis,
      entitled, entitled reason, entitlement reason, entitlement code, entitlement category, entitlement type,
      entitlement basis, reason for eligibility, reason eligible, reason for entitlement, reason for exemption,
      nhs eligibility, nhs exemption, nhs entitlement, patient category, patient eligibility, patient exemption,
      patient entitlement, qualifying reason, qualification, reason, reason code, reason for claim, benefit,
      benefit type, benefits, benefit claimed, income support, on benefit, hc2, hc3, hc2 certificate, nhs reason,
      patient status, entitlement group, criteria, claim reason, patient group, declaration reason, evidence
    `,
    claimStatus: `
      claim status, status, voucher status, state, current status, claim state, claim stage, claim outcome,
      claim result, claim response, status code, status name, voucher state, voucher status code, submission status,
      submission state, submission result, payment status, paid, is paid, paid status, paid flag, processing status,
      approval status, outcome, response, response status, result, accepted, is accepted, rejected, gos status,
      gos claim status, pcse status, nhs status, stage, progress, is submitted, submitted flag, sent status,
      workflow status, decision
    `,
  },
};
