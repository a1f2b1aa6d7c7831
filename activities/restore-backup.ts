import type { CompanyTransaction } from '../db/database.ts';
import { listEventsNamed, recordEvent } from '../db/queries/audit.ts';
import { hasRunningUndo, insertFound, markVerified } from '../db/queries/backups.ts';
import { lockCompany } from '../db/queries/companies.ts';
import {
  clearTables,
  compareWithAside,
  copyRowsAside,
  copyRowsOut,
  fixTextForms,
  insertFromAside,
  raiseNumbers,
} from '../db/queries/company-copy.ts';
import { type CompanyTable, listCompanyTables } from '../db/queries/company-tables.ts';
import { listJobsLoadedAfter } from '../db/queries/jobs.ts';
import { claimTarget, releaseClaims } from '../db/queries/target-claims.ts';
import { forgetHistory, hasHistory } from '../db/queries/target-history.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { describeClaim } from '../src/contract/target-claim.ts';
import { type BackedUpTable, fingerprintOf, type OpenedBackup, openBackup } from '../src/storage/backup-manifest.ts';
import { checkParts, readParts } from '../src/storage/backup-parts.ts';
import type { ObjectStore } from '../src/storage/object-store.ts';
import { type Dependencies, storeNamed } from './dependencies.ts';
import { assertEqual, compareFingerprints, hashOf, placeOf, placesOf } from './prove-backup.ts';
import { takeBackMigrations } from './take-back-migrations.ts';
import { summarise } from './take-backup.ts';
import { noting } from './verify-backup.ts';

export interface RestoreInput {
  readonly companyId: string;
  readonly backupId: string;
  readonly requestedBy: string;
  /** Of this one wish to restore: it is done once, however often the step is tried. */
  readonly restoreId: string;
  /** Where the backup is read from. Default: the first store. */
  readonly from?: 'offsite';
  /** The workflow that does it, for which the target is claimed. Default: nobody claims. */
  readonly claimedBy?: string;
}

export interface Restored {
  /** Target rows that are there now, all of them from the backup. */
  readonly rows: number;
  /** Target rows that were there before. */
  readonly replaced: number;
  /** Rows of the jobs' records that were missing and have come back. */
  readonly records: number;
  /** Migrations that wrote after the backup, of which nothing is left: they count as rolled back now. */
  readonly migrations: number;
}

/**
 * Puts the company's data back as the backup has them, in one transaction. Target rows that were written since are removed; records of
 * jobs, such as ledger and audit, only come back where they are missing, because what has happened since has happened. The last resort;
 * a rollback by the ledger keeps later edits. A repeat changes nothing, so that a worker that comes late does not undo what people
 * have written since.
 * @throws StepFailure before anything is touched where the backup does not open or does not fit; and any later one rolls all of it
 * back: it is done only where rows and hashes of the target, computed by reading it again, are those of the manifest.
 */
export const restoreBackup =
  (dependencies: Dependencies) =>
  async (input: RestoreInput): Promise<Restored> => {
    const store = storeNamed(dependencies, input.from);
    const backup = await noting(dependencies, input, async () => {
      const opened = await openBackup(store, dependencies.backupKeys, input.companyId, input.backupId);
      await checkParts(store, opened);
      return opened;
    });
    return dependencies.database.withCompany(input.companyId, async (tx) => {
      const earlier = await findRestore(tx, input.restoreId);
      if (earlier) return earlier;
      const claim = { workflowId: input.claimedBy ?? '', kind: 'restore' } as const;
      const obstacle = input.claimedBy ? await claimTarget(tx, claim, dependencies.isWorkflowOver) : null;
      if (obstacle) throw new StepFailure('backupRefused', describeClaim(obstacle));
      if (await hasRunningUndo(tx))
        throw new StepFailure('backupRefused', 'A rollback of the company is under way; it must end before a restore.');
      await fixTextForms(tx);
      const places = placesOf(backup.manifest, await listCompanyTables(tx));
      const isFirst = !(await hasHistory(tx));
      await tx.query(`select set_config('app.actor', $1, true)`, [`${input.requestedBy} (restore)`]);
      const replaced = await replaceRows(tx, store, backup, places);
      // After the loss of a database there was nothing before, and that is not what anybody would go back to.
      if (isFirst) await forgetHistory(tx);
      const restored = { ...replaced, migrations: await takeBack(tx, backup, input) };
      await putOnRecord(tx, backup, input, restored);
      await releaseClaims(tx, input.claimedBy ?? '');
      return restored;
    });
  };

