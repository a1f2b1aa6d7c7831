import type { MigrationRun } from '../migration-run.ts';
import { type ExtractedFile, rowsOf } from './extract.ts';

/** Every row is extracted, and every record staged, loaded and verified: each of these is a unit of work. */
export function expectWork(run: MigrationRun, files: readonly ExtractedFile[]): void {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const records = run.plan
    .flatMap(({ files: feeding }) => feeding)
    .reduce((sum, { fileNo }) => sum + rowsOf(files, fileNo).rows, 0);
  run.work.expect(2 * rows + (run.request.isDryRun ? 0 : 2 * records));
}
