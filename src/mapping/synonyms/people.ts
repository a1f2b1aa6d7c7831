/** Names of the fields that residents and patients share. */
export const personFields = {
  title: 'title, prefix, name prefix, salutation, honorific',
  firstName: 'first name, forename, given name, fname, first, first names, forenames, given names, christian name',
  middleNames: 'middle names, middle name, mname, middle, middle initial, middle name optional, second forename',
  lastName: 'last name, surname, family name, lname, last',
  preferredName: 'preferred name, known as, nickname, likes to be called, preferred forename, preferred first name',
  alternativeId:
    'alternative id, hospital number, hospital no, mrn, medical record number, chart number, chart no, pas number, unit number, alt id, other id, ref number, reference number',
  dateOfBirth: 'date of birth, dob, birth date, date birth, born, born on, birthday',
  gender: 'gender, sex, gender code, sex code',
  nhsNumber: 'nhs number, nhs no, nhs num, nhs id, nhs',
  dateOfDeath: 'date of death, death date, deceased date, date deceased, died on, died, dod',
  ethnicity: 'ethnicity, ethnic group, ethnic origin, ethnic category',
  preferredLanguage: 'preferred language, language, first language, main language, spoken language, primary language',
  maritalStatus: 'marital status, marital, civil status',
  knownAllergies: 'known allergies, allergies, allergy, drug allergies, allergy notes, medication allergies',
  email: 'email, e mail, email address, e mail address, mail',
  mobilePhone:
    'mobile phone, mobile, mobile number, mobile no, mobile tel, mobile telephone, phone mobile, tel mobile, telephone mobile, mob, mob no, mob tel, cell phone, cell, phone cell, sms number',
  homePhone:
    'home phone, home telephone, home tel, home number, home no, phone home, tel home, telephone home, landline, phone, telephone, tel, phone number, telephone number, tel no, phone no',
  workPhone:
    'work phone, work telephone, work tel, work number, work no, phone work, tel work, telephone work, business phone, office phone, phone biz',
  addressLine1:
    'address line 1, address 1, addr 1, add 1, address line one, street address, street, house and street, address',
  addressLine2: 'address line 2, address 2, addr 2, add 2, address line two',
  city: 'city, town, town city, city town, post town, address city, address town',
  county: 'county, address county, state, region, province, state province, county state',
  postcode: 'postcode, post code, postal code, zip, zip code, pcode, address postcode',
  country: 'country, country code',
  gpName:
    'gp name, gp, general practitioner, registered gp, family doctor, doctor, doctor name, primary care provider, primary physician, primary care physician',
  gpPractice: 'gp practice, gp surgery, gp practice name, surgery, surgery name, doctors surgery, registered practice',
  status: 'status, record status',
  nextOfKinName:
    'next of kin name, next of kin, nok, nok name, emergency contact name, emergency contact, emergency name, ice name',
  nextOfKinRelationship:
    'next of kin relationship, nok relationship, next of kin relation, nok relation, emergency contact relationship, emergency contact relation, emergency relationship',
  nextOfKinPhone:
    'next of kin phone, next of kin telephone, next of kin tel, next of kin number, next of kin mobile, nok phone, nok telephone, nok tel, nok number, nok mobile, emergency contact phone, emergency contact number, emergency contact tel, emergency contact telephone, emergency phone, emergency number, emergency tel, ice number',
  notes: 'notes, note, comments, comment, remarks, memo, general notes, additional notes, free text',
} as const;
