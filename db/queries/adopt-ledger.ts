import type { MappingDifference } from '../../src/contract/mapping.ts';
import { type Entity, entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { joinPhases, referencesOf, stagedPhases } from './phases-referred-to.ts';
import { type EntityStep, mine } from './staged-decisions.ts';

/** SQL that finds the ledger line of a staged row. `$1` is the company, `$2` the migration. */
const lineOf = (entity: Entity) =>
  `r.company_id = $1 and r.migration_id = $2::uuid and r.entity = '${entity.name}'
   and r.file_no = s.file_no and r.row_no = s.row_no and r.part_no = s.part_no`;

/**
 * What is loaded stands as the ledger has it, whatever would be decided about it now: so nobody is asked about it again, and what refers to
 * it is decided by what is really there.
 */
export async function adoptLines({ tx, entity, values }: EntityStep): Promise<void> {
  await tx.execute(
    `update staging.${entity.table} s
        set decision = case r.disposition when 'inserted' then 'insert' when 'updated' then 'update' when 'merged' then 'merge'
                            when 'skipped' then 'skip' when 'rejected' then 'reject' else 'quarantine' end,
            decision_issue = case when s.decision <> 'ask' then s.decision_issue end,
            target_id = nullif(r.target_id, s.id), conflict_id = null
       from migration_records r where ${mine('s')} and ${lineOf(entity)}`,
    values,
  );
  // What could not be read by an earlier mapping may bring an identifier that is loaded from another row.
  await tx.execute(
    `update staging.${entity.table} s set decision = 'quarantine', decision_issue = 'error:duplicate.externalId', conflict_id = null
      where ${mine('s')} and s.decision = 'insert'
        and exists (select from ${entity.table} t where t.company_id = $1 and t.id = s.id and t.migration_id = $2::uuid)
        and not exists (select from migration_records r where ${lineOf(entity)})`,
    values,
  );
}

/** A migration with phases, its entities in load order, and the number of its last phase. */
export interface LoadedPhases {
  readonly migrationId: string;
  readonly entities: readonly string[];
  readonly last: number;
}

/**
 * Once phases are loaded, records that are staged anew may have changed sides: what has its line keeps the phase in which it was loaded;
 * what has none, in a slice that is done with, comes in the next phase, and so does what refers to it.
 */
export async function keepLoadedPhases(
  tx: CompanyTransaction,
  { migrationId, entities, last }: LoadedPhases,
): Promise<void> {
  const values = [tx.companyId, migrationId];
  const [{ loaded = 0 } = {}] = await tx.query<{ loaded: number }>(
    'select max(phase_no) as loaded from migration_slices where company_id = $1 and migration_id = $2',
    values,
  );
  if (!loaded) return;
  for (const entity of entities.map(entityNamed)) {
    const parents = referencesOf(entity).map(({ column, entity: parent }) => ({
      id: `s.${column}`,
      phases: stagedPhases(parent),
    }));
    const { joins, latest } = joinPhases(parents);
    await tx.execute(
      `update staging.${entity.table} s set phase_no = r.phase_no from migration_records r where ${mine('s')} and ${lineOf(entity)}`,
      values,
    );
    await tx.execute(
      `with placed as (
         select s.file_no, s.row_no, s.part_no, s.chunk_no, greatest(s.phase_no, ${latest}) as phase_no
           from staging.${entity.table} s ${joins}
          where ${mine('s')} and not exists (select from migration_records r where ${lineOf(entity)})
       )
       update staging.${entity.table} s
          set phase_no = case when exists (select from migration_slices m
                                            where m.company_id = $1 and m.migration_id = $2::uuid and m.entity = $3
                                              and m.file_no = p.file_no and m.chunk_no = p.chunk_no and m.phase_no = p.phase_no)
                              then $4 else p.phase_no end
         from placed p
        where ${mine('s')} and s.file_no = p.file_no and s.row_no = p.row_no and s.part_no = p.part_no`,
      [...values, entity.name, Math.min(loaded + 1, last)],
    );
    await tx.execute(
      `update staging.refused s set phase_no = r.phase_no from migration_records r
        where ${mine('s')} and s.entity = '${entity.name}' and ${lineOf(entity)}`,
      values,
    );
  }
}

/** How many of the records that are loaded would turn out otherwise as they are staged now, entity by entity. */
export async function compareLoaded(
  tx: CompanyTransaction,
  migrationId: string,
  entities: readonly string[],
): Promise<MappingDifference> {
  const difference: Record<string, MappingDifference[string]> = {};
  for (const entity of entities.map(entityNamed)) {
    const [counts] = await tx.query<{ loaded: number; otherwise: number }>(
      `select count(*) as loaded, count(*) filter (where s.fingerprint is distinct from r.fingerprint) as otherwise
         from migration_records r
         left join staging.${entity.table} s on ${mine('s')} and ${lineOf(entity)}
        where r.company_id = $1 and r.migration_id = $2::uuid and r.entity = '${entity.name}'`,
      [tx.companyId, migrationId],
    );
    if (counts && Number(counts.loaded) > 0)
      difference[entity.name] = { loaded: Number(counts.loaded), otherwise: Number(counts.otherwise) };
  }
  return difference;
}
