import type { UndoPreview, UndoRefusal, UndoWish } from '../../../src/contract/undo.ts';
import type { CompanyTransaction } from '../../database.ts';
import { chooseLines } from './choose-lines.ts';
import { chooseToTime } from './choose-to-time.ts';
import { createRanges } from './ranges.ts';
import { countPlan, listPlan, nameChanges, tokenOfPlan } from './read-plan.ts';
import { settlePlan } from './settle-plan.ts';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/**
 * Makes the plan of an undo in temporary tables of the caller's transaction: each row that is concerned, once, with the end that it would
 * come to now. Rows that simply go are ranges of the ledger in `undo_ranges`, all others lines in `undo_plan`. Preview, rollback and
 * compensation share it. Nothing else is written.
 * @returns why the undo cannot be begun; empty where it can.
 */
export async function planUndo(
  tx: CompanyTransaction,
  migrationId: string,
  wish: UndoWish,
): Promise<readonly UndoRefusal[]> {
  await tx.execute(
    `create temporary table undo_plan (
       entity text not null, target_id uuid not null, file_no integer, row_no integer, part_no smallint, history_no bigint,
       range_no integer, is_dependent boolean not null, is_there boolean not null,
       is_exchange boolean not null default false, seen xid, planned text not null, reason text, needed_by text,
       changed_by text, changed_at timestamptz
     ) on commit drop`,
  );
  await createRanges(tx);
  // What was just loaded has no statistics yet: the planner would take it for little and look up row by row.
  await tx.execute('set local enable_nestloop = off');
  await tx.execute(`set local work_mem = '64MB'`);
  const refusals =
    wish.to === null ? await chooseLines(tx, migrationId, wish) : await chooseToTime(tx, migrationId, wish.to);
  // How many rows there are is all that the planner needs to know; a small sample tells that too.
  await tx.execute('set local default_statistics_target = 10');
  await tx.execute('analyze undo_plan');
  if (wish.to === null) {
    await settlePlan(tx, migrationId);
    await nameChanges(tx, migrationId);
  }
  await tx.execute('set local enable_nestloop = on');
  return refusals;
}

/** What an undo would do now: exact counts, and one page of its rows. Nothing is changed. */
export async function previewUndo(
  tx: CompanyTransaction,
  migrationId: string,
  wish: UndoWish,
  page: Page,
): Promise<UndoPreview> {
  const refusals = [...(await planUndo(tx, migrationId, wish)), ...(await findObstacles(tx, migrationId, wish))];
  const token = await tokenOfPlan(tx, migrationId, wish);
  return { migrationId, token, refusals, ...(await countPlan(tx)), lines: await listPlan(tx, migrationId, page) };
}

/** What stands against a rollback beside its own rows. The plan must have been made. */
export async function findObstacles(
  tx: CompanyTransaction,
  migrationId: string,
  wish: UndoWish,
): Promise<readonly UndoRefusal[]> {
  const refusals: UndoRefusal[] = [];
  const others = await tx.query<{ migrationId: string }>(
    `select migration_id as "migrationId" from migration_undos
      where company_id = $1 and migration_id <> $2 and status = 'running' and cause = 'rollback'`,
    [tx.companyId, migrationId],
  );
  for (const other of others) {
    refusals.push({
      reason: 'undoUnderWay',
      message: `Migration ${other.migrationId} of this company is being undone.`,
    });
  }
  const later = await tx.query<{ id: string; count: number }>(
    `select needed_by as id, count(*) from undo_plan where reason = 'laterMigration' group by 1 order by 1`,
  );
  for (const { id, count } of later) {
    refusals.push({
      reason: 'laterMigration',
      message: `Migration ${id} has written ${count} of these rows since: undo that one first.`,
    });
  }
  if (wish.token !== null && wish.token !== (await tokenOfPlan(tx, migrationId, wish))) {
    refusals.push({ reason: 'dataMoved', message: 'Data has moved since the preview: look at it again.' });
  }
  return refusals;
}
