import type { UndoRefusal } from '../../../src/contract/undo.ts';
import { catalogue } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { readHistoryBeginning } from '../target-history.ts';
import { imageOf } from './references.ts';

/**
 * Puts every row of the company into the plan that was written after a time, to go back to what it was then. A transaction that still
 * wrote after that time had not been committed at it, so all that it wrote counts as after. The oldest such entry of a row tells what
 * stood there: nothing before an insertion, else its image.
 * @returns why that time cannot be reached; empty where it can.
 */
export async function chooseToTime(
  tx: CompanyTransaction,
  migrationId: string,
  to: string,
): Promise<readonly UndoRefusal[]> {
  const beginning = await readHistoryBeginning(tx);
  const [reach] = await tx.query<{ isPast: boolean; isRecorded: boolean }>(
    `select $1::timestamptz < now() as "isPast", $1::timestamptz >= $2::timestamptz as "isRecorded"`,
    [to, beginning],
  );
  const refusals: UndoRefusal[] = [];
  if (!reach?.isPast) refusals.push({ reason: 'timeUnknown', message: `${to} lies in the future.` });
  if (!reach?.isRecorded)
    refusals.push({
      reason: 'timeUnknown',
      message: `Nothing is recorded of ${to}; the history begins at ${new Date(beginning).toISOString()}.`,
    });
  if (refusals.length > 0) return refusals;
  await findWrittenSince(tx, to);
  await tx.execute('analyze written_since');
  for (const entity of catalogue) {
    const { name, table } = entity;
    await tx.execute(
      `insert into undo_plan (entity, target_id, history_no, is_dependent, is_there, seen, planned)
       select $3, w.target_id, w.history_no, false, t.id is not null, t.xmin, case when w.operation = 'INSERT' then 'removed' else 'restored' end
         from written_since w left join ${table} t on t.company_id = $1 and t.id = w.target_id
        where $2::uuid is not null and w.table_name = $4 and not (w.operation = 'INSERT' and t.id is null)
          and (w.operation = 'INSERT' or t.id is null or to_jsonb(t) <> ${imageOf('w', entity)})`,
      [tx.companyId, migrationId, name, table],
    );
  }
  await markEdited(tx);
  await tx.execute(
    `update undo_plan p set file_no = r.file_no, row_no = r.row_no, part_no = r.part_no from migration_records r
      where r.company_id = $1 and r.migration_id = $2 and r.entity = p.entity and r.target_id = p.target_id`,
    [tx.companyId, migrationId],
  );
  return [];
}

/** The oldest entry of each row among those of transactions that wrote after the time. */
async function findWrittenSince(tx: CompanyTransaction, to: string): Promise<void> {
  const tables = ['insertions', ...catalogue.map(({ table }) => table)];
  const since = `company_id = $1 and history_at > $2::timestamptz`;
  await tx.execute(
    `create temporary table committed_since on commit drop as
     select history_xid, bool_or(${isOfPeople('w')}) as is_of_people
       from (${tables.map((table) => `select history_xid, history_by from history.${table} where ${since}`).join(' union ')}) w group by 1`,
    [tx.companyId, to],
  );
  const entries = [
    `select table_name, r.id as target_id, history_no, 'INSERT' as operation from history.insertions, unnest(row_ids) as r (id)
      where company_id = $1 and history_xid in (select history_xid from committed_since)`,
    ...catalogue.map(
      ({ table }) =>
        `select '${table}', id, history_no, history_operation from history.${table}
          where company_id = $1 and history_xid in (select history_xid from committed_since)`,
    ),
  ];
  await tx.execute(
    `create temporary table written_since on commit drop as
     select distinct on (table_name, target_id) table_name, target_id, history_no, operation, null::integer as file_no, null::integer as row_no,
            null::smallint as part_no
       from (${entries.join(' union all ')}) entries order by table_name, target_id, history_no`,
    [tx.companyId],
  );
}

/** SQL that says whether somebody has written a line of the history, and not a load, an undo or a restore. `$1` is the company. */
const isOfPeople = (line: string) =>
  `(${line}.history_by not like '% (undo)' and ${line}.history_by not like '% (restore)' and not exists (
     select from migration_slices s where s.company_id = $1 and s.loaded_by = ${line}.history_xid))`;

/** Marks what people have entered, changed or deleted since that time, with the last of them: that is what is lost by going back. */
async function markEdited(tx: CompanyTransaction): Promise<void> {
  const people = `${isOfPeople('h')} and h.history_xid in (select history_xid from committed_since where is_of_people)`;
  const [edited] = await tx.query<{ isThere: boolean }>(
    'select exists (select from committed_since where is_of_people) as "isThere"',
  );
  if (!edited?.isThere) return;
  for (const { name, table } of catalogue) {
    await tx.execute(
      `update undo_plan p set changed_by = last.history_by, changed_at = last.history_at,
              reason = case when not p.is_there then 'deleted' when last.history_operation = 'INSERT' then 'added' else 'changed' end
         from (select distinct on (id) id, history_by, history_at, history_operation
                 from (select r.id, h.history_no, h.history_by, h.history_at, 'INSERT' as history_operation
                         from history.insertions h, unnest(h.row_ids) as r (id)
                        where h.company_id = $1 and h.table_name = '${table}' and ${people}
                       union all
                       select h.id, h.history_no, h.history_by, h.history_at, h.history_operation
                         from history.${table} h where h.company_id = $1 and ${people}) every
                order by id, history_no desc) last
        where p.entity = $2 and p.target_id = last.id`,
      [tx.companyId, name],
    );
  }
}
