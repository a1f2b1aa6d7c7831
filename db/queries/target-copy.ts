import { catalogue } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fieldColumns } from '../target-columns.ts';

export interface TargetTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Every target table with all of its columns, in load order. */
export const targetTables: readonly TargetTable[] = catalogue.map((entity) => ({
  table: entity.table,
  columns: ['company_id', 'id', 'source_system', ...fieldColumns(entity), 'migration_id', 'created_at', 'updated_at'],
}));

/** The company's rows of a table in COPY's text format, ordered by id so that the same rows give the same bytes. */
export function copyTableOut(tx: CompanyTransaction, table: string, columns: readonly string[]): AsyncIterable<Buffer> {
  return tx.copyOut(`copy (select ${columns.join(', ')} from ${table} order by id) to stdout`);
}

/** Removes every row of the company from every target table, whoever refers to whom. */
export async function clearTarget(tx: CompanyTransaction): Promise<void> {
  for (const { table } of targetTables.toReversed())
    await tx.execute(`delete from ${table} where company_id = $1`, [tx.companyId]);
}

/** Puts rows back that `copyTableOut` gave. @returns how many. */
export async function copyTableIn(
  tx: CompanyTransaction,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<Buffer>,
): Promise<number> {
  const list = columns.join(', ');
  await tx.execute(`create temporary table if not exists restored_${table} (like ${table}) on commit delete rows`);
  await tx.copyIn(`copy restored_${table} (${list}) from stdin`, chunks);
  return tx.execute(`insert into ${table} (${list}) select ${list} from restored_${table}`);
}
