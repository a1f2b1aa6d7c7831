import type { UndoRefusal, UndoSlice } from '../../../src/contract/undo.ts';
import type { CompanyTransaction } from '../../database.ts';
import { peopleEntities } from './references.ts';

/** Rows of a file, both ends included. */
export interface RowRange {
  readonly fileNo: number;
  readonly fromRow: number;
  readonly toRow: number;
}

/**
 * Internal ids of people by their legacy or internal ids: those of the migration's ledger, and those of its source system that were there
 * before. A legacy id that was merged stands for the person that it was merged into.
 */
export async function findPeople(
  tx: CompanyTransaction,
  migrationId: string,
  asked: readonly string[],
): Promise<{ readonly ids: readonly string[]; readonly refusals: readonly UndoRefusal[] }> {
  if (asked.length === 0) return { ids: [], refusals: [] };
  const standing = peopleEntities.map(
    ({ table }) =>
      `select a.asked, t.id from ${table} t, asked a
        where t.company_id = $1 and (t.id::text = a.asked or t.external_id = a.asked
              and t.source_system = (select source_system from migration_jobs where company_id = $1 and id = $2))`,
  );
  const found = await tx.query<{ asked: string; id: string }>(
    `with asked as (select unnest($3::text[]) as asked)
     select a.asked, r.target_id as id from migration_records r, asked a
      where r.company_id = $1 and r.migration_id = $2 and r.entity = any ($4) and r.target_id is not null
        and (r.external_id = a.asked or r.target_id::text = a.asked)
     union ${standing.join(' union ')}`,
    [tx.companyId, migrationId, asked.map((id) => id.trim()), peopleEntities.map(({ name }) => name)],
  );
  const known = new Set(found.map((row) => row.asked));
  // What was asked for may be anything, even a name: its place in the list says enough.
  const places = asked.flatMap((id, index) => (known.has(id.trim()) ? [] : [index + 1]));
  return {
    ids: [...new Set(found.map(({ id }) => id))],
    refusals: places.map((place) => ({
      reason: 'unknownPerson',
      message: `The migration knows no such person: number ${place} of the list.`,
    })),
  };
}

/** The rows that lie in the slices. */
export async function findSlices(
  tx: CompanyTransaction,
  migrationId: string,
  asked: readonly UndoSlice[],
): Promise<{ readonly ranges: readonly RowRange[]; readonly refusals: readonly UndoRefusal[] }> {
  if (asked.length === 0) return { ranges: [], refusals: [] };
  const found = await tx.query<RowRange & { sliceNo: number }>(
    `select c.file_no as "fileNo", c.chunk_no + 1 as "sliceNo", first_row_no as "fromRow", first_row_no + row_count - 1 as "toRow"
       from migration_chunks c join jsonb_to_recordset($3) as a ("fileNo" integer, "sliceNo" integer)
         on a."fileNo" = c.file_no and a."sliceNo" = c.chunk_no + 1
      where c.company_id = $1 and c.migration_id = $2`,
    [tx.companyId, migrationId, JSON.stringify(asked)],
  );
  const unknown = asked.filter(
    ({ fileNo, sliceNo }) => !found.some((range) => range.fileNo === fileNo && range.sliceNo === sliceNo),
  );
  return {
    ranges: found,
    refusals: unknown.map(({ fileNo, sliceNo }) => ({
      reason: 'unknownSlice',
      message: `The migration has no slice ${sliceNo} of file ${fileNo}.`,
    })),
  };
}
