import { z } from 'zod';
import type { Mapping } from '../record/mapping.ts';

const transform = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('valueMap'), map: z.record(z.string(), z.string()) }),
  z.strictObject({ kind: z.literal('label'), label: z.string() }),
  z.strictObject({ kind: z.literal('prefix'), prefix: z.string() }),
  z.strictObject({ kind: z.literal('suffix'), suffix: z.string() }),
  z.strictObject({ kind: z.literal('part'), separator: z.string().min(1), index: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('default'), value: z.string() }),
]);

const fieldMapping = z.strictObject({
  field: z.string(),
  columns: z.array(z.string()).min(1),
  separator: z.string().optional(),
  transforms: z.array(transform).optional(),
  by: z.enum(['preset', 'name', 'matcher', 'person']).default('person'),
  confidence: z.number().min(0).max(1).default(1),
  reasons: z.array(z.string()).optional(),
});

const suggestion = z.strictObject({ field: z.string(), confidence: z.number(), reasons: z.array(z.string()) });

const targetMapping = z.strictObject({
  entity: z.string(),
  onlyIfFilled: z.array(z.string()).min(1).optional(),
  fields: z.array(fieldMapping),
});

const doubt = z.strictObject({
  entity: z.string(),
  fields: z.array(z.string()),
  columns: z.array(z.string()),
  message: z.string(),
});

const dateDecision = z.strictObject({
  order: z.enum(['DMY', 'MDY', 'YMD', 'ambiguous', 'mixed']),
  by: z.enum(['values', 'siblings', 'preset', 'person', 'nobody']).default('person'),
});

const tableMapping = z.strictObject({
  table: z.string(),
  columns: z.array(z.string()).default([]),
  targets: z.array(targetMapping),
  dateOrders: z.record(z.string(), dateDecision).default({}),
  unmapped: z
    .array(z.strictObject({ column: z.string(), fillRate: z.number(), suggestion: suggestion.optional() }))
    .default([]),
  doubts: z.array(doubt).optional(),
});

/**
 * The shape of a mapping in a file that a person gives: as it is exported, or written by hand without what the source
 * itself says (`columns`, `unmapped`) and without grounds (`by` a person, with confidence 1).
 */
export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  sourceSystem: z.string(),
  domain: z.enum(['care', 'optical']),
  tables: z.array(tableMapping),
});
