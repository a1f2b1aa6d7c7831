import type { WorkflowStack } from './workflow-stack.ts';

/**
 * Lets every slice of the companies whose id begins with `slow-` take its time in extracting, validating and loading, so that a small
 * migration works for longer than one activity does, on a fast machine too; and writes down when each came.
 */
export async function slowDown(stack: WorkflowStack): Promise<void> {
  const secondsASlice = { migration_chunks: 0.05, 'staging.slices': 0.05, migration_slices: 0.1 };
  await stack.asSuperuser('create table slices_seen (company text not null, at timestamptz not null)');
  await stack.asSuperuser(
    `create function be_slow() returns trigger language plpgsql security definer as $$ begin
       perform pg_sleep(tg_argv[0]::float8);
       insert into slices_seen values (new.company_id, clock_timestamp());
       return new;
     end $$`,
  );
  for (const [table, seconds] of Object.entries(secondsASlice)) {
    await stack.asSuperuser(
      `create trigger slow before insert on ${table} for each row when (new.company_id like 'slow-%') execute function be_slow('${seconds}')`,
    );
  }
}

/** By how many seconds the last slice of a company came after a time, as the database's clock has it. */
export async function secondsToLastSlice(stack: WorkflowStack, companyId: string, time: string): Promise<number> {
  const [found] = await stack.asSuperuser<{ seconds: number }>(
    `select extract(epoch from max(at) - $2::timestamptz)::float8 as seconds from slices_seen where company = $1`,
    [companyId, time],
  );
  return found?.seconds ?? Number.NaN;
}
