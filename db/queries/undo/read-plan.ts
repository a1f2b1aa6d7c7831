import {
  type UndoCounts,
  type UndoEnd,
  type UndoEntityCounts,
  type UndoLine,
  type UndoWish,
  undoEnds,
} from '../../../src/contract/undo.ts';
import { entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { isoMoment } from '../../iso-moment.ts';
import { isSince } from '../jobs.ts';
import type { Page } from './plan-undo.ts';
import { linesOfRange, rangesLeft } from './ranges.ts';

/** Puts down who changed or deleted a row since, and when, where the history of the target knows it: the last one to write it. */
export async function nameChanges(tx: CompanyTransaction, migrationId: string): Promise<void> {
  const changed = await tx.query<{ entity: string }>(
    `select distinct entity from undo_plan where reason in ('changed', 'deleted')`,
  );
  for (const { entity } of changed) {
    await tx.execute(
      `update undo_plan p set changed_by = h.history_by, changed_at = h.history_at
         from (select distinct on (l.id) l.id, l.history_by, l.history_at
                 from migration_jobs j join history.${entityNamed(entity).table} l on l.company_id = $1 and ${isSince('l', 'j')}
                where j.company_id = $1 and j.id = $2
                  and l.id in (select target_id from undo_plan where entity = $3 and reason in ('changed', 'deleted'))
                order by l.id, l.history_no desc) h
        where p.entity = $3 and p.target_id = h.id and p.reason in ('changed', 'deleted')`,
      [tx.companyId, migrationId, entity],
    );
  }
}

/**
 * Names what the plan does to which version of which row, 32 hex digits: another plan has another token. A range names its rows by the
 * version of their load. It tells accidents apart, not
 * forgeries: 128 bits of the rows' hashes, in any order.
 */
export async function tokenOfPlan(tx: CompanyTransaction, migrationId: string, wish: UndoWish): Promise<string> {
  const [row] = await tx.query<{ token: string }>(
    `select left(encode(sha256(convert_to(concat_ws(' ', $1::text, count(*), bit_xor(hashtextextended(line, 1)),
              bit_xor(hashtextextended(line, 2))), 'UTF8')), 'hex'), 32) as token
       from (select concat_ws(' ', entity, target_id, planned, reason, seen) as line from undo_plan
             union all select concat_ws(' ', entity, file_no, phase_no, from_row, version, rows) from ${rangesLeft} g) lines`,
    [`${tx.companyId} ${migrationId} ${wish.to ?? ''}`],
  );
  return row?.token ?? '';
}

/** Exact counts over the whole plan. */
export async function countPlan(
  tx: CompanyTransaction,
): Promise<{ readonly counts: UndoCounts; readonly entities: readonly UndoEntityCounts[] }> {
  const rows = await tx.query<{ entity: string; planned: UndoEnd; count: number; dependents: number; edited: number }>(
    `select entity, planned, sum(rows)::bigint as count, sum(dependents)::bigint as dependents, sum(edited)::bigint as edited
       from (select entity, planned, 1 as rows, is_dependent::integer as dependents,
                    coalesce(reason in ('added', 'changed', 'deleted'), false)::integer as edited from undo_plan
             union all select entity, 'removed', rows, 0, 0 from ${rangesLeft} g) every
      group by 1, 2 order by 1, 2`,
  );
  const sum = (of: readonly (typeof rows)[number][]) =>
    Object.fromEntries(
      undoEnds.map((end) => [end, of.filter((row) => row.planned === end).reduce((all, row) => all + row.count, 0)]),
    ) as Record<UndoEnd, number>;
  const names = [...new Set(rows.map(({ entity }) => entity))];
  return {
    counts: sum(rows),
    entities: names.map((entity) => {
      const own = rows.filter((row) => row.entity === entity);
      const [dependents, edited] = (['dependents', 'edited'] as const).map((of) =>
        own.reduce((all, row) => all + row[of], 0),
      ) as [number, number];
      return { entity, ...sum(own), dependents, edited };
    }),
  };
}

/** SQL for a line as the contract has it, from a row of the plan or of what was kept of it, `p`. `$1` is the company, `$2` the migration. */
export const lineColumns = `p.entity, p.target_id as id,
  (select r.external_id from migration_records r where r.company_id = $1 and r.migration_id = $2 and r.entity = p.entity
      and r.file_no = p.file_no and r.row_no = p.row_no and r.part_no = p.part_no) as "externalId",
  p.is_dependent as "isDependent", p.changed_by as "changedBy",
  ${isoMoment('p.changed_at')} as "changedAt", p.needed_by as "neededBy"`;

/** SQL for every row of the plan, those that simply go as well. */
const wholePlan = `(
  select entity, target_id, file_no, row_no, part_no, is_dependent, planned, reason, needed_by, changed_by, changed_at from undo_plan
  union all
  select g.entity, r.target_id, r.file_no, r.row_no, r.part_no, false, 'removed', null, null, null, null
    from undo_ranges g cross join lateral ${linesOfRange} r
   where r.disposition = 'inserted' and not exists (select from undo_plan p where p.entity = g.entity and p.target_id = r.target_id))`;

/** One page of the plan: what has a reason comes first, so what people have written; and refused and kept rows before others. */
export async function listPlan(tx: CompanyTransaction, migrationId: string, page: Page): Promise<readonly UndoLine[]> {
  return tx.query<UndoLine>(
    `select ${lineColumns}, p.planned as end, p.reason
       from (select * from ${wholePlan} every order by ${staysFirst('planned', 'reason')}, entity, target_id limit $3 offset $4) p
      order by ${staysFirst('planned', 'reason')}, entity, target_id`,
    [tx.companyId, migrationId, page.limit, page.offset],
  );
}

/** SQL that orders lines: what a person wants to look at comes first. */
export function staysFirst(end: string, reason: string): string {
  return `${reason} is null, array_position(array['refused', 'kept', 'restored', 'removed'], ${end}), ${reason}`;
}
