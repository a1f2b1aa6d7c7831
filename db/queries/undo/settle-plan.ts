import { catalogue, type Entity } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import { isLive } from './choose-lines.ts';
import { drawLines, goingIds, isInRange } from './ranges.ts';
import { identifierColumns, imageOf, references } from './references.ts';

interface Settling {
  readonly tx: CompanyTransaction;
  /** `$1` is the company, `$2` the migration. */
  readonly values: readonly [string, string];
  /** Entities of which rows are planned to be restored. */
  readonly restored: ReadonlySet<string>;
}

/**
 * Refuses what cannot go without orphaning a row that stays, and what cannot come back; lets go of dependents whose reason has gone.
 * From the entities that refer to those that are referred to, until nothing changes any more.
 */
export async function settlePlan(tx: CompanyTransaction, migrationId: string): Promise<void> {
  const values = [tx.companyId, migrationId] as const;
  await refuseReliedOn(tx, values);
  for (;;) {
    const entities = await tx.query<{ entity: string; isRestored: boolean }>(
      `select entity, bool_or(planned = 'restored') as "isRestored"
         from (select entity, planned from undo_plan union all select entity, 'removed' from undo_ranges) every group by 1`,
    );
    const restored = new Set(entities.filter(({ isRestored }) => isRestored).map(({ entity }) => entity));
    const settling = { tx, values, restored };
    const planned = catalogue.filter(({ name }) => entities.some(({ entity }) => entity === name)).toReversed();
    let unsettled = 0;
    for (const entity of planned) {
      unsettled += await refuseRestores(settling, entity);
      await refuseNeeded(settling, entity);
    }
    for (const entity of planned) unsettled += await dropIdleDependents(settling, entity);
    if (unsettled === 0) return;
  }
}

/** A later migration found the record there already and skipped or merged its own: its ledger holds only as long as the row stands. */
async function refuseReliedOn(tx: CompanyTransaction, values: readonly [string, string]): Promise<void> {
  const live = await tx.query<{ id: string }>(
    `select later.id from migration_jobs later where later.company_id = $1 and later.id <> $2 and ${isLive('later')}`,
    values,
  );
  if (live.length === 0) return;
  const ids = live.map(({ id }) => id);
  for (const entity of catalogue) {
    await tx.execute('delete from undo_needed');
    const relied = await tx.execute(
      `insert into undo_needed select target_id, min(migration_id::text) from migration_records
        where company_id = $1 and migration_id = any ($2) and entity = $3 and disposition in ('skipped', 'merged') group by 1`,
      [tx.companyId, ids, entity.name],
    );
    if (relied > 0)
      await refuseLines(tx, values[1], entity, `reason = 'reliedOn'`, `p.planned in ('removed', 'restored')`);
  }
}

/** Refuses what is in `undo_needed`, of one entity, as far as the condition allows it. @returns how many. */
async function refuseLines(
  tx: CompanyTransaction,
  migrationId: string,
  entity: Entity,
  because: string,
  condition: string,
): Promise<number> {
  await drawLines(tx, migrationId, entity);
  return tx.execute(
    `update undo_plan p set planned = 'refused', ${because}, needed_by = n.needed_by from undo_needed n
      where p.entity = $1 and p.target_id = n.id and ${condition}`,
    [entity.name],
  );
}

/** Refuses to remove a row while some row that stays, or comes back, refers to it. */
async function refuseNeeded({ tx, values, restored }: Settling, entity: Entity): Promise<number> {
  const needs = references
    .filter(({ to }) => to === entity)
    .flatMap(({ from, column }) => [
      `select o.${column} as id, '${from.name} ' || o.id as needed_by from ${from.table} o
         left join undo_plan l on l.entity = '${from.name}' and l.target_id = o.id
        where o.company_id = $1 and o.${column} is not null
          and coalesce(l.planned, case when ${isInRange('o', from)} then 'removed' else 'kept' end) in ('kept', 'refused')`,
      ...(restored.has(from.name)
        ? [
            `select (${imageOf('l', from)} ->> '${column}')::uuid, '${from.name} ' || l.target_id from undo_plan l
              where l.entity = '${from.name}' and l.planned = 'restored'`,
          ]
        : []),
    ]);
  if (needs.length === 0) return 0;
  await tx.execute('delete from undo_needed');
  const needed = await tx.execute(
    // Mostly no such row stays, and then it need not even be asked which ones go.
    `insert into undo_needed
     with needed as materialized (${needs.join(' union all ')})
     select id, min(needed_by) from needed where id in ${goingIds(entity)} group by id`,
    values,
  );
  if (needed === 0) return 0;
  return refuseLines(tx, values[1], entity, `reason = 'needed'`, `p.planned = 'removed' and p.is_there`);
}

/** Refuses to restore a row that would refer to nothing, or that would have the identifier of another one. */
async function refuseRestores({ tx, values, restored }: Settling, entity: Entity): Promise<number> {
  if (!restored.has(entity.name)) return 0;
  let refused = 0;
  for (const { column, to } of references.filter(({ from }) => from === entity)) {
    refused += await tx.execute(
      `update undo_plan p set planned = 'refused', reason = 'referenceMissing'
        where p.entity = '${entity.name}' and p.planned = 'restored' and ${imageOf('p', entity)} ->> '${column}' is not null
          and not exists (select from ${to.table} t where t.company_id = $1 and t.id = (${imageOf('p', entity)} ->> '${column}')::uuid)
          and not exists (select from undo_plan o where o.entity = '${to.name}' and o.planned = 'restored'
                             and o.target_id = (${imageOf('p', entity)} ->> '${column}')::uuid)`,
      values,
    );
  }
  for (const column of identifierColumns(entity)) {
    refused += await tx.execute(
      `update undo_plan p set planned = 'refused', reason = 'identifierTaken'
         from ${entity.table} t left join undo_plan o on o.entity = '${entity.name}' and o.target_id = t.id
        where p.entity = '${entity.name}' and p.planned = 'restored' and t.company_id = $1 and t.id <> p.target_id
          and t.${column} = ${imageOf('p', entity)} ->> '${column}'
          and (coalesce(o.planned, case when ${isInRange('t', entity)} then 'removed' else 'kept' end) in ('kept', 'refused') or not p.is_there
               or o.planned = 'restored' and ${imageOf('o', entity)} ->> '${column}' = t.${column})`,
      values,
    );
  }
  return refused;
}

/** A dependent goes only because something that it refers to goes. */
async function dropIdleDependents({ tx, values }: Settling, entity: Entity): Promise<number> {
  const reasons = references
    .filter(({ from }) => from === entity)
    .map(({ column, to }) => `t.${column} in ${goingIds(to)}`);
  if (reasons.length === 0) return 0;
  return tx.execute(
    `delete from undo_plan d using ${entity.table} t
      where d.is_dependent and d.entity = '${entity.name}' and t.company_id = $1 and $2::uuid is not null and t.id = d.target_id
        and not (${reasons.join(' or ')})`,
    values,
  );
}
