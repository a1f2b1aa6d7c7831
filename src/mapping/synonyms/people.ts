/** Names of the fields that residents and patients share. */
export const personFields = {
  title: `
    title, prefix, name prefix, salutation, honorific, mr mrs, form of address, title code, courtesy title, anrede,
    tratamiento, civilite
  `,
  firstName: `
    first name, forename, given name, fname, first, first names, forenames, given names, christian name, forename 1,
    first given name, given, patient first name, christian names, first name 1, chosen first name, legal first name
  `,
  middleNames: `
    middle names, middle name, mname, middle, middle initial, middle name optional, second forename, second name,
    other names, other forenames, other given names, middle forename, additional names, forename 2,
    middle names or initial, second given name, mi, initials
  `,
  lastName: `
    last name, surname, family name, lname, last, last name or surname, second name family, patient surname,
    patient name, full name, name, client name, customer name, resident name, person name, legal last name,
    display name, family
  `,
  preferredName: `
    preferred name, known as, nickname, likes to be called, preferred forename, preferred first name,
    prefers to be called, preferred to be called, also known as, aka, alias, goes by, chosen name, usual name,
    name known by, called, calling name, informal name, alternate name
  `,
  alternativeId: `
    alternative id, hospital number, hospital no, mrn, medical record number, chart number, chart no, pas number,
    unit number, alt id, other id, ref number, reference number, hospital id, hosp no, hospital reference,
    unit record number, local id, local identifier, local patient identifier, patient reference, card number,
    record number, file number, file no, case number, folder number, chi number, chi no, hcn, h and c number, ppsn,
    medicare number, medicare no, health card number, health insurance number, national id, national identifier,
    identity number, citizen id, cpr number, curp, dni, account number, account no, account code,
    social services number, mosaic id, local authority id, liquidlogic id, swift number, system one number,
    patient number, patient no, chart id, public id, registration number, health number, ihi number, nhi,
    nhi number, ohip number, insurance card number, abha number, uhid, op number, mr number, customer code,
    client code, service user number, membership number, loyalty card number
  `,
  dateOfBirth: `
    date of birth, dob, birth date, date birth, born, born on, birthday, birth dt, dt of birth, year of birth,
    birth year, month of birth, day of birth, birth month, patient dob, date naissance
  `,
  gender: `
    gender, sex, gender code, sex code, sex at birth, legal sex, administrative gender, administrative sex,
    gender identity, person gender, sex type, biological sex, m f, male female, gender description, current gender
  `,
  nhsNumber: `
    nhs number, nhs no, nhs num, nhs id, nhs, new nhs number, nhs no new, patient nhs number,
    national health service number, nhs identifier, nhs number value, nhs num formatted
  `,
  dateOfDeath: `
    date of death, death date, deceased date, date deceased, died on, died, dod, death dt, dt of death, deceased on,
    deceased at, deceased date time, deceased, date time of death, passed away, date passed away, date rip,
    rip date, died date
  `,
  ethnicity: `
    ethnicity, ethnic group, ethnic origin, ethnic category, ethnic, ethnic code, race, ethnicity code,
    ethnic background, ethnic group code, race ethnicity, cultural background, hispanic, ethnic description
  `,
  preferredLanguage: `
    preferred language, language, first language, main language, spoken language, primary language, language code,
    language preference, communication language, home language, native language, mother tongue, spoken,
    language spoken, speaks, contact language, preferred spoken language
  `,
  maritalStatus: `
    marital status, marital, civil status, marital state, marital status code, relationship status, marriage status,
    civil state, married, partnership status
  `,
  knownAllergies: `
    known allergies, allergies, allergy, drug allergies, allergy notes, medication allergies, allergens,
    allergy details, allergy list, allergy information, known drug allergies, allergies and sensitivities,
    drug sensitivities, sensitivities, adverse reactions, allergic to, intolerances, nkda, allergy text
  `,
  email: `
    email, email address, mail, e-mail 1, primary email, home email, personal email, email id, mail address,
    contact email, electronic mail, patient email
  `,
  mobilePhone: `
    mobile phone, mobile, mobile number, mobile no, mobile tel, mobile telephone, phone mobile, tel mobile,
    telephone mobile, mob, mob no, mob tel, cell phone, cell, phone cell, sms number, mobile 1, mob phone, cellular,
    cellular phone, cell number, cell no, handphone, mobile contact, sms, text number, sms phone, phone cellular,
    whatsapp, whatsapp number, mobile home, personal mobile, gsm, phone 2 mobile, wireless
  `,
  homePhone: `
    home phone, home telephone, home tel, home number, home no, phone home, tel home, telephone home, landline, land line,
    phone, telephone, tel, phone number, telephone number, tel no, phone no, phone 1, tel 1, telephone 1,
    phone home number, evening phone, residential phone, residence phone, private phone, contact number, contact no,
    contact phone, main phone, primary phone, phone day, day phone, daytime phone, tel number,
    telephone home number, house phone, contact telephone, daytime telephone, evening telephone
  `,
  workPhone: `
    work phone, work telephone, work tel, work number, work no, phone work, tel work, telephone work,
    business phone, office phone, phone biz, business telephone, business number, office telephone, office number,
    office tel, daytime work phone, phone work number, employer phone, work contact, company phone, phone business
  `,
  addressLine1: `
    address line 1, address 1, addr 1, add 1, address line one, street address, street, house and street, address,
    adr 1, house number, house no, house name, house name number, building, premises, street name, street number,
    street line 1, street 1, line 1, house, address street, home address, home address line 1, postal address,
    mailing address, residential address, full address, flat number, property, road, premise, address first line,
    current address
  `,
  addressLine2: `
    address line 2, address 2, addr 2, add 2, address line two, adr 2, street line 2, street 2, line 2, locality,
    address locality, district address, address second line, apartment, apt, unit, suite, village, address 3,
    address line 3, area, neighbourhood, home address line 2
  `,
  city: `
    city, town, town city, city town, post town, address city, address town, town or city, city name, town name,
    municipality, suburb, place, address 3 town, address line 3 city, locality town, address level city,
    post office, city village, town village, home city
  `,
  county: `
    county, address county, state, region, province, state province, county state, county name, state name,
    state code, province code, county or region, prefecture, department, address line 4, address 4,
    administrative area, home state, emirate, district
  `,
  postcode: `
    postcode, postal code, zip, zip code, pcode, address postcode, postal, post zip code, zip postal code,
    address zip, postcode full, plz, cep, pin code, home postcode, home zip, address postal code
  `,
  country: `
    country, country code, country name, country of residence, nation, address country, country iso,
    residence country, home country
  `,
  gpName: `
    gp name, gp, general practitioner, registered gp, family doctor, doctor, doctor name, primary care provider,
    primary physician, primary care physician, registered gp name, usual gp, gp full name, gp doctor, pcp, pcp name,
    primary doctor, primary care doctor, primary physician name, attending doctor, attending physician, physician,
    registered doctor, usual doctor, gp code, gp id, usual provider, usual gp name, referring physician,
    medical practitioner, own gp, consultant
  `,
  gpPractice: `
    gp practice, gp surgery, gp practice name, surgery, surgery name, doctors surgery, registered practice,
    gp practice code, gp surgery name, practice name, medical practice, medical centre, health centre,
    registered surgery, gp organisation, gp org name, registered gp practice, primary care practice,
    doctors practice, gp address practice, pcp practice, clinic name, surgery code
  `,
  status: `
    status, record status, active, is active, active flag, inactive, archived, is archived, deceased flag,
    is deceased, current status, registration status, account status, patient status, client status,
    resident status, patient active, enabled, state of record, live, living status, vital status, isdead,
    deleted status
  `,
  nextOfKinName: `
    next of kin name, next of kin, nok, nok name, emergency contact name, emergency contact, emergency name,
    ice name, next of kin full name, nok full name, nok 1 name, emergency contact 1, emergency contact 1 name,
    ice contact, ice contact name, in case of emergency, contact person, contact person name, main contact,
    main contact name, primary contact, primary contact name, guardian, guardian name, carer name, relative name,
    family contact, family contact name, kin name, spouse name, emergency contact person, responsible person,
    parent guardian name, first contact, key contact, named contact, representative name, kin, nok first name,
    nok last name, nok surname, nok forename, next of kin surname, next of kin forename
  `,
  nextOfKinRelationship: `
    next of kin relationship, nok relationship, next of kin relation, nok relation, emergency contact relationship,
    emergency contact relation, emergency relationship, nok 1 relationship, emergency contact 1 relationship,
    contact relationship, relationship to patient, relationship to resident, relationship to client,
    guardian relationship, ice relationship, kin relationship, contact person relationship, relation to patient,
    relation to resident, relationship of nok, primary contact relationship, main contact relationship, nok rel,
    contact relation
  `,
  nextOfKinPhone: `
    next of kin phone, next of kin telephone, next of kin tel, next of kin number, next of kin mobile, nok phone,
    nok telephone, nok tel, nok number, nok mobile, emergency contact phone, emergency contact number,
    emergency contact tel, emergency contact telephone, emergency phone, emergency number, emergency tel,
    ice number, nok 1 phone, nok contact number, nok contact, nok contact no, nok home phone,
    emergency contact 1 phone, ice phone, contact person phone, contact person number, guardian phone,
    guardian number, primary contact phone, main contact phone, family contact phone, family phone,
    emergency mobile, emergency contact mobile, emergency contact no, kin phone, carer phone, relative phone,
    spouse phone, next of kin contact number, next of kin contact, emergency telephone, responsible person phone,
    contact phone emergency
  `,
  notes: `
    notes, note, comments, comment, remarks, memo, general notes, additional notes, free text, general comments,
    patient notes, client notes, resident notes, personal notes, medical notes, alerts, alert, warnings, warning,
    important information, info, information, other information, details, description, observation, observations,
    remark, background, history, medical history, past medical history, diagnosis, diagnoses, conditions, condition,
    medication, medications, current medication, ocular history, family history, life history, about me, summary,
    misc notes, admin notes, additional info, additional information, special needs, other details, custom,
    extra notes
  `,
} as const;
