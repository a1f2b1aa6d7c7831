import { z } from 'zod';
import type { BigBangPlan } from './big-bang.ts';
import { singleLine } from './single-line.ts';

/** A time as a person writes it: with an offset, or by the clocks of the company. */
export const timeSchema = z
  .string()
  .regex(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/,
    'must be a time such as 2026-03-02T22:00 or 2026-03-02T22:00+01:00',
  )
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time of the calendar');

/** What must be so before a big bang loads, and when it must be over. */
export const bigBangPlanSchema = z
  .strictObject({
    finishBy: timeSchema.optional().meta({
      description:
        'The end of the freeze window: what is not loaded and verified by then is undone as a whole. Written as `startAt`.',
    }),
    checklist: z
      .array(singleLine(120))
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'What a named person must tick before loading begins.' }),
  })
  .meta({
    id: 'BigBangPlan',
    example: { finishBy: '2026-03-07T06:00', checklist: ['The old system is frozen'] },
  }) satisfies z.ZodType<BigBangPlan>;
