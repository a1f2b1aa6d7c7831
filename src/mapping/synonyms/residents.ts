import type { EntitySynonyms } from '../synonyms.ts';
import { personFields } from './people.ts';

/** People who live in a care home. */
export const residents: EntitySynonyms = {
  nouns: `
    resident, service user, client, patient, person, people we support, individual, inmate, su, care recipient,
    participant, beneficiary, member, demographic, person demographics, resident details, resident profile, elder,
    occupant, tenant, admission, patient registration, patient details
  `,
  spareKey: 'alternativeId',
  fields: {
    ...personFields,
    religion: `
      religion, faith, religion or belief, religious belief, religious affiliation, religion code, denomination,
      spiritual beliefs, belief, faith code, religious denomination, spiritual needs, church
    `,
    careHome: `
      care home, care home name, home name, home, site, site name, facility, facility name, home id, home code,
      care home id, location, location name, service, service name, unit, unit name, ward, ward name, branch,
      branch name, residence, building name, nursing home, house name, community, scheme, establishment, centre,
      site code, facility id, organisation name, home location, wing, floor
    `,
    roomNumber: `
      room number, room no, room, bed, bed number, room name, bed no, room id, bed id, room bed, room bed number,
      flat, flat no, apartment number, apartment, unit number, current room, location room, room code,
      room name number, bedroom, bedroom number, bed name, cama, habitacion
    `,
    admissionDate: `
      admission date, date of admission, date admitted, admitted, admitted on, admission, move in date,
      date moved in, moved in, admit date, admitted date, date of admission to home, start date, service start date,
      placement date, placement start, placement start date, date of entry, entry date, arrival date, joined,
      date joined, moved in date, care start date, residency start, enrolment date, registration date,
      date registered, registered on, start of care, care started, admission datetime, admitted at,
      contract start date, occupancy start, intake date
    `,
    dischargeDate: `
      discharge date, date of discharge, date discharged, discharged, discharged on, leaving date, date left,
      end date, service end date, departure date, leave date, date of leaving, left date, exit date, placement end,
      placement end date, care end date, discharge datetime, date left home, moved out, move out date,
      moved out date, date moved out, discharged at, released, termination date, contract end date, care ended,
      leaving on
    `,
    careLevel: `
      care level, level of care, care type, type of care, care category, care level code, acuity level,
      level of need, needs level, care band, care package, service type, placement type, resident type, client type,
      care need, type of stay, stay type, admission type, dependency, dependency level, care grade, pflegegrad,
      category of care, care required, care classification, nursing level, funding care type
    `,
    fundingType: `
      funding type, funding, funder, funding source, funded by, payer, payer type, payment source, pay source,
      funding authority, funding body, who pays, payment type, funder type, sponsor, commissioner, purchaser,
      finance type, fee type, contract type, paying party, funding stream, funding arrangement, private or council,
      billing type, primary payer, insurance, insurer, fnc, chc funding
    `,
    mobility: `
      mobility, mobility level, mobility needs, mobility status, mobility notes, mobility aid, mobility aids,
      mobility code, transfers, transfer needs, walking aid, moving and handling, moving handling, manual handling,
      ambulation, ambulatory status, walking, mobility support, transfer method, uses wheelchair,
      mobility assistance
    `,
    dietaryRequirements: `
      dietary requirements, diet, dietary needs, dietary, diet type, special diet, diet notes, diet requirements,
      dietary restrictions, diet restrictions, dietary preferences, food preferences, diet texture, food texture,
      iddsi, iddsi level, meal requirements, nutrition, nutritional needs, special diets, diet order, fluids,
      fluid consistency, diet and fluids, meal plan, food allergies, food and drink, catering needs,
      eating and drinking
    `,
    resuscitationStatus: `
      resuscitation status, dnacpr, dnacpr status, dnar, dnar status, resus status, resuscitation, cpr status,
      resus, dnr, dnr status, do not resuscitate, code status, dnacpr in place, dnar in place, cpr decision, cpr,
      resuscitate, resus decision, for resuscitation, respect form, respect status, advance directive,
      ceiling of treatment, has dnacpr, dnacpr decision, full code, polst, for cpr
    `,
    capacityStatus: `
      capacity status, mental capacity, capacity, mental capacity status, mca, mca status, has capacity,
      lacks capacity, capacity assessment, mental capacity assessment, decision making capacity, mca outcome,
      capacity to consent, cognition status, capacity decision, mca assessment
    `,
    dolsStatus: `
      dols status, dols, deprivation of liberty, dols in place, dols authorised, dols authorisation,
      dols application, dols application status, deprivation of liberty status, lps, lps status, has dols,
      dols applied, dols granted, deprivation of liberty safeguards, dols outcome, dols type, deprivation liberty
    `,
    dolsExpiryDate: `
      dols expiry date, dols expiry, dols expires, dols end date, dols expires on, dols valid until, dols until,
      dols review date, dols authorisation end, dols authorisation expiry date, lps expiry date, dols to,
      dols authorised to, deprivation of liberty expiry
    `,
    consentToShare: `
      consent to share, sharing consent, consent to sharing, data sharing consent, information sharing consent,
      consent share, share consent, information sharing, consent, consent given, has consent,
      consent to share information, consent obtained, sharing agreed, share record consent, gdpr consent,
      consent to care records, consent status, data sharing, summary care record consent, sharing in, sharing out,
      consent information
    `,
    consentDate: `
      consent date, date of consent, consent given on, date consent given, consent signed, consent signed date,
      consent signed on, consent recorded date, date consent obtained, consent obtained on, gdpr consent date,
      sharing consent date, consent at
    `,
  },
};

