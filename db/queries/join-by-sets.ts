import type { CompanyTransaction } from '../database.ts';

/**
 * Has PostgreSQL join whole sets by hashes in the rest of the transaction. What was just staged or loaded has no statistics yet: it would be
 * taken for a row or two, and be looked up row by row, or merged by the first column of its key alone.
 */
export async function joinBySets(tx: CompanyTransaction): Promise<void> {
  await tx.execute('set local enable_nestloop = off');
  await tx.execute('set local enable_mergejoin = off');
}
