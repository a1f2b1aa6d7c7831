import { z } from 'zod';
import { type Disposition, dispositions } from './migration.ts';
import { type PhaseCut, type PhaseView, type PilotChoice, pilotSize } from './phases.ts';
import { singleLine } from './single-line.ts';

const externalIds = z.array(singleLine(255)).min(1);
const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/, 'must be the name of a field, such as admissionDate');

/** Who is in a pilot. */
export const pilotChoiceSchema = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('sample'),
      people: z.int().min(pilotSize.least).max(pilotSize.most).default(pilotSize.usual),
      seed: z.int().min(0).default(1).meta({ description: 'The same seed chooses the same people.' }),
    }),
    z.strictObject({ by: z.literal('list'), people: externalIds.max(500) }),
  ])
  .meta({ id: 'PilotChoice', example: { by: 'sample', people: 20, seed: 1 } }) satisfies z.ZodType<PilotChoice>;

/** How a phased migration is cut. */
export const phaseCutSchema = z
  .discriminatedUnion('by', [
    z.strictObject({ by: z.literal('size'), people: z.int().min(1).max(1_000_000) }),
    z.strictObject({ by: z.literal('field'), field: fieldName }),
    z.strictObject({ by: z.literal('date'), field: fieldName, every: z.enum(['year', 'month']) }),
    z.strictObject({ by: z.literal('list'), people: z.array(externalIds).min(1).max(200) }),
  ])
  .meta({ id: 'PhaseCut', example: { by: 'size', people: 500 } }) satisfies z.ZodType<PhaseCut>;

const count = z.int().min(0);

/** `GET …/phases`. */
export const phaseListSchema = z
  .object({
    phases: z
      .array(
        z.object({
          phaseNo: count,
          title: z.string(),
          people: count,
          records: z.object(
            Object.fromEntries(dispositions.map((name) => [name, count])) as Record<Disposition, typeof count>,
          ),
          approvedBy: z.string().nullable(),
          approvedAt: z.string().nullable(),
        }) satisfies z.ZodType<PhaseView>,
      )
      .readonly()
      .meta({ description: 'The first one first; empty where the migration has no phases, or none yet.' }),
  })
  .meta({ id: 'PhaseList' });
export type PhaseList = z.output<typeof phaseListSchema>;