async function replaceRows(
  tx: CompanyTransaction,
  store: ObjectStore,
  backup: OpenedBackup,
  places: ReadonlyMap<string, CompanyTable>,
): Promise<Omit<Restored, 'migrations'>> {
  const { tables } = backup.manifest;
  const targets = tables.filter(({ kind }) => kind === 'target');
  const replaced = await clearTables(
    tx,
    targets.map(({ table }) => table),
  );
  let [rows, records] = [0, 0];
  for (const table of tables.filter(({ parts }) => parts.length > 0)) {
    const place = { ...placeOf(places, table), columns: table.columns };
    await copyRowsAside(tx, place, readParts(store, backup, table));
    if (table.kind === 'target') rows += await insertFromAside(tx, place, 'public', 'fail');
    else records += await addMissing(tx, place, table);
    await raiseNumbers(tx, place);
  }
  const found = [];
  for (const table of targets) {
    const place = { ...placeOf(places, table), columns: table.columns };
    found.push({ table: table.table, ...(await hashOf(copyRowsOut(tx, place))) });
  }
  assertEqual(compareFingerprints(targets, found));
  return { rows, replaced, records };
}

/** @throws StepFailure `backupRefused` where another row, that cannot have changed since, stands under the number of one of the backup. */
async function addMissing(
  tx: CompanyTransaction,
  place: CompanyTable,
  { table, rows }: BackedUpTable,
): Promise<number> {
  const added = await insertFromAside(tx, place, 'public', 'keep');
  const { known, different } = await compareWithAside(tx, place);
  if (known !== rows)
    throw new StepFailure('backupUnproven', `${rows} rows of ${table} were written, ${known} are there.`);
  if (place.isAppendOnly && different > 0) {
    throw new StepFailure(
      'backupRefused',
      `${different} rows of ${table} here are others than those of the backup under the same keys. Restore into the database that the backup is of, or into one in which the company was only made.`,
    );
  }
  return added;
}

async function takeBack(
  tx: CompanyTransaction,
  { manifest }: OpenedBackup,
  { backupId, restoreId, requestedBy }: RestoreInput,
): Promise<number> {
  const later = await listJobsLoadedAfter(tx, backupId, manifest.takenAt);
  return takeBackMigrations(tx, later, requestedBy, { backupId, restoreId });
}

/** The backup does not know of itself that it was ended and good; this restore has proven it. */
async function putOnRecord(
  tx: CompanyTransaction,
  { manifest }: OpenedBackup,
  { backupId, requestedBy, restoreId }: RestoreInput,
  restored: Restored,
): Promise<void> {
  await insertFound(tx, { id: backupId, takenAt: manifest.takenAt });
  await markVerified(tx, summarise(manifest), fingerprintOf(manifest.tables));
  await recordEvent(tx, {
    migrationId: null,
    actor: requestedBy,
    event: 'backupRestored',
    details: { backupId, restoreId, ...restored },
  });
}

/** What an earlier try has restored. Of two tries at once the second waits here for the end of the first. */
async function findRestore(tx: CompanyTransaction, restoreId: string): Promise<Restored | undefined> {
  await lockCompany(tx);
  const done = await listEventsNamed(tx, 'backupRestored');
  const found = done.find(({ details }) => details?.restoreId === restoreId);
  const numberOf = (name: string) => Number(found?.details?.[name] ?? 0);
  return (
    found && {
      ...{ rows: numberOf('rows'), replaced: numberOf('replaced') },
      ...{ records: numberOf('records'), migrations: numberOf('migrations') },
    }
  );
}
