import { z } from '@hono/zod-openapi';
import { backupIdSchema } from '../../contract/backup-schemas.ts';
import { Problem } from '../problem.ts';

/** Every operation under `/api/backups` needs a bearer token. */
export const securedBackups = { tags: ['backups'], security: [{ bearerAuth: [] }] };

/** The id in the path of everything that is about one backup. */
export const backupPath = z.object({
  backupId: backupIdSchema.openapi({ param: { name: 'backupId', in: 'path' }, description: 'Id of the backup.' }),
});

/** The same for every id that is not one of this company, known elsewhere or not. */
export function noSuchBackup(): Problem {
  return new Problem('notFound', 'There is no such backup.');
}
