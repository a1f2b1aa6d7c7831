import { randomUUID } from 'node:crypto';
import { createBackup } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import type { Database } from '../../db/database.ts';
import { createDataKey, parseKeyring, parseMasterKey } from '../../src/storage/envelope.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import type { TestDatabase } from './test-database.ts';

/** A new key, as the environment has it. */
export const newKey = () => createDataKey().toString('base64');

/** What activities of backups act upon, with keys of their own. */
export function backupDependencies(
  database: Database,
  backups: ObjectStore,
  offsiteBackups: ObjectStore | undefined = undefined,
): Dependencies {
  return {
    database,
    landing: backups,
    backups,
    offsiteBackups,
    masterKey: parseMasterKey(newKey()),
    backupKeys: parseKeyring(newKey()),
    backupRetentionDays: 30,
    historyRetentionDays: 30,
    mailer: undefined,
    sourceRoot: undefined,
  };
}

/** Takes a backup of the company `alpha` as a person would. @returns its id. */
export async function requestBackup(dependencies: Dependencies, requestedBy = 'A. Keeper'): Promise<string> {
  const requestId = randomUUID().slice(0, 8);
  return (await createBackup(dependencies)({ companyId: 'alpha', requestedBy, requestId })).backupId;
}

/** Every row of a company in every table outside the staging, as text and in order, past row level security. */
export async function dumpCompany(test: TestDatabase, companyId: string): Promise<Record<string, string[]>> {
  const tables = await test.sabotage<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  );
  const dump: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await test.sabotage<{ line: string }>(
      `select t::text as line from public.${name} t where company_id = $1 order by t::text collate "C"`,
      [companyId],
    );
    dump[name] = rows.map(({ line }) => line);
  }
  return dump;
}
