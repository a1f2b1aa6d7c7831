import type { UndoEnd, UndoLine, UndoResult } from '../../../src/contract/undo.ts';
import { entityNamed } from '../../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../../database.ts';
import type { Page } from './plan-undo.ts';
import { lineColumns, staysFirst } from './read-plan.ts';
import { imageOf } from './references.ts';
import type { UndoRecord } from './undo-record.ts';

/** Lines of an undo, `p`, with the end that each came to. `$1` is the company, `$2` the migration, `$3` the undo. */
const endedLines = `(select l.*, coalesce(m.ended, l.planned) as ended, coalesce(m.reason, l.reason) as ended_because
   from migration_undo_rows l left join migration_undo_moved m using (company_id, undo_id, target_id)
  where l.company_id = $1 and $2::uuid is not null and l.undo_id = $3)`;

const valuesOf = (tx: CompanyTransaction, { id, migrationId }: UndoRecord) => [tx.companyId, migrationId, id];

/**
 * How the rows of an undo have ended, exact, by one look at each of them and at what stands in its place. `unfinished` are batches that are
 * still to be done; `standing`, by entity, are rows that should have been removed or restored and stand in the version that the plan saw.
 */
export async function sumUndo(
  tx: CompanyTransaction,
  undo: UndoRecord,
): Promise<
  Omit<UndoResult, 'undoId' | 'integrity'> & {
    readonly unfinished: number;
    readonly standing: readonly { readonly entity: string; readonly rows: number }[];
  }
> {
  const ends: EndsOfEntity[] = [];
  for (const entity of await listEntities(tx, undo)) ends.push(...(await countEnds(tx, undo, entity)));
  const sum = (of: 'count' | 'moved', end?: UndoEnd) =>
    ends.reduce((all, row) => all + (end === undefined || row.ended === end ? row[of] : 0), 0);
  const [batches] = await tx.query<{ done: number }>(
    `select count(*) as done from migration_undo_batches where company_id = $1 and undo_id = $2`,
    [tx.companyId, undo.id],
  );
  return {
    removed: sum('count', 'removed'),
    restored: sum('count', 'restored'),
    kept: sum('count', 'kept'),
    refused: sum('count', 'refused'),
    moved: sum('moved'),
    unfinished: Math.max(0, ...undo.turns.map(({ to }) => to)) - (batches?.done ?? 0),
    standing: ends.filter(({ standing }) => standing > 0).map(({ entity, standing: rows }) => ({ entity, rows })),
  };
}

interface EndsOfEntity {
  readonly entity: string;
  readonly ended: UndoEnd;
  readonly count: number;
  readonly moved: number;
  readonly standing: number;
}

/** Entities with rows in the undo, also where nothing is done to them. */
async function listEntities(tx: CompanyTransaction, undo: UndoRecord): Promise<Set<string>> {
  const kept = await tx.query<{ entity: string }>(
    `select distinct entity from migration_undo_lines where company_id = $1 and undo_id = $2`,
    [tx.companyId, undo.id],
  );
  return new Set([...undo.turns, ...kept].map(({ entity }) => entity));
}

function countEnds(tx: CompanyTransaction, undo: UndoRecord, entityName: string): Promise<EndsOfEntity[]> {
  const { table } = entityNamed(entityName);
  return tx.query<EndsOfEntity>(
    `select $4::text as entity, p.ended, count(*), count(*) filter (where p.ended_because = 'moved') as moved,
            count(*) filter (where p.ended in ('removed', 'restored') and t.xmin = p.seen) as standing
       from ${endedLines} p left join ${table} t on t.company_id = p.company_id and t.id = p.target_id
      where p.entity = $4 group by p.ended`,
    [...valuesOf(tx, undo), entityName],
  );
}

/** Compares every restored row of an entity, all of its columns, with the image to which it was to go back. */
export async function compareRestored(
  tx: CompanyTransaction,
  undo: UndoRecord,
  entityName: string,
): Promise<{ readonly compared: number; readonly different: number }> {
  const entity = entityNamed(entityName);
  const [row] = await tx.query<{ compared: number; different: number }>(
    `select count(*) as compared,
            count(*) filter (where to_jsonb(t) is distinct from ${imageOf('p', entity)}) as different
       from ${endedLines} p left join ${entity.table} t on t.company_id = p.company_id and t.id = p.target_id
      where p.entity = $4 and p.ended = 'restored'`,
    [...valuesOf(tx, undo), entityName],
  );
  return row ?? { compared: 0, different: 0 };
}

/** One page of the rows of an undo with the end that each came to: those that stay first. */
export async function listEndedLines(
  tx: CompanyTransaction,
  undo: UndoRecord,
  page: Page,
): Promise<readonly UndoLine[]> {
  const order = `${staysFirst('ended', 'ended_because')}, entity, target_id`;
  return tx.query<UndoLine>(
    `select ${lineColumns}, p.ended as end, p.ended_because as reason
       from (select * from ${endedLines} every order by ${order} limit $4 offset $5) p order by ${order}`,
    [...valuesOf(tx, undo), page.limit, page.offset],
  );
}
