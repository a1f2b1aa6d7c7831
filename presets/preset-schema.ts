import { z } from 'zod';
import { transformSchema } from '../src/mapping/transform-schema.ts';
import { findEntity } from '../src/record/catalogue.ts';
import type { Preset } from '../src/record/preset.ts';

const name = z.string().trim().min(1);
const texts = z.record(z.string(), z.string());

const field = z.strictObject({
  field: name,
  columns: z.array(name).min(1),
  join: z.string().optional(),
  valueMap: name.optional(),
  transforms: z.array(transformSchema).optional(),
});

const target = z
  .strictObject({ entity: name, onlyIfFilled: z.array(name).min(1).optional(), fields: z.array(field).min(1) })
  .superRefine(({ entity, fields }, context) => {
    const known = findEntity(entity);
    if (!known) {
      context.addIssue({ code: 'custom', path: ['entity'], message: `the catalogue has no entity '${entity}'` });
      return;
    }
    fields.forEach(({ field: wanted }, index) => {
      if (known.fields.some((candidate) => candidate.name === wanted)) return;
      const message = `the entity '${entity}' has no field '${wanted}'`;
      context.addIssue({ code: 'custom', path: ['fields', index, 'field'], message });
    });
  });

const table = z.strictObject({
  names: z.array(name).min(1),
  targets: z.array(target).min(1),
  ignored: z.record(name, name).optional(),
});

/**
 * The format of a `preset.json`, strictly: a key that nobody knows is a mistake, and so is an entity or a field that the
 * catalogue does not have, or a value map that the preset does not.
 */
export const presetSchema = z
  .strictObject({
    name,
    title: name,
    domain: z.enum(['care', 'optical']).optional(),
    description: name,
    origin: name,
    dateOrder: z.enum(['DMY', 'MDY', 'YMD']).optional(),
    nulls: z.array(z.string()).optional(),
    valueMaps: z.record(name, texts).optional(),
    tables: z.array(table).min(1),
  })
  .superRefine(({ domain, tables, valueMaps = {} }, context) => {
    tables.forEach(({ targets }, tableIndex) => {
      targets.forEach(({ entity, fields }, targetIndex) => {
        const path = ['tables', tableIndex, 'targets', targetIndex];
        const itsDomain = findEntity(entity)?.domain;
        if (domain && itsDomain && itsDomain !== domain) {
          context.addIssue({
            code: 'custom',
            path: [...path, 'entity'],
            message: `'${entity}' is not of the domain '${domain}'`,
          });
        }
        fields.forEach(({ valueMap }, fieldIndex) => {
          if (valueMap === undefined || Object.hasOwn(valueMaps, valueMap)) return;
          context.addIssue({
            code: 'custom',
            path: [...path, 'fields', fieldIndex, 'valueMap'],
            message: `the preset has no value map '${valueMap}'`,
          });
        });
      });
    });
  }) satisfies z.ZodType<Preset>;
