import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { askedIn, type EntityStep, mine, targetIdOf } from './staged-decisions.ts';

/** One record that is at issue in a conflict, as a person sees it. */
export interface ConflictSide {
  readonly side: 'existing' | 'new';
  /** Where it stands: in the source, or in the target already. */
  readonly origin: 'source' | 'target';
  readonly externalId: string | null;
  /** Value of each filled field, as text; null where the record could not be read. References are internal ids. */
  readonly values: Readonly<Record<string, string>> | null;
  readonly issues: readonly string[];
  /** File and line in the source; null for a row of the target. */
  readonly file: string | null;
  readonly line: number | null;
  /** `[column, text]` in file order, as the source gave them. */
  readonly raw: readonly (readonly [string, string])[] | null;
}

/** So many newcomers of a conflict are kept for people to look at; all of them are decided. */
const sidesKept = 20;

const technical = [
  ...[
    'company_id',
    'migration_id',
    'file_no',
    'row_no',
    'part_no',
    'chunk_no',
    'id',
    'fingerprint',
    'issues',
    'originals',
  ],
  ...['decision', 'decision_issue', 'target_id', 'conflict_id', 'phase_no', 'as_staged', 'source_fingerprint', 'place'],
  ...['source_system', 'created_at', 'updated_at'],
];
const imageOf = (row: string) => `to_jsonb(${row}) - '{${technical.join(',')}}'::text[]`;

const insertInto = `insert into migration_conflict_sides
  (company_id, migration_id, conflict_id, side_no, side, origin, external_id, image, issues, landed_in, file_no, chunk_no, row_no)`;

/**
 * Keeps both sides of the open conflicts of a code, as they are now. What was kept of them before makes way.
 * @param hasOther False where there is no other side, as with a reference to nobody.
 */
export async function keepSides(step: EntityStep, code: string, hasOther: boolean): Promise<void> {
  const { tx, entity, before, values } = step;
  const parameters = [...values, code, `error:${code}`, entity.name];
  const asked = `asked as (
    select s.*, row_number() over (partition by s.conflict_id order by s.file_no, s.row_no, s.part_no) as place
      from staging.${entity.table} s
      join migration_conflicts c on c.company_id = $1 and c.migration_id = ${askedIn} and c.id = s.conflict_id
                                and c.code = $3 and c.entity = $5 and c.resolution is null
     where ${mine('s')} and s.decision = 'ask' and s.decision_issue = $4)`;
  await tx.execute(
    `with ${asked} delete from migration_conflict_sides d
      where d.company_id = $1 and d.migration_id = ${askedIn} and d.conflict_id in (select conflict_id from asked)`,
    parameters,
  );
  const sourceSide = (row: string, sideNo: string, side: string) =>
    `select $1, ${askedIn}, a.conflict_id, ${sideNo}, '${side}', 'source', ${row}.external_id, ${imageOf(row)}, ${row}.issues, $2::uuid,
            ${row}.file_no, ${row}.chunk_no, ${row}.row_no`;
  const others = `
    union all
    ${sourceSide('f', '1', 'existing')}
      from asked a join staging.${entity.table} f on ${mine('f')} and f.id = ${targetIdOf('a')} and f.decision = 'insert'
     where a.place = 1
    union all
    select $1, ${askedIn}, a.conflict_id, 1, 'existing', 'target', t.external_id, ${imageOf('t')}, null, null, null, null, null
      from asked a join ${before} t on t.company_id = $1 and t.id = ${targetIdOf('a')} and t.migration_id is distinct from $2::uuid
     where a.place = 1 and not exists (select from staging.${entity.table} f
                                        where ${mine('f')} and f.id = ${targetIdOf('a')} and f.decision = 'insert')`;
  await tx.execute(
    `with ${asked} ${insertInto}
     ${sourceSide('a', 'a.place + 1', 'new')} from asked a where a.place <= ${sidesKept}
     ${hasOther ? others : ''}
     on conflict do nothing`,
    parameters,
  );
  if (!hasOther) return;
  await markClinical(step, code);
  await offerMerges(step, code);
}

/**
 * Opens conflicts again whose row in the target was edited since a person decided to write over it, and before that was done: they decided
 * about another row.
 */
export async function reopenMoved({ tx, entity, before, values }: EntityStep, code: string): Promise<void> {
  await tx.execute(
    `update migration_conflicts c set resolution = null, merge = null, decided_by = null, reason = null, decided_at = null
       from migration_conflict_sides o, staging.${entity.table} s, ${before} t
      where c.company_id = $1 and c.migration_id = ${askedIn} and c.code = $3 and c.entity = $4
        and c.resolution in ('useNew', 'merge') and c.policy is null and c.applied_at is null
        and o.company_id = $1 and o.migration_id = c.migration_id and o.conflict_id = c.id and o.origin = 'target'
        and ${mine('s')} and s.conflict_id = c.id and s.decision = 'ask'
        and t.company_id = $1 and t.id = ${targetIdOf('s')} and t.migration_id is distinct from $2::uuid
        and (${imageOf('t')}) is distinct from o.image`,
    [...values, code, entity.name],
  );
}

