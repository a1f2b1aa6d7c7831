import { z } from 'zod';
import { backupStates, backupTasks } from './backup.ts';
import { companyIdSchema } from './company-id.ts';
import { notifyOnCompletionSchema } from './completion-notice-schema.ts';
import { singleLine } from './single-line.ts';

const count = z.number().min(0).nullable();
const moment = z.string().nullable();

/** The id of a backup, as it is part of object keys. */
export const backupIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,80}$/, 'must be letters, digits and hyphens, at most 80');

/** A backup as it is on record. */
export const backupSchema = z
  .object({
    id: backupIdSchema,
    migrationId: moment.meta({ description: 'The migration before which it was taken.' }),
    requestedBy: z.string(),
    state: z.enum(backupStates).meta({
      description: '`verified` is said only of one that was restored aside and compared, row by row.',
    }),
    startedAt: z.string(),
    takenAt: moment.meta({ description: 'The moment that it shows.' }),
    rows: count,
    sizeBytes: count,
    verifiedAt: moment,
    offsiteVerifiedAt: moment,
    drilledAt: moment.meta({ description: 'When a recovery drill last restored it.' }),
    failure: moment.meta({ description: 'Name of the failure, where it is `failed` or `damaged`.' }),
    heldBy: moment,
    holdReason: moment,
    deletedAt: moment,
  })
  .meta({ id: 'Backup' });
export type Backup = z.output<typeof backupSchema>;

/** `GET /api/backups`. */
export const backupListSchema = z
  .object({ backups: z.array(backupSchema).readonly().meta({ description: 'The newest first.' }) })
  .meta({ id: 'BackupList' });
export type BackupList = z.output<typeof backupListSchema>;

const taskNames = Object.keys(backupTasks) as (keyof typeof backupTasks)[];

/** Something that is being done, or was done, with backups. */
export const backupOperationSchema = z
  .object({
    id: z.string(),
    task: z.enum(taskNames),
    workflowId: z.string(),
    status: z.enum(['running', 'completed', 'failed']),
    result: z.unknown().meta({ description: 'What the task gives, once it is completed; ids and counts.' }),
    failure: z
      .union([z.object({ type: z.string(), message: z.string(), remedy: z.string() }), z.null()])
      .meta({ description: 'Why it has failed, by a name of the closed list.' }),
    startedAt: z.string(),
    endedAt: moment,
  })
  .meta({ id: 'BackupOperation' });
export type BackupOperation = z.output<typeof backupOperationSchema>;

const reason = singleLine(500).meta({ description: 'Why, for the record.' });

/** The body of `…/hold` and `…/release`. */
export const reasonSchema = z
  .strictObject({ reason })
  .meta({ id: 'BackupReason', example: { reason: 'A case at court' } });

/** The body of `…/restore`. */
export const restoreSchema = z
  .strictObject({
    into: z.enum(['beside', 'inPlace']).meta({
      description:
        '`beside`: a schema of its own, without touching what is there. `inPlace`: what was written since is removed.',
    }),
    from: z.enum(['offsite']).optional().meta({ description: 'Read the offsite copy. Left out: the first store.' }),
    notifyOnCompletion: notifyOnCompletionSchema,
  })
  .meta({ id: 'RestoreBackup', example: { into: 'beside' } });

/** The body of `…/restore/preview`. */
export const previewRestoreSchema = restoreSchema.pick({ from: true }).meta({ id: 'PreviewRestore', example: {} });

/** The body of `…/keys/destroy`. */
export const destroyKeysSchema = z
  .strictObject({ confirm: companyIdSchema.meta({ description: 'The id of the company, written out.' }), reason })
  .meta({ id: 'DestroyBackupKeys', example: { confirm: 'demo', reason: 'The contract has ended' } });
