import { recordEvent } from '../db/queries/audit.ts';
import { markColumnsApplied } from '../db/queries/column-conflicts.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import { insertVersion, lockMapping } from '../db/queries/mappings.ts';
import { answerColumns, settleDoubts } from '../src/mapping/answer-columns.ts';
import { findColumnQuestions, isSameQuestion } from '../src/mapping/find-column-questions.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { askAboutColumns, readColumnAnswers } from './ask-columns.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import type { MigrationContext } from './migration-context.ts';
import type { SourceProfiles } from './source-profiles.ts';

const reason = 'What was decided about columns.';

/** A mapping that a person has amended, with what is still asked about its columns. */
export interface SettledMapping {
  readonly mapping: Mapping;
  readonly conflicts: { readonly open: number; readonly resolved: number };
  readonly isApproved: boolean;
}

/**
 * Where a person has amended the mapping while more was asked about its columns: what is answered since becomes its next version, when
 * nothing is open any more. What the values say against an answer is asked, what they say against the amendment was told to who made it.
 * @param check The mapping checked against the source. @throws StepFailure as it does.
 */
export async function settleAmended(
  dependencies: Dependencies,
  input: MigrationKey,
  { job }: MigrationContext,
  amended: Mapping,
  source: SourceProfiles,
  check: (mapping: Mapping) => Promise<Mapping>,
): Promise<SettledMapping> {
  const { companyId, migrationId } = input;
  const isApproved = job.mappingApprovedBy !== null;
  let mapping = amended;
  for (;;) {
    const conflicts = await dependencies.database.withCompany(companyId, (tx) => countConflicts(tx, migrationId), {
      isReadOnly: true,
    });
    const pending = await readColumnAnswers(dependencies, input, { pending: true });
    const [last] = pending.slice(-1);
    if (conflicts.open > 0 || !last) return { mapping, conflicts, isApproved };
    const before = findColumnQuestions(mapping);
    const next = settleDoubts(await check(answerColumns(mapping, pending)), pending);
    const asked = findColumnQuestions(next).filter((one) => !before.some((other) => isSameQuestion(one, other)));
    await askAboutColumns(dependencies, input, job.request, {
      ...{ ...source, mapping: next, asked },
      before: async (tx) => {
        await lockMapping(tx, migrationId);
        const version = { mapping: next, madeBy: last.decidedBy, reason, isApproved };
        const details = { version: await insertVersion(tx, migrationId, version), reason };
        await markColumnsApplied(tx, migrationId);
        await recordEvent(tx, { migrationId, actor: last.decidedBy, event: 'mappingAmended', details });
      },
    });
    mapping = next;
  }
}
