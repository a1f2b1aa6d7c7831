import type { CompanyTransaction } from '../database.ts';
import type { CompanyTable } from './company-tables.ts';

type Place = Pick<CompanyTable, 'table' | 'columns' | 'key'>;

/** Settings on which the text of a value depends; without them the same row could give different bytes on another server. */
export async function fixTextForms(tx: CompanyTransaction): Promise<void> {
  await tx.query(
    `select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'iso_8601', true),
            set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`,
  );
}

/**
 * The company's rows of a table in COPY's text format, in the order of the key: the same rows give the same bytes.
 * @param schema default: the target's own.
 */
export function copyRowsOut(tx: CompanyTransaction, place: Place, schema = 'public'): AsyncIterable<Buffer> {
  const order = place.key.map(({ column, isText }) => (isText ? `${column} collate "C"` : column)).join(', ');
  return tx.copyOut(
    `copy (select ${place.columns.join(', ')} from ${schema}.${place.table} where company_id = '${tx.companyId}' order by ${order}) to stdout`,
  );
}

/** The moment that this transaction began, by the database's clock, ISO 8601. */
export async function readMoment(tx: CompanyTransaction): Promise<string> {
  const [moment] = await tx.query<{ now: string }>('select now() as now');
  return new Date(moment?.now ?? '').toISOString();
}

/** The company's rows of a table, by the database's own count. */
export async function countRows(tx: CompanyTransaction, table: string): Promise<number> {
  const [count] = await tx.query<{ rows: number }>(
    `select count(*) as rows from public.${table} where company_id = $1`,
    [tx.companyId],
  );
  return count?.rows ?? 0;
}

/** Puts rows that `copyRowsOut` gave into a table of this transaction alone, with the checks and keys of the real one. @returns its name. */
export async function copyRowsAside(
  tx: CompanyTransaction,
  { table, columns }: Place,
  chunks: AsyncIterable<Buffer>,
): Promise<string> {
  const aside = asideOf(table);
  await tx.execute(
    `create temporary table ${aside} (like public.${table} including all excluding identity) on commit drop`,
  );
  await tx.copyIn(`copy pg_temp.${aside} (${columns.join(', ')}) from stdin`, chunks);
  return aside;
}

/** The rows that were put aside, as `copyRowsOut` gives them. */
export function copyAsideOut(tx: CompanyTransaction, place: Place): AsyncIterable<Buffer> {
  return copyRowsOut(tx, { ...place, table: asideOf(place.table) }, 'pg_temp');
}

/** Takes one row out of what was put aside, so that it is no longer the whole. */
export async function loseRowAside(tx: CompanyTransaction, table: string): Promise<void> {
  const aside = `pg_temp.${asideOf(table)}`;
  await tx.execute(`delete from ${aside} where ctid = (select ctid from ${aside} limit 1)`);
}

/** Moves what was put aside into a table. @returns how many rows were put there. */
export async function insertFromAside(
  tx: CompanyTransaction,
  { table, columns }: Place,
  schema: string,
  onConflict: 'fail' | 'keep',
): Promise<number> {
  const list = columns.join(', ');
  return tx.execute(
    `insert into ${schema}.${table} (${list}) overriding system value select ${list} from pg_temp.${asideOf(table)}
     ${onConflict === 'keep' ? 'on conflict do nothing' : ''}`,
  );
}

/** Rows of what was put aside that are there under the same key, and of these, those that differ. */
export async function compareWithAside(
  tx: CompanyTransaction,
  { table, columns, key }: Place,
): Promise<{ readonly known: number; readonly different: number }> {
  const same = key.map(({ column }) => `a.${column} = t.${column}`).join(' and ');
  const text = (alias: string) => `row(${columns.map((column) => `${alias}.${column}`).join(', ')})::text`;
  const [counts] = await tx.query<{ known: number; different: number }>(
    `select count(*) as known, count(*) filter (where ${text('a')} <> ${text('t')}) as different
       from pg_temp.${asideOf(table)} a join public.${table} t on ${same}`,
  );
  return counts ?? { known: 0, different: 0 };
}

/** Removes what was put aside, before the transaction ends. */
export async function dropAside(tx: CompanyTransaction, table: string): Promise<void> {
  await tx.execute(`drop table pg_temp.${asideOf(table)}`);
}

/** Removes every row of the company from target tables. @param tables in the order in which they can be filled. */
export async function clearTables(tx: CompanyTransaction, tables: readonly string[]): Promise<number> {
  let rows = 0;
  for (const table of tables.toReversed())
    rows += await tx.execute(`delete from public.${table} where company_id = $1`, [tx.companyId]);
  return rows;
}

/** Lets the numbers of a table's rows go on after the highest that the company has there. */
export async function raiseNumbers(tx: CompanyTransaction, { table, isNumbered }: CompanyTable): Promise<void> {
  if (isNumbered) await tx.query('select public.raise_numbers($1)', [table]);
}

/** Makes an empty schema with the tables of the company; one of the same suffix is replaced. @returns its name. */
export async function openRecoverySchema(tx: CompanyTransaction, suffix: string): Promise<string> {
  const [made] = await tx.query<{ name: string }>('select public.open_recovery_schema($1) as name', [suffix]);
  return made?.name ?? '';
}

/** Removes such a schema. A repeat changes nothing. */
export async function dropRecoverySchema(tx: CompanyTransaction, name: string): Promise<void> {
  await tx.query('select public.drop_recovery_schema($1)', [name]);
}

/** Schemas that the company has for recovery, with when they were made. */
export function listRecoverySchemas(tx: CompanyTransaction): Promise<{ name: string; madeAt: string }[]> {
  return tx.query(
    `select nspname as name, obj_description(oid, 'pg_namespace')::timestamptz as "madeAt" from pg_namespace
      where starts_with(nspname, 'recovery_' || substr(md5($1), 1, 16) || '_') order by 1`,
    [tx.companyId],
  );
}

function asideOf(table: string): string {
  return `restored_${table}`;
}
