import type { EntitySynonyms } from '../synonyms.ts';

/** Spectacles and lenses that were ordered and handed over. */
export const dispenses: EntitySynonyms = {
  nouns: `
    dispense, dispensing, spectacle order, glasses order, spectacle dispense, dispense record, dispensing record,
    eyewear order, eyeglass order, glasses, frame order, order, sale, sales order, spectacle job, spec order,
    spectacle sale, optical order, job, optical job, customer order, order item, order line, sale item,
    lens dispense, contact lens order, cl order, spectacle supply, supply, eyewear, purchase, rx order, work order,
    job card, glasses sale, spectacle detail, frame sale, dispensing order, prescription order
  `,
  fields: {
    prescriptionId: `
      prescription, rx, prescription no, prescription number, rx no, rx number, spec rx id, prescription ref,
      refraction id, exam id, examination id, receta id, lens prescription id, eye prescription id,
      prescription key, spectacle rx id, formula id
    `,
    orderedDate: `
      ordered date, order date, date ordered, ordered on, ordered, date of order, ordered at, order placed,
      placed on, placed at, date placed, order created, order created at, created at, created, created on,
      created date, sale date, date of sale, sold at, sold on, sold date, purchase date, date purchased,
      purchased on, order datetime, booked date, booking date, transaction date, job date, date booked,
      invoice date, ordering date, date time, date, order dt, date order, fecha pedido, sale datetime
    `,
    dispensedDate: `
      dispensed date, dispense date, date dispensed, dispensed on, dispensed, dispensing date, dispensed at,
      dispensing on, dispense datetime, date of dispense, date of dispensing, date dispense, supplied, supplied on,
      supplied date, date supplied, supply date, date fitted, fitted date, fitting date, dispense on, disp date,
      fit date, dispensed dt, date completed, completed date, completed at, finished date, date made, issue date
    `,
    collectedDate: `
      collected date, collection date, date collected, collected on, collected, collected at,
      collected by patient date, date collect, pickup date, picked up, picked up at, picked up on, pickup at,
      date picked up, delivered, delivered at, delivered on, delivered date, date delivered, delivery date,
      handover date, handed over, received by patient, date of collection, collection, collect date,
      given to patient, customer collected date, pickup, actual delivery date, actual collection date,
      delivery datetime, date of delivery, fulfilled at, received by customer
    `,
    frameBrand: `
      frame brand, frame make, frame maker, frame manufacturer, brand, brand name, frame brand name, frame designer,
      designer, frame company, frame mfr, frame manufacturer name, manufacturer, make, frame supplier, frame label,
      frame house, frame line, frame collection, marca, frame brand id, frame vendor, frame maker name,
      make of frame, frame range, collection
    `,
    frameModel: `
      frame model, frame name, frame, model, model name, model number, model no, frame model number,
      frame model name, frame code, frame style, frame style name, style, frame number, frame no, frame ref,
      frame reference, frame id, frame sku, frame description, frame desc, frame details, frame detail, frame info,
      frame item, frame text, frame title, product name, frame product, frame selected, frame type, modelo, armazon,
      frame product id, montura, spectacle frame, glasses model, frame barcode, frame product name
    `,
    frameColour: `
      frame colour, frame color, colour, color, frame col, frame colour name, frame colour code, frame color name,
      frame color code, colour code, color code, frame finish, frame shade, colour name, color name,
      frame colour description, front colour, col, frame clr, colour of frame, frame colour id
    `,
    frameSize: `
      frame size, eye size, size, frame dimensions, frame eye size, eye size and bridge, eye size bridge, frame eye,
      frame bridge, frame dbl, dbl, bridge, bridge size, bridge width, lens width, temple, temple length,
      side length, frame width, frame size mm, a box, box size, a measurement, b measurement, ed, frame a, frame b,
      calibre, talla, frame measurement, frame side, boxing size, lens size, eye wire size, frame temple
    `,
    lensType: `
      lens type, lens, lenses, lens name, type of lens, lens description, lens desc, lens design, lens kind,
      lens category, lens product, lens style, lens form, lens code, lens id, lens details, lens right, right lens,
      left lens, lens option, lens class, glass type, glasses type, spectacle lens, vision type, product type,
      dispense type, order type, lens model, lens supplied, lens selected, lens info, type of glasses, job type,
      type, lens item, lens brand, lens title, lens product name, lens right description, cristal, tipo lente,
      spectacle type, lens type name, lens make, lens name type, lens range, glass, lente
    `,
    lensMaterial: `
      lens material, material, lens material type, lens material name, material type, lens mat, material code,
      material name, lens substance, lens material code, material of lens, glass material, lens substrate,
      plastic or glass
    `,
    lensIndex: `
      lens index, index, refractive index, refr index, index of refraction, refractive idx, ri, n index, lens ri,
      lens refractive index, material index, lens idx, index value, lens index value, lens refraction index
    `,
    lensCoating: `
      lens coating, coating, coatings, lens coatings, lens treatment, lens treatments, treatment, treatments,
      anti reflective, anti reflection, antireflective coating, ar coating, ar, arc, mar coating, mar, hard coat,
      hard coating, hmc, coat, coating type, coating name, lens finish, lens coating type, lens options,
      lens addons, extras, lens extras, coat type, surface treatment, coating code, lens coat, lens coating name,
      antireflex, antireflejo, tratamiento, anti glare, uv coating, blue cut, blue light filter,
      photochromic coating
    `,
    tint: `
      tint, lens tint, tint colour, tint color, tint type, tint name, tint code, tint percent, tint percentage,
      lens colour, lens color, lens tinted, tinting, photochromic, transitions, transition, polarised, polarized,
      sunglass tint, tint description, tint details, tint density, lens tint colour, tint required, sun tint,
      lens tint type
    `,
    quantity: `
      quantity, qty, quantity ordered, qty ordered, order qty, order quantity, number of pairs, pairs, no of pairs,
      number of boxes, boxes, count, units, number of lenses, item quantity, number, item qty, pieces,
      amount ordered, cantidad
    `,
    framePrice: `
      frame price, price of frame, frame cost, frame amount, frame retail, frame retail price, frame charge,
      frame total, frame fee, frame rrp, frame sell price, frame selling price, frame value, price frame,
      cost of frame, frame price gross, frame net, frame unit price, frame sale price, precio armazon,
      frame subtotal
    `,
    lensPrice: `
      lens price, lenses price, price of lenses, lens cost, lens amount, lenses amount, lenses cost, lens charge,
      lens total, lenses total, lens fee, lens retail, lens retail price, lens sell price, lens selling price,
      lens value, price lens, price lenses, cost of lenses, lens right price, lens left price, lens unit price,
      lens price gross, glass price, glass amount, lens sale price, lenses charge, precio lentes, lens subtotal,
      right lens price, left lens price
    `,
    price: `
      price, total price, total, total amount, amount total, order total, grand total, sale total, total cost,
      total charge, total value, total due, total sale, retail price, selling price, sale price, net total,
      gross total, order value, order amount, amount, final price, net amount, price total, bill amount,
      total payable, sales value, dispense total, cost, cost total, full price, final amount, net price, job total,
      monto total, total sum
    `,
    voucherCode: `
      voucher code, nhs voucher, voucher, voucher type, nhs voucher code, nhs voucher type, voucher value code,
      gos 3 voucher, voucher letter, voucher category, optical voucher, voucher band, voucher applied, voucher used,
      voucher issued, nhs voucher letter, voucher no, voucher number, gos voucher, nhs voucher used, voucher class
    `,
    dispensedBy: `
      dispensed by, dispenser, dispenser name, dispensing optician, dispenser id, dispensed by id,
      dispensed by name, dispensing optician id, dispensing optician name, dispensing staff, do, do name, optician,
      optician name, optician id, sales person, salesman, sold by, sales assistant, staff, staff id, staff name,
      user, user id, employee, employee id, employee name, assistant, seller, served by, sales rep, fitted by,
      fitter, advisor, taken by, handled by, created by, cashier, order taken by, dispensing person, sales staff,
      consultant, vendedor, ordered by, supplied by
    `,
    status: `
      status, order status, dispense status, state, current status, status name, job status, sale status, progress,
      stage, order state, delivery status, is dispensed, is collected, completion status, ready, fulfilment status,
      work status, order progress, status code, dispensing status, is completed, collected
    `,
    notes: `
      notes, note, comments, comment, remarks, special instructions, dispense notes, dispensing notes, order notes,
      order comments, order remarks, lab notes, lab instructions, instructions, special requirements,
      special request, remark, additional notes, internal notes, customer notes, description, details, memo,
      job notes, extra info, notes to lab, message, fitting notes, free text, other, other details, order details,
      special instruction, order description, observation, observaciones
    `,
  },
};

