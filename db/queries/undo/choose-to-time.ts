import type { UndoRefusal } from '../../../src/contract/undo.ts';
import { catalogue } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';

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
  const [reach] = await tx.query<{ isPast: boolean; isRecorded: boolean }>(
    `select $1::timestamptz < now() as "isPast", $1::timestamptz >= (select at from target_history_beginning) as "isRecorded"`,
    [to],
  );
  const refusals: UndoRefusal[] = [];
  if (!reach?.isPast) refusals.push({ reason: 'timeUnknown', message: `${to} lies in the future.` });
  if (!reach?.isRecorded) refusals.push({ reason: 'timeUnknown', message: `Nothing is recorded of ${to}.` });
  if (refusals.length > 0) return refusals;
  await tx.execute(
    `create temporary table written_since on commit drop as
     select distinct on (h.table_name, r.id) h.table_name, r.id, h.no, h.operation, h.image
       from target_history h, unnest(h.row_ids) as r (id)
      where h.company_id = $1 and h.xid in (select xid from target_history where company_id = $1 and at > $2::timestamptz)
        and h.no >= (select min(first.no) from target_history first where first.company_id = $1 and first.xid in
              (select xid from target_history where company_id = $1 and at > $2::timestamptz))
      order by h.table_name, r.id, h.no`,
    [tx.companyId, to],
  );
  await tx.execute('analyze written_since');
  for (const { name, table } of catalogue) {
    await tx.execute(
      `insert into undo_plan (entity, target_id, history_no, is_dependent, is_there, seen, planned)
       select $2, w.id, w.no, false, t.id is not null, t.xmin, case when w.operation = 'INSERT' then 'removed' else 'restored' end
         from written_since w left join ${table} t on t.company_id = $1 and t.id = w.id
        where w.table_name = $3 and not (w.operation = 'INSERT' and t.id is null)
          and (w.operation = 'INSERT' or t.id is null or jsonb_strip_nulls(to_jsonb(t)) <> w.image)`,
      [tx.companyId, name, table],
    );
  }
  await tx.execute(
    `update undo_plan p set file_no = r.file_no, row_no = r.row_no, part_no = r.part_no from migration_records r
      where r.company_id = $1 and r.migration_id = $2 and r.entity = p.entity and r.target_id = p.target_id`,
    [tx.companyId, migrationId],
  );
  return [];
}
