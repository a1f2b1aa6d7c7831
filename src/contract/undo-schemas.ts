import { z } from 'zod';
import { notifyOnCompletionSchema } from './completion-notice-schema.ts';
import { exampleMigrationId } from './migration-schema.ts';
import { singleLine } from './single-line.ts';
import {
  isNarrowed,
  type UndoLine,
  type UndoPreview,
  type UndoReason,
  type UndoRefusalReason,
  type UndoResult,
  type UndoWish,
  undoEnds,
  undoReasons,
  undoRefusals,
} from './undo.ts';

const count = z.int().min(0);
const counts = { removed: count, restored: count, kept: count, refused: count };

/** The body of `POST …/rollback` and `POST …/rollback/preview`. */
export const rollbackRequestSchema = z
  .strictObject({
    entities: z
      .array(singleLine(63))
      .max(100)
      .default([])
      .meta({ description: 'Only these entities, and what refers to their records.' }),
    people: z
      .array(singleLine(255))
      .max(1000)
      .default([])
      .meta({ description: 'Only these people, by legacy or internal id, each with all that belongs to them.' }),
    slices: z
      .array(z.strictObject({ fileNo: z.int().min(1), sliceNo: z.int().min(1) }))
      .max(1000)
      .default([])
      .meta({ description: 'Only these slices of the load, numbered from 1 in each file.' }),
    phases: z
      .array(z.int().min(1).max(200))
      .max(200)
      .default([])
      .meta({ description: 'Only these phases of a phased migration.' }),
    dependents: z.enum(['include', 'refuse']).default('include').meta({
      description: 'Records that were not chosen but refer to one that goes: undone as well, or a reason to refuse.',
    }),
    preserveCurrentData: z
      .boolean()
      .default(true)
      .meta({ description: 'False: what people have changed since is undone as well.' }),
    verifyIntegrity: z.boolean().default(false).meta({
      description:
        'Compare every restored row with its image from before, and what was restored or removed with the backup from before the migration.',
    }),
    to: z.iso.datetime({ offset: true }).nullable().default(null).meta({
      description:
        "Take all of the company's data back to this time, whoever changed them. Nothing else is chosen then.",
    }),
    token: singleLine(64)
      .nullable()
      .default(null)
      .meta({ description: 'Of a preview: refused where the undo would now do anything else.' }),
    notifyOnCompletion: notifyOnCompletionSchema,
  })
  .refine(({ to, ...wish }) => to === null || !isNarrowed(wish), {
    path: ['to'],
    message: 'stands alone: all data of the company go back to that time',
  })
  .meta({
    id: 'RollbackRequest',
    example: { people: ['P1042'], preserveCurrentData: true },
  }) satisfies z.ZodType<UndoWish>;
/** As a client writes it, with the defaults left out. */
export type RollbackRequestInput = z.input<typeof rollbackRequestSchema>;

const refusalSchema = z
  .object({ reason: z.enum(Object.keys(undoRefusals) as UndoRefusalReason[]), message: z.string() })
  .meta({ id: 'UndoRefusal', description: 'Why an undo as a whole is not begun.' });

const lineSchema = z
  .object({
    entity: z.string(),
    id: z.guid(),
    externalId: z.string().nullable(),
    end: z.enum(undoEnds),
    reason: z.enum(Object.keys(undoReasons) as UndoReason[]).nullable(),
    isDependent: z.boolean(),
    changedBy: z.string().nullable(),
    changedAt: z.string().nullable(),
    neededBy: z.string().nullable(),
  })
  .meta({
    id: 'UndoLine',
    description: 'What becomes of one row. Ids only, no value of a record.',
  }) satisfies z.ZodType<UndoLine>;

/** The answer to `POST …/rollback/preview`. */
export const undoPreviewSchema = z
  .object({
    migrationId: z.uuid(),
    token: z.string(),
    counts: z.object(counts),
    entities: z.array(z.object({ entity: z.string(), ...counts, dependents: count, edited: count })).readonly(),
    refusals: z.array(refusalSchema).readonly(),
    lines: z
      .array(lineSchema)
      .readonly()
      .meta({ description: 'One page of the rows: refused and kept ones first, then what people have written since.' }),
  })
  .meta({ id: 'UndoPreview', description: 'What an undo would do now.' }) satisfies z.ZodType<UndoPreview>;

/** How an undo ended. */
export const undoResultSchema = z
  .object({
    undoId: z.uuid(),
    ...counts,
    moved: count.meta({ description: 'Rows that ended otherwise than planned: somebody changed them while it ran.' }),
    integrity: z
      .union([
        z.object({
          compared: count,
          different: count,
          backup: z
            .union([z.object({ backupId: z.string(), compared: count, different: count }), z.null()])
            // Results of earlier versions know nothing of it.
            .default(null)
            .meta({
              description:
                'Restored and removed rows, compared with the backup from before the migration; null where there is none.',
            }),
        }),
        z.null(),
      ])
      .meta({ description: 'Restored rows that were compared with their image; null where nobody asked.' }),
  })
  .meta({
    id: 'UndoResult',
    example: { undoId: exampleMigrationId, removed: 1190, restored: 4, kept: 2, refused: 1, moved: 0, integrity: null },
  }) satisfies z.ZodType<UndoResult>;

/** The answer to `GET …/rollback/report`. */
export const undoReportSchema = z
  .object({
    undoId: z.uuid(),
    requestedBy: z.string(),
    status: z.enum(['running', 'completed', 'refused', 'abandoned']),
    startedAt: z.string(),
    result: z.union([undoResultSchema, z.null()]),
    lines: z.array(lineSchema).readonly(),
    limit: count,
    offset: count,
  })
  .meta({ id: 'UndoReport', description: 'The last undo of a migration, row by row.' });
export type UndoReport = z.output<typeof undoReportSchema>;
