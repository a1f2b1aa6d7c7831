import { recordEvent } from '../db/queries/audit.ts';
import { hasRunningUndo, listBackups } from '../db/queries/backups.ts';
import { lockCompany } from '../db/queries/companies.ts';
import { forgetNotices } from '../db/queries/completion-notices.ts';
import { findHistoryHorizon, forgetHistory } from '../db/queries/target-history.ts';
import type { Dependencies } from './dependencies.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Deletes what the history of a company's target has that is older than `HISTORY_RETENTION_DAYS`, with an entry in the audit. Nothing is
 * deleted while a backup of the company is held, or while an undo goes on; and nothing that a migration which is not over may need.
 * Addresses of those who wait for an end that has not come for so long are deleted too. A repeat finds nothing more.
 * @param asOf the moment for which it is asked, ISO 8601.
 * @returns how many entries are gone.
 */
export const forgetOldHistory =
  ({ database, historyRetentionDays }: Dependencies) =>
  ({ companyId, asOf }: { readonly companyId: string; readonly asOf: string }): Promise<number> =>
    database.withCompany(companyId, async (tx) => {
      await lockCompany(tx);
      const wanted = new Date(Date.parse(asOf) - historyRetentionDays * dayMs).toISOString();
      await forgetNotices(tx, wanted);
      const isHeld = (await listBackups(tx)).some(({ heldBy }) => heldBy !== null);
      if (isHeld || (await hasRunningUndo(tx))) return 0;
      const before = await findHistoryHorizon(tx, wanted);
      if (before === null) return 0;
      const entries = await forgetHistory(tx, before);
      const details = { before: new Date(before).toISOString(), entries, days: historyRetentionDays };
      if (entries > 0)
        await recordEvent(tx, { migrationId: null, actor: 'retention', event: 'historyForgotten', details });
      return entries;
    });
