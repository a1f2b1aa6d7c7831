import { recordEvent } from '../db/queries/audit.ts';
import { approveMapping, saveProposal } from '../db/queries/mappings.ts';
import { StepFailure } from '../src/contract/failure.ts';
import { askLanguageModel } from './ask-language-model.ts';
import { chooseMapping } from './choose-mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type EntityPlan, planOf } from './entity-plan.ts';
import { findUndecidedDates, inWords } from './mapping-problems.ts';
import { readContext } from './migration-context.ts';
import { readProfiles } from './source-profiles.ts';

export type { EntityPlan };

export interface MappingResult {
  /** Entities that the source feeds, in load order. */
  readonly plan: readonly EntityPlan[];
  readonly isApproved: boolean;
}

/**
 * Proposes a mapping from what extraction has seen of every column, and keeps it. With `autoApprove` it is approved by the rule
 * that every required field is fed, every date column can be read in one way, and no value speaks against the mapping; with
 * a doubt it waits for a person in spite of that. Where a person has amended the mapping already, that one counts.
 * @throws StepFailure `mappingIncomplete` where that rule does not hold.
 */
export const proposeMigrationMapping =
  (dependencies: Dependencies) =>
  async (input: MigrationKey): Promise<MappingResult> => {
    const { companyId, migrationId } = input;
    const context = await readContext(dependencies, input);
    const { job, files } = context;
    if (job.mapping && job.mappingVersion > 1)
      return { plan: planOf(job.mapping, files), isApproved: job.mappingApprovedBy !== null };
    const { domain, profiles, rows } = await readProfiles(dependencies, input, context);
    const { mapping: chosen, problems } = await chooseMapping(job.request, profiles, domain, rows);
    const [problem] = problems;
    if (problem) throw new StepFailure('mappingIncomplete', inWords(problem));
    if (!chosen) throw new StepFailure('mappingIncomplete', 'There is no mapping for this source.');
    const mapping = await askLanguageModel(dependencies, input, chosen, rows);
    const [undecided] = findUndecidedDates(mapping);
    const isApproved =
      !undecided && job.request.autoApprove && mapping.tables.every(({ doubts }) => doubts === undefined);
    await dependencies.database.withCompany(companyId, async (tx) => {
      await saveProposal(tx, migrationId, mapping);
      if (!isApproved) return;
      const rule =
        'rule: every required field is fed, every date can be read in one way, and no value speaks against the mapping';
      if (!(await approveMapping(tx, migrationId, rule))) return;
      await recordEvent(tx, { migrationId, actor: 'rule', event: 'mappingApproved' });
    });
    if (undecided)
      throw new StepFailure(
        'mappingIncomplete',
        `${undecided} Amend the mapping, start anew with --date-order dmy or mdy, or mend the export.`,
      );
    return { plan: planOf(mapping, files), isApproved };
  };
