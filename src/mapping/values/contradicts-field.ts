import type { Entity, Field } from '../../record/catalogue.ts';
import { fieldFit } from './field-values.ts';
import type { ValueProfile } from './profile-values.ts';
import type { ValueKind } from './value-tests.ts';

/** So many filled values may speak against a field, where so few are like its own and so many clearly of another kind. */
const leastValues = 8;
const leastFit = 0.05;
const clearly = 0.8;
const clearKinds: readonly ValueKind[] = [
  'date',
  'phone',
  'postcode',
  'nhsNumber',
  'email',
  'money',
  'fullName',
  'titledName',
  'givenName',
  'familyName',
  'snellen',
  'street',
  'drugText',
];

/** Numbers and codes that others give may look like anything: a registration `01-12345` reads as a date. */
const numberOrCode = /(?:Number|Code|Id)$|^reference$/;

/** Whether the values of a column are clearly no values of the field. Of labelled columns that are right, 3 in 1,000 look like that. */
export function contradictsField(entity: Entity, field: Field, profile: ValueProfile): boolean {
  if (field.isKey || (field.type.kind === 'string' && numberOrCode.test(field.name))) return false;
  if (profile.filled < leastValues || !clearKinds.some((kind) => profile.share[kind] >= clearly)) return false;
  return (fieldFit(entity, field, profile) ?? 1) < leastFit;
}
