import { z } from 'zod';
import type { Mapping } from '../record/mapping.ts';
import { transformSchema } from './transform-schema.ts';

const fieldMapping = z
  .strictObject({
    field: z.string().meta({ description: 'A field of the entity.' }),
    columns: z
      .array(z.string())
      .meta({ description: 'One column, or several whose filled values are joined; none for a constant.' }),
    separator: z.string().optional().meta({ description: 'What stands between joined columns. Default: a space.' }),
    transforms: z.array(transformSchema).optional().meta({ description: 'Applied in this order.' }),
    by: z
      .enum(['preset', 'name', 'matcher', 'person', 'lesson'])
      .default('person')
      .meta({ description: 'On what ground.' }),
    confidence: z.number().min(0).max(1).default(1),
    reasons: z.array(z.string()).optional(),
    runnersUp: z
      .array(z.string())
      .optional()
      .meta({ description: 'Fields that the matcher took into account besides, the likeliest first.' }),
  })
  .refine(({ columns, transforms }) => columns.length > 0 || transforms?.[0]?.kind === 'constant', {
    path: ['columns'],
    message: 'only a constant needs no column',
  });

const suggestion = z.strictObject({
  field: z.string(),
  confidence: z.number(),
  reasons: z.array(z.string()),
  runnersUp: z.array(z.string()).optional(),
});

const targetMapping = z.strictObject({
  entity: z.string(),
  onlyIfFilled: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({ description: 'The row counts only where one of these columns is filled.' }),
  fields: z.array(fieldMapping),
});

const doubt = z.strictObject({
  code: z.enum(['swapped', 'otherKind']).optional(),
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
  table: z.string().meta({ description: "The file's name without its ending, or `file#sheet`." }),
  columns: z.array(z.string()).default([]).meta({ description: 'As the source has them; filled in by the check.' }),
  targets: z.array(targetMapping).meta({ description: 'What a row becomes. Empty: the table is left out.' }),
  dateOrders: z.record(z.string(), dateDecision).default({}),
  unmapped: z
    .array(
      z.strictObject({
        column: z.string(),
        fillRate: z.number(),
        ignored: z.string().optional(),
        suggestion: suggestion.optional(),
        modelSuggestion: z.strictObject({ field: z.string(), confidence: z.number() }).optional(),
      }),
    )
    .default([]),
  doubts: z.array(doubt).optional(),
});

/**
 * The shape of a mapping in a file that a person gives: as it is exported, or written by hand without what the source
 * itself says (`columns`, `unmapped`) and without grounds (`by` a person, with confidence 1).
 */
export const mappingSchema = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Where its JSON Schema is; for editors.' }),
    version: z.literal(1).default(1).meta({ description: 'Of this form of the document.' }),
    sourceSystem: z.string().meta({ description: 'The old system, as the ledger calls it.' }),
    domain: z.enum(['care', 'optical']),
    tables: z.array(tableMapping),
  })
  .meta({
    id: 'Mapping',
    description: 'Which column of a source feeds which field of which entity, through which transform.',
  }) satisfies z.ZodType<Mapping & { readonly $schema?: string | undefined }>;

/** The JSON Schema (draft 2020-12) of a mapping as a person writes it; what has a default may be left out. */
export function mappingJsonSchema(): object {
  return z.toJSONSchema(mappingSchema, { io: 'input', target: 'draft-2020-12' });
}
