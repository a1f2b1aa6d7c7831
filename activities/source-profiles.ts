import { findCompany } from '../db/queries/companies.ts';
import { type LandingChunk, listChunks } from '../db/queries/landing.ts';
import type { Domain } from '../src/record/catalogue.ts';
import type { TableProfile } from '../src/record/source-record.ts';
import { sumProfiles } from '../src/record/sum-profiles.ts';
import { getChunk } from '../src/storage/landing.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import type { MigrationContext } from './migration-context.ts';
import { sampleRows } from './sample-rows.ts';

/** What extraction has seen of a source, as a mapping is proposed and checked by it. */
export interface SourceProfiles {
  readonly domain: Domain | null;
  readonly profiles: readonly TableProfile[];
  /** The first rows of each table, by its name. They stay in the activity. */
  readonly rows: ReadonlyMap<string, string[][]>;
}

/** Reads the profiles of all tables, and their first rows, from the landing. */
export async function readProfiles(
  { database, landing }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { files, dataKey }: MigrationContext,
): Promise<SourceProfiles> {
  const { company, profiles, firstChunks } = await database.withCompany(
    companyId,
    async (tx) => {
      const all = [];
      const first = new Map<string, LandingChunk>();
      for (const { fileNo, table } of files) {
        const chunks = await listChunks(tx, migrationId, fileNo);
        all.push(sumProfiles(table.table, table.file, chunks));
        if (chunks[0]) first.set(table.table, chunks[0]);
      }
      return { company: await findCompany(tx), profiles: all, firstChunks: first };
    },
    { isReadOnly: true },
  );
  const rows = new Map<string, string[][]>();
  for (const [table, { objectKey, sha256 }] of firstChunks)
    rows.set(table, sampleRows(await getChunk(landing, dataKey, objectKey, sha256)));
  return { domain: company?.domain ?? null, profiles, rows };
}
