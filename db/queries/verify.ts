import type { Mismatch } from '../../src/contract/migration.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fingerprintSql } from '../target-columns.ts';
import { joinBySets } from './join-by-sets.ts';

/** Ledger lines of one entity from one file, between two row numbers (both included). */
export interface VerifyRange {
  readonly migrationId: string;
  readonly entity: string;
  readonly fileNo: number;
  readonly fromRow: number;
  readonly toRow: number;
}

/**
 * Compares every ledger line of the range that says a row was written with the row as it now stands in the target: it is there,
 * and its fingerprint, computed by the database from the typed columns, is the one that was computed from the landing.
 * @param phaseNo The lines of that phase alone: what earlier phases have loaded may have been edited since. Null: all lines.
 */
export async function verifyFingerprints(
  tx: CompanyTransaction,
  range: VerifyRange,
  phaseNo: number | null,
): Promise<readonly Mismatch[]> {
  const entity = entityNamed(range.entity);
  await joinBySets(tx);
  const [found] = await tx.query<{ lines: number; present: number; equal: number }>(
    `select count(*) as lines, count(t.id) as present, count(*) filter (where ${fingerprintSql(entity, 't')} = r.fingerprint) as equal
       from migration_records r
       left join ${entity.table} t on t.company_id = r.company_id and t.id = r.target_id
      where r.company_id = $1 and r.migration_id = $2 and r.entity = $3 and r.file_no = $4 and r.row_no between $5 and $6
        and r.disposition in ('inserted', 'updated') and ($7::smallint is null or r.phase_no = $7)`,
    [tx.companyId, range.migrationId, range.entity, range.fileNo, range.fromRow, range.toRow, phaseNo],
  );
  const { lines = 0, present = 0, equal = 0 } = found ?? {};
  if (present < lines) return [{ entity: range.entity, check: 'count', expected: lines, found: present }];
  return equal < lines ? [{ entity: range.entity, check: 'fingerprint', expected: lines, found: equal }] : [];
}

/** What of an entity is looked at: all that the migration has written, or one phase of it. */
export interface VerifyScope {
  readonly migrationId: string;
  readonly entity: string;
  /** Null: everything. */
  readonly phaseNo: number | null;
  /** Rows of the landing that must each have a line by now, by file: null where only some rows of a file are eligible. */
  readonly landed: readonly { readonly fileNo: number; readonly rows: number | null }[];
}

/**
 * Looks at the whole of an entity: as many target rows as the ledger says were written, as many ledger lines as there were eligible
 * rows, no reference into nothing, and no date outside of what the landing holds.
 */
export async function verifyEntity(tx: CompanyTransaction, scope: VerifyScope): Promise<readonly Mismatch[]> {
  await joinBySets(tx);
  return [
    ...(await verifyCounts(tx, scope)),
    ...(await verifyLines(tx, scope)),
    ...(await verifyReferences(tx, scope)),
    ...(await verifyDateRanges(tx, scope)),
  ];
}

/** Rows of the target, as `t`, that the scope is about. `$3` is the phase. */
function writtenRows({ entity, phaseNo }: VerifyScope): string {
  const mine = 't.company_id = $1 and t.migration_id = $2::uuid';
  if (phaseNo === null) return `${mine} and $3::smallint is null`;
  return `${mine} and exists (select from migration_records r where r.company_id = $1 and r.migration_id = $2::uuid
                                and r.entity = '${entity}' and r.target_id = t.id and r.phase_no = $3::smallint)`;
}

const keyOf = (tx: CompanyTransaction, { migrationId, phaseNo }: VerifyScope) => [tx.companyId, migrationId, phaseNo];

