import { z } from 'zod';
import { singleLine } from './single-line.ts';

const text = z.string().nullable();

/** A lesson as it is shown: names of tables, columns and fields, and codes that a person has mapped; no value of a record. */
export const lessonSchema = z
  .object({
    id: z.string(),
    sourceSystem: z.string(),
    table: z.string(),
    header: z.string(),
    entity: z.string(),
    field: text.meta({ description: 'Null: the column feeds nothing.' }),
    feed: z.record(z.string(), z.any()).meta({
      description:
        'All columns that feed the field together, with `separator`, `transforms` and `onlyIfFilled` as in a mapping.',
    }),
    ground: z.enum(['corrected', 'confirmed']).meta({
      description: 'Whether a person has said so of this column, or has approved it as it was proposed.',
    }),
    isShareable: z
      .boolean()
      .meta({ description: 'Whether it may count for other companies, where the company shares.' }),
    taughtBy: z.string(),
    taughtAt: z.string(),
    migrationId: text.meta({ description: 'Null where a preset was saved.' }),
    endedAt: text.meta({ description: 'Null while it counts.' }),
    endedBy: text,
    endedWhy: text,
  })
  .meta({ id: 'Lesson' });
export type LessonAnswer = z.output<typeof lessonSchema>;

/** `GET /api/mappings/lessons`. */
export const lessonListSchema = z
  .object({
    shares: z.boolean().meta({ description: 'Whether the lessons of this company may count for others.' }),
    lessons: z.array(lessonSchema).readonly(),
  })
  .meta({ id: 'LessonList' });
export type LessonList = z.output<typeof lessonListSchema>;

/** The body of `POST /api/mappings/lessons/{lessonId}/unlearn`. */
export const unlearnSchema = z
  .strictObject({ reason: singleLine(500).meta({ description: 'Why, for the record.' }) })
  .meta({ id: 'UnlearnLesson', example: { reason: 'It was a home number after all.' } });

/** The body and the answer of `PUT /api/mappings/lessons/sharing`. */
export const lessonSharingSchema = z
  .strictObject({ shares: z.boolean() })
  .meta({ id: 'LessonSharing', example: { shares: false } });
export type LessonSharing = z.output<typeof lessonSharingSchema>;
