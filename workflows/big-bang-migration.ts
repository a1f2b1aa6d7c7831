import { ApplicationFailure } from '@temporalio/workflow';
import type { OpenedFile } from '../activities/open-migration.ts';
import type { EntityPlan } from '../activities/propose-mapping.ts';
import type { Migration, MigrationRequest, Mismatch } from '../src/contract/migration.ts';
import { data, onData, onOrchestration, orchestration } from './activities.ts';
import { readFailure } from './failures.ts';
import { inLanes, rangesOf } from './lanes.ts';
import { MigrationRun } from './migration-run.ts';
import { undoMigration } from './undo-migration.ts';

export interface MigrationInput {
  readonly migrationId: string;
  readonly request: MigrationRequest;
}

/** A file of the source with what extraction has found in it. */
interface ExtractedFile extends OpenedFile {
  readonly rows: number;
  readonly chunks: number;
}

/** Slices under way at once: two processes on two cores are busy with four, while one of each pair waits for the database. */
const lanes = 4;
/** Chunks that one activity works through, unless its time is up before. */
const chunksAtATime = 4;
/** An activity comes back after this long, so that a pause takes hold in time. */
const workForMs = 2_000;

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
export async function bigBangMigration({ migrationId, request }: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(migrationId, request);
  return run.toItsEnd(async () => {
    const opened = await open(run);
    if (!request.isDryRun) await backUp(run);
    const files = await extract(run, opened);
    const plan = await map(run);
    expectWork(run, files, plan);
    await validate(run, files, plan);
    if (!request.isDryRun) {
      await load(run, files, plan);
      await verify(run, files, plan);
    }
    await report(run, plan);
  });
}

async function open(run: MigrationRun): Promise<readonly OpenedFile[]> {
  run.steering.enter('backup', 'Step 1 of 7, backup: fixing what is to be read.');
  return run.steering.attempt(() =>
    orchestration.openMigration.executeWithOptions(onOrchestration('Put the migration on record and fix its files'), [
      { migrationId: run.id, request: run.request },
    ]),
  );
}

async function backUp(run: MigrationRun): Promise<void> {
  run.steering.enter('backup', 'Step 1 of 7, backup: sealing the target data of the company as they are.');
  const { backupId } = await run.steering.attempt(() =>
    data.backUpCompany.executeWithOptions(onData("Back up the company's target data and read the backup back"), [
      run.key,
    ]),
  );
  run.backupId = backupId;
}

async function extract(run: MigrationRun, opened: readonly OpenedFile[]): Promise<ExtractedFile[]> {
  run.steering.enter('extract', `Step 2 of 7, extract: reading ${opened.length} tables into the landing.`);
  const files: ExtractedFile[] = [];
  // The largest first, so that the lanes end together.
  const bySize = opened.toSorted((a, b) => b.sizeBytes - a.sizeBytes || a.fileNo - b.fileNo);
  await inLanes(bySize, lanes, async (file) => {
    let known = 0;
    for (;;) {
      const result = await run.steering.attempt(() =>
        data.extractTable.executeWithOptions(onData(`Extract ${file.table}, on from row ${known + 1}`), [
          { ...run.key, fileNo: file.fileNo, workForMs },
        ]),
      );
      run.didWork(result.rows - known);
      known = result.rows;
      if (!result.isDone) continue;
      files.push({ ...file, rows: result.rows, chunks: result.chunks });
      return;
    }
  });
  return files;
}

async function map(run: MigrationRun): Promise<readonly EntityPlan[]> {
  run.steering.enter('map', 'Step 3 of 7, map: proposing which column feeds which field.');
  const mapping = await run.steering.attempt(() =>
    orchestration.proposeMigrationMapping.executeWithOptions(onOrchestration('Propose the mapping'), [run.key]),
  );
  if (!mapping.isApproved) {
    const by = await run.steering.awaitApproval();
    await run.steering.attempt(() =>
      orchestration.recordApproval.executeWithOptions(onOrchestration('Put the approval on record'), [
        { ...run.key, by },
      ]),
    );
  }
  return mapping.plan;
}

