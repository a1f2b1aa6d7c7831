import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

/** How many records of an entity are eligible, and how many of them have an issue of each severity. */
export interface SeverityCounts {
  readonly entity: string;
  readonly eligible: number;
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** Counts over what is staged and decided. What is still to be answered by a person counts by its other issues alone. */
export async function countSeverities(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
): Promise<SeverityCounts[]> {
  const counts: SeverityCounts[] = [];
  for (const entity of entities) {
    const [row] = await tx.query<Omit<SeverityCounts, 'entity'>>(
      `with records as (
         select coalesce(issues, '{}') || case when decision_issue is null or decision = 'ask' then '{}' else array[decision_issue] end as issues
           from staging.${entityNamed(entity).table} where company_id = $1 and migration_id = $2
         union all
         select issues from staging.refused where company_id = $1 and migration_id = $2 and entity = $3
       )
       select count(*) as eligible, ${(['error', 'warning', 'info'] as const)
         .map(
           (severity) =>
             `count(*) filter (where exists (select from unnest(issues) i where i like '${severity}:%')) as ${severity}`,
         )
         .join(', ')}
         from records`,
      [tx.companyId, migrationId, entity],
    );
    if (!row) continue;
    const { eligible, error, warning, info } = row;
    counts.push({
      entity,
      ...{ eligible: Number(eligible), error: Number(error), warning: Number(warning), info: Number(info) },
    });
  }
  return counts;
}
