import { careHomeEntities } from './catalogue/care-homes.ts';
import { opticalPracticeEntities } from './catalogue/optical-practices.ts';

/** A company is a care home or an optical practice; its records come from one domain only. */
export type Domain = 'care' | 'optical';

/** How a field is written down in `catalogue/*.ts`; see {@link parseFieldType} for the notation of `type`. */
export interface FieldDefinition {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** The record's identifier in the legacy system; unique within a company and source system. */
  readonly isKey?: boolean;
  /** A record without it is quarantined. */
  readonly isRequired?: boolean;
  /** A value that cannot be read holds the whole record instead of being set aside. */
  readonly isClinical?: boolean;
}

/** How an entity is written down in `catalogue/*.ts`. */
export interface EntityDefinition {
  readonly name: string;
  readonly domain: Domain;
  readonly description: string;
  /** Every field counts as clinical. */
  readonly isClinical?: boolean;
  readonly fields: readonly FieldDefinition[];
}

/** What a value may be. `reference` holds the legacy identifier until it is loaded as an internal id. */
export type FieldType =
  | { readonly kind: 'string' | 'text' | 'date' | 'datetime' | 'boolean' }
  | { readonly kind: 'email' | 'phone' | 'postcode' | 'nhsNumber' | 'visualAcuity' }
  | { readonly kind: 'integer' | 'decimal'; readonly unit?: string }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'enum'; readonly members: readonly string[] }
  | { readonly kind: 'reference'; readonly entity: string };

/** A field as the rest of the program sees it. */
export interface Field {
  readonly name: string;
  /** Its column in the target table, in snake_case. */
  readonly column: string;
  readonly type: FieldType;
  readonly description: string;
  readonly isKey: boolean;
  readonly isRequired: boolean;
  readonly isClinical: boolean;
}

/** A kind of record. `fields[0]` is always the key, `externalId`. */
export interface Entity {
  readonly name: string;
  /** Its target table, in snake_case. */
  readonly table: string;
  readonly domain: Domain;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** `nextOfKinName` becomes `next_of_kin_name`. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Reads the notation of the catalogue: `string`, `decimal:mm`, `money:GBP`, `enum:a,b`, `reference:patients`.
 * @throws Error on a notation that the catalogue does not know.
 */
export function parseFieldType(notation: string): FieldType {
  const [kind = '', detail] = notation.split(/:(.*)/s);
  switch (kind) {
    case 'string':
    case 'text':
    case 'date':
    case 'datetime':
    case 'boolean':
    case 'email':
    case 'phone':
    case 'postcode':
    case 'nhsNumber':
    case 'visualAcuity':
      return { kind };
    case 'integer':
    case 'decimal':
      return detail ? { kind, unit: detail } : { kind };
    case 'money':
      return { kind, currency: detail ?? 'GBP' };
    case 'enum':
      return { kind, members: (detail ?? '').split(',') };
    case 'reference':
      return { kind, entity: detail ?? '' };
    default:
      throw new Error(`The catalogue knows no field type '${notation}'.`);
  }
}

function toEntity(definition: EntityDefinition): Entity {
  return {
    name: definition.name,
    table: toSnakeCase(definition.name),
    domain: definition.domain,
    description: definition.description,
    fields: definition.fields.map((field) => ({
      name: field.name,
      column: toSnakeCase(field.name),
      type: parseFieldType(field.type),
      description: field.description,
      isKey: field.isKey ?? false,
      isRequired: field.isRequired ?? false,
      isClinical: field.isClinical ?? definition.isClinical ?? false,
    })),
  };
}

/** Every entity of the target. The order is the load order: whoever is referred to comes before whoever refers. */
export const catalogue: readonly Entity[] = [...careHomeEntities, ...opticalPracticeEntities].map(toEntity);

const byName = new Map(catalogue.map((entity) => [entity.name, entity]));

/** The entity of that name, or undefined. */
export function findEntity(name: string): Entity | undefined {
  return byName.get(name);
}

/** The entity of that name. @throws Error where the catalogue has none. */
export function entityNamed(name: string): Entity {
  const entity = byName.get(name);
  if (!entity) throw new Error(`The catalogue has no entity '${name}'; it has ${[...byName.keys()].join(', ')}.`);
  return entity;
}

/** The entity whose records are the people of a domain; every other record of the domain belongs to one of them. */
export function personEntity(domain: Domain): Entity {
  return entityNamed(domain === 'care' ? 'residents' : 'patients');
}
