import type { WorkflowStack } from './workflow-stack.ts';

/**
 * Lets every slice of the companies whose id begins with `slow-` take its time in extracting, validating and loading, so that a small
 * migration can be met in the middle of a step, on a fast machine too.
 */
export async function slowDown(stack: WorkflowStack): Promise<void> {
  const secondsASlice = { migration_chunks: 0.05, 'staging.slices': 0.05, migration_slices: 0.1 };
  await stack.asSuperuser(
    `create function be_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(tg_argv[0]::float8); return new; end $$`,
  );
  for (const [table, seconds] of Object.entries(secondsASlice)) {
    await stack.asSuperuser(
      `create trigger slow before insert on ${table} for each row when (new.company_id like 'slow-%') execute function be_slow('${seconds}')`,
    );
  }
}