/** Marks open conflicts whose sides differ in a clinical value. */
async function markClinical({ tx, entity, values }: EntityStep, code: string): Promise<void> {
  const harmless = entity.fields.filter(({ isClinical }) => !isClinical).map(({ column }) => column);
  await tx.execute(
    `update migration_conflicts c
        set is_clinical = exists (
              select from migration_conflict_sides n
                join migration_conflict_sides o using (company_id, migration_id, conflict_id)
               where n.company_id = $1 and n.migration_id = c.migration_id and n.conflict_id = c.id and n.side = 'new' and o.side = 'existing'
                 and (n.image - $5::text[]) is distinct from (o.image - $5::text[]))
      where c.company_id = $1 and c.migration_id = ${askedIn} and $2::uuid is not null and c.code = $3 and c.entity = $4
        and c.resolution is null`,
    [...values, code, entity.name, harmless],
  );
}

/** Open conflicts offer a merge where there is another side: a row may have been removed from the target. */
async function offerMerges({ tx, entity, values }: EntityStep, code: string): Promise<void> {
  await tx.execute(
    `update migration_conflicts c set choices = array_remove(c.choices, 'merge')
      where c.company_id = $1 and c.migration_id = ${askedIn} and $2::uuid is not null and c.code = $3 and c.entity = $4
        and c.resolution is null and 'merge' = any (c.choices)
        and not exists (select from migration_conflict_sides o
                         where o.company_id = $1 and o.migration_id = c.migration_id and o.conflict_id = c.id and o.side = 'existing')`,
    [...values, code, entity.name],
  );
}

/** Chunks of a landing that hold sides whose source was not read yet. */
export async function listUnreadChunks(
  tx: CompanyTransaction,
  landedIn: string,
): Promise<{ readonly fileNo: number; readonly chunkNo: number }[]> {
  return tx.query(
    `select distinct file_no as "fileNo", chunk_no as "chunkNo" from migration_conflict_sides
      where company_id = $1 and landed_in = $2 and raw is null order by 1, 2`,
    [tx.companyId, landedIn],
  );
}

/** Keeps what the source says of sides, by row of a file. A repeat changes nothing. */
export async function keepRaw(
  tx: CompanyTransaction,
  landedIn: string,
  fileNo: number,
  rows: readonly {
    readonly rowNo: number;
    readonly file: string;
    readonly line: number;
    readonly raw: readonly (readonly [string, string])[];
  }[],
): Promise<void> {
  await tx.execute(
    `update migration_conflict_sides s set file = r.file, line = r.line, raw = r.raw
       from jsonb_to_recordset($4) as r ("rowNo" integer, file text, line integer, raw jsonb)
      where s.company_id = $1 and s.landed_in = $2 and s.file_no = $3 and s.row_no = r."rowNo" and s.raw is null`,
    [tx.companyId, landedIn, fileNo, JSON.stringify(rows)],
  );
}

/** Numbers of the rows of a chunk that are sides and were not read yet. */
export async function listUnreadRows(
  tx: CompanyTransaction,
  landedIn: string,
  chunk: { readonly fileNo: number; readonly chunkNo: number },
): Promise<ReadonlySet<number>> {
  const rows = await tx.query<{ rowNo: number }>(
    `select distinct row_no as "rowNo" from migration_conflict_sides
      where company_id = $1 and landed_in = $2 and file_no = $3 and chunk_no = $4 and raw is null`,
    [tx.companyId, landedIn, chunk.fileNo, chunk.chunkNo],
  );
  return new Set(rows.map(({ rowNo }) => rowNo));
}

/** Both sides of a conflict, the existing one first; empty where it was decided by rule when it was raised. */
export async function listSides(
  tx: CompanyTransaction,
  migrationId: string,
  conflict: { readonly id: string; readonly entity: string },
): Promise<ConflictSide[]> {
  const rows = await tx.query<Omit<ConflictSide, 'values'> & { image: Record<string, unknown> | null }>(
    `select side, origin, external_id as "externalId", image, coalesce(issues, '{}') as issues, file, line, raw
       from migration_conflict_sides where company_id = $1 and migration_id = $2 and conflict_id = $3 order by side_no`,
    [tx.companyId, migrationId, conflict.id],
  );
  const { fields } = entityNamed(conflict.entity);
  return rows.map(({ image, ...side }) => ({
    ...side,
    values:
      image &&
      Object.fromEntries(
        fields.flatMap(({ name, column }) => (image[column] == null ? [] : [[name, String(image[column])] as const])),
      ),
  }));
}

/** One field of both sides of a conflict. */
export interface ComparedField {
  readonly field: string;
  readonly existing: string | null;
  readonly new: string | null;
  readonly differs: boolean;
  readonly isClinical: boolean;
}

/** The existing side and the first newcomer, field by field, without fields that both leave blank; empty where there are no two sides. */
export function compareSides(entityName: string, sides: readonly ConflictSide[]): ComparedField[] {
  const existing = sides.find(({ side }) => side === 'existing')?.values;
  const fresh = sides.find(({ side }) => side === 'new')?.values;
  if (!existing || !fresh) return [];
  return entityNamed(entityName).fields.flatMap(({ name, isClinical }) => {
    const [was, is] = [existing[name] ?? null, fresh[name] ?? null];
    return was === null && is === null
      ? []
      : [{ field: name, existing: was, new: is, differs: was !== is, isClinical }];
  });
}
