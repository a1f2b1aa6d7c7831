import type { Migration } from '../../src/contract/migration.ts';
import type { UnmappedColumn } from '../../src/record/mapping.ts';
import type { CompanyTransaction } from '../database.ts';
import { type AuditEvent, listEvents } from './audit.ts';
import { findJob } from './jobs.ts';
import { listFiles } from './landing.ts';
import { countIssues, type IssueCount } from './ledger.ts';

/** Everything that a person needs to judge a migration, without a value of any record. */
export interface MigrationReport {
  /** As it ended; null while it goes on. */
  readonly migration: Migration | null;
  readonly preset: string | null;
  readonly mappingApprovedBy: string | null;
  readonly files: readonly {
    readonly file: string;
    readonly table: string;
    readonly sha256: string;
    readonly entities: readonly string[];
  }[];
  /** Which columns feed which field, on what ground (a preset, the same name, a person) and how surely (0 to 1). */
  readonly mappedColumns: readonly MappedColumns[];
  /** Populated columns that feed no field, with their share of filled rows. */
  readonly unmappedColumns: readonly ({ readonly table: string } & UnmappedColumn)[];
  /** What the values say against the mapping. */
  readonly mappingDoubts: readonly { readonly table: string; readonly entity: string; readonly message: string }[];
  readonly issues: readonly IssueCount[];
  readonly events: readonly (AuditEvent & { readonly at: string })[];
}

export interface MappedColumns {
  readonly table: string;
  readonly columns: readonly string[];
  readonly entity: string;
  readonly field: string;
  readonly by: string;
  readonly confidence: number;
  readonly reasons?: readonly string[];
}

/** The report of a migration, or undefined where the company has no such migration. */
export async function readReport(tx: CompanyTransaction, migrationId: string): Promise<MigrationReport | undefined> {
  const job = await findJob(tx, migrationId);
  if (!job) return undefined;
  const files = await listFiles(tx, migrationId);
  const tables = job.mapping?.tables ?? [];
  return {
    migration: job.outcome,
    preset: job.request.preset ?? null,
    mappingApprovedBy: job.mappingApprovedBy,
    files: files.map(({ table }) => ({
      file: table.file,
      table: table.table,
      sha256: table.sha256,
      entities: tables.find((mapped) => mapped.table === table.table)?.targets.map((target) => target.entity) ?? [],
    })),
    mappedColumns: tables.flatMap(({ table, targets }) =>
      targets.flatMap(({ entity, fields }) =>
        fields.map(({ columns, field, by, confidence, reasons }) => ({
          table,
          columns,
          entity,
          field,
          by,
          confidence,
          ...(reasons ? { reasons } : {}),
        })),
      ),
    ),
    unmappedColumns: tables.flatMap((mapped) => mapped.unmapped.map((column) => ({ table: mapped.table, ...column }))),
    mappingDoubts: tables.flatMap(({ table, doubts = [] }) =>
      doubts.map(({ entity, message }) => ({ table, entity, message })),
    ),
    issues: await countIssues(tx, migrationId),
    events: await listEvents(tx, migrationId),
  };
}
