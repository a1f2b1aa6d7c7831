import type { CompanyTransaction } from '../db/database.ts';
import { recordEvent } from '../db/queries/audit.ts';
import { closeColumns, listOpenColumns, markColumnsApplied } from '../db/queries/column-conflicts.ts';
import { insertVersion, lockMapping } from '../db/queries/mappings.ts';
import { clearStaging, isAllLoaded, isLoading } from '../db/queries/stage.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { AmendedMapping, Amendment } from '../src/contract/mapping.ts';
import { answerColumns, settleDoubts } from '../src/mapping/answer-columns.ts';
import { checkMapping } from '../src/mapping/check-mapping.ts';
import { correctMapping } from '../src/mapping/correct-mapping.ts';
import { diffMappings, type MappingChange } from '../src/mapping/diff-mappings.ts';
import { isAmended } from '../src/mapping/is-amended.ts';
import { entityNamed } from '../src/record/catalogue.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { readColumnAnswers, readOpenColumns } from './ask-columns.ts';
import { presetFor } from './choose-mapping.ts';
import { feedsOf } from './decide-records.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type EntityPlan, planOf } from './entity-plan.ts';
import { learnFromMapping } from './learn-lessons.ts';
import { findUndecidedDates, inWords } from './mapping-problems.ts';
import { type MigrationContext, readContext } from './migration-context.ts';
import { readProfiles } from './source-profiles.ts';

export interface AmendInput extends MigrationKey {
  readonly amendment: Amendment;
  readonly by: string;
  readonly reason: string;
  /** Whether whoever amends it approves it as well; else it waits at its gate. */
  readonly isApproved: boolean;
}

export interface AmendResult extends AmendedMapping {
  /** What follows goes by this. */
  readonly plan: readonly EntityPlan[];
}

/**
 * Checks an amendment against the source, keeps it as the next version of the mapping, and removes what is staged by the earlier one, so that
 * everything that is not loaded yet is made anew from the landing. What is loaded stays. Where it counts as approved, it is learned from.
 * @throws StepFailure `mappingRefused` with every reason.
 */
export const amendMapping =
  (dependencies: Dependencies) =>
  async (input: AmendInput): Promise<AmendResult> => {
    const { companyId, migrationId, by, reason, isApproved } = input;
    const context = await readContext(dependencies, input);
    const { mapping, answered } = await resolveAmendment(dependencies, input, context, input.amendment);
    const plan = planOf(mapping, context.files);
    const before = context.job.mapping;
    const version = await dependencies.database.withCompany(companyId, async (tx) => {
      await lockMapping(tx, migrationId);
      if (before) await refuseTooLate(tx, context, before, mapping);
      const next = await insertVersion(tx, migrationId, { mapping, madeBy: by, reason, isApproved });
      await settleColumns(tx, input, answered, mapping);
      const entities = new Set([...(before ? planOf(before, context.files) : []), ...plan].map(({ entity }) => entity));
      await clearStaging(tx, migrationId, [...entities]);
      const changes = before ? diffMappings(before, mapping) : [];
      await recordEvent(tx, {
        migrationId,
        actor: by,
        event: 'mappingAmended',
        details: {
          version: next,
          reason,
          fields: changes.map(({ table, entity, field }) =>
            [entity ?? table, field].filter((part) => part !== null).join('.'),
          ),
        },
      });
      if (isApproved) {
        const { keepUnmapped } = context.job.request;
        await learnFromMapping(tx, migrationId, { mapping, before: before ?? undefined, keepUnmapped, taughtBy: by });
      }
      return next;
    });
    const doubts = mapping.tables.flatMap((table) => (table.doubts ?? []).map(({ message }) => message));
    return { version, doubts, plan };
  };

/** Questions about columns that the amendment has answered are closed. What was answered before corrections is in the mapping as well. */
async function settleColumns(
  tx: CompanyTransaction,
  { migrationId, by, reason }: AmendInput,
  answered: Mapping | null,
  mapping: Mapping,
): Promise<void> {
  if (answered) await markColumnsApplied(tx, migrationId);
  const open = await listOpenColumns(tx, migrationId);
  const settled = open.filter((question) => !answered || isAmended(question, answered, mapping));
  await closeColumns(
    tx,
    migrationId,
    settled.map(({ id }) => id),
    { by, reason },
  );
}