/** Orders to a laboratory. */
export const labOrders: EntitySynonyms = {
  nouns: `
    lab order, laboratory order, lens order, lab job, lab work, lab work order, lens lab order, laboratory job,
    lab request, lab ticket, lens job, supplier order, lens supplier order, order to lab, glazing order,
    glazing job, manufacturing order, production order, purchase order, lab tray, tray, order, job, work order,
    optical lab order, order of lenses, orden de laboratorio, orden de lentes, rx order, rx lab order, lab shipment, workshop order, lab tracking, lab case
  `,
  spareKey: 'orderNumber',
  fields: {
    dispenseId: `
      dispense, dispensing id, dispense no, dispense ref, dispense number, order id, sale id, sales order id,
      sale order id, sales id, spectacle order id, spec order id, glasses order id, customer order id, job id,
      order item id, patient order id, work order id, sale item id, spectacle id, order ref, invoice id,
      dispensing record id, eyewear order id, sale no, order line id
    `,
    prescriptionId: `
      prescription, rx, rx id, prescription no, prescription number, rx no, rx number, spec rx id, prescription ref,
      refraction id, lens prescription id, eye prescription id, exam rx id, spectacle rx id, formula id,
      prescription key
    `,
    orderedDate: `
      ordered date, order date, date ordered, ordered on, ordered, ordered at, date of order, order created,
      order created at, created at, created, created on, created date, sent, sent at, sent on, sent date, date sent,
      sent to lab, sent to lab at, sent to lab date, date sent to lab, date to lab, lab sent date, lab order date,
      placed at, placed on, date placed, order placed, order datetime, order time, submitted at, submitted date,
      submitted, submission date, date submitted, transmitted, transmitted at, requested at, requested date,
      date requested, request date, job date, order dt, lab date, lab out date, date out, date, date time,
      order sent date, start date, sale date, fecha orden, to lab
    `,
    laboratory: `
      laboratory, lab, lab name, supplier, supplier name, laboratory name, laboratory id, laboratory code, lab id,
      lab code, lab account, supplier id, supplier code, vendor, vendor name, vendor id, manufacturer,
      manufacturer name, lens supplier, lens lab, lens manufacturer, glazing lab, glazing house, glazing, sent to,
      ordered from, lab used, lens house, optical lab, fitting lab, workshop, provider, external lab, laboratorio,
      surfacing lab, lab supplier, source lab, lens company, destination lab
    `,
    orderNumber: `
      order number, order no, lab order number, lab ref, lab reference, lab order no, order ref, order reference,
      order code, order id, lab order ref, lab order id, lab job number, lab job no, lab job, lab number, lab no,
      lab id number, job number, job no, job ref, job code, job id, tray number, tray no, tray,
      supplier order number, supplier reference, supplier ref, lab order reference, work order number,
      work order no, po number, purchase order number, purchase order no, po no, reference, reference number,
      ref no, external order number, external reference, external id, vendor order number, lab ticket number,
      invoice number, ticket number, lab invoice number, order no lab, external ref
    `,
    trackingNumber: `
      tracking number, tracking no, tracking, tracking reference, tracking id, tracking code, tracking ref,
      shipment tracking, shipment number, shipment tracking number, shipping tracking, shipping tracking number,
      shipping number, consignment, consignment number, consignment no, courier tracking number, courier ref,
      courier reference, parcel number, parcel tracking, carrier tracking, carrier tracking number, awb, awb number,
      waybill, waybill number, delivery tracking number, dispatch tracking, tracking url number, delivery reference,
      delivery note number
    `,
    dueDate: `
      due date, expected date, due, expected, expected delivery, date due, due on, due at, due back, due back date,
      due in, date due in, date expected, date promised, promised date, promise date, promised, promised for,
      promised on, required by, required date, date required, need by, needed by, expected on, expected at,
      expected back, expected delivery date, expected date of delivery, expected arrival, expected completion,
      expected completion date, estimated date, estimated delivery, estimated delivery date, estimated completion,
      eta, target date, delivery due, delivery due date, due delivery date, wanted by, wanted date, deadline,
      completion due, expected return date, ready by, ready date, estimated ready date, expected ready date, due by,
      estimated arrival, promise, collection due
    `,
    receivedDate: `
      received date, date received, received, received on, delivered date, delivery date, received at,
      received from lab, received from lab date, received from lab at, received back, received back date,
      date received back, date back, back date, back from lab, returned, returned date, returned on, returned at,
      date returned, return date, arrived, arrived at, arrived on, arrival date, date arrived, delivered,
      delivered at, delivered on, date delivered, in date, date in, goods in, goods in date, lab received,
      lab received date, lab return date, received dt, completed, completed at, completed date, date completed,
      completion date, finished, finished at, finished date, checked in, checked in date, delivery received,
      receipt date, ready at, actual delivery date, actual date, fulfilled at, lab in date, from lab,
      received by store date
    `,
    frame: `
      frame, frame description, frame model, frame name, frame id, frame code, frame details, frame detail,
      frame desc, frame info, frame style, frame ref, frame reference, frame brand, frame make, frame type,
      frame number, frame sku, frame product, frame supplied, frame source, frame status, frame no, frame used,
      own frame, frame enclosed, frame manufacturer, frame colour, frame size, frame data, frame text, montura,
      armazon
    `,
    cost: `
      cost, lab cost, total cost, price, lab price, lab charge, lab fee, cost price, order cost, order price,
      order total, total, total amount, amount, net cost, net price, supplier cost, supplier price, wholesale price,
      wholesale cost, charge, invoice amount, invoice total, price total, cost total, unit cost, job cost,
      cost amount, total price, buy price, purchase price, lens cost, invoiced amount, cost of order, costo,
      lab cost total, price net, estimated cost, actual cost
    `,
    status: `
      status, order status, lab status, state, current status, status code, status id, status name, job status,
      stage, progress, production status, tracking status, order state, order progress, work status, phase,
      current stage, lab order status, processing status, order stage, delivery status, shipment status,
      completion status, lab state, job state, step, is received, is complete, qc status
    `,
    notes: `
      notes, note, comments, comment, remarks, order notes, order comments, order remarks, lab notes, lab comments,
      lab instructions, lab remarks, notes to lab, note to lab, message to lab, special instructions,
      special instruction, instructions, instructions to lab, remark, additional notes, additional instructions,
      internal notes, description, details, memo, job notes, message, free text, other, special requirements,
      glazing instructions, order details, reason, comment to lab, production notes, lab message,
      order instructions, extra instructions, text, other instructions, special notes, job comments
    `,
  },
};
