import type { PreviewedTable } from '../../src/contract/mapping.ts';
import type { CompanyTransaction } from '../database.ts';

/** Keeps what an amendment would change until it is read. A repeat changes nothing. */
export async function savePreview(
  tx: CompanyTransaction,
  migrationId: string,
  previewId: string,
  tables: readonly PreviewedTable[],
): Promise<void> {
  await tx.execute(
    `insert into staging.mapping_previews (company_id, migration_id, id, preview) values ($1, $2, $3, $4) on conflict do nothing`,
    [tx.companyId, migrationId, previewId, JSON.stringify(tables)],
  );
}

/** Reads a preview and forgets it: it holds values of records, and is for who asked alone. Undefined where there is none any more. */
export async function takePreview(
  tx: CompanyTransaction,
  migrationId: string,
  previewId: string,
): Promise<PreviewedTable[] | undefined> {
  const [row] = await tx.query<{ preview: PreviewedTable[] }>(
    'delete from staging.mapping_previews where company_id = $1 and migration_id = $2 and id = $3 returning preview',
    [tx.companyId, migrationId, previewId],
  );
  return row?.preview;
}