async function verifyCounts(tx: CompanyTransaction, scope: VerifyScope): Promise<Mismatch[]> {
  const { entity } = scope;
  const [counts] = await tx.query<{ written: number; present: number }>(
    `select (select count(*) from migration_records where company_id = $1 and migration_id = $2::uuid and entity = $4
                and disposition in ('inserted', 'updated') and ($3::smallint is null or phase_no = $3)) as written,
            (select count(*) from ${entityNamed(entity).table} t where ${writtenRows(scope)}) as present`,
    [...keyOf(tx, scope), entity],
  );
  const { written = 0, present = 0 } = counts ?? {};
  return written === present ? [] : [{ entity, check: 'count', expected: written, found: present }];
}

/** As many ledger lines as there were eligible rows; of the whole, as many as the landing has rows. */
export async function verifyLines(tx: CompanyTransaction, scope: VerifyScope): Promise<Mismatch[]> {
  const { entity, landed, phaseNo } = scope;
  const lines = await tx.query<{ file_no: number; lines: number; eligible: number }>(
    `select f.file_no, coalesce(r.lines, 0) as lines, coalesce(l.eligible, 0) as eligible
       from unnest($5::integer[]) as f (file_no)
       left join (select file_no, count(*) as lines from migration_records
                   where company_id = $1 and migration_id = $2 and entity = $4 and ($3::smallint is null or phase_no = $3)
                   group by 1) r using (file_no)
       left join (select file_no, sum(eligible) as eligible from migration_slices
                   where company_id = $1 and migration_id = $2 and entity = $4 and step = 'load' and ($3::smallint is null or phase_no = $3)
                   group by 1) l using (file_no)`,
    [...keyOf(tx, scope), entity, landed.map((file) => file.fileNo)],
  );
  return lines.flatMap((line) => {
    const rows = phaseNo === null ? landed.find((file) => file.fileNo === line.file_no)?.rows : null;
    const expected = rows ?? Number(line.eligible);
    return line.lines === expected ? [] : [{ entity, check: 'ledger' as const, expected, found: line.lines }];
  });
}

async function verifyReferences(tx: CompanyTransaction, scope: VerifyScope): Promise<Mismatch[]> {
  const entity = entityNamed(scope.entity);
  const mismatches: Mismatch[] = [];
  for (const field of entity.fields) {
    if (field.type.kind !== 'reference') continue;
    const [orphans] = await tx.query<{ count: number }>(
      `select count(*) from ${entity.table} t
        where ${writtenRows(scope)} and t.${field.column} is not null
          and not exists (select from ${entityNamed(field.type.entity).table} p where p.company_id = $1 and p.id = t.${field.column})`,
      keyOf(tx, scope),
    );
    if (orphans && orphans.count > 0)
      mismatches.push({ entity: entity.name, check: 'reference', expected: 0, found: orphans.count });
  }
  return mismatches;
}

async function verifyDateRanges(tx: CompanyTransaction, scope: VerifyScope): Promise<Mismatch[]> {
  const bounds = await tx.query<{ field: string; first: string; last: string }>(
    `select key as field, min(value->>0) as first, max(value->>1) as last
       from migration_slices s, jsonb_each(s.date_ranges)
      where s.company_id = $1 and s.migration_id = $2 and s.entity = $3 and s.step = 'load' group by key`,
    [tx.companyId, scope.migrationId, scope.entity],
  );
  const { table, fields } = entityNamed(scope.entity);
  const dates = fields.filter((field) => field.type.kind === 'date');
  if (dates.length === 0) return [];
  const values: string[] = [];
  const outside = dates.map(({ name, column }) => {
    const range = bounds.find(({ field }) => field === name);
    if (!range) return `count(t.${column})`;
    values.push(range.first, range.last);
    return `count(*) filter (where t.${column} not between $${values.length + 2}::date and $${values.length + 3}::date)`;
  });
  const [counts] = await tx.query<{ outside: number }>(
    `select ${outside.join(' + ')} as outside from ${table} t where ${writtenRows(scope)}`,
    [...keyOf(tx, scope), ...values],
  );
  const count = Number(counts?.outside ?? 0);
  return count === 0 ? [] : [{ entity: scope.entity, check: 'dateRange', expected: 0, found: count }];
}
