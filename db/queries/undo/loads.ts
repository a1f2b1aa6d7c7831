import type { CompanyTransaction } from '../../database.ts';

/**
 * Lists the slices that a migration has loaded, in the temporary table `undo_loads` of the caller's transaction: a row of the slice whose
 * version is `loaded_by` is as it was loaded, so its fingerprint need not be computed. Where the slice was loaded on another server, or long
 * ago, that is null: versions are told apart by the last 32 bits of a number that only grows.
 */
export async function listLoads(tx: CompanyTransaction, migrationId: string): Promise<void> {
  await tx.execute(
    `create temporary table undo_loads on commit drop as
     select s.entity, s.file_no, s.phase_no, c.first_row_no as from_row, c.first_row_no + c.row_count - 1 as to_row, s.eligible,
            case when s.loaded_on = (select system_identifier from pg_control_system())
                  and pg_snapshot_xmax(pg_current_snapshot())::text::numeric - s.loaded_by::text::numeric < 2000000000
                 then s.loaded_by::xid end as loaded_by
       from migration_slices s
       left join migration_chunks c using (company_id, migration_id, file_no, chunk_no)
      where s.company_id = $1 and s.migration_id = $2 and s.step = 'load'`,
    [tx.companyId, migrationId],
  );
  await tx.execute('analyze undo_loads');
}
