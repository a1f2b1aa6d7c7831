import type { Difference } from '../../src/contract/parallel-run.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fingerprintSql } from '../target-columns.ts';
import { findLastRead, type IntervalKey } from './intervals.ts';
import { isSince } from './jobs.ts';
import { joinBySets } from './join-by-sets.ts';

/** A record of the source that the target does not have as it should. */
export interface Suspect {
  readonly entity: string;
  readonly id: string;
  /** Names of the fields that differ; null where the record is not there. */
  readonly fields: readonly string[] | null;
}

/** How many records differ because somebody changed or removed them in the target, as it was decided about them. */
export async function countEdited(
  tx: CompanyTransaction,
  partId: string,
  entities: readonly string[],
): Promise<number> {
  let edited = 0;
  for (const name of entities) {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) from staging.${entityNamed(name).table}
        where company_id = $1 and migration_id = $2 and decision = 'skip' and decision_issue like '%:existing.edited%'`,
      [tx.companyId, partId],
    );
    edited += row?.count ?? 0;
  }
  return edited;
}

/**
 * Compares every field of every staged record that the target should now have with the target. What was decided to stay as it is there, and
 * what is held, is left out.
 * @param among Only these records; null: all.
 */
export async function findSuspects(
  tx: CompanyTransaction,
  partId: string,
  entityName: string,
  among: readonly string[] | null,
): Promise<Suspect[]> {
  const entity = entityNamed(entityName);
  const columns = entity.fields.map(({ column }) => column);
  const differing = entity.fields.map(
    ({ name, column }) => `case when s.${column} is distinct from t.${column} then '${name}' end`,
  );
  const rowOf = (row: string) => `(${columns.map((column) => `${row}.${column}`).join(', ')})`;
  await joinBySets(tx);
  return tx.query<Suspect>(
    `select '${entity.name}' as entity, s.id, case when t.id is not null then array_remove(array[${differing.join(', ')}], null) end as fields
       from staging.${entity.table} s
       left join ${entity.table} t on t.company_id = s.company_id and t.id = s.id
      where s.company_id = $1 and s.migration_id = $2 and ($3::uuid[] is null or s.id = any ($3))
        and (s.decision in ('insert', 'update') or s.decision = 'skip' and s.decision_issue = 'info:existing.identical')
        and (t.id is null or ${rowOf('s')} is distinct from ${rowOf('t')})`,
    [tx.companyId, partId, among],
  );
}

/** Of these records, those that the target did have as staged, since the migration began, until somebody changed or removed them there. */
export async function findEditedSince(
  tx: CompanyTransaction,
  partId: string,
  entityName: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const entity = entityNamed(entityName);
  const { table } = entity;
  const rows = await tx.query<{ id: string }>(
    `select distinct s.id
       from migration_jobs j
       join history.${table} h on h.company_id = j.company_id and ${isSince('h', 'j')}
       join staging.${table} s on s.company_id = j.company_id and s.migration_id = j.id and s.id = h.id
      where j.company_id = $1 and j.id = $2 and s.id = any ($3) and ${fingerprintSql(entity, 'h')} = s.fingerprint`,
    [tx.companyId, partId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Sums suspects by entity and field. */
export function sumDifferences(suspects: readonly Suspect[]): Difference[] {
  const counts = new Map<string, Difference>();
  for (const { entity, fields } of suspects) {
    for (const field of fields ?? [null]) {
      const key = `${entity}.${field}`;
      counts.set(key, { entity, field, records: (counts.get(key)?.records ?? 0) + 1 });
    }
  }
  return [...counts.values()];
}

/** Records that this interval holds in quarantine and the first load did not. Rows without an identifier are only counted. */
export async function countNewlyHeld(
  tx: CompanyTransaction,
  { migrationId, partId }: Pick<IntervalKey, 'migrationId' | 'partId'>,
): Promise<number> {
  const [row] = await tx.query<{ named: number; nameless: number }>(
    `with held as (select migration_id, entity, external_id from migration_records
                    where company_id = $1 and migration_id in ($2, $3) and disposition = 'quarantined')
     select (select count(*) from (select entity, external_id from held where migration_id = $3 and external_id is not null
                                   except select entity, external_id from held where migration_id = $2) n) as named,
            count(*) filter (where migration_id = $3) - count(*) filter (where migration_id = $2) as nameless
       from held where external_id is null`,
    [tx.companyId, migrationId, partId],
  );
  return (row?.named ?? 0) + Math.max(0, row?.nameless ?? 0);
}

/**
 * Notes which records the export that was read before had and this one has not, and forgets those that are back. A repeat changes nothing.
 * @returns how many are missing in all.
 */
export async function noteMissing(
  tx: CompanyTransaction,
  { migrationId, partId, intervalNo }: IntervalKey,
  entities: readonly string[],
): Promise<number> {
  await joinBySets(tx);
  const before = await findLastRead(tx, migrationId);
  const present = `(select external_id from migration_records
                     where company_id = $1 and migration_id = $3 and entity = $4 and external_id is not null)`;
  for (const entity of entities) {
    await tx.execute(
      `insert into migration_missing_records (company_id, migration_id, entity, external_id, target_id, since_interval)
       select distinct on (r.external_id) $1, $2, $4, r.external_id, r.target_id, $5::integer from migration_records r
        where r.company_id = $1 and r.migration_id = $6 and r.entity = $4 and r.external_id is not null
          and r.disposition in ('inserted', 'updated', 'merged', 'skipped')
          and not exists (select from ${present} p where p.external_id = r.external_id)
        order by r.external_id on conflict do nothing`,
      [tx.companyId, migrationId, partId, entity, intervalNo, before],
    );
    await tx.execute(
      `delete from migration_missing_records m where m.company_id = $1 and m.migration_id = $2 and m.entity = $4
          and m.external_id in ${present}`,
      [tx.companyId, migrationId, partId, entity],
    );
  }
  const [total] = await tx.query<{ count: number }>(
    'select count(*) from migration_missing_records where company_id = $1 and migration_id = $2',
    [tx.companyId, migrationId],
  );
  return total?.count ?? 0;
}
