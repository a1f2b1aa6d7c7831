/**
 * Words by which values tell what they are. Written by hand from common usage, the NHS Data Dictionary's code lists and
 * lists of frequent names in the United Kingdom. Compared in lower case; one word or phrase a comma.
 */
const lists = {
  title:
    'mr, mrs, ms, miss, dr, rev, reverend, sir, lady, lord, prof, professor, mx, master, mstr, dame, fr, sister, major, capt, cllr, frau, herr, sr, sra, srta',
  gender:
    'm, f, male, female, man, woman, other, unknown, u, indeterminate, non-binary, not specified, not known, x, i, masculino, femenino, h, transgender',
  marital:
    's, m, w, d, single, married, widowed, widow, widower, divorced, separated, civil partnership, civil partner, cohabiting, never married, partner, domestic partner, p, common law, engaged, partnered, unmarried',
  religion:
    "christian, church of england, c of e, cofe, catholic, roman catholic, rc, methodist, baptist, muslim, islam, sikh, hindu, hinduism, jewish, judaism, buddhist, buddhism, none, no religion, not known, atheist, agnostic, pagan, quaker, jehovah's witness, protestant, presbyterian, anglican, church of scotland, church in wales, orthodox, pentecostal, spiritualist, humanist, salvation army",
  ethnicity:
    'white, british, white british, white - british, white irish, white - irish, irish, white other, any other white background, asian, asian british, asian or asian british, indian, pakistani, bangladeshi, chinese, black, black british, black caribbean, caribbean, black african, african, african american, mixed, white and asian, white and black caribbean, arab, other, not stated, not specified, hispanic, nonhispanic, hispanic or latino, latino, native, gypsy or irish traveller, a, b, c, g, h, j, z, white_british, other_white, caucasian, asian_indian, black_or_afri_amer',
  language:
    'english, welsh, polish, urdu, punjabi, gujarati, bengali, hindi, french, spanish, german, italian, portuguese, arabic, romanian, cantonese, mandarin, chinese, somali, turkish, en, cy, pl, ur, es, fr, de, en-gb, eng, british sign language, bsl, gaelic, tamil, lithuanian',
  country:
    'uk, gb, gbr, united kingdom, great britain, england, wales, scotland, northern ireland, ireland, usa, us, united states, ie, india, australia, canada, france, germany, spain, nz, ca, au, de, fr, in, isle of man, jersey, guernsey',
  nation:
    'england, wales, scotland, northern ireland, northernireland, ni, eng, wal, sco, gb-eng, gb-wls, gb-sct, gb-nir',
  county:
    'kent, essex, surrey, sussex, west sussex, east sussex, hampshire, dorset, devon, cornwall, somerset, wiltshire, gloucestershire, oxfordshire, berkshire, buckinghamshire, hertfordshire, bedfordshire, cambridgeshire, norfolk, suffolk, lincolnshire, nottinghamshire, derbyshire, leicestershire, northamptonshire, warwickshire, worcestershire, herefordshire, shropshire, staffordshire, cheshire, lancashire, merseyside, greater manchester, west yorkshire, north yorkshire, south yorkshire, east yorkshire, yorkshire, durham, county durham, northumberland, cumbria, tyne and wear, west midlands, greater london, middlesex, rutland, avon, cleveland, gwynedd, powys, dyfed, gwent, clwyd, south glamorgan, mid glamorgan, west glamorgan, antrim, county antrim, county down, armagh, tyrone, fife, lothian, strathclyde, tayside, highland, isle of wight, ny, tx, az, ga, ca, fl, mn, id, wa, ma, oh, pa, nj, il, maine, massachusetts, california, texas, new york, florida, washington, oregon, ohio',
  relationship:
    'son, daughter, wife, husband, spouse, partner, brother, sister, niece, nephew, mother, father, parent, friend, neighbour, neighbor, cousin, grandson, granddaughter, grandchild, aunt, uncle, guardian, carer, solicitor, social worker, son-in-law, daughter-in-law, daughter in law, son in law, sister-in-law, brother-in-law, civil partner, child, sibling, other, power of attorney, advocate, stepson, stepdaughter, grandparent, attorney',
  route:
    'oral, po, p.o., by mouth, topical, top, subcutaneous, sc, s/c, subcut, sub-cutaneous, intramuscular, im, i.m., intravenous, iv, inhaled, inhalation, inh, rectal, pr, sublingual, sl, transdermal, td, patch, nasal, intranasal, ocular, ophthalmic, eye, eye drops, ear, otic, peg, via peg, buccal, vaginal, pv, nebulised, nebuliser, both eyes, orally, ng, cutaneous, enteral, per oral',
  frequency:
    'od, bd, tds, qds, om, on, prn, stat, tid, bid, qid, qd, qhs, q4h, q6h, q8h, q12h, mane, nocte, once daily, twice daily, three times a day, three times daily, four times a day, four times daily, once a day, twice a day, daily, weekly, once weekly, monthly, as required, as needed, when required, every 4 hours, every 6 hours, every 8 hours, every 12 hours, every morning, at night, every night, alternate days, every 72 hours, every other day, fortnightly, in the morning, hs, ac, pc, bedtime, b.d., t.d.s., o.d., q.d.s., morning, night, 4 hourly',
  form: 'tablet, tablets, tab, tabs, capsule, capsules, cap, caps, liquid, oral solution, solution, suspension, oral suspension, syrup, cream, ointment, gel, lotion, patch, patches, inhaler, drops, eye drops, ear drops, injection, suppository, suppositories, spray, nasal spray, powder, sachet, sachets, mouthwash, enema, pessary, lozenge, effervescent tablet, m/r tablet, mr tablet, emulsion, foam, shampoo, elixir, pen, vial, ampoule',
  doseUnit:
    'mg, ml, mcg, g, microgram, micrograms, unit, units, iu, tablet, tablets, capsule, capsules, puff, puffs, drop, drops, patch, patches, spoonful, 5ml, sachet, application, spray, tab, tabs, cap, caps, dose, ug, %, mls, actuation, mg/ml, ampoule, iu/l, meq',
  unit: 'kg, g, cm, m, mmhg, mm[hg], bpm, /min, %, c, °c, cel, f, °f, degf, degc, mmol/l, mg/dl, kg/m2, kg/m^2, breaths/min, beats/min, lb, lbs, st, stone, inches, in, l, ml, score, points, l/min, celsius, fahrenheit, {score}, mg/l, g/l, g/dl, umol/l, mmol/mol, units, {breaths}/min, beats per minute',
  careLevel:
    'residential, nursing, dementia, respite, palliative, emi, end of life, residential care, nursing care, dementia care, respite care, day care, permanent, temporary, long term, short stay, independent, assisted living, memory care, high, medium, low',
  funding:
    'self funded, self-funded, self funding, self, private, local authority, la, council, nhs, chc, nhs chc, continuing healthcare, fnc, mixed, part funded, council funded, medicaid, medicare, private pay, nhs funded, la funded, joint funded, self funder, top-up, insurance',
  resuscitation:
    'dnacpr, dnar, dnr, full code, for resuscitation, not for resuscitation, for cpr, full, respect, dnacpr in place, not for cpr, dni, attempt cpr, full resuscitation, dnacpr - in place',
  capacity:
    'has capacity, lacks capacity, full, full capacity, fluctuating, limited, partial, has full capacity, no capacity, capacity, best interests, under assessment, assessed, presumed, lacks capacity (mca assessed), fluctuating capacity, variable',
  dols: 'authorised, granted, applied, pending, not required, expired, in place, standard, urgent, declined, refused, not applicable, standard authorisation, urgent authorisation, applied for, awaiting, requested, active',
  personStatus:
    'active, inactive, deceased, archived, discharged, current, left, dead, died, a, i, d, admitted, past, enquiry, waiting, disabled, former, registered, transferred, suspended, on leave, hospital, respite, moved, dormant, live, deleted, resident, lapsed, new',
  orderStatus:
    'ordered, pending, ready, collected, completed, complete, cancelled, dispensed, delivered, in progress, in production, awaiting collection, at lab, sent, received, new, draft, on hold, processing, shipped, dispatched, quality check, glazing, in_production, on_hold, placed, confirmed, remake, returned, open, closed, waiting, edging, inspection, done, in lab, fitted, notified',
  payStatus:
    'paid, unpaid, partial, part paid, part-paid, overdue, draft, issued, sent, void, cancelled, refunded, open, outstanding, settled, partially paid, pending, closed, credited, written off, balance due, due, partially_paid, posted, voided, finalised',
  claimStatus:
    'submitted, accepted, rejected, paid, pending, approved, denied, draft, in review, processing, queried, redeemed, active, expired, settled, resubmitted, received, adjudicated, partially paid, closed, appealed, ready, part paid, new, sent, validated, on hold, under review, withdrawn, billed, open',
  appointmentStatus:
    'booked, confirmed, attended, arrived, cancelled, canceled, dna, did not attend, no show, no-show, noshow, missed, completed, closed, scheduled, open, checked in, in progress, fulfilled, rescheduled, left, pending, seen, waiting, failed to attend, fta, done, proposed, checked_in, no_show, late, unconfirmed, in room, rebooked',
  incidentStatus:
    'open, closed, under review, underreview, investigating, under investigation, resolved, reported, draft, submitted, in progress, pending, new, reviewed, awaiting review, signed off, completed, investigated, escalated, in review, actioned, awaiting manager',
  clinicalStatus:
    'active, resolved, inactive, stopped, completed, on hold, onhold, current, past, discontinued, suspended, refuted, confirmed, closed, superseded, chronic, in remission, ended, draft, paused, archived, review due, entered in error, remission, recurrence, cancelled, on-hold, unconfirmed',
  severity:
    'mild, moderate, severe, low, medium, high, minor, major, none, no harm, low harm, moderate harm, severe harm, death, catastrophic, negligible, critical, insignificant, significant, unknown, life threatening, fatal, near miss, serious, very low, very high, extreme, anaphylaxis, mild reaction',
  riskLevel:
    'low, medium, high, very high, moderate, at risk, high risk, low risk, medium risk, no risk, severe, mild, very low, very high risk, not at risk, minimal, elevated, low dependency, critical, amber, red, green, moderate risk, veryhigh, extreme',
  outcome:
    'given, administered, refused, omitted, not given, unavailable, withheld, self administered, self-administered, taken, not available, missed, held, asleep, hospital, destroyed, away, declined, nausea, on leave, g, r, o, n, s, h, w, d, notavailable, g - given, r - refused, not required, sleeping, spoilt, given late, social leave, in hospital, out of stock, partial, skipped, vomited, pending, completed',
  allergyType:
    'allergy, intolerance, adverse reaction, drug allergy, food allergy, sensitivity, side effect, allergic, drug intolerance, environmental allergy, true allergy, propensity',
  allergyCategory:
    'medication, food, environment, drug, environmental, other, medicine, biologic, latex, insect, animal, contact, pollen',
  substance:
    'penicillin, amoxicillin, aspirin, latex, nuts, peanuts, peanut, shellfish, eggs, egg, dairy, milk, lactose, gluten, wheat, soya, bee sting, bee stings, wasp sting, pollen, dust, dust mites, cat hair, animal dander, codeine, morphine, trimethoprim, sulfa, sulphonamides, ibuprofen, nsaids, erythromycin, plasters, elastoplast, strawberries, strawberry, kiwi, fish, mould, tramadol, doxycycline, iodine, statins, flucloxacillin, cefalexin, house dust mite, tree nuts, sesame, mango, nkda, no known allergies, none known, nickel, grass pollen, shellfish allergy, allergy to mould, tetracycline, metronidazole, co-trimoxazole, perfume, adhesive tape, opiates',
  reaction:
    'rash, hives, anaphylaxis, swelling, nausea, vomiting, itching, itch, breathing difficulty, shortness of breath, wheeze, diarrhoea, urticaria, angioedema, skin rash, facial swelling, stomach upset, upset stomach, dizziness, headache, redness, blisters, sneezing, runny nose, collapse, confusion, bloating, swollen lips, wheezing, unknown reaction, bronchospasm, gi upset, tongue swelling, stomach cramps, blistering, rash, itching',
  condition:
    "hypertension, dementia, vascular dementia, alzheimer's disease, alzheimers, type 2 diabetes, type 2 diabetes mellitus, type 1 diabetes, diabetes, copd, asthma, atrial fibrillation, stroke, cva, heart failure, osteoarthritis, osteoporosis, arthritis, parkinson's disease, depression, anxiety, epilepsy, chronic kidney disease, chronic kidney disease stage 3, ckd stage 3, glaucoma, macular degeneration, cataract, hypothyroidism, ischaemic heart disease, angina, gout, rheumatoid arthritis, fracture, hip fracture, fractured neck of femur, lewy body dementia, cellulitis, uti, urinary tract infection, pressure ulcer, frailty, anaemia, copd exacerbation, mixed dementia, type ii diabetes, cancer, osteoporosis (disorder), hyperlipidaemia, peripheral vascular disease, tia, multiple sclerosis, schizophrenia, bipolar disorder, learning disability, sepsis, pneumonia, constipation, insomnia, reflux, pain, gord, high blood pressure",
  codeSystem:
    'snomed, snomed ct, snomedct, icd-10, icd10, icd-9, icd9, read, read v2, readv2, read code, ctv3, read ctv3, icd-10-cm, http://snomed.info/sct, icd-11, icpc, icpc-2, local, opcs4, dm+d',
  drug: 'paracetamol, aspirin, omeprazole, lansoprazole, simvastatin, atorvastatin, ramipril, lisinopril, amlodipine, bisoprolol, furosemide, metformin, gliclazide, warfarin, apixaban, rivaroxaban, edoxaban, clopidogrel, donepezil, memantine, rivastigmine, galantamine, sertraline, citalopram, mirtazapine, fluoxetine, amitriptyline, trazodone, zopiclone, temazepam, lorazepam, diazepam, haloperidol, risperidone, quetiapine, olanzapine, morphine, oramorph, codeine, co-codamol, tramadol, buprenorphine, fentanyl, ibuprofen, naproxen, salbutamol, tiotropium, beclometasone, seretide, fostair, prednisolone, levothyroxine, alendronic, adcal-d3, adcal, calcium, folic, ferrous, thiamine, vitamin, senna, lactulose, laxido, movicol, macrogol, docusate, bisacodyl, insulin, lantus, novorapid, humulin, latanoprost, timolol, dorzolamide, brinzolamide, hypromellose, chloramphenicol, carbomer, amoxicillin, flucloxacillin, trimethoprim, nitrofurantoin, doxycycline, clarithromycin, cefalexin, levodopa, co-careldopa, co-beneldopa, madopar, sinemet, ropinirole, pramipexole, gabapentin, pregabalin, carbamazepine, levetiracetam, valproate, lamotrigine, phenytoin, digoxin, spironolactone, losartan, candesartan, doxazosin, tamsulosin, finasteride, solifenacin, mirabegron, oxybutynin, baclofen, quinine, allopurinol, colchicine, methotrexate, hydroxocobalamin, cyclizine, metoclopramide, domperidone, ondansetron, loperamide, gaviscon, ranitidine, nystatin, miconazole, clotrimazole, hydrocortisone, diprobase, cavilon, betamethasone, glyceryl, isosorbide, nicorandil, ezetimibe, pravastatin, rosuvastatin, hydrochlorothiazide, bumetanide, indapamide, enalapril, perindopril, atenolol, propranolol, verapamil, diltiazem, nifedipine, sitagliptin, empagliflozin, dapagliflozin, linagliptin, pioglitazone, acetaminophen, bendroflumethiazide',
  tool: 'waterlow, must, falls, fall risk, falls risk, braden, abbey, abbey pain scale, abbey pain, norton, barthel, mmse, gds, bristol, moving and handling, nutrition, nutritional, choking, bed rails, cornell, frase, purpose-t, stratify, morse, morse fall scale, gcs, news, news2, pressure ulcer, pressure area, skin integrity, dependency, continence, oral health, fire, wandering, self harm, cohen-mansfield, waterlow score, must score, falls risk assessment, glasgow, pain, depression, katz, mna, malnutrition',
  vital:
    'weight, body weight, height, body height, blood pressure, bp, bp systolic, bp diastolic, systolic blood pressure, diastolic blood pressure, systolic bp, diastolic bp, pulse, heart rate, temperature, temp, body temperature, respiration rate, respiratory rate, respirations, spo2, o2 sats, oxygen saturation, blood glucose, glucose, blood sugar, bmi, body mass index, pain, pain score, news2, news, sats, fluid intake, urine output, hemoglobin a1c, hba1c, bm, muac, waist circumference, cholesterol, peak flow, girth, consciousness, bowel',
  need: 'mobility, nutrition, skin, skin integrity, personal care, personal hygiene, continence, communication, medication, sleep, sleeping, eating and drinking, cognition, mental health, social, activities, end of life, breathing, pain, falls, moving and handling, oral care, safety, emotional wellbeing, dementia care, washing and dressing, elimination, behaviour, night care, tissue viability, hydration, psychological, spiritual, religious and cultural, pressure care, memory, mood, toileting, social interaction, infection control, foot care, dementia management, mouth care, sexuality, finances',
  noteCategory:
    'personal care, nutrition, mood, activity, activities, handover, night report, gp visit, family, general, sleep, medication, health, behaviour, communication, professional visit, hygiene, fluids, continence, wellbeing, incident, day report, night, morning, afternoon, daily note, social, care given, meals, food and fluid, skin care, visitor, family contact, repositioning, observation, chart note, progress, clinical, consultation, phone call, telephone, letter, referral, recall, new document, contact lens, dispensing, follow up, insurance, administration, triage, email, pretest, complaint, record card, prescription',
  incidentType:
    'fall, falls, unwitnessed fall, witnessed fall, slip, trip, slip, trip or fall, medication error, medication, safeguarding, altercation, injury, skin tear, bruising, bruise, pressure ulcer, pressure sore, choking, absconding, missing person, aggression, behaviour, near miss, verbal abuse, physical abuse, theft, burn, scald, infection, death, property damage, equipment, self harm, self-harm, elopement, accident, complaint, other, physical aggression, resident to resident, missing property, hospital admission, unexplained injury, needlestick, medication omission',
  place:
    'bedroom, lounge, dining room, bathroom, corridor, garden, kitchen, toilet, stairs, hallway, entrance, main entrance, en-suite, ensuite, wet room, conservatory, car park, dayroom, day room, office, laundry, lift, outside, community, resident bedroom, own room, communal area, reception, room, hall, unit 1, hospital, shower room, quiet room, patio, staircase, bed, sitting room',
  staffWords: 'dr, nurse, rn, rgn, hca, carer, sister, optom, admin, reception, bcoptom, mcoptom, fbdo',
  injuryWords:
    'bruise, bruising, skin tear, laceration, cut, graze, fracture, none, no injury, abrasion, swelling, haematoma, head injury, bump, burn, sprain, redness, scratch, nil, no injury noted, no apparent injury, small cut, pain',
  reasonVisit:
    'routine sight test, routine, recall, sight test, eye test, broken glasses, broken spectacles, headaches, blurred vision, lost glasses, contact lens check, cl aftercare, cl check, collection, diabetic check, diabetic, floaters, new glasses, near vision, dry eyes, check up, annual check, referral, first visit, flashes and floaters, difficulty reading, driving, vdu check, child sight test, dry eye, red eye, emergency, adjustment, routine examination, glaucoma check, post op, second opinion, vision problems',
  appointmentType:
    'sight test, eye test, eye examination, eye exam, contact lens check, cl check, cl aftercare, contact lens aftercare, contact lens fitting, cl fit, cl teach, collection, dispense, dispensing, oct, paediatric test, adjustment, repair, follow up, follow-up, fields, visual fields, emergency, private sight test, nhs sight test, recall, pre-screen, diabetic screening, domiciliary, dry eye clinic, mecs, minor eye condition, glaucoma review, new patient, contact lens, general checkup, consultation, review, hearing, retinal photo, aftercare, ophthalmology, pre-reg, new, existing, child, screening, delivery, check',
  visitOutcome:
    'rx issued, no change, routine recall, referred, referral, refer to gp, refer to hes, new rx, small change, recall 12 months, recall 24 months, recall 1 year, recall 2 years, discharged, monitor, recall, urgent referral, follow up, prescription issued, no rx required, new spectacles, referred to gp, referred hes, new prescription, no rx change, review, refer, no rx',
  fundusWords:
    'disc, discs, macula, maculae, cd, c/d, cdr, vessels, drusen, retina, fundus, lattice, vitreous, pvd, flat, av, background, dr, foveal, fovea, rpe, nrr, periphery, optic, naevus',
  anteriorWords:
    'cornea, corneal, lids, lid, conj, conjunctiva, ac, staining, blepharitis, mgd, pinguecula, pterygium, lashes, clear, quiet, iris, tear, deep, nucleosclerosis, lens, angles, limbal, hyperaemia',
  eyeDiagnosis:
    'myopia, hyperopia, hypermetropia, astigmatism, presbyopia, cataract, early cataract, glaucoma, glaucoma suspect, dry eye, dry eyes, amd, dry amd, wet amd, macular degeneration, diabetic retinopathy, blepharitis, amblyopia, strabismus, ocular hypertension, conjunctivitis, normal, keratoconus, background diabetic retinopathy, posterior vitreous detachment, pvd, no abnormality, emmetropia, anisometropia, meibomian gland dysfunction, nad, healthy, mgd, oht, pterygium, nuclear sclerosis, early nuclear sclerosis',
  rxType:
    'distance, near, intermediate, reading, bifocal, varifocal, progressive, single vision, contact lens, contact lenses, cl, sv, dist, sv distance, sv near, multifocal, occupational, vdu, spectacles, glasses, spectacle, final, subjective, spec, ar, w, ctl, mr, cr, office, d, n, i, b, v, far, soft, rgp, toric, computer, autorefraction, manifest',
  lensType:
    'single vision, sv, sv distance, sv reading, sv near, bifocal, bifocal d28, bifocal d35, d28 bifocal, varifocal, progressive, pal, occupational, enhanced reading, office, degressive, contact lens, daily disposable, monthly, two weekly, multifocal, single vision distance, single vision near, standard varifocal, premium varifocal, trifocal, distance, reading, intermediate, aspheric, freeform, single, photochromic varifocal, flat top, premium progressive, safety, round seg',
  material:
    'cr39, cr-39, plastic, polycarbonate, poly, glass, trivex, 1.5, 1.6, 1.67, 1.74, hi-index, high index, mr8, mr-8, resin, mid index, acrylic, hi index 1.6, 1.50 cr39, trilogy, silicone hydrogel, crown glass, organic, mineral, mr-10, cr 39, index 1.6',
  coating:
    'mar, ar, hmc, hard coat, hc, uv, anti-reflection, anti-reflective, anti reflective, arc, shmc, blue light, blue control, uv + ar, scratch resistant, crizal, hoya, none, hydrophobic, super hydrophobic, uncoated, hard, mar coat, duravision, seecoat, blue filter, clean coat, anti-glare, multicoat, uv400, scratch, mar + hard coat, hard + mar, lotutec',
  tint: 'transitions, grey, gray, brown, none, photochromic, g15, transitions grey, transitions brown, polarised, polarized, green, sun tint 80%, clear, 20% brown, 85% grey, graduated, reactions, reactolite, tinted, polarised grey, solid tint, gradient, sunsensors, pink, blue, 50% grey, fashion tint, brown 80%, grey 80%',
  colour:
    'black, brown, tortoise, tortoiseshell, gold, silver, blue, red, green, gunmetal, purple, pink, clear, havana, grey, gray, rose gold, matt black, matte black, navy, burgundy, white, crystal, bronze, champagne, orange, teal, copper, dark havana, shiny black, violet, light gold, olive, matte blue, ruthenium',
  frameBrand:
    'ray-ban, rayban, ray ban, oakley, silhouette, lindberg, gucci, prada, tom ford, boss, hugo boss, calvin klein, tommy hilfiger, vogue, persol, versace, dolce & gabbana, burberry, michael kors, nike, police, guess, emporio armani, giorgio armani, armani, fendi, dior, cartier, william morris, oliver peoples, cutler and gross, flexon, ted baker, radley, superdry, lacoste, carrera, polaroid, kate spade, dkny, puma, jaguar, maui jim, diesel, coach, converse, kirk & kirk, etnia, etnia barcelona, titanflex, oasis, ovvo, bolle, porsche design, mont blanc, rodenstock, starck',
  lensBrand:
    'acuvue, acuvue oasys, acuvue oasys 1-day, acuvue moist, 1-day acuvue moist, dailies, dailies total 1, dailies aquacomfort plus, biofinity, biofinity toric, air optix, air optix aqua, myday, purevision, purevision 2, proclear, clariti, clariti 1 day, soflens, biotrue, biotrue oneday, total30, avaira, avaira vitality, precision1, ultra, focus dailies, frequency 55, total 30, freshlook, acuvue vita, essilor, zeiss, hoya, nikon, varilux, kodak, seiko, shamir, rodenstock',
  laboratory:
    'essilor, zeiss, hoya, norville, shamir, rodenstock, nikon, optical express lab, seiko, bbgr, younger, caledonian, lenstec, lab, carl zeiss vision, vision labs, in-house, internal, wlc, jai kudo, signet armorlite, horizon optical, walman, kodak lens, crossbows, tokai, leicester optical, waterside labs, seiko optical, indo',
  paymentMethod:
    'cash, card, cheque, check, credit card, debit card, bank transfer, bacs, voucher, nhs voucher, direct debit, insurance, visa, mastercard, amex, contactless, account, finance, credit, debit, gift card, paypal, standing order, chip and pin, apple pay, credit_card, debit_card, bank_transfer, check_payment, mobile, upi, eft, chq, online, credit note, vision voucher, other, stripe, transfer',
  payer:
    'vsp, eyemed, davis vision, cigna, aetna, bupa, axa, axa ppp, vitality, aviva, medicare, medicaid, blue cross, bcbs, unitedhealthcare, united healthcare, humana, simplyhealth, wpa, spectera, westfield health, hsf, benenden, medicash, paycare, health shield, superior vision, nhs, sovereign health care, bhsf, allianz, anthem, kaiser, axa health, blue shield, tricare, healthshield, bluecross, freedom health, exeter, national friendly, uhc',
  gosForm:
    'gos1, gos3, gos4, gos5, gos6, gos 1, gos 3, gos 4, gos 5, gos 6, gos18, gos1w, gos3w, gos(s)1, gos(s)3, gos(s)4, hes3, gos 18, gos(s)1',
  voucherLetter: 'a, b, c, d, e, f, g, h, i, j, 1, 2, 3, 4, 5',
  supplement:
    'prism, tint, small frame, complex, small glasses, prism & tint, prism, tint, small frame supplement, photochromic, tinted, none, complex lenses, special facial characteristics, prism supplement, tint supplement, complex bifocal, complex sv, sf, t, p',
  eligibility:
    'over 60, aged 60+, aged 60 or over, 60 and over, 60+, under 16, child, aged under 16, student, 16-18 student, full time education, income support, pension credit, universal credit, hc2, hc2 certificate, hc2 cert, hc3, diabetic, diabetes, glaucoma, glaucoma relative, family history of glaucoma, registered blind, blind, partially sighted, complex lenses, complex lens, jsa, esa, jobseekers allowance, tax credit, prisoner, age_60_plus, age_under_16, pension_credit, income_support, universal_credit, over 40 fh glaucoma, over 40 with glaucoma relative, at risk of glaucoma, pcgc, 16-18 in full-time education, family_history_glaucoma, relative with glaucoma, in full time education, age 60+, under16, registered_blind',
  occupation:
    'retired, teacher, nurse, accountant, engineer, driver, lorry driver, student, builder, electrician, plumber, office worker, admin, administrator, sales, manager, solicitor, farmer, carer, housewife, self employed, unemployed, chef, mechanic, police officer, shop assistant, cleaner, it consultant, software developer, software engineer, civil servant, receptionist, doctor, lecturer, hairdresser, joiner, carpenter, painter, postman, taxi driver, pilot, architect, dentist, clerk, secretary, librarian, musician, journalist, bus driver, warehouse operative',
  prismBase: 'in, out, up, down, bi, bo, bu, bd, base in, base out, base up, base down, i, o, u, d, b.i., b.o.',
  diet: 'normal, diabetic, soft, pureed, puree, vegetarian, vegan, gluten free, halal, kosher, low salt, low fat, fortified, soft diet, pureed diet, level 4, level 5, level 6, normal diet, diabetic diet, minced and moist, thickened fluids, iddsi level 4, iddsi 4, iddsi 5, iddsi 6, level 7, regular, easy to chew, high calorie, dairy free, fork mashable',
  mobility:
    'independent, hoist, full hoist, walking frame, zimmer frame, zimmer, wheelchair, walking stick, stick, assistance of one, assistance of two, assist of 1, assist of 2, stand aid, bedbound, bed bound, rollator, immobile, requires assistance, frame, fully mobile, mobile, one carer, two carers, transfers with hoist, uses frame, ambulant, supervision, mobile with frame, cared for in bed, mobile with stick',
  yesNo: 'y, n, yes, no, true, false, t, f, 0, 1, on, off, -1',
  bloodGroup:
    'a+, a-, b+, b-, ab+, ab-, o+, o-, a positive, o positive, b positive, o negative, a negative, ab positive, b negative, ab negative, a pos, o pos',
  streetWord:
    'street, st, road, rd, lane, ln, avenue, ave, close, drive, dr, way, crescent, court, place, gardens, grove, terrace, hill, walk, square, green, row, park, rise, mews, view, parade, boulevard, blvd',
  gpPracticeWords: 'surgery, practice, centre, center, clinic, medical, health, group, partnership, doctors',
  homeWords:
    'house, home, lodge, court, manor, hall, grange, limes, care, nursing, rest, villa, cottage, priory, elms, oaks, willows, beeches, gables, cedars, rosewood, park, view, firs',
  monthOrTime:
    'morning, night, afternoon, evening, breakfast, lunch, dinner, teatime, tea, bedtime, noon, am, pm, nocte, mane, midday, tea time, lunchtime, supper, breakfast round, early morning, late night',
} as const;

/** A list of words by which a value can be recognised. */
export type Vocabulary = keyof typeof lists;

/** By list: its words in lower case. */
export const vocabularies: Readonly<Record<Vocabulary, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries(lists).map(([name, words]) => [name, new Set(words.split(',').map((word) => word.trim()))]),
) as unknown as Record<Vocabulary, ReadonlySet<string>>;
