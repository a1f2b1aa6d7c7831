import { z } from 'zod';
import {
  type CutoverView,
  type Difference,
  type IntervalView,
  intervalOutcomes,
  type MissingRecord,
  type ParallelRunPlan,
  usualParallelRun,
} from './parallel-run.ts';

/** How a parallel run is to go. */
export const parallelRunPlanSchema = z
  .strictObject({
    everyMinutes: z.int().min(1).max(1440).default(usualParallelRun.everyMinutes),
    cleanIntervals: z
      .int()
      .min(1)
      .max(1000)
      .default(usualParallelRun.cleanIntervals)
      .meta({ description: 'Clean intervals with traffic, one after the other, after which the cutover is allowed.' }),
    forDays: z.int().min(1).max(366).default(usualParallelRun.forDays),
  })
  .meta({ id: 'ParallelRunPlan', example: usualParallelRun }) satisfies z.ZodType<ParallelRunPlan>;

const count = z.int().min(0);

const difference = z
  .object({
    entity: z.string(),
    field: z.string().nullable().meta({ description: 'Null where the records are not in the target at all.' }),
    records: count,
  })
  .meta({ id: 'Difference' }) satisfies z.ZodType<Difference>;

const interval = z
  .object({
    intervalNo: count,
    partId: z.uuid().nullable().meta({ description: 'The migration that applied it: its report, its rollback.' }),
    outcome: z.enum(intervalOutcomes),
    inserted: count,
    updated: count,
    editedInTarget: count.meta({ description: 'Changed or removed in the target alone: they stay as they are there.' }),
    newlyHeld: count,
    conflictsOpen: count,
    missing: count,
    differences: z.array(difference).readonly(),
    startedAt: z.string(),
    endedAt: z.string(),
  })
  .meta({ id: 'Interval' }) satisfies z.ZodType<IntervalView>;

const missingRecord = z
  .object({
    entity: z.string(),
    externalId: z.string(),
    targetId: z.guid().nullable(),
    sinceInterval: count,
  })
  .meta({ id: 'MissingRecord' }) satisfies z.ZodType<MissingRecord>;

const cutover = z
  .object({
    sourceSystem: z.string(),
    since: z.string(),
    confirmedBy: z.string(),
    overrideReason: z.string().nullable(),
    cleanIntervals: count,
  })
  .meta({
    id: 'Cutover',
    description: 'Since when the target counts, and by whose word.',
  }) satisfies z.ZodType<CutoverView>;

/** `GET …/intervals`. */
export const intervalListSchema = z
  .object({
    intervals: z.array(interval).readonly().meta({ description: 'The newest first.' }),
    missing: z
      .object({ count, records: z.array(missingRecord).readonly() })
      .meta({ description: 'Records that are gone from the source. They stay in the target.' }),
    cutover: z.union([cutover, z.null()]),
  })
  .meta({ id: 'IntervalList' });
export type IntervalList = z.output<typeof intervalListSchema>;
