import { recordEventsOnce } from '../db/queries/audit.ts';
import { insertJob } from '../db/queries/jobs.ts';
import type { MigrationRequest } from '../src/contract/migration.ts';
import { createDataKey, wrapKey } from '../src/storage/envelope.ts';
import type { Dependencies } from './dependencies.ts';
import { keyOwner } from './migration-context.ts';

/** Puts a migration on record that begins later. Its source is not looked at before. A repeat changes nothing. */
export const scheduleMigration =
  ({ database, masterKey }: Dependencies) =>
  (input: { readonly migrationId: string; readonly request: MigrationRequest }): Promise<void> => {
    const { migrationId, request } = input;
    const key = { companyId: request.companyId, migrationId };
    return database.withCompany(request.companyId, async (tx) => {
      await insertJob(tx, migrationId, request, wrapKey(masterKey, createDataKey(), keyOwner(key)));
      const { startAt = null, requestedBy: actor } = request;
      await recordEventsOnce(
        tx,
        [{ migrationId, actor, event: 'migrationScheduled', details: { startAt } }],
        'startAt',
      );
    });
  };
