import type { Domain } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

export interface Company {
  readonly companyId: string;
  readonly name: string;
  /** Null where it has both, as a demonstration may. */
  readonly domain: Domain | null;
  readonly timeZone: string;
}

/** The company of this transaction, or undefined where nobody has made it. */
export async function findCompany(tx: CompanyTransaction): Promise<Company | undefined> {
  const [company] = await tx.query<Company>(
    `select company_id as "companyId", name, domain, time_zone as "timeZone" from companies where company_id = $1`,
    [tx.companyId],
  );
  return company;
}

/** Makes the company of this transaction. A repeat changes nothing. */
export async function insertCompany(
  tx: CompanyTransaction,
  company: Omit<Company, 'companyId' | 'timeZone'>,
): Promise<void> {
  await tx.execute(`insert into companies (company_id, name, domain) values ($1, $2, $3) on conflict do nothing`, [
    tx.companyId,
    company.name,
    company.domain,
  ]);
}

/** Waits until no other transaction has called this for the company, and keeps the next one waiting until this one ends. */
export async function lockCompany(tx: CompanyTransaction): Promise<void> {
  await tx.execute(`select from companies where company_id = $1 for no key update`, [tx.companyId]);
}
