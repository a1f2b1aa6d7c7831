import { z } from 'zod';
import { migrationStatuses } from './migration.ts';
import { migrationSchema } from './migration-schema.ts';

/** The events of the stream of a migration (`text/event-stream`), as `event:` names them. */
export const streamEvents = {
  /** Something has happened, and is in the audit: a `StoryEvent`. Its `id:` is its place. */
  story: 'story',
  /** How it stands now, where that differs from what was sent last: a `StreamProgress`. Has no `id:`: it is no part of the story. */
  progress: 'progress',
  /** Everything was sent, and the stream ends: a `StreamEnd`. */
  end: 'end',
} as const;

/** One event of the story of a migration. */
export const storyEventSchema = z
  .object({
    place: z.string().meta({ description: 'Where it stands; sent as `Last-Event-ID`, the stream goes on after it.' }),
    no: z
      .int()
      .min(1)
      .meta({ description: '1, 2, 3, without a gap, in the order in which the events became visible.' }),
    at: z.string(),
    actor: z.string().meta({ description: 'Who did it; `system` and `rule` are Careferry itself.' }),
    event: z.string().meta({ description: 'What happened, in the past tense.' }),
    details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Counts and names of rules; no value of a record, and no reason that a person wrote.' }),
  })
  .meta({
    id: 'StoryEvent',
    example: {
      place: '3-5e884898da280471',
      no: 3,
      at: '2026-03-02 09:00:04.120311+00',
      actor: 'a.operator',
      event: 'mappingApproved',
      details: {},
    },
  });
export type StoryEvent = z.output<typeof storyEventSchema>;

/** How a migration stands. */
export const streamProgressSchema = z
  .object({
    migration: migrationSchema,
    loaded: z
      .record(z.string(), z.int().min(0))
      .meta({ description: 'Eligible records that have their line in the ledger, by entity.' }),
  })
  .meta({ id: 'StreamProgress' });
export type StreamProgress = z.output<typeof streamProgressSchema>;

/** What the last event of a stream says. */
export const streamEndSchema = z
  .object({ status: z.enum(migrationStatuses).meta({ description: 'The status of the migration by then.' }) })
  .meta({ id: 'StreamEnd' });
export type StreamEnd = z.output<typeof streamEndSchema>;
