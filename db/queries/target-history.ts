import { catalogue } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

/** Since when the history of the company's target is complete: no way leads further back. As PostgreSQL prints it. */
export async function readHistoryBeginning(tx: CompanyTransaction): Promise<string> {
  const [row] = await tx.query<{ at: string }>(
    `select greatest((select at from history.beginning), (select at from history.company_beginnings where company_id = $1)) as at`,
    [tx.companyId],
  );
  return row?.at ?? '';
}

/** Whether anything was ever recorded of the company's target in this database. */
export async function hasHistory(tx: CompanyTransaction): Promise<boolean> {
  const tables = ['company_beginnings', 'insertions', ...catalogue.map(({ table }) => table)];
  const [row] = await tx.query<{ isThere: boolean }>(
    `select ${tables.map((table) => `exists (select from history.${table} where company_id = $1)`).join(' or ')} as "isThere"`,
    [tx.companyId],
  );
  return row?.isThere ?? false;
}

/**
 * The latest time up to which the history can be let go, at most `wanted` (ISO 8601): a migration that is not over must still be able to
 * tell who has edited what since it began. Null where nothing that old is recorded.
 */
export async function findHistoryHorizon(tx: CompanyTransaction, wanted: string): Promise<string | null> {
  const [row] = await tx.query<{ before: string | null }>(
    `select case when h.before > $3::timestamptz then h.before end as before
       from (select least($2::timestamptz, (select min(started_at) from migration_jobs where company_id = $1 and outcome is null)) as before) h`,
    [tx.companyId, wanted, await readHistoryBeginning(tx)],
  );
  return row?.before ?? null;
}

/** Deletes what the history has of the time before; without a time, all of it. From then on it begins there. @returns how many entries. */
export async function forgetHistory(tx: CompanyTransaction, before?: string): Promise<number> {
  const [row] = await tx.query<{ entries: number }>(
    `select history.forget(${before === undefined ? '' : '$1::timestamptz'}) as entries`,
    before === undefined ? [] : [before],
  );
  return row?.entries ?? 0;
}
