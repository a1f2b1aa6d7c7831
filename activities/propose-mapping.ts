import { recordEvent } from '../db/queries/audit.ts';
import { approveMapping, saveProposal } from '../db/queries/mappings.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { MigrationRequest } from '../src/contract/migration.ts';
import { answerColumns, type ColumnAnswer, settleDoubts } from '../src/mapping/answer-columns.ts';
import { type ColumnQuestion, findColumnQuestions } from '../src/mapping/find-column-questions.ts';
import { findUnmapped } from '../src/mapping/find-unmapped.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { askAboutColumns, readColumnAnswers } from './ask-columns.ts';
import { askLanguageModel } from './ask-language-model.ts';
import { type ChosenMapping, chooseMapping, type MappingWishes, presetFor } from './choose-mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type EntityPlan, planOf } from './entity-plan.ts';
import { readLessons } from './learn-lessons.ts';
import { findUndecidedDates, inWords } from './mapping-problems.ts';
import { readOpenContext } from './migration-context.ts';
import { type SettledMapping, settleAmended } from './settle-amended.ts';
import { readProfiles, type SourceProfiles } from './source-profiles.ts';

export type { EntityPlan };

export interface MappingResult {
  /** Entities that the source feeds, in load order. */
  readonly plan: readonly EntityPlan[];
  readonly isApproved: boolean;
  /** Conflicts about columns; it is to be called again when none is open. */
  readonly conflicts: { readonly open: number; readonly resolved: number };
}

/**
 * Proposes a mapping from what extraction has seen of every column, honours what was answered about columns, and keeps it. What is still to
 * be asked of people becomes conflicts, which a policy of the request may decide. With `autoApprove` it is approved by the rule that every
 * required field is fed, every date column can be read in one way, and no value speaks against the mapping; dates and doubts are
 * asked about in spite of that, and columns that feed nothing where the request says so. Who asked for it and what is left behind is on record. Where a person has amended the mapping already, that one counts.
 * @throws StepFailure `mappingIncomplete` where there is no mapping that could be used, or a column has dates in two orders.
 */
export const proposeMigrationMapping =
  (dependencies: Dependencies) =>
  async (input: MigrationKey): Promise<MappingResult> => {
    const context = await readOpenContext(dependencies, input);
    const { job, files } = context;
    const source = await readProfiles(dependencies, input, context);
    const { choose, check } = await chooser(dependencies, input, job.request, source);
    const { mapping, conflicts, isApproved } =
      job.mapping && job.mappingVersion > 1
        ? await settleAmended(dependencies, input, context, job.mapping, source, check)
        : await propose(dependencies, input, job.request, source, await choose(), check);
    return { plan: planOf(mapping, files), isApproved, conflicts };
  };

type Check = (mapping: Mapping) => Promise<Mapping>;

/** How the mapping of a request comes about: by what is known of its source, or from another one that is checked against it. */
async function chooser(
  dependencies: Dependencies,
  { companyId }: MigrationKey,
  request: MigrationRequest,
  { domain, profiles, rows }: SourceProfiles,
): Promise<{ readonly choose: () => Promise<Mapping>; readonly check: Check }> {
  const preset = await presetFor(dependencies, companyId, request);
  const lessons = await readLessons(dependencies, companyId, request.source.system, profiles);
  const choose = async (wishes: MappingWishes) =>
    requireMapping(await chooseMapping(wishes, preset, profiles, domain, rows, lessons));
  return { choose: () => choose(request), check: (mapping) => choose({ ...request, mapping: { ...mapping } }) };
}

async function propose(
  dependencies: Dependencies,
  input: MigrationKey,
  request: MigrationRequest,
  source: SourceProfiles,
  proposed: Mapping,
  check: Check,
): Promise<SettledMapping> {
  const save = (mapping: Mapping) =>
    dependencies.database.withCompany(input.companyId, (tx) => saveProposal(tx, input.migrationId, mapping));
  for (;;) {
    const answers = await readColumnAnswers(dependencies, input);
    const answered = await withAnswers(proposed, answers, check);
    await save(answered);
    const { conflicts, ruled } = await askAboutColumns(dependencies, input, request, {
      ...{ ...source, mapping: answered },
      asked: [...findColumnQuestions(answered), ...(answers.length === 0 ? unmappedOf(request, proposed) : [])],
    });
    // What a policy has decided is in the mapping before anybody is asked.
    if (ruled > 0) continue;
    refuseMixedDates(answered);
    const mapping = await askLanguageModel(dependencies, input, answered, source.rows);
    await save(mapping);
    const isClear = mapping.tables.every(({ doubts }) => doubts === undefined);
    // To write nothing at all is a person's to say.
    const isOfUse = mapping.tables.some(({ targets }) => targets.length > 0);
    const isApproved = request.autoApprove && conflicts.open === 0 && isClear && isOfUse;
    if (isApproved) await approveByRule(dependencies, input, request, mapping, answers.length > 0);
    return { mapping, conflicts, isApproved };
  }
}

/** What the request wants to be asked of the proposal. Once something is answered, all of it was asked. */
function unmappedOf({ askAbout }: MigrationRequest, proposed: Mapping): readonly ColumnQuestion[] {
  return askAbout?.includes('unmapped') ? findUnmapped(proposed) : [];
}

/** The mapping with what was answered; the same one where nothing was. */
async function withAnswers(proposed: Mapping, answers: readonly ColumnAnswer[], check: Check): Promise<Mapping> {
  return answers.length === 0 ? proposed : settleDoubts(await check(answerColumns(proposed, answers)), answers);
}

/** Two orders of dates in one column are nobody's to guess. */
function refuseMixedDates(mapping: Mapping): void {
  const [undecided] = findUndecidedDates(mapping, ['mixed']);
  if (undecided)
    throw new StepFailure(
      'mappingIncomplete',
      `${undecided} Amend the mapping, start anew with --date-order dmy or mdy, or mend the export.`,
    );
}

async function approveByRule(
  { database }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { requestedBy }: MigrationRequest,
  { tables }: Mapping,
  isAnswered: boolean,
): Promise<void> {
  const said =
    'every required field is fed, every date can be read in one way, and no value speaks against the mapping';
  const rule = `${said}${isAnswered ? ' but what was decided about' : ''}`;
  const leftBehind = tables.flatMap(({ table, unmapped }) =>
    unmapped.map(({ column, fillRate, ignored }) => ({ table, column, fillRate, ...(ignored ? { ignored } : {}) })),
  );
  await database.withCompany(companyId, async (tx) => {
    if (!(await approveMapping(tx, migrationId, `rule: ${rule}; asked for by ${requestedBy} (autoApprove)`))) return;
    const details = { rule, askedForBy: requestedBy, leftBehind };
    await recordEvent(tx, { migrationId, actor: 'rule', event: 'mappingApproved', details });
  });
}

function requireMapping({ mapping, problems: [problem] }: ChosenMapping): Mapping {
  if (problem) throw new StepFailure('mappingIncomplete', inWords(problem));
  if (!mapping) throw new StepFailure('mappingIncomplete', 'There is no mapping for this source.');
  return mapping;
}
