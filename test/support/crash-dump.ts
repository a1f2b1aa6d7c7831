import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Migration } from '../../src/contract/migration.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import { openBackup } from '../../src/storage/backup-manifest.ts';
import { checkParts } from '../../src/storage/backup-parts.ts';
import { parseKeyring } from '../../src/storage/envelope.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';

/** Lines by section, such as a table, in an order of their own: equal for two migrations that have done the same. */
export type Dump = Readonly<Record<string, readonly string[]>>;

export interface DumpedRun {
  readonly superuserUrl: string;
  readonly backupPath: string;
  readonly backupKey: string;
}

/** What rightly differs between two runs: when a row was written, by which transaction of which server, and under which key. */
const volatileColumns = [
  'created_at',
  'updated_at',
  'decided_at',
  'applied_at',
  'size_bytes',
  'loaded_by',
  'loaded_on',
];
const stableLine = `((to_jsonb(t) - $1::text[]) #- '{next_position,proof}')::text`;

/**
 * Everything that a migration leaves behind, past row level security: target, ledger, quarantine, conflicts, landing chunks, staged
 * records (none), the content of its backup, and its outcome. Company, migration id and source make it; nothing else does.
 */
export async function dumpRun(run: DumpedRun, outcome: Migration): Promise<Dump> {
  const dump: Record<string, string[]> = {};
  const tables = [
    ...catalogue.map(({ table }) => table),
    ...['migration_records', 'migration_quarantine', 'migration_conflicts', 'migration_slices', 'migration_chunks'],
    ...['slices', 'decided', 'refused', ...catalogue.map(({ table }) => table)].map((table) => `staging.${table}`),
  ];
  const client = new pg.Client({ connectionString: run.superuserUrl });
  await client.connect();
  try {
    for (const table of tables) {
      const { rows } = await client.query<{ line: string }>(
        `select ${stableLine} as line from ${table} t order by ${stableLine} collate "C"`,
        [volatileColumns],
      );
      dump[table] = rows.map(({ line }) => line);
    }
  } finally {
    await client.end();
  }
  const { status, ledger, quality, conflicts, verification, failure } = outcome;
  dump.outcome = [JSON.stringify({ status, ledger, quality, conflicts, verification, failure })];
  dump.backup = await dumpBackup(run, outcome);
  return dump;
}

/** One hash over all. */
export function hashDump(dump: Dump): string {
  return createHash('sha256').update(JSON.stringify(dump)).digest('hex');
}

/** In which sections two dumps differ and by how many lines; no line itself. Empty where they are equal. */
export function compareDumps(expected: Dump, found: Dump): string[] {
  return Object.keys({ ...expected, ...found }).flatMap((section) => {
    const [before, after] = [expected[section] ?? [], found[section] ?? []];
    if (before.length === after.length && before.every((line, index) => line === after[index])) return [];
    const [known, now] = [new Set(before), new Set(after)];
    const missing = before.filter((line) => !now.has(line)).length;
    const extra = after.filter((line) => !known.has(line)).length;
    return [`${section}: ${before.length} lines, now ${after.length}; ${missing} missing, ${extra} not expected`];
  });
}

/** Every target table of the backup with its rows and the hash of its content, which must open. The records of jobs hold times. */
async function dumpBackup({ backupPath, backupKey }: DumpedRun, outcome: Migration): Promise<string[]> {
  if (outcome.backupId === null) return [];
  const store = new FolderStore(backupPath);
  const backup = await openBackup(store, parseKeyring(backupKey), outcome.companyId, outcome.backupId);
  await checkParts(store, backup);
  return backup.manifest.tables
    .filter(({ kind }) => kind === 'target')
    .map(({ table, rows, sha256 }) => `${table} ${rows} ${sha256}`);
}
