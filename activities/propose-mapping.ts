import { recordEvent } from '../db/queries/audit.ts';
import { approveMapping, saveProposal } from '../db/queries/mappings.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { askAboutColumns, closeColumnQuestions, readColumnAnswers, withAnswers } from './ask-columns.ts';
import { askLanguageModel } from './ask-language-model.ts';
import { type ChosenMapping, chooseMapping, type MappingWishes, presetFor } from './choose-mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type EntityPlan, planOf } from './entity-plan.ts';
import { readLessons } from './learn-lessons.ts';
import { findUndecidedDates, inWords } from './mapping-problems.ts';
import { readOpenContext } from './migration-context.ts';
import { readProfiles } from './source-profiles.ts';

export type { EntityPlan };

export interface MappingResult {
  /** Entities that the source feeds, in load order. */
  readonly plan: readonly EntityPlan[];
  readonly isApproved: boolean;
  /** Conflicts about columns; it is to be called again when none is open. */
  readonly conflicts: { readonly open: number; readonly resolved: number };
}

/**
 * Proposes a mapping from what extraction has seen of every column, honours what people have answered about columns, and keeps it. What
 * is still to be asked of them becomes conflicts. With `autoApprove` nobody is asked, and it is approved by the rule that every required
 * field is fed, every date column can be read in one way, and no value speaks against the mapping; with a doubt it waits for a person in
 * spite of that. Where a person has amended the mapping already, that one counts.
 * @throws StepFailure `mappingIncomplete` where that rule does not hold.
 */
export const proposeMigrationMapping =
  (dependencies: Dependencies) =>
  async (input: MigrationKey): Promise<MappingResult> => {
    const { companyId, migrationId } = input;
    const context = await readOpenContext(dependencies, input);
    const { job, files } = context;
    const { request } = job;
    if (job.mapping && job.mappingVersion > 1) {
      const conflicts = await closeColumnQuestions(dependencies, input);
      return { plan: planOf(job.mapping, files), isApproved: job.mappingApprovedBy !== null, conflicts };
    }
    const { domain, profiles, rows } = await readProfiles(dependencies, input, context);
    const preset = await presetFor(dependencies, companyId, request);
    const lessons = await readLessons(dependencies, companyId, request.source.system, profiles);
    const choose = async (wishes: MappingWishes) =>
      requireMapping(await chooseMapping(wishes, preset, profiles, domain, rows, lessons));
    const proposed = await choose(request);
    const answers = await readColumnAnswers(dependencies, input);
    const answered =
      answers.length === 0 ? proposed : await choose({ ...request, mapping: { ...withAnswers(proposed, answers) } });
    const mapping = await askLanguageModel(dependencies, input, answered, rows);
    // Where somebody is asked, an order of dates that nothing tells is asked for. Two orders in one column are nobody's to guess.
    const [undecided] = findUndecidedDates(mapping, request.autoApprove ? ['ambiguous', 'mixed'] : ['mixed']);
    const isApproved = !undecided && request.autoApprove && mapping.tables.every(({ doubts }) => doubts === undefined);
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
    const conflicts = request.autoApprove
      ? { open: 0, resolved: 0 }
      : await askAboutColumns(dependencies, input, { mapping, profiles, rows });
    return { plan: planOf(mapping, files), isApproved, conflicts };
  };

function requireMapping({ mapping, problems: [problem] }: ChosenMapping): Mapping {
  if (problem) throw new StepFailure('mappingIncomplete', inWords(problem));
  if (!mapping) throw new StepFailure('mappingIncomplete', 'There is no mapping for this source.');
  return mapping;
}
