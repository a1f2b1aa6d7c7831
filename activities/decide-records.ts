import { compareLoaded } from '../db/queries/adopt-ledger.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import { decideStaged } from '../db/queries/decide.ts';
import { predictIssues, predictLedger } from '../db/queries/ledger.ts';
import { holdMapping, saveDifference } from '../db/queries/mappings.ts';
import { markPhases } from '../db/queries/phases.ts';
import { countUnstaged, type Feed } from '../db/queries/stage.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { Ledger, Quality } from '../src/contract/migration.ts';
import { scoreRecords } from '../src/quality/score-records.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type EntityPlan, planOf } from './entity-plan.ts';
import { type MigrationContext, readOpenContext } from './migration-context.ts';
import { readSides } from './read-sides.ts';

export interface Decisions {
  readonly conflicts: { readonly open: number; readonly resolved: number };
  /** What the ledger will say when everything is loaded. */
  readonly ledger: Ledger;
  readonly quality: Quality;
  /** Entities that the source feeds by the mapping as it is, in load order. */
  readonly plan: readonly EntityPlan[];
}

/**
 * Decides about all staged records at once: duplicates, what is in the target already, references. People's resolutions
 * are honoured. A repeat gives the same decisions.
 * @throws StepFailure `stagingLost` where not everything is staged; `recordQuarantined` where a record must be quarantined and the request does not go on after errors.
 */
export const decideRecords =
  (dependencies: Dependencies) =>
  async (input: MigrationKey): Promise<Decisions> => {
    const { companyId, migrationId } = input;
    const context = await readOpenContext(dependencies, input);
    const { mapping } = context.job;
    const plan = mapping ? planOf(mapping, context.files) : [];
    const entities = plan.map(({ entity }) => entity);
    const { partOf, request } = context.job;
    const { onDuplicate, autoApprove, autoResolveConflicts, continueOnError, requestedBy } = request;
    const result = await dependencies.database.withCompany(
      companyId,
      async (tx) => {
        const version = await holdMapping(tx, migrationId);
        // A part would be decided wrongly: what refers to a record that is not staged would be in doubt.
        const unstaged = await countUnstaged(tx, migrationId, feedsOf(context));
        if (unstaged > 0) throw new StepFailure('stagingLost', `${unstaged} slices are not staged any more.`);
        await decideStaged(tx, {
          migrationId,
          entities,
          onDuplicate,
          holdDoubts: autoApprove,
          autoResolve: autoResolveConflicts,
          requestedBy,
          isPart: partOf !== null,
          isAmended: version > 1,
        });
        // Where there are phases already: staged records that were lost were made again.
        await markPhases(tx, { migrationId, entities });
        if (version > 1) await saveDifference(tx, migrationId, version, await compareLoaded(tx, migrationId, entities));
        const ledger = await predictLedger(tx, migrationId, entities);
        const issues = await predictIssues(tx, migrationId, entities);
        return {
          conflicts: await countConflicts(tx, partOf ?? migrationId),
          ledger,
          quality: scoreRecords(ledger, issues),
          plan,
        };
      },
      { stopSignal: dependencies.stopSignal?.() },
    );
    await readSides(dependencies, input, context);
    const quarantined = Object.values(result.ledger).reduce((sum, line) => sum + line.quarantined, 0);
    if (!continueOnError && result.conflicts.open === 0 && quarantined > 0) {
      throw new StepFailure(
        'recordQuarantined',
        `${quarantined} records cannot be loaded as they are, and the migration was to stop at the first.`,
      );
    }
    return result;
  };

/** Which files feed which entity, by the mapping as it is. */
export function feedsOf({ job, files }: MigrationContext): Feed[] {
  return files.flatMap(({ fileNo, table }) => {
    const mapped = job.mapping?.tables.find((candidate) => candidate.table === table.table);
    return (mapped?.targets ?? []).map(({ entity }) => ({ entity, fileNo }));
  });
}
