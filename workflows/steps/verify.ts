import { ApplicationFailure } from '@temporalio/workflow';
import type { Mismatch } from '../../src/contract/migration.ts';
import { data, onData } from '../activities.ts';
import { inLanes, rangesOf } from '../lanes.ts';
import type { MigrationRun } from '../migration-run.ts';
import { rowsToVerifyAtATime } from '../pace.ts';
import { type ExtractedFile, rowsOf } from './extract.ts';
import { inWords, keyOf, type Phase, recordsOf } from './phase.ts';

interface VerifiedRange {
  readonly entity: string;
  readonly fileNo: number;
  readonly fromRow: number;
  readonly toRow: number;
}

/**
 * Step 6: target against ledger, ledger against landing.
 * @param phase The records of that phase alone.
 * @throws ApplicationFailure `verificationFailed` on any difference.
 */
export async function verify(run: MigrationRun, files: readonly ExtractedFile[], phase?: Phase): Promise<void> {
  await run.once(`verify${inWords(phase)}`, () => checkAll(run, files, phase));
}

async function checkAll(run: MigrationRun, files: readonly ExtractedFile[], phase: Phase | undefined): Promise<void> {
  run.steering.enter(
    'verify',
    `Step 6 of 7, verify${inWords(phase)}: comparing the target with the ledger, and the ledger with the landing.`,
  );
  run.work.skip();
  const mismatches: Mismatch[] = [];
  const checks = [
    () => verifyWhole(run, phase),
    ...rangesToVerify(run, files).map((range) => () => verifyRange(run, range, phase)),
  ];
  await inLanes(checks, run.steering.pace, async (check) => {
    mismatches.push(...(await check()));
  });
  if (phase) run.work.did('verify', run.count(recordsOf(phase)));
  conclude(run, mismatches);
}

/** That every row of the landing has its line by now, when all phases are done. What people have edited since is no mismatch. */
export async function verifyBalance(run: MigrationRun): Promise<void> {
  run.steering.enter('verify', 'Step 6 of 7, verify: comparing the ledger of all phases with the landing.');
  const { ledger, mismatches } = await run.steering.attemptStoppable((stopping) =>
    data.verifyBalance.executeWithOptions(
      { ...onData('Verify the balance of the ledger over all phases'), ...stopping },
      [{ ...run.key, plan: run.plan }],
    ),
  );
  run.ledger = ledger;
  conclude(run, mismatches);
}

function conclude(run: MigrationRun, mismatches: readonly Mismatch[]): void {
  run.verification = { balanced: !mismatches.some(({ check }) => check === 'ledger'), mismatches };
  const [first] = mismatches;
  if (first) {
    throw ApplicationFailure.nonRetryable(
      `${mismatches.length} mismatches, the first: ${first.check} of ${first.entity}, expected ${first.expected}, found ${first.found}.`,
      'verificationFailed',
    );
  }
}

async function verifyWhole(run: MigrationRun, phase: Phase | undefined): Promise<readonly Mismatch[]> {
  const { ledger, mismatches } = await run.steering.attemptStoppable((stopping) =>
    data.verifyLedger.executeWithOptions(
      { ...onData('Verify counts, references, date ranges and the balance of the ledger'), ...stopping },
      [{ ...run.key, ...keyOf(phase), plan: run.plan }],
    ),
  );
  run.ledger = ledger;
  return mismatches;
}

async function verifyRange(
  run: MigrationRun,
  range: VerifiedRange,
  phase: Phase | undefined,
): Promise<readonly Mismatch[]> {
  const summary = `Verify ${range.entity}${inWords(phase)}, rows ${range.fromRow} to ${range.toRow} of file ${range.fileNo}`;
  const mismatches = await run.steering.attemptStoppable((stopping) =>
    data.verifyRange.executeWithOptions({ ...onData(summary), ...stopping }, [
      { ...run.key, ...keyOf(phase), ...range },
    ]),
  );
  if (!phase) run.work.did('verify', range.toRow - range.fromRow + 1);
  return mismatches;
}

function rangesToVerify(run: MigrationRun, files: readonly ExtractedFile[]): VerifiedRange[] {
  return run.plan.flatMap(({ entity, files: feeding }) =>
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
