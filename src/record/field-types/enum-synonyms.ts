type Synonyms = Readonly<Record<string, readonly string[]>>;

const personStatus: Synonyms = {
  active: ['a', 'current', 'live'],
  inactive: ['i', 'archived', 'disabled', 'dormant', 'lapsed', 'left', 'moved away', 'former', 'discharged'],
  deceased: ['dead', 'died', 'rip'],
};

const prismBase: Synonyms = {
  up: ['u', 'bu', 'base up', 'b up'],
  down: ['d', 'dn', 'bd', 'base down', 'b down', 'b dn'],
  in: ['i', 'bi', 'base in', 'b in'],
  out: ['o', 'bo', 'base out', 'b out'],
};

/**
 * Words that mean a member of a closed list wherever they are found, by `entity.field`, or by field for every entity.
 * A code that systems use in different senses is left out (1 and 2 for gender, C for confirmed or cancelled, D of a
 * resident for discharged or deceased): a preset that knows its system maps it.
 */
const synonyms: Readonly<Record<string, Synonyms>> = {
  gender: {
    male: ['m', 'man'],
    female: ['f', 'woman'],
    other: ['o', 'non-binary', 'indeterminate'],
    unknown: ['u', 'unk', 'not known', 'n/k', 'not stated', 'not specified', 'prefer not to say'],
  },
  'patients.status': { ...personStatus, deceased: ['d', 'dead', 'died', 'rip'] },
  'residents.status': personStatus,
  careLevel: {
    residential: ['residential care', 'personal care'],
    nursing: ['nursing care'],
    dementia: ['dementia care', 'memory care'],
    respite: ['respite care', 'short stay'],
    palliative: ['palliative care', 'end of life', 'eol', 'hospice'],
  },
  resuscitationStatus: {
    forResuscitation: ['for cpr', 'for resus', 'attempt cpr', 'full resuscitation'],
    dnacpr: [
      'dnar',
      'dnr',
      'do not resuscitate',
      'do not attempt cpr',
      'not for resuscitation',
      'not for resus',
      'not for cpr',
    ],
    unknown: ['not known'],
  },
  'allergies.type': { allergy: ['allergic'], intolerance: ['intolerant', 'side effect'], unknown: ['not known'] },
  'allergies.category': {
    medication: ['medicine', 'drug', 'med'],
    food: ['dietary', 'foodstuff'],
    environment: ['environmental'],
  },
  'allergies.severity': {
    mild: ['minor', 'slight'],
    moderate: ['medium', 'mod'],
    severe: ['life threatening', 'anaphylaxis', 'anaphylactic'],
    unknown: ['not known', 'u'],
  },
  'allergies.status': {
    active: ['a', 'current'],
    inactive: ['i', 'resolved'],
    refuted: ['entered in error', 'disproved', 'delabelled'],
  },
  'conditions.status': {
    active: ['a', 'current', 'ongoing'],
    resolved: ['r', 'recovered', 'cured', 'ended'],
    inactive: ['i', 'dormant', 'in remission'],
  },
  'medications.status': {
    active: ['a', 'current', 'ongoing'],
    stopped: ['discontinued', 'ceased', 'cancelled', 'ended', 'inactive'],
    completed: ['complete', 'finished', 'course completed'],
    onHold: ['hold', 'held', 'suspended', 'paused', 'withheld'],
  },
  'carePlans.status': {
    active: ['a', 'current', 'live'],
    superseded: ['replaced'],
    closed: ['ended', 'completed', 'complete', 'discontinued', 'archived', 'inactive'],
  },
  riskLevel: {
    low: ['l', 'low risk'],
    medium: ['m', 'med', 'moderate', 'medium risk', 'moderate risk'],
    high: ['h', 'high risk'],
    veryHigh: ['vh', 'very high risk'],
    unknown: ['not known'],
  },
  'medicationAdministrations.outcome': {
    given: ['administered', 'taken', 'self administered'],
    refused: ['declined'],
    omitted: ['held', 'withheld', 'missed', 'not given'],
    unavailable: ['not available', 'out of stock', 'no stock'],
  },
  'appointments.status': {
    booked: ['b', 'scheduled'],
    attended: ['arrived', 'seen', 'completed', 'complete', 'fulfilled', 'finished'],
    cancelled: ['canceled', 'cx', 'canc'],
    missed: ['dna', 'fta', 'no show', 'did not attend', 'failed to attend', 'did not arrive'],
  },
  'prescriptions.type': {
    distance: ['dist', 'dv', 'far'],
    near: ['nr', 'nv', 'read', 'reading'],
    intermediate: ['int', 'inter'],
    bifocal: ['bif', 'bifs', 'bifocals'],
    varifocal: ['var', 'vari', 'varifocals', 'progressive', 'progressives', 'pal', 'ppl'],
    contactLens: ['cl', 'ctl', 'contact', 'contacts', 'contact lenses'],
  },
  rightPrismBase: prismBase,
  rightVerticalPrismBase: prismBase,
  leftPrismBase: prismBase,
  leftVerticalPrismBase: prismBase,
  nation: {
    england: ['eng'],
    wales: ['wal', 'cymru'],
    scotland: ['sco', 'scot'],
    northernIreland: ['ni', 'n ireland'],
  },
};

/** The words for each member of the field's list; empty where it has none. */
export function enumSynonyms(entity: string, field: string): Synonyms {
  return synonyms[`${entity}.${field}`] ?? synonyms[field] ?? {};
}
