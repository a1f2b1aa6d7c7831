import { askColumns, closeColumns, listAnsweredColumns, markColumnsApplied } from '../db/queries/column-conflicts.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import { answerColumns, type ColumnAnswer, findColumnQuestions } from '../src/mapping/answer-columns.ts';
import type { TableRows } from '../src/mapping/named-table.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { TableProfile } from '../src/record/source-record.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { learnFromAnswers } from './learn-lessons.ts';

/** A few values of a column are enough to see how they are written. */
const mostExamples = 5;

/** What people have answered about columns of a migration so far, in order. */
export function readColumnAnswers({ database }: Dependencies, { companyId, migrationId }: MigrationKey) {
  return database.withCompany(companyId, (tx) => listAnsweredColumns(tx, migrationId), { isReadOnly: true });
}

/** The mapping with the answers; the same one where there are none. */
export function withAnswers(mapping: Mapping, answers: Awaited<ReturnType<typeof readColumnAnswers>>): Mapping {
  return answers.length === 0 ? mapping : answerColumns(mapping, answers as readonly ColumnAnswer[]);
}

/**
 * Raises a conflict for each column that a person is to say something about. A repeat asks nothing twice.
 * @returns how many conflicts are open now; where none is, the answers stand from now on, and are learned from.
 */
export function askAboutColumns(
  { database }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { mapping, profiles, rows }: { mapping: Mapping; profiles: readonly TableProfile[]; rows: TableRows },
): Promise<{ readonly open: number; readonly resolved: number }> {
  const columns = findColumnQuestions(mapping).map((question) => {
    const profile = profiles.find(({ table }) => table === question.table);
    const place = profile?.columns.findIndex(({ name }) => name === question.column) ?? -1;
    const examples = (rows.get(question.table) ?? []).map((cells) => cells[place]?.trim() ?? '');
    return {
      ...question,
      file: profile?.file ?? question.table,
      rows: profile?.columns[place]?.filled ?? 0,
      examples: [...new Set(examples.filter((example) => example !== ''))].slice(0, mostExamples),
    };
  });
  return database.withCompany(companyId, async (tx) => {
    await askColumns(tx, migrationId, columns);
    const conflicts = await countConflicts(tx, migrationId);
    if (conflicts.open === 0) {
      await markColumnsApplied(tx, migrationId);
      await learnFromAnswers(tx, migrationId, mapping);
    }
    return conflicts;
  });
}

/** Where a person has amended the mapping, nothing is to be asked about its columns any more. @returns how many conflicts are open now. */
export function closeColumnQuestions({ database }: Dependencies, { companyId, migrationId }: MigrationKey) {
  return database.withCompany(companyId, async (tx) => {
    await closeColumns(tx, migrationId);
    return countConflicts(tx, migrationId);
  });
}
