import { type Disposition, dispositions, type Ledger } from '../../src/contract/migration.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

export interface IssueCount {
  readonly entity: string;
  /** As `formatIssue` writes it: `warning:phone.invalid/homePhone`. */
  readonly issue: string;
  readonly count: number;
}

interface DispositionCount {
  readonly entity: string;
  readonly disposition: Disposition;
  readonly count: number;
}

/** The ledger's sums, with `eligible` as the lines of the loaded slices say it. Entities without a record have a line of zeros. */
export async function sumLedger(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
): Promise<Ledger> {
  const counts = await tx.query<DispositionCount>(
    `select entity, disposition, count(*) from migration_records where company_id = $1 and migration_id = $2 group by 1, 2`,
    [tx.companyId, migrationId],
  );
  return toLedger(entities, counts, await countLoaded(tx, migrationId));
}

/** How many eligible records are loaded, whatever became of them: as their slices say, an entity a row; none where nothing is. */
export function countLoaded(
  tx: CompanyTransaction,
  migrationId: string,
): Promise<{ readonly entity: string; readonly eligible: number }[]> {
  return tx.query(
    `select entity, sum(eligible) as eligible from migration_slices where company_id = $1 and migration_id = $2 and step = 'load' group by 1`,
    [tx.companyId, migrationId],
  );
}

/**
 * What the ledger will say: the decisions about the staged records, before anything is loaded.
 * @param phaseNo The records of that phase alone; null: all.
 */
export async function predictLedger(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
  phaseNo: number | null = null,
): Promise<Ledger> {
  const counts: DispositionCount[] = [];
  for (const entity of entities) {
    counts.push(
      ...(await tx.query<DispositionCount>(
        `select $3 as entity,
                case decision when 'insert' then 'inserted' when 'update' then 'updated' when 'merge' then 'merged'
                     when 'skip' then 'skipped' when 'reject' then 'rejected' else 'quarantined' end as disposition, count(*)
           from staging.${entityNamed(entity).table} where company_id = $1 and migration_id = $2 and ${inPhase} group by 2
         union all
         select entity, case decision when 'skip' then 'skipped' else 'quarantined' end, count(*) from staging.refused
          where company_id = $1 and migration_id = $2 and ${inPhase} and entity = $3 group by 1, 2`,
        [tx.companyId, migrationId, entity, phaseNo],
      )),
    );
  }
  const eligible =
    phaseNo === null
      ? await tx.query<{ entity: string; eligible: number }>(
          `select entity, sum(eligible) as eligible from staging.slices where company_id = $1 and migration_id = $2 group by 1`,
          [tx.companyId, migrationId],
        )
      : counts.map(({ entity, count }) => ({ entity, eligible: Number(count) }));
  return toLedger(entities, counts, eligible);
}

const inPhase = '($4::smallint is null or phase_no = $4)';

function toLedger(
  entities: readonly string[],
  counts: readonly DispositionCount[],
  eligible: readonly { readonly entity: string; readonly eligible: number }[],
): Ledger {
  const line = (entity: string) => {
    const count = (disposition: Disposition) =>
      counts
        .filter((row) => row.entity === entity && row.disposition === disposition)
        .reduce((sum, row) => sum + Number(row.count), 0);
    const sums = Object.fromEntries(dispositions.map((disposition) => [disposition, count(disposition)])) as Record<
      Disposition,
      number
    >;
    const parts = eligible.filter((row) => row.entity === entity);
    return { eligible: parts.reduce((sum, row) => sum + Number(row.eligible), 0), ...sums };
  };
  return Object.fromEntries(entities.map((entity) => [entity, line(entity)]));
}

/** Issues of the ledger's lines by entity and issue, the most frequent first. */
export async function countIssues(tx: CompanyTransaction, migrationId: string): Promise<IssueCount[]> {
  return tx.query<IssueCount>(
    `select entity, issue, count(*) from migration_records, unnest(issues) as issue
      where company_id = $1 and migration_id = $2 group by 1, 2 order by 3 desc, 1, 2`,
    [tx.companyId, migrationId],
  );
}

/** The same as `countIssues` for staged records, before anything is loaded. */
export async function predictIssues(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
): Promise<IssueCount[]> {
  const counts: IssueCount[] = [];
  for (const entity of entities) {
    counts.push(
      ...(await tx.query<IssueCount>(
        `select $3 as entity, issue, count(*)
           from staging.${entityNamed(entity).table} s,
                unnest(case when s.decision_issue is null then s.issues else array_append(s.issues, s.decision_issue) end) as issue
          where company_id = $1 and migration_id = $2 and (s.issues is not null or s.decision_issue is not null) group by 2
         union all
         select entity, issue, count(*) from staging.refused, unnest(issues) as issue
          where company_id = $1 and migration_id = $2 and entity = $3 group by 1, 2`,
        [tx.companyId, migrationId, entity],
      )),
    );
  }
  return counts.sort((a, b) => b.count - a.count || a.issue.localeCompare(b.issue));
}
