import { z } from 'zod';
import { exampleMigrationId } from './migration-schema.ts';

const count = z.int().min(0);

/** One entry of a company's audit. */
export const auditEntrySchema = z
  .object({
    place: z.string().meta({ description: 'Where it stands; sent as `after`, the list goes on behind it.' }),
    at: z.string().meta({ description: 'When the transaction began that has done it, in UTC, to the microsecond.' }),
    actor: z.string().meta({ description: 'Who did it; `system`, `rule` and `retention` are Careferry itself.' }),
    event: z.string().meta({ description: 'What was done, in the past tense.' }),
    migrationId: z
      .uuid()
      .nullable()
      .meta({ description: 'The migration, or the interval of a parallel run; null: it was about the company.' }),
    no: count.nullable().meta({ description: 'Which event of that migration it is: 1, 2, 3, without a gap.' }),
    reason: z.string().nullable().meta({ description: 'Why, as the person wrote it, or by its name.' }),
    details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Ids, counts and names of rules; no value of a record.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.output<typeof auditEntrySchema>;

/** `GET /api/audit`. */
export const auditPageSchema = z
  .object({
    companyId: z.string(),
    entries: z.array(auditEntrySchema).readonly(),
    next: z
      .string()
      .nullable()
      .meta({ description: 'The place to send as `after` for what follows; null: nothing does.' }),
  })
  .meta({
    id: 'AuditPage',
    example: {
      companyId: 'lantern-street',
      entries: [
        {
          place: '1772442004120311-5e884898da280471',
          at: '2026-03-02T09:00:04.120311Z',
          actor: 'a.operator',
          event: 'stepSkipped',
          migrationId: exampleMigrationId,
          no: 3,
          reason: 'The second site is being rebuilt.',
          details: { step: 'offsite copy of the backup' },
        },
      ],
      next: null,
    },
  });
export type AuditPage = z.output<typeof auditPageSchema>;

/** What may be missing of the entries of a migration. */
export const auditLacks = ['entries', 'beginning', 'end'] as const;
export type AuditLack = (typeof auditLacks)[number];

/** `GET /api/audit/check`. */
export const auditCheckSchema = z
  .object({
    companyId: z.string(),
    entries: count.meta({ description: 'How many the company has.' }),
    migrations: count.meta({ description: 'How many migrations were looked at, with the intervals of parallel runs.' }),
    findings: z
      .array(
        z.object({
          migrationId: z.uuid(),
          lacks: z.enum(auditLacks).meta({
            description:
              '`entries`: numbers are missing amid the others. `beginning`: the migration is on record, and no entry is. `end`: its end is on record, and no entry says so.',
          }),
          missing: count.meta({ description: 'How many entries are missing at least.' }),
        }),
      )
      .readonly()
      .meta({ description: 'Empty where nothing is missing.' }),
  })
  .meta({ id: 'AuditCheck' });
export type AuditCheck = z.output<typeof auditCheckSchema>;
