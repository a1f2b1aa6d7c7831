import type { Migration } from '../src/contract/migration.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { backUp } from './steps/back-up.ts';
import { expectWork } from './steps/expect-work.ts';
import { extract, openSource } from './steps/extract.ts';
import { load } from './steps/load.ts';
import { map } from './steps/map.ts';
import { report } from './steps/report.ts';
import { validate } from './steps/validate.ts';
import { verify } from './steps/verify.ts';

/**
 * Everything at once:
 * 1. backup: the company's target as it is, sealed, read back;
 * 2. extract: the source, once, into landing chunks;
 * 3. map: columns to fields, approved by a person or by rule;
 * 4. validate: landing rows become staged records, and it is decided about each;
 * 5. load: slice by slice, target and ledger together;
 * 6. verify: target against ledger against landing;
 * 7. report: what became of every record, on record.
 * A step that fails for good undoes what was done, in reverse order.
 */
export async function bigBangMigration(input: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(input);
  const { isDryRun } = input.request;
  return run.toItsEnd(async () => {
    const opened = await openSource(run);
    if (!isDryRun) await backUp(run);
    const files = await extract(run, opened);
    const plan = await map(run);
    expectWork(run, files, plan);
    await validate(run, files, plan);
    if (!isDryRun) {
      await load(run, files, plan);
      await verify(run, files, plan);
    }
    await report(run, plan);
  });
}