/** Every row is extracted, and every record staged, loaded and verified: each of these is a unit of work. */
function expectWork(run: MigrationRun, files: readonly ExtractedFile[], plan: readonly EntityPlan[]): void {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const records = plan
    .flatMap(({ files: feeding }) => feeding)
    .reduce((sum, { fileNo }) => sum + rowsOf(files, fileNo).rows, 0);
  run.expectWork(2 * rows + (run.request.isDryRun ? 0 : 2 * records));
}

async function validate(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
): Promise<void> {
  run.steering.enter(
    'validate',
    'Step 4 of 7, validate: making staged records of the landing, and deciding about each.',
  );
  run.compensateWith(() => clearStaged(run, plan));
  await stage(run, files, (rows) => run.didWork(rows));
  await decide(run, plan);
  while (run.conflicts.open > 0) {
    const decisions = await run.steering.awaitDecisions();
    run.conflicts = await run.steering.attempt(() =>
      orchestration.resolveConflicts.executeWithOptions(
        onOrchestration(`Put ${decisions.length} decisions on record`),
        [{ ...run.key, decisions }],
      ),
    );
    if (run.conflicts.open === 0) await decide(run, plan);
  }
}

async function stage(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  didStage: (rows: number) => void,
): Promise<void> {
  const ranges = files.flatMap((file) =>
    rangesOf(0, file.chunks, chunksAtATime).map((range) => ({ ...range, fileNo: file.fileNo, table: file.table })),
  );
  await inLanes(ranges, lanes, async ({ fileNo, table, from, to }) => {
    for (let next = from; next < to; ) {
      const result = await run.steering.attempt(() =>
        data.stageSlices.executeWithOptions(onData(`Validate ${table}, slices ${next + 1} to ${to}`), [
          { ...run.key, fileNo, from: next, to, workForMs },
        ]),
      );
      didStage(result.rows);
      next = result.next;
    }
  });
}

async function decide(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  const entities = plan.map(({ entity }) => entity);
  const decisions = await run.steering.attempt(() =>
    data.decideRecords.executeWithOptions(onData('Decide about duplicates, existing records and references'), [
      { ...run.key, entities },
    ]),
  );
  run.conflicts = decisions.conflicts;
  run.ledger = decisions.ledger;
  run.quality = decisions.quality;
}

async function load(run: MigrationRun, files: readonly ExtractedFile[], plan: readonly EntityPlan[]): Promise<void> {
  run.steering.enter('load', `Step 5 of 7, load: ${plan.map(({ entity }) => entity).join(', ')}.`);
  run.compensateWith(() => undoMigration(run.steering, run.request.companyId, run.id, run.request.requestedBy));
  for (const entity of plan) {
    await restagingIfLost(run, files, plan, () => loadEntity(run, files, entity));
  }
}

async function loadEntity(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  { entity, files: feeding }: EntityPlan,
): Promise<void> {
  const ranges = feeding.flatMap(({ fileNo }) =>
    rangesOf(0, rowsOf(files, fileNo).chunks, chunksAtATime).map((range) => ({ ...range, fileNo })),
  );
  await inLanes(ranges, lanes, async ({ fileNo, from, to }) => {
    for (let next = from; next < to; ) {
      const result = await run.steering.attempt(() =>
        data.loadSlices.executeWithOptions(onData(`Load ${entity}, slices ${next + 1} to ${to} of file ${fileNo}`), [
          { ...run.key, entity, fileNo, from: next, to, workForMs },
        ]),
      );
      run.didWork(result.records);
      next = result.next;
    }
  });
}

/** After a crash of the database the staged records are gone: they are made again from the landing, and the load goes on. */
async function restagingIfLost(
  run: MigrationRun,
  files: readonly ExtractedFile[],
  plan: readonly EntityPlan[],
  work: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isStagingLost(error)) throw error;
      await stage(run, files, () => {});
      await decide(run, plan);
    }
  }
}

