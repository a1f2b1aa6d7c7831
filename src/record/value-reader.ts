import type { Entity, Field } from './catalogue.ts';
import { booleanReader } from './field-types/boolean.ts';
import { type ColumnOrder, dateOfBirthReader, dateReader } from './field-types/date.ts';
import { dateTimeReader } from './field-types/date-time.ts';
import { decimalReader, integerReader, moneyReader } from './field-types/decimal.ts';
import { readEmail } from './field-types/email.ts';
import { enumReader } from './field-types/enum.ts';
import { readNhsNumber } from './field-types/nhs-number.ts';
import { readAxis, readCylinder, readSphere } from './field-types/optical-power.ts';
import { readPhone } from './field-types/phone.ts';
import { readPostcode } from './field-types/postcode.ts';
import { shoutedFields, shoutedTextReader } from './field-types/shouting.ts';
import { readVisualAcuity } from './field-types/visual-acuity.ts';
import { internalId } from './internal-id.ts';
import { reading, remembering, type ValueReader } from './reading.ts';

/** The reader of a field's type, with the rules that single fields have on top of it. Texts that repeat are remembered. */
export function valueReader(entity: Entity, field: Field, order: ColumnOrder): ValueReader {
  const { type } = field;
  switch (type.kind) {
    case 'string':
    case 'text':
      return shoutedFields.has(field.name) ? shoutedTextReader(field.name) : reading;
    case 'date':
      return remembering(field.name === 'dateOfBirth' ? dateOfBirthReader(order) : dateReader(order));
    case 'datetime':
      return dateTimeReader(order);
    case 'boolean':
      return booleanReader(field.name);
    case 'enum':
      return remembering(enumReader(entity.name, field.name, type.members, field.isClinical));
    case 'integer':
      return remembering(type.unit === 'deg' ? readAxis : integerReader(type.unit, field.isClinical));
    case 'decimal':
      return remembering(decimalFieldReader(field, type.unit));
    case 'money':
      return remembering(moneyReader(type.currency));
    case 'email':
      return readEmail;
    case 'phone':
      return readPhone;
    case 'postcode':
      return readPostcode;
    case 'nhsNumber':
      return readNhsNumber;
    case 'visualAcuity':
      return remembering(readVisualAcuity);
    case 'reference':
      return remembering(referenceReader(type.entity));
  }
}

function decimalFieldReader(field: Field, unit: string | undefined): ValueReader {
  if (unit === '[diop]' && field.name.endsWith('Sphere')) return readSphere;
  if (unit === '[diop]' && field.name.endsWith('Cylinder')) return readCylinder;
  return decimalReader(unit, field.isClinical);
}

/** A legacy identifier becomes the id that its record has, or will have, in the target. Whether it exists is not known here. */
function referenceReader(entity: string): ValueReader {
  return (text, { companyId, sourceSystem }) => reading(internalId(companyId, sourceSystem, entity, text));
}
