import { StepFailure } from '../../src/contract/failure.ts';
import { catalogue } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

/** A table that holds rows of a company, as the database has it now. */
export interface CompanyTable {
  readonly table: string;
  /** `target`: what is migrated; a restore replaces it. `record`: what the jobs keep about it; a restore adds what is missing. */
  readonly kind: 'target' | 'record';
  /** What can be written, in the order of the table. */
  readonly columns: readonly string[];
  /** Columns that a row must bring along: not null and without a default. */
  readonly required: readonly string[];
  /** The primary key; a text among it is compared byte by byte. */
  readonly key: readonly { readonly column: string; readonly isText: boolean }[];
  /** Whether rows can be added and never be changed, as in the audit. */
  readonly isAppendOnly: boolean;
  /** Whether a sequence numbers its rows. */
  readonly isNumbered: boolean;
}

interface CatalogRow {
  readonly table: string;
  readonly columns: readonly string[];
  readonly required: readonly string[];
  readonly key: CompanyTable['key'];
  readonly references: readonly string[];
  readonly isAppendOnly: boolean;
  readonly isReadable: boolean;
  readonly policies: readonly string[];
  readonly isNumbered: boolean;
}

const targets = new Set(catalogue.map(({ table }) => table));

/**
 * Every table with rows of the company but the staging, which can be made again: in an order in which they can be filled.
 * @throws StepFailure `databaseRefused` where this role would see only a part of the company's rows: without the company's
 * context, without the right to read a table, or behind a policy other than the one of tenancy. A backup made so would be a part
 * that looks like a whole.
 */
export async function listCompanyTables(tx: CompanyTransaction): Promise<CompanyTable[]> {
  const [context] = await tx.query<{ company: string | null; isSeen: boolean }>(
    `select nullif(current_setting('app.current_company_id', true), '') as company,
            exists (select from companies where company_id = $1) as "isSeen"`,
    [tx.companyId],
  );
  if (context?.company !== tx.companyId || !context.isSeen)
    throw new StepFailure(
      'databaseRefused',
      `This connection does not see company ${tx.companyId}; nothing can be said of its rows.`,
    );
  const rows = await tx.query<CatalogRow>(catalogQuery);
  const hidden = rows.filter(({ isReadable, policies }) => !isReadable || policies.join() !== 'company_isolation');
  if (hidden.length > 0) {
    const names = hidden.map(({ table }) => table).join(', ');
    throw new StepFailure('databaseRefused', `This role may not see every row of the company in: ${names}.`);
  }
  return inOrder(rows).map(({ references, policies, isReadable, ...table }) => ({
    ...table,
    kind: targets.has(table.table) ? 'target' : 'record',
  }));
}

/**
 * What is of this moment alone: who waits to be told of an end, and what goes on now. Neither means anything once its workflow is over, and
 * an address is deleted then; a backup would keep it for a month.
 */
const passing: ReadonlySet<string> = new Set(['completion_notices', 'target_claims']);

/** The tables that a backup holds: all but those of which nothing is to be kept. @throws StepFailure as `listCompanyTables`. */
export async function listTablesToBackUp(tx: CompanyTransaction): Promise<CompanyTable[]> {
  return (await listCompanyTables(tx)).filter(({ table }) => !passing.has(table));
}

const catalogQuery = `
  select c.relname as "table",
         array(select quote_ident(a.attname) from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
         array(select quote_ident(a.attname) from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  and a.attnotnull and not a.atthasdef and a.attidentity = '' order by a.attnum) as required,
         coalesce((select jsonb_agg(jsonb_build_object('column', quote_ident(a.attname), 'isText', a.atttypid = 'text'::regtype) order by k.place)
            from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place), pg_attribute a
           where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum), '[]') as key,
         array(select distinct f.confrelid::regclass::text from pg_constraint f
                where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid order by 1) as references,
         not has_table_privilege(c.oid, 'update') as "isAppendOnly",
         has_table_privilege(c.oid, 'select') as "isReadable",
         array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped) as "isNumbered"
    from pg_class c
    join pg_attribute company on company.attrelid = c.oid and company.attname = 'company_id' and not company.attisdropped
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
   order by 1`;

/**
 * What is referred to comes first; then records, before the target, whose every change adds to the records; then the name decides.
 * @throws Error where tables refer to each other in a ring.
 */
function inOrder(rows: readonly CatalogRow[]): CatalogRow[] {
  const ordered: CatalogRow[] = [];
  const rest = rows.toSorted((a, b) => Number(targets.has(a.table)) - Number(targets.has(b.table)));
  while (rest.length > 0) {
    const next = rest.findIndex(({ references }) => !rest.some(({ table }) => references.includes(table)));
    const [found] = next === -1 ? [] : rest.splice(next, 1);
    if (!found) throw new Error(`Tables refer to each other in a ring: ${rest.map(({ table }) => table).join(', ')}.`);
    ordered.push(found);
  }
  return ordered;
}
