import { createRoute, z } from '@hono/zod-openapi';
import { listBackups } from '../../../db/queries/backups.ts';
import { findCompany } from '../../../db/queries/companies.ts';
import type { BackupRecord } from '../../contract/backup.ts';
import { type Backup, backupListSchema } from '../../contract/backup-schemas.ts';
import type { Api, ApiDependencies } from '../dependencies.ts';
import { json, problems } from '../migrations/describe-route.ts';
import { unknownCompany } from '../migrations/unknown-company.ts';
import { securedBackups } from './describe-backups.ts';

const route = createRoute({
  ...securedBackups,
  method: 'get',
  path: '/api/backups',
  operationId: 'listBackups',
  summary: 'The backups of the company, the newest first',
  request: {
    query: z.strictObject({
      deleted: z
        .enum(['true', 'false'])
        .default('false')
        .openapi({ description: 'Also those that retention has deleted.' }),
    }),
  },
  responses: { 200: json(backupListSchema, 'The backups.'), ...problems('invalidRequest', 'unknownCompany') },
});

/** `GET /api/backups`: those on record; `POST /api/backups/find` looks for others in the storage. */
export function addListBackups(app: Api, { database }: ApiDependencies): void {
  app.openapi(route, async (c) => {
    const { companyId } = c.var.caller;
    const { deleted } = c.req.valid('query');
    const records = await database.withCompany(
      companyId,
      async (tx) => {
        if (!(await findCompany(tx))) throw unknownCompany(companyId);
        return listBackups(tx, deleted === 'true');
      },
      { isReadOnly: true },
    );
    return c.json({ backups: records.map(toBackup) }, 200);
  });
}

function toBackup(record: BackupRecord): Backup {
  const iso = (text: string | null) => (text === null ? null : new Date(text).toISOString());
  return {
    ...record,
    startedAt: new Date(record.startedAt).toISOString(),
    takenAt: iso(record.takenAt),
    verifiedAt: iso(record.verifiedAt),
    offsiteVerifiedAt: iso(record.offsiteVerifiedAt),
    drilledAt: iso(record.drilledAt),
    deletedAt: iso(record.deletedAt),
  };
}
