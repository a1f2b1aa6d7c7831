import type { ConflictPolicy } from '../../src/contract/conflict.ts';
import type { DuplicatePolicy } from '../../src/contract/migration.ts';
import type { Entity } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fieldColumns, fingerprintSql } from '../target-columns.ts';

/** By what rules it is decided about staged records. */
export interface DecisionRules {
  readonly migrationId: string;
  /** Entities of this migration in load order. */
  readonly entities: readonly string[];
  readonly onDuplicate: DuplicatePolicy;
  /** True: what is in doubt goes to quarantine, by rule. False: it waits for a person. */
  readonly holdDoubts: boolean;
  /** What is decided without asking, by kind. Default: nothing. */
  readonly autoResolve?: ConflictPolicy | undefined;
  /** Who asked for the migration, and so has set its policies. */
  readonly requestedBy?: string;
  /** True for an interval of a parallel run, which waits for nobody: what is to be asked is held until it is answered. */
  readonly isPart?: boolean;
  /** True where the mapping was amended: what was asked about records as they were may not be at issue any more. */
  readonly isAmended?: boolean;
}

/** One entity of a migration about whose staged records it is decided. */
export interface EntityStep {
  readonly tx: CompanyTransaction;
  readonly rules: DecisionRules;
  readonly entity: Entity;
  /** A table expression: the target before this migration, and rows that this migration has written. */
  readonly before: string;
  /** `$1` is the company, `$2` the migration. */
  readonly values: readonly [string, string];
}

/** SQL for the rows of a table that belong to the migration at hand. */
export const mine = (alias: string) => `${alias}.company_id = $1 and ${alias}.migration_id = $2::uuid`;
/** SQL for the id of the migration that conflicts belong to: all intervals of a parallel run share those of the run, and their answers. */
export const askedIn = '(select coalesce(part_of, id) from migration_jobs where company_id = $1 and id = $2::uuid)';
/** SQL that says whether two rows of a staging table are the same. */
export const sameRow = (a: string, b: string) =>
  `${a}.file_no = ${b}.file_no and ${a}.row_no = ${b}.row_no and ${a}.part_no = ${b}.part_no`;

/**
 * SQL for the id of the target row that a staged record stands for: its own, or that of another one that it was found to be. It is no
 * `coalesce`: under row level security PostgreSQL trusts that one with no rows of others, and would not look up a row by its key.
 */
export const targetIdOf = (alias: string) =>
  `case when ${alias}.target_id is null then ${alias}.id else ${alias}.target_id end`;

/** SQL of an assignment: what a staged record was before a decision changed its values; the first image stays. */
export const rememberStaged = (alias: string) => `as_staged = coalesce(${alias}.as_staged, to_jsonb(${alias}))`;

/** Gives staged records that a decision has changed back their values, so that the next decision begins with what was staged. */
export async function restoreStaged(tx: CompanyTransaction, entity: Entity, values: readonly unknown[]): Promise<void> {
  const columns = [
    'id',
    ...fieldColumns(entity),
    'fingerprint',
    'issues',
    'originals',
    'source_fingerprint',
    'as_staged',
  ];
  await tx.execute(
    `update staging.${entity.table} s set ${columns.map((column) => `${column} = o.${column}`).join(', ')}
       from (select (jsonb_populate_record(null::staging.${entity.table}, c.as_staged)).*
               from staging.${entity.table} c where ${mine('c')} and c.as_staged is not null) o
      where ${mine('s')} and ${sameRow('s', 'o')}`,
    values,
  );
}

/** Computes the fingerprints of records that a decision has changed. */
export async function refreshFingerprints({ tx, entity, values }: EntityStep): Promise<void> {
  await tx.execute(
    `update staging.${entity.table} s set fingerprint = ${fingerprintSql(entity, 's')} where ${mine('s')} and s.as_staged is not null`,
    values,
  );
}
