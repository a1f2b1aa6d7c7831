import type { MigrationRun } from '../migration-run.ts';
import { type ExtractedFile, rowsOf } from './extract.ts';

/** Every row is extracted, and every record staged, loaded and verified: each of these is a unit of work. */
export function expectWork(run: MigrationRun, files: readonly ExtractedFile[]): void {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const records = run.plan
    .flatMap(({ files: feeding }) => feeding)
    .reduce((sum, { fileNo }) => sum + rowsOf(files, fileNo).rows, 0);
  const loaded = run.request.isDryRun ? 0 : records;
  run.work.expect({ extract: rows, validate: rows, load: loaded, verify: loaded });
}
