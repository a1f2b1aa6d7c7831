import { openDatabase } from '../../db/database.ts';
import { insertCompany } from '../../db/queries/companies.ts';

/** Makes the company `demo`, which may have records of both domains, so that a first try needs no preparation. A repeat changes nothing. */
export async function registerDemoCompany(databaseUrl: string): Promise<void> {
  const database = await openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    await database.withCompany('demo', (tx) => insertCompany(tx, { name: 'Demonstration', domain: null }));
  } finally {
    await database.close();
  }
}
