import type { Migration } from '../src/contract/migration.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { passChecklist } from './steps/checklist.ts';
import { load } from './steps/load.ts';
import { prepare } from './steps/prepare.ts';
import { report } from './steps/report.ts';
import { verify } from './steps/verify.ts';
import { withinWindow } from './steps/window.ts';

/**
 * Everything at once:
 * 1. backup: the company's target as it is, sealed, read back;
 * 2. extract: the source, once, into landing chunks;
 * 3. map: columns to fields, approved by a person or by rule;
 * 4. validate: landing rows become staged records, and it is decided about each;
 * 5. load, once the checklist is ticked where there is one: slice by slice, target and ledger together;
 * 6. verify: target against ledger against landing;
 * 7. report: what became of every record, on record.
 * A step that fails for good, or a freeze window that ends before 6, undoes what was done, in reverse order.
 */
export async function bigBangMigration(input: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(input);
  const { isDryRun } = input.request;
  return run.toItsEnd(async () => {
    const files = await prepare(run);
    if (!isDryRun) {
      await passChecklist(run, files);
      await withinWindow(run, async () => {
        await load(run, files);
        await verify(run, files);
      });
    }
    await report(run);
  });
}