/** Their relatives and other people to call. */
export const contacts: EntitySynonyms = {
  nouns: `
    contact, next of kin, nok, relative, family contact, emergency contact, family member, relation, relationship,
    kin, relatives and friends, related person, associate, next of kin detail, emergency contact detail,
    representative, guardian, carer contact, circle of support, family, key contact, network contact,
    responsible party, advocate, attorney, lasting power, power of attorney
  `,
  fields: {
    name: `
      name, contact name, full name, first name + last name, forename + surname, first name + surname,
      name + surname, contact first name, contact last name, contact surname, contact forename, contact full name,
      first name, last name, surname, forename, kin name, relative name, nok name, person name, contact person,
      next of kin name, emergency contact name, family member name, title, display name, given name, family name,
      representative name, name of contact
    `,
    relationship: `
      relationship, relation, relationship to resident, contact relationship, relationship type,
      relation to resident, relation to patient, relationship to client, relationship to patient, relationship code,
      relation type, relationship to service user, role, contact type, contact role, type, kinship, relation code,
      relationship description, connection, relationship name, personal relationship, type of contact, association
    `,
    phone: `
      phone, telephone, tel, mobile, mobile phone, phone number, telephone number, mobile number, contact number,
      home phone, contact phone, contact mobile, contact telephone, cell, cell phone, landline, work phone, phone 1,
      phone 2, tel 1, tel 2, telephone 1, telephone 2, day phone, evening phone, main phone, primary phone,
      tel home, tel mobile, tel work, home telephone, work telephone, mobile tel, other phone, daytime number,
      evening number, contact no, phone home, phone mobile, phone work
    `,
    email: `
      email, email address, contact email, email 1, nok email, email contact, mail, relative email
    `,
    address: `
      address, full address, postal address, home address, address line 1, address line 2, address 1, address 2,
      street, city, town, county, postcode, zip, state, contact address, address line 3, country, house name,
      postal code, region, suburb
    `,
    isNextOfKin: `
      is next of kin, next of kin, nok, is nok, next of kin flag, nok flag, nok yn, is kin, primary contact,
      is primary, primary, is primary contact, next of kin indicator, main contact, nearest relative,
      is nearest relative, first contact, is main contact
    `,
    isEmergencyContact: `
      is emergency contact, emergency contact, emergency, emergency contact flag, emergency flag, call in emergency,
      contact in emergency, emergency contact yn, is emergency, ice, use in emergency, out of hours contact,
      contact at night, call at night, notify in emergency
    `,
    hasPowerOfAttorney: `
      has power of attorney, power of attorney, poa, lpa, has poa, has lpa, lasting power of attorney, poa flag,
      lpa flag, attorney, lpa health, lpa finance, lpa health and welfare, lpa held, power attorney, is poa, is lpa,
      legal authority, lpa type, poa type, has legal authority, legal guardian, lasting power attorney health,
      lpa property and finance
    `,
  },
};
