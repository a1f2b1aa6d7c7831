import type { EntitySynonyms } from '../synonyms.ts';

/** Bills. */
export const invoices: EntitySynonyms = {
  nouns: `
    invoice, bill, sales invoice, receivable, customer invoice, patient invoice, billing, charge, statement,
    account transaction, sale, sales, sales ledger, transaction, till transaction, order invoice, invoice header,
    bill header, factura, receipt invoice, sales bill, billing record, invoice master, sales transaction,
    tax invoice, optical bill, sale invoice, account, ledger entry
  `,
  spareKey: 'invoiceNumber',
  fields: {
    invoiceNumber: `
      invoice number, invoice no, inv no, inv number, bill number, bill no, invoice num, invoice id number,
      invoice ref, invoice reference, invoice code, invoice display number, inv ref, inv num, bill ref,
      bill number id, bill code, receipt number, receipt no, sale number, sale no, sale ref, transaction number,
      transaction no, transaction ref, document number, doc number, doc no, serial number, serial no, order number,
      order no, number, reference, reference number, ref, ref no, factura numero, tax invoice number, voucher no,
      sales number, folio, ticket number, ticket no
    `,
    invoiceDate: `
      invoice date, date of invoice, inv date, bill date, date, invoiced, invoiced at, invoiced on, invoiced date,
      date invoiced, invoice created, invoice created at, invoice dt, invoice datetime, inv dt, billed, billed at,
      billed on, billing date, billed date, date billed, bill dt, sale date, sales date, date of sale, sold at,
      sold on, transaction date, transaction datetime, issue date, issued, issued at, issued on, date issued,
      date of issue, created, created at, created on, created date, date created, document date, posting date,
      post date, tax date, raised on, raised date, date raised, charge date, entry date, date time, timestamp,
      fecha, service date, order date, statement date
    `,
    dueDate: `
      due date, payment due, due, due on, payment due date, payment due on, payment due by, due at, due by,
      date due, pay by, pay by date, payable by, payable on, payment date due, payment deadline, terms date,
      deadline, invoice due date, bill due date, due dt, settlement date, due payment date, payment terms date,
      date payment due, expected payment date
    `,
    subtotal: `
      subtotal, net, net amount, net total, sub total amount, sub total price, net value, net sum, net price,
      total net, net of tax, net of vat, amount net, amount before tax, total before tax, total before vat,
      total excluding tax, total excl vat, total ex vat, total exc vat, total excluding vat, ex vat, ex vat total,
      excl vat amount, excl tax, price before tax, goods total, goods value, items total, item total, lines total,
      gross before discount, pre tax total, taxable amount, untaxed amount, total before discount, taxable value,
      amount before discount, base amount, charges, net amount before tax, gross total before tax
    `,
    tax: `
      tax, vat, tax amount, vat amount, taxes, tax total, total tax, tax value, tax charged, sales tax,
      sales tax amount, vat total, total vat, vat value, vat charged, gst, gst amount, total gst, hst, iva, tax amt,
      vat amt, igst, cgst, sgst, tax sum, tva, value added tax, tax charge, output tax
    `,
    discount: `
      discount, discount amount, discounts, discount total, total discount, discount value, discount amt, disc,
      disc amount, disc amt, discount given, discount applied, rebate, reduction, concession, concession amount,
      discount sum, price reduction, allowance, deduction, discounted, adjustment, discounted amount,
      promo discount, discount price, write off, savings, descuento
    `,
    total: `
      total, total amount, invoice total, grand total, gross, gross amount, amount, invoice amount, invoice value,
      invoice gross, invoice sum, bill amount, bill total, bill value, total value, total sum, total gross,
      gross total, gross value, total price, total charge, total charges, total cost, total due, total payable,
      total inc vat, total including vat, total incl vat, total inc tax, total incl tax, inc vat, amount total,
      amount gross, amount including tax, net payable, payable, payable amount, amount payable, final amount,
      final total, final price, charge, charge amount, fee, fees, sale total, sale amount, sale value, sales total,
      transaction amount, transaction total, price, order total, net total payable, overall total, value, sum,
      invoice grand total, total invoice, importe, monto, monto total, total invoiced
    `,
    amountPaid: `
      amount paid, paid amount, paid, total paid, paid to date, paid so far, amount received, received,
      received amount, amt paid, paid amt, total amount paid, total payments, total received, payments, payment,
      payments total, payment amount, payment received, amount settled, settled, settled amount, deposit,
      deposit paid, deposit amount, advance, advance paid, advance amount, advance payment, down payment,
      paid value, sum paid, cash paid, amount tendered, tendered, prepaid, patient paid, paid total,
      collected amount, pagado, patient payment, already paid, credited, paid sum
    `,
    balance: `
      balance, balance due, outstanding, amount due, amount outstanding, balance outstanding, balance amount,
      balance amt, balance remaining, balance to pay, balance owed, balance owing, remaining, remaining amount,
      remaining balance, remaining due, outstanding amount, outstanding balance, outstanding total, amount owing,
      amount owed, amount remaining, amount left, amt due, amount due now, due amount, due balance, due total, owed,
      owing, unpaid, unpaid amount, unpaid balance, open amount, open balance, residual, arrears, to pay,
      left to pay, total outstanding, debt, pending, pending amount, account balance, net due, current balance,
      saldo
    `,
    status: `
      status, invoice status, payment status, state, current status, status code, status name, bill status,
      billing status, paid status, payment state, is paid, paid flag, fully paid, paid yn, invoice state,
      settled flag, is settled, settlement status, open closed, is void, void, voided, is closed, posted, is posted,
      finalized, is cancelled, cancelled, sale status, transaction status, payment completed, estado,
      document status
    `,
    notes: `
      notes, note, comments, comment, remarks, invoice notes, invoice note, invoice comments, invoice comment,
      invoice description, invoice remarks, invoice memo, billing notes, billing note, bill notes, remark,
      internal notes, additional notes, description, details, memo, terms, terms and conditions, message, free text,
      text, narrative, narration, particulars, customer notes, footer, public notes, private notes, note to patient,
      statement note, extra notes, observations, payment notes, sale notes, other, sale description,
      item description, payment terms
    `,
  },
};

