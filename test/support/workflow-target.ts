import type { WorkflowStack } from './workflow-stack.ts';

/** Every row of the company's patients and examinations with every column, in order: what must be equal is compared as a whole. */
export async function dumpTarget(stack: WorkflowStack, companyId: string): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const table of ['patients', 'examinations']) {
    const rows = await stack.asSuperuser<{ row: unknown }>(
      `select to_jsonb(t) as row from ${table} t where company_id = $1 order by id`,
      [companyId],
    );
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}

/** Ids and external ids of the company's patients, in order. */
export function listPatients(
  stack: WorkflowStack,
  companyId: string,
): Promise<{ id: string; external_id: string; last_name: string }[]> {
  return stack.asSuperuser(
    'select id, external_id, last_name from patients where company_id = $1 order by external_id',
    [companyId],
  );
}
