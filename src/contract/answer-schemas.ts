import { z } from 'zod';
import { attentionSchema, migrationSchema } from './migration-schema.ts';
import { undoResultSchema } from './undo-schemas.ts';

const count = z.int().min(0);

/** `GET /api/migrations`. */
export const migrationListSchema = z
  .object({
    migrations: z.array(migrationSchema).readonly().meta({ description: 'The newest first.' }),
    unanswered: z
      .array(z.object({ id: z.uuid(), workflowId: z.string(), sourceSystem: z.string(), startedAt: z.string() }))
      .readonly()
      .meta({
        description: 'Migrations under way whose workflow did not answer in time, such as while no worker runs.',
      }),
  })
  .meta({ id: 'MigrationList' });
export type MigrationList = z.output<typeof migrationListSchema>;

/** `GET …/quarantine`. */
export const quarantinePageSchema = z
  .object({
    records: z
      .array(
        z.object({
          entity: z.string(),
          file: z.string(),
          line: z.int(),
          externalId: z.string().nullable(),
          raw: z
            .array(z.array(z.string()).length(2).readonly())
            .readonly()
            .meta({ description: 'Column and text, in the order of the file, as the source gave them.' }),
          issues: z.array(z.string()).readonly(),
          suggestion: z.string().nullable(),
        }),
      )
      .readonly(),
    limit: count,
    offset: count,
  })
  .meta({ id: 'QuarantinePage' });
export type QuarantinePage = z.output<typeof quarantinePageSchema>;

/** `GET …/report`. */
export const reportSchema = z
  .object({
    migration: migrationSchema,
    preset: z.string().nullable(),
    mappingApprovedBy: z.string().nullable(),
    files: z
      .array(
        z.object({ file: z.string(), table: z.string(), sha256: z.string(), entities: z.array(z.string()).readonly() }),
      )
      .readonly(),
    mappedColumns: z
      .array(
        z.object({
          table: z.string(),
          columns: z.array(z.string()).readonly(),
          entity: z.string(),
          field: z.string(),
          by: z.string(),
          confidence: z.number(),
          reasons: z.array(z.string()).readonly().optional(),
        }),
      )
      .readonly()
      .meta({ description: 'Which columns feed which field, on what ground, and how surely (0 to 1).' }),
    unmappedColumns: z
      .array(
        z.object({
          table: z.string(),
          column: z.string(),
          fillRate: z.number(),
          ignored: z.string().optional().meta({ description: 'Why the preset ignores it knowingly.' }),
          suggestion: z
            .object({
              field: z.string(),
              confidence: z.number(),
              reasons: z.array(z.string()).readonly(),
              runnersUp: z.array(z.string()).readonly().optional(),
            })
            .optional(),
          modelSuggestion: z.object({ field: z.string(), confidence: z.number() }).optional(),
        }),
      )
      .readonly()
      .meta({
        description:
          'Populated columns that feed no field, with their share of filled rows, and what the matcher would feed if it were surer; `modelSuggestion` is what a language model says, where one is set up.',
      }),
    mappingDoubts: z
      .array(z.object({ table: z.string(), entity: z.string(), message: z.string() }))
      .readonly()
      .meta({
        description: 'What the values say against the mapping. It waits for a person, also with `autoApprove`.',
      }),
    issues: z.array(z.object({ entity: z.string(), issue: z.string(), count })).readonly(),
    events: z
      .array(
        z.object({
          migrationId: z.string().nullable(),
          actor: z.string(),
          event: z.string(),
          details: z.record(z.string(), z.unknown()).optional(),
          at: z.string(),
        }),
      )
      .readonly(),
  })
  .meta({
    id: 'MigrationReport',
    description: 'Everything that a person needs to judge a migration, without a value of any record.',
  });
export type Report = z.output<typeof reportSchema>;

/** `GET …/rollback`. */
export const rollbackSchema = z
  .object({
    migrationId: z.uuid(),
    workflowId: z.string(),
    status: z.enum(['running', 'pausing', 'paused', 'needsAttention', 'completed', 'refused', 'failed']),
    attention: z.union([attentionSchema, z.null()]),
    refusal: z.string().nullable().meta({ description: 'When it is refused: the name of the reason, and a sentence.' }),
    undone: z.union([undoResultSchema, z.null()]).meta({ description: 'When it is completed.' }),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Rollback', description: 'The undoing of a migration, or of a part of it.' });
export type Rollback = z.output<typeof rollbackSchema>;