/** Money received. */
export const payments: EntitySynonyms = {
  nouns: `
    payment, receipt, payment transaction, transaction, till receipt, cash receipt, payment received,
    patient payment, customer payment, account payment, payment detail, payment record, payment history,
    payment line, money received, receivable payment, pago, till, till transaction, payment entry, ar activity,
    remittance, invoice payment, sale payment, ledger payment, paysplit, deposit, collection, refund, installment
  `,
  fields: {
    invoiceId: `
      invoice, invoice no, invoice number, invoice ref, invoice reference, invoice key, inv id, inv no, inv number,
      bill id, bill no, bill number, sale id, sale no, sales id, sales order id, order id, order no, order number,
      statement id, charge id, claim id, encounter id, account transaction id, invoice num, applied to invoice,
      related invoice, invoice code, transaction id, document id, bill, billing id, encounter
    `,
    paidDate: `
      paid date, payment date, date paid, paid on, paid at, received at, received on, date received, receipt date,
      date, payment datetime, payment dt, payment time, payment created, payment made on, date of payment,
      date of receipt, date pay, pay date, paid dt, paid datetime, transaction date, transaction datetime,
      transaction time, transaction dt, trans date, tran date, receipt datetime, received date, received,
      receipted on, posted at, posted on, posting date, post date, post time, posted date, date posted, created,
      created at, created on, created date, date created, deposit date, check date, cheque date, cleared date,
      settled at, settled on, settlement date, processed at, processed on, processed date, banked date, entry date,
      effective date, date time, timestamp, time, payment timestamp, value date, completed at, fecha pago,
      collection date, tendered at, date entered, captured at, completed date
    `,
    amount: `
      amount, payment amount, amount paid, paid amount, total, payment, payment amt, payment value, payment total,
      payment sum, pay amount, pay total, pay amt, amt, amt paid, amount received, amount tendered, amount gbp,
      amount total, received amount, receipt amount, receipt total, transaction amount, transaction value,
      trans amount, tran amount, tendered, tendered amount, tender amount, value, sum, sum paid, total paid,
      total amount, total received, paid, paid value, paid total, received, price, cash amount, deposit amount,
      credit, credit amount, monto, importe, settled amount, applied amount, allocated amount, net amount,
      gross amount, money, charge, payment amount gbp, collected, amount collected, split amount, pay amount 1,
      amount allocated, cost
    `,
    method: `
      method, payment method, payment type, paid by, tender, method of payment, payment mode, mode,
      payment mode name, payment mode id, mode of payment, method name, method id, payment method id,
      payment method name, payment method code, payment kind, payment means, payment channel, payment instrument,
      payment form, form of payment, pay method, pay type, pay mode, pay by, tender type, tender name,
      tender method, paid via, paid with, how paid, type, type of payment, payment type id, payment type name,
      payment category, transaction type, card type, kind, means, means of payment, receipt type, cash card,
      forma pago, metodo pago, channel, source type, payment option, settlement method, card or cash, medium,
      payment source, tender code, transaction method, account type
    `,
    reference: `
      reference, payment reference, ref, transaction reference, transaction ref, payment ref,
      payment reference number, payment ref no, payment reference no, payment number, payment no, payment code,
      payment id reference, reference number, reference no, reference code, ref number, ref no, transaction id,
      transaction number, transaction no, transaction code, trans id, txn id, txn ref, txn reference, txn no,
      receipt number, receipt no, receipt ref, receipt reference, receipt id, check number, check no, check num,
      cheque number, cheque no, auth code, authorisation code, authorization code, authorization number,
      auth number, approval code, confirmation number, external reference, external id, gateway reference,
      gateway transaction id, card reference, bank reference, slip number, remittance number, document number,
      voucher number, stripe payment id, utr, terminal reference, receipt, trace number, folio, bank ref,
      card last 4, check ref
    `,
    notes: `
      notes, note, comments, comment, remarks, payment notes, payment note, payment comments, payment comment,
      payment description, payment remarks, payment memo, payment details, remark, internal notes, additional notes,
      description, details, memo, message, narrative, narration, free text, text, reason, particulars,
      receipt notes, transaction notes, transaction description, transaction details, purpose, extra notes,
      observation, pay note, payment for, other, information, comment text, payment reason
    `,
  },
};
