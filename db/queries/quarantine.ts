import type { CompanyTransaction } from '../database.ts';

export interface QuarantinedRecord {
  readonly entity: string;
  readonly file: string;
  readonly line: number;
  readonly externalId: string | null;
  /** `[column, text]` in file order, as the source gave them. */
  readonly raw: readonly (readonly [string, string])[];
  readonly issues: readonly string[];
  readonly suggestion: string | null;
}

/** Quarantined records of a migration in source order, at most `limit` after skipping `offset`. */
export async function listQuarantine(
  tx: CompanyTransaction,
  migrationId: string,
  limit: number,
  offset = 0,
): Promise<QuarantinedRecord[]> {
  return tx.query<QuarantinedRecord>(
    `select entity, file, line, external_id as "externalId", raw, issues, suggestion from migration_quarantine
      where company_id = $1 and migration_id = $2 order by file_no, row_no, entity, part_no limit $3 offset $4`,
    [tx.companyId, migrationId, limit, offset],
  );
}
