import { type ChecklistItem, itemsToTick, machineChecks } from '../../src/contract/big-bang.ts';
import { patches } from '../../src/contract/patches.ts';
import { onOrchestration, orchestration } from '../activities.ts';
import { hasPatch } from '../has-patch.ts';
import type { MigrationRun } from '../migration-run.ts';
import type { ExtractedFile } from './extract.ts';
import { restagingIfLost } from './stage.ts';

const busy = 'ms of extracting and validating';

/** Measures how long work takes of which the forecast is made. */
export async function measured<Result>(run: MigrationRun, work: () => Promise<Result>): Promise<Result> {
  const beganAt = Date.now();
  const result = await work();
  run.addCount(busy, Date.now() - beganAt);
  return result;
}

/**
 * Before anything is loaded: what the machine can see is checked by the machine, and the rest is ticked by a named person. Nobody is asked
 * where nothing is left to tick.
 */
export async function passChecklist(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  if (!run.request.bigBang) return;
  await run.once('checklist', () => untilTicked(run, files));
}

async function untilTicked(run: MigrationRun, files: readonly ExtractedFile[]): Promise<void> {
  for (;;) {
    const items = listItems(run);
    const open = itemsToTick(items);
    if (open.length === 0) return;
    const { by, wish } = await run.steering.awaitAnswer(
      { kind: 'checklist', phase: 0, phases: 0, items },
      `Before loading, a named person ticks: ${open.join('; ')}.`,
    );
    if (wish === 'lookAgain') {
      // The mapping was amended: what is to be loaded is made anew before anybody ticks.
      await restagingIfLost(run, files, async () => {});
      continue;
    }
    await run.steering.attempt(() =>
      orchestration.recordChecklist.executeWithOptions(onOrchestration('Put the checklist on record'), [
        { ...run.key, by, items: items.map((item) => ({ ...item, isTicked: !item.isMet })) },
      ]),
    );
    return;
  }
}

/** A migration gets here only with its mapping approved and its conflicts decided; that is shown all the same. */
function listItems(run: MigrationRun): ChecklistItem[] {
  const { finishBy, checklist = [] } = run.request.bigBang ?? {};
  const seen = (name: string, isMet: boolean): ChecklistItem => ({ name, checkedBy: 'machine', isMet });
  return [
    seen(machineChecks.backup, run.backupId !== null),
    seen(machineChecks.mapping, true),
    seen(machineChecks.conflicts, run.conflicts.open === 0),
    ...(finishBy ? [seen(machineChecks.window, Date.now() + forecastMs(run) <= Date.parse(finishBy))] : []),
    ...checklist.map((name): ChecklistItem => ({ name, checkedBy: 'person', isMet: false })),
  ];
}

/** How long loading and verifying will take, by how long the same rows took to be extracted and validated. */
function forecastMs(run: MigrationRun): number {
  if (hasPatch(patches.weighForecast)) return run.work.leftMs ?? 0;
  const { done, total } = run.work;
  return done === 0 ? 0 : ((total - done) * run.count(busy)) / done;
}
