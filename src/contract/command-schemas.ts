import { z } from 'zod';
import { singleLine } from './single-line.ts';

/** A command without options. A body may be left out; properties in it are refused. */
export const emptyCommandSchema = z.strictObject({}).meta({ id: 'EmptyCommand', example: {} });

const gate = z
  .string()
  .regex(/^[a-z]+(-\d{1,9})?$/, 'must be the id of a gate, such as phase-2')
  .optional();

/** The body of `POST …/undo-phase`. */
export const undoPhaseCommandSchema = z
  .strictObject({
    gate: gate.meta({
      description:
        'The phase that is meant, by the `gate.id` of the migration. Refused where it waits at another gate.',
    }),
  })
  .meta({ id: 'UndoPhase', example: { gate: 'phase-2' } });

/** The body of `POST …/approve`. */
export const approveCommandSchema = z
  .strictObject({
    gate: gate.meta({
      description:
        'What is approved: the `gate.id` of the migration. Another gate than the one at which it waits is refused. May be left out for the mapping alone.',
    }),
    ticked: z
      .array(singleLine(120))
      .max(30)
      .optional()
      .meta({ description: 'At a checklist: the names of the items that are so, every one that is not met.' }),
    opensAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'At a gate: go on at that time, not at once. A later approval takes its place.' }),
    offPeak: z
      .boolean()
      .default(false)
      .meta({ description: "At a gate: go on in the next hours from 2 to 6 at night, in the company's time zone." }),
  })
  .refine(({ opensAt, offPeak }) => !(opensAt && offPeak), {
    path: ['offPeak'],
    message: 'goes on at one time: leave out opensAt, or offPeak',
  })
  .meta({ id: 'ApproveCommand', example: { gate: 'phase-2', offPeak: true } });

/** The body of `POST …/cancel`. */
export const cancelCommandSchema = z
  .strictObject({ rollback: z.boolean().default(false).meta({ description: 'Also undo what was loaded already.' }) })
  .meta({ id: 'CancelCommand', example: { rollback: true } });

/** The body of `POST …/skip`. */
export const skipCommandSchema = z
  .strictObject({ reason: singleLine(500).meta({ description: 'Why, for the record.' }) })
  .meta({ id: 'SkipCommand', example: { reason: 'The second site is being rebuilt this week.' } });

/** The body of `POST …/pace`. */
export const setPaceCommandSchema = z
  .strictObject({
    lanes: z.int().min(1).max(32).optional().meta({ description: 'Slices under way at once.' }),
    sliceRows: z
      .int()
      .min(1)
      .max(50_000)
      .optional()
      .meta({ description: 'While the source is read: rows in a slice.' }),
    rowsPerSecond: z
      .int()
      .min(1)
      .max(10_000_000)
      .nullable()
      .optional()
      .meta({ description: 'While the source is read: the most rows in a second; null: as many as come.' }),
    reason: singleLine(500).optional().meta({ description: 'Why, for the record.' }),
  })
  .refine(({ reason: _reason, ...pace }) => Object.keys(pace).length > 0, { message: 'says what is to be set' })
  .meta({ id: 'SetPace', example: { lanes: 2, rowsPerSecond: 500, reason: 'The old system is in use.' } });

/** The body of `POST …/cutover`. */
export const cutoverCommandSchema = z
  .strictObject({
    override: singleLine(500)
      .optional()
      .meta({ description: 'Why it is to happen before it is allowed. The name of the caller is kept with it.' }),
    isFrozen: z
      .boolean()
      .default(false)
      .meta({ description: 'Nobody writes in the old system any more: the last interval begins.' }),
  })
  .meta({ id: 'CutoverCommand', example: { isFrozen: true } });