async function verify(run: MigrationRun, files: readonly ExtractedFile[], plan: readonly EntityPlan[]): Promise<void> {
  run.steering.enter(
    'verify',
    'Step 6 of 7, verify: comparing the target with the ledger, and the ledger with the landing.',
  );
  const mismatches: Mismatch[] = [];
  const checks = [
    () => verifyWhole(run, plan),
    ...rangesToVerify(files, plan).map((range) => () => verifyRange(run, range)),
  ];
  await inLanes(checks, lanes, async (check) => {
    mismatches.push(...(await check()));
  });
  run.verification = { balanced: !mismatches.some(({ check }) => check === 'ledger'), mismatches };
  const [first] = mismatches;
  if (first) {
    throw ApplicationFailure.nonRetryable(
      `${mismatches.length} mismatches, the first: ${first.check} of ${first.entity}, expected ${first.expected}, found ${first.found}.`,
      'verificationFailed',
    );
  }
}

async function verifyWhole(run: MigrationRun, plan: readonly EntityPlan[]): Promise<readonly Mismatch[]> {
  const { ledger, mismatches } = await run.steering.attempt(() =>
    data.verifyLedger.executeWithOptions(
      onData('Verify counts, references, date ranges and the balance of the ledger'),
      [{ ...run.key, plan }],
    ),
  );
  run.ledger = ledger;
  return mismatches;
}

async function verifyRange(run: MigrationRun, range: VerifiedRange): Promise<readonly Mismatch[]> {
  const summary = `Verify ${range.entity}, rows ${range.fromRow} to ${range.toRow} of file ${range.fileNo}`;
  const mismatches = await run.steering.attempt(() =>
    data.verifyRange.executeWithOptions(onData(summary), [{ ...run.key, ...range }]),
  );
  run.didWork(range.toRow - range.fromRow + 1);
  return mismatches;
}

interface VerifiedRange {
  readonly entity: string;
  readonly fileNo: number;
  readonly fromRow: number;
  readonly toRow: number;
}

function rangesToVerify(files: readonly ExtractedFile[], plan: readonly EntityPlan[]): VerifiedRange[] {
  return plan.flatMap(({ entity, files: feeding }) =>
    feeding.flatMap(({ fileNo }) => {
      const { rows } = rowsOf(files, fileNo);
      return rangesOf(1, rows + 1, rowsToVerifyAtATime(rows)).map(({ from, to }) => ({
        entity,
        fileNo,
        fromRow: from,
        toRow: to - 1,
      }));
    }),
  );
}

/** Each range reads the whole table once, so few large ones are quicker; yet one must end soon enough for a pause to take hold. */
function rowsToVerifyAtATime(rows: number): number {
  return Math.min(400_000, Math.max(100_000, Math.ceil(rows / 8)));
}

async function report(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  run.steering.enter('report', 'Step 7 of 7, report: clearing the staged records and putting the outcome on record.');
  await clearStaged(run, plan);
}

async function clearStaged(run: MigrationRun, plan: readonly EntityPlan[]): Promise<void> {
  const entities = plan.map(({ entity }) => entity);
  await run.steering.attempt(() =>
    data.clearStaged.executeWithOptions(onData('Clear the staged records'), [{ ...run.key, entities }]),
  );
}

function rowsOf(files: readonly ExtractedFile[], fileNo: number): ExtractedFile {
  const file = files.find((candidate) => candidate.fileNo === fileNo);
  if (!file)
    throw ApplicationFailure.nonRetryable(`The plan names file ${fileNo}, which was not extracted.`, 'unexpected');
  return file;
}

function isStagingLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof ApplicationFailure) &&
    error.name === 'ActivityFailure' &&
    readFailure(error).type === 'stagingLost'
  );
}