/** A mapping as it would be with an amendment. */
export interface ResolvedAmendment {
  readonly mapping: Mapping;
  /** The mapping that was corrected, with what people have answered about its columns; null where a whole one takes its place. */
  readonly answered: Mapping | null;
}

/**
 * The mapping as it would be with an amendment, checked against the source. Corrections leave open what is asked about other columns.
 * @throws StepFailure `mappingRefused` with every reason.
 */
export async function resolveAmendment(
  dependencies: Dependencies,
  key: MigrationKey,
  context: MigrationContext,
  amendment: Amendment,
): Promise<ResolvedAmendment> {
  const { request, mapping: current } = context.job;
  const pending = await readColumnAnswers(dependencies, key, { pending: true });
  const answered = amendment.mapping || !current ? null : answerColumns(current, pending);
  const given = amendment.mapping ?? (answered ? corrected(answered, amendment) : undefined);
  if (given === undefined) throw refusal(['There is no mapping yet that could be corrected: give a whole one.']);
  const { profiles, rows, domain } = await readProfiles(dependencies, key, context);
  const { dateOrder } = await presetFor(dependencies, key.companyId, request);
  const said = {
    ...(request.dateOrder ? { person: request.dateOrder } : {}),
    ...(dateOrder ? { preset: dateOrder } : {}),
  };
  const { mapping, problems } = checkMapping(given, profiles, 'the mapping', said, rows);
  if (!mapping) throw refusal(problems.map(inWords));
  if (domain && mapping.domain !== domain)
    throw refusal([`The mapping is of the domain '${mapping.domain}', and the company keeps records of '${domain}'.`]);
  const asked = answered ? await readOpenColumns(dependencies, key) : [];
  const isAsked = (table: string, column: string) =>
    asked.some((one) => one.code === 'column.dateOrder' && one.table === table && one.columns.includes(column));
  const undecided = findUndecidedDates(mapping, ['ambiguous', 'mixed'], isAsked);
  if (undecided.length > 0) throw refusal(undecided.map((text) => `${text} Say in which order they are read.`));
  const answers = await readColumnAnswers(dependencies, key);
  return { mapping: settleDoubts(mapping, answers), answered };
}

function corrected(current: Mapping, amendment: Amendment): Mapping {
  const { mapping, problems } = correctMapping(current, amendment);
  if (problems.length > 0) throw refusal(problems);
  return mapping;
}

/** Once a part is loaded, who a record is stays: else it would be loaded a second time as somebody else, or refer to nobody. */
async function refuseTooLate(
  tx: CompanyTransaction,
  context: MigrationContext,
  before: Mapping,
  after: Mapping,
): Promise<void> {
  const { id } = context.job;
  if (!(await isLoading(tx, id))) return;
  if (await isAllLoaded(tx, id, feedsOf(context)))
    throw refusal([
      'Everything is loaded: nothing would follow the amended mapping. Roll back, and begin anew with it.',
    ]);
  const fixed = diffMappings(before, after).filter(isOfIdentity);
  if (fixed.length === 0) return;
  const places = fixed.map(({ table, entity, field }) =>
    [table, entity, field].filter((part) => part !== null).join(' > '),
  );
  throw refusal([
    `Records are loaded already, so what they are, their identifiers and what they refer to stay as they are (${places.join(', ')}). Cancel with rollback to begin anew.`,
  ]);
}

/** Which rows become a record, its key, and its references. */
function isOfIdentity({ what, entity, field }: MappingChange): boolean {
  if (what === 'dateOrder') return false;
  if (what !== 'feed' || entity === null) return true;
  const fed = entityNamed(entity).fields.find(({ name }) => name === field);
  return fed?.isKey === true || fed?.type.kind === 'reference';
}

function refusal(reasons: readonly string[]): StepFailure {
  return new StepFailure('mappingRefused', reasons.join('\n'));
}
