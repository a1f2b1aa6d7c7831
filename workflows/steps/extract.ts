import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import type { OpenedFile } from '../../activities/open-migration.ts';
import { patches } from '../../src/contract/patches.ts';
import { data, onData, onOrchestration, orchestration } from '../activities.ts';
import { hasPatch } from '../has-patch.ts';
import { inLanes } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { workForMs } from '../pace.ts';
import { untilReadable } from '../until-readable.ts';

/** A file of the source with what extraction has found in it. */
export interface ExtractedFile extends OpenedFile {
  readonly rows: number;
  readonly chunks: number;
}

/** Puts the migration on record and fixes which files it reads. */
export function openSource(run: MigrationRun): Promise<readonly OpenedFile[]> {
  return run.once('open', () => {
    run.steering.enter('backup', 'Step 1 of 7, backup: fixing what is to be read.');
    return run.steering.attempt(() =>
      orchestration.openMigration.executeWithOptions(onOrchestration('Put the migration on record and fix its files'), [
        { migrationId: run.id, request: run.request, claimedBy: workflowInfo().workflowId },
      ]),
    );
  });
}

/** Step 2: every table of the source, once, into landing chunks. */
export function extract(run: MigrationRun, opened: readonly OpenedFile[]): Promise<ExtractedFile[]> {
  return run.once('extract', () => extractAll(run, opened));
}

async function extractAll(run: MigrationRun, opened: readonly OpenedFile[]): Promise<ExtractedFile[]> {
  run.steering.enter('extract', `Step 2 of 7, extract: reading ${opened.length} tables into the landing.`);
  run.work.skip();
  run.work.guess(opened.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const files: ExtractedFile[] = [];
  // The largest first, so that the lanes end together.
  const bySize = opened.toSorted((a, b) => b.sizeBytes - a.sizeBytes || a.fileNo - b.fileNo);
  const { pace } = run.steering;
  await inLanes(bySize, pace, async (file) => {
    // Files that are read already, in an earlier history too, say so at once.
    const landed = `rows of file ${file.fileNo}`;
    // At a slow pace, each step reads little: however long it takes, the history stays short.
    while (!(run.isHistoryLong && hasPatch(patches.renewWhileReading))) {
      const known = run.count(landed);
      await untilReadable(run.steering);
      const result = await run.steering.attempt(() =>
        data.extractTable.executeWithOptions(onData(`Extract ${file.table}, on from row ${known + 1}`), [
          { ...run.key, fileNo: file.fileNo, workForMs, ...pace.readLimits },
        ]),
      );
      run.work.didRead(result.rows - known);
      run.addCount(landed, result.rows - known);
      pace.didRead(result.rows - known);
      if (!result.isDone) continue;
      files.push({ ...file, rows: result.rows, chunks: result.chunks });
      return;
    }
  });
  if (files.length < opened.length) await run.renewHistory(true);
  return files;
}

/** The file of that number. */
export function rowsOf(files: readonly ExtractedFile[], fileNo: number): ExtractedFile {
  const file = files.find((candidate) => candidate.fileNo === fileNo);
  if (!file)
    throw ApplicationFailure.nonRetryable(`The plan names file ${fileNo}, which was not extracted.`, 'unexpected');
  return file;
}
