import type { MappingDifference } from '../../src/contract/mapping.ts';
import type { Mapping } from '../../src/record/mapping.ts';
import type { CompanyTransaction } from '../database.ts';

/** A mapping as it was at one time of a migration. */
export interface MappingVersion {
  /** From 1 on. */
  readonly version: number;
  /** A person, or `rule`. */
  readonly madeBy: string;
  readonly madeAt: string;
  readonly reason: string | null;
  /** A person, or the rule in words; null where it waits for approval. */
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
  /** What was loaded by earlier versions and would turn out otherwise; null where nothing was, or it is not known yet. */
  readonly difference: MappingDifference | null;
}

const columns = `version, made_by as "madeBy", made_at as "madeAt", reason, approved_by as "approvedBy",
  approved_at as "approvedAt", difference`;

/** Versions of a migration's mapping, the first one first; empty where there is none yet. */
export async function listMappings(tx: CompanyTransaction, migrationId: string): Promise<MappingVersion[]> {
  return tx.query<MappingVersion>(
    `select ${columns} from migration_mappings where company_id = $1 and migration_id = $2 order by version`,
    [tx.companyId, migrationId],
  );
}

/** The mapping of that version, or undefined. */
export async function findMapping(
  tx: CompanyTransaction,
  migrationId: string,
  version: number,
): Promise<Mapping | undefined> {
  const [row] = await tx.query<{ mapping: Mapping }>(
    `select mapping from migration_mappings where company_id = $1 and migration_id = $2 and version = $3`,
    [tx.companyId, migrationId, version],
  );
  return row?.mapping;
}

/** Keeps the mapping that was proposed, as version 1. One that was approved or amended is not changed any more. */
export async function saveProposal(tx: CompanyTransaction, id: string, mapping: Mapping): Promise<void> {
  const updated = await tx.execute(
    `update migration_jobs set mapping = $3, mapping_version = 1
      where company_id = $1 and id = $2 and mapping_approved_by is null and mapping_version <= 1`,
    [tx.companyId, id, JSON.stringify(mapping)],
  );
  if (updated === 0) return;
  await tx.execute(
    `insert into migration_mappings (company_id, migration_id, version, mapping, made_by) values ($1, $2, 1, $3, 'rule')
     on conflict (company_id, migration_id, version) do update set mapping = excluded.mapping`,
    [tx.companyId, id, JSON.stringify(mapping)],
  );
}

/** An amended mapping, and whose it is. */
export interface AmendedVersion {
  readonly mapping: Mapping;
  readonly madeBy: string;
  readonly reason: string;
  /** Whether it counts as approved by who made it. */
  readonly isApproved: boolean;
}

/**
 * Keeps an amended mapping as the next version, by which the migration goes on.
 * @returns its number; at least 2, because 1 is the one that was proposed.
 */
export async function insertVersion(
  tx: CompanyTransaction,
  id: string,
  { mapping, madeBy, reason, isApproved }: AmendedVersion,
): Promise<number> {
  const text = JSON.stringify(mapping);
  const [row] = await tx.query<{ version: number }>(
    `update migration_jobs set mapping = $3, mapping_version = greatest(mapping_version, 1) + 1, mapping_approved_by = $4
      where company_id = $1 and id = $2 returning mapping_version as version`,
    [tx.companyId, id, text, isApproved ? madeBy : null],
  );
  const version = row?.version ?? 0;
  await tx.execute(
    `insert into migration_mappings (company_id, migration_id, version, mapping, made_by, reason, approved_by, approved_at)
     values ($1, $2, $3, $4, $5, $6, $7::text, case when $7::text is not null then now() end)`,
    [tx.companyId, id, version, text, madeBy, reason, isApproved ? madeBy : null],
  );
  return version;
}

/** Records who approved the mapping as it is now; the first approval stays. @returns whether this is it. */
export async function approveMapping(tx: CompanyTransaction, id: string, approvedBy: string): Promise<boolean> {
  const updated = await tx.execute(
    `update migration_jobs set mapping_approved_by = $3 where company_id = $1 and id = $2 and mapping_approved_by is null`,
    [tx.companyId, id, approvedBy],
  );
  await tx.execute(
    `update migration_mappings m set approved_by = $3, approved_at = now() from migration_jobs j
      where m.company_id = $1 and m.migration_id = $2 and j.company_id = $1 and j.id = $2
        and m.version = j.mapping_version and m.approved_by is null`,
    [tx.companyId, id, approvedBy],
  );
  return updated > 0;
}

/** Records what was loaded by earlier versions and would turn out otherwise by this one. A repeat takes the place of the earlier figures. */
export async function saveDifference(
  tx: CompanyTransaction,
  id: string,
  version: number,
  difference: MappingDifference,
): Promise<void> {
  await tx.execute(
    `update migration_mappings set difference = $4 where company_id = $1 and migration_id = $2 and version = $3`,
    [tx.companyId, id, version, Object.keys(difference).length > 0 ? JSON.stringify(difference) : null],
  );
}

/**
 * Waits until nothing is being staged, decided or loaded by the mapping as it is, and keeps anybody from beginning with it while the
 * transaction lasts: each of them holds the job's row, by `holdMapping` or as a foreign key does.
 */
export async function lockMapping(tx: CompanyTransaction, id: string): Promise<void> {
  await tx.query('select from migration_jobs where company_id = $1 and id = $2 for update', [tx.companyId, id]);
}

/** Keeps the mapping as it is while the transaction lasts. Any number may do so at once. @returns its version. */
export async function holdMapping(tx: CompanyTransaction, id: string): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    'select mapping_version as version from migration_jobs where company_id = $1 and id = $2 for key share',
    [tx.companyId, id],
  );
  return row?.version ?? 0;
}
