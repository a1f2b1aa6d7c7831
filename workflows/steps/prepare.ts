import type { MigrationRun } from '../migration-run.ts';
import { backUp } from './back-up.ts';
import { measured } from './checklist.ts';
import { expectWork } from './expect-work.ts';
import { type ExtractedFile, extract, openSource } from './extract.ts';
import { map } from './map.ts';
import { validate } from './validate.ts';

/**
 * Steps 1 to 4, with which every strategy begins: backup, extract, map and validate. A dry run needs no backup.
 * @returns the files of the source, with what was found in them.
 */
export async function prepare(run: MigrationRun): Promise<readonly ExtractedFile[]> {
  const { isDryRun } = run.request;
  const opened = await openSource(run);
  if (!isDryRun) await backUp(run);
  const files = await measured(run, () => extract(run, opened));
  await map(run);
  expectWork(run, files);
  await measured(run, () => validate(run, files));
  return files;
}
