import type { Migration } from '../src/contract/migration.ts';
import { countClean, isClean, usualParallelRun } from '../src/contract/parallel-run.ts';
import { patches } from '../src/contract/patches.ts';
import { onOrchestration, orchestration } from './activities.ts';
import type { CutoverCommand } from './commands.ts';
import { Cutover } from './cutover.ts';
import { hasPatch } from './has-patch.ts';
import { type MigrationInput, MigrationRun } from './migration-run.ts';
import { type BegunInterval, Intervals } from './steps/interval.ts';
import { load } from './steps/load.ts';
import { prepare } from './steps/prepare.ts';
import { clearStaged } from './steps/report.ts';
import { verify } from './steps/verify.ts';

/** How it stands while both systems are live; carried into each new history. */
interface Live {
  readonly sinceMs: number;
  nextAtMs: number;
  lastNo: number;
  cleanIntervals: number;
  mustRead: boolean;
  confirmed: CutoverCommand | null;
  /** A cutover was called off, and is not allowed again yet: the intervals go on, whatever days were asked for. */
  isCalledOff?: boolean;
  /** The interval that the last history has begun. */
  begun?: BegunInterval | null;
}

/** A history of so many intervals is far below the limits of Temporal, whatever they find. */
const intervalsARun = 12;

const dayMs = 86_400_000;

/**
 * Both systems live, until a person says that the new one counts:
 * 1. first load: backup, extract, map, validate, load and verify, as in a big bang;
 * 2. intervals: what has changed in the source is applied, and both sides are compared; nobody is waited for;
 * 3. cutover: a person confirms it, and that the old system is frozen; then a last interval, and from then on the target counts.
 * A failed interval is undone, and what was applied before stays; a cancellation with rollback undoes everything.
 */
export async function parallelRunMigration(input: MigrationInput): Promise<Migration> {
  const run = new MigrationRun(input);
  const { everyMinutes, cleanIntervals: wantedIntervals, forDays } = input.request.parallelRun ?? usualParallelRun;
  const everyMs = everyMinutes * 60_000;
  let live = run.resultOf<Live>('live');
  const isOver = () => live !== undefined && !live.isCalledOff && Date.now() >= live.sinceMs + forDays * dayMs;
  const evidence = () => ({
    isLive: live !== undefined,
    cleanIntervals: live?.cleanIntervals ?? 0,
    wantedIntervals,
    isOver: isOver(),
  });
  const cutover = new Cutover(run, evidence, live?.confirmed);

  return run.toItsEnd(async () => {
    await loadFirst(run);
    if (input.request.isDryRun) return;
    live = await run.once('live', async () => beginLive(everyMs));
    const intervals = new Intervals(run, live.lastNo, live.begun);
    run.beforeCarrying = () => Object.assign(live as Live, intervals.carry(), { confirmed: cutover.confirmed });
    run.wayBack.keepDone();
    run.wayBack.tidyWith((ending) => intervals.closeCurrent(ending));
    run.wayBack.compensateWith((ending) => intervals.undo(ending));
    const firstNo = intervals.lastNo;
    for (;;) {
      const isBegun = intervals.current !== null;
      if (!isBegun) await run.renewHistory(intervals.lastNo - firstNo >= intervalsARun);
      // A clock that was wrong for a while must not put the next interval off for as long.
      live.nextAtMs = Math.min(live.nextAtMs, Date.now() + everyMs);
      if (!isBegun) await rest(run, cutover, isOver() ? null : live.nextAtMs);
      if (!isBegun && (await takeDecisions(run))) live.mustRead = true;
      else if (cutover.isFrozen) {
        if (await cutOver(run, intervals, cutover, live.cleanIntervals)) return;
        live.mustRead = true;
        if (hasPatch(patches.goOnAfterCallOff)) Object.assign(live, { cleanIntervals: 0, isCalledOff: true });
      } else if (isBegun || (Date.now() >= live.nextAtMs && !isOver())) {
        const beganAtMs = Date.now();
        const result = await intervals.runNext(live.mustRead);
        // Where an interval takes long, there is a rest between two all the same.
        live.nextAtMs = Math.max(beganAtMs + everyMs, Date.now() + everyMs / 10);
        live.mustRead = result.outcome === 'moving' ? live.mustRead : result.outcome === 'differs';
        live.cleanIntervals = countClean(live.cleanIntervals, result);
        if (live.cleanIntervals >= wantedIntervals) live.isCalledOff = false;
      }
    }
  });
}

function beginLive(everyMs: number): Live {
  const sinceMs = Date.now();
  return { sinceMs, nextAtMs: sinceMs + everyMs, lastNo: 0, cleanIntervals: 0, mustRead: false, confirmed: null };
}

/** The first load, as everything else rests upon it; its mapping holds for all intervals. */
async function loadFirst(run: MigrationRun): Promise<void> {
  const { isDryRun } = run.request;
  const files = await prepare(run);
  if (!isDryRun) {
    await load(run, files);
    await verify(run, files);
    run.work.finish();
  }
  await run.once('clear', () => clearStaged(run));
}

/** @param nextAtMs When the next interval begins; null where the days are over, and only the cutover is waited for. */
async function rest(run: MigrationRun, cutover: Cutover, nextAtMs: number | null): Promise<void> {
  const { confirmed } = cutover;
  const isDue = () => cutover.isFrozen || cutover.confirmed !== confirmed;
  const details = nextAtMs
    ? `Both systems are live. The next interval begins at ${new Date(nextAtMs).toISOString()}.`
    : 'The days of the parallel run are over: it waits for the cutover.';
  run.steering.enter('report', details);
  await run.steering.rest(nextAtMs ? nextAtMs - Date.now() : dayMs, isDue, cutover.gate());
}

/** Puts people's answers on record; they take hold in the next interval. @returns whether there were any. */
async function takeDecisions(run: MigrationRun): Promise<boolean> {
  const decisions = run.steering.decisions.take();
  if (decisions.length === 0) return false;
  run.conflicts = await run.steering.attempt(() =>
    orchestration.resolveConflicts.executeWithOptions(onOrchestration(`Put ${decisions.length} decisions on record`), [
      { ...run.key, decisions },
    ]),
  );
  return true;
}

/** The last interval of the frozen source; then the target counts. @returns false where both sides turn out not to agree and nobody has overridden that. */
async function cutOver(
  run: MigrationRun,
  intervals: Intervals,
  cutover: Cutover,
  cleanIntervals: number,
): Promise<boolean> {
  const { by, override } = cutover.confirmed as CutoverCommand;
  const last = await intervals.runNext(true);
  if (last.outcome === 'moving' || (!isClean(last) && override === null)) {
    cutover.callOff();
    await run.steering.attempt(() =>
      orchestration.recordNoCutover.executeWithOptions(onOrchestration('Put on record: the cutover is called off'), [
        { ...run.key, by, intervalNo: intervals.lastNo },
      ]),
    );
    return false;
  }
  await run.steering.attempt(() =>
    orchestration.recordCutover.executeWithOptions(onOrchestration('Put on record: from now on the target counts'), [
      { ...run.key, confirmedBy: by, overrideReason: override, cleanIntervals },
    ]),
  );
  return true;
}
