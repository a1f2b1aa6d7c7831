import type { CompanyTransaction } from '../db/database.ts';
import {
  type AnsweredColumn,
  type AskedColumn,
  askColumns,
  listAnsweredColumns,
  listOpenColumns,
  markColumnsApplied,
  type OpenColumn,
} from '../db/queries/column-conflicts.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import type { ConflictPolicy } from '../src/contract/conflict.ts';
import { explainConflict } from '../src/contract/conflict-rules.ts';
import type { AskedSubject } from '../src/contract/migration.ts';
import { type ColumnQuestion, findColumnQuestions } from '../src/mapping/find-column-questions.ts';
import { isClinicalQuestion, standingAnswer } from '../src/mapping/standing-answer.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { learnFromAnswers } from './learn-lessons.ts';
import type { SourceProfiles } from './source-profiles.ts';

/** A few values of a column are enough to see how they are written. */
const mostExamples = 5;

/** How the request of a migration wants questions about columns to be answered. */
export interface AskingWishes {
  readonly autoApprove: boolean;
  readonly askAbout?: readonly AskedSubject[] | undefined;
  readonly autoResolveConflicts?: ConflictPolicy | undefined;
  readonly requestedBy: string;
}

/** Conflicts of a migration, and how many of them a policy has decided just now. */
export interface AskedColumns {
  readonly conflicts: { readonly open: number; readonly resolved: number };
  readonly ruled: number;
}

/** What was answered about columns of a migration so far, in order. @param pending Only what its mapping does not have yet. */
export function readColumnAnswers(
  { database }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { pending = false } = {},
): Promise<readonly AnsweredColumn[]> {
  return database.withCompany(
    companyId,
    async (tx) => (await listAnsweredColumns(tx, migrationId)).filter(({ isApplied }) => !pending || !isApplied),
    { isReadOnly: true },
  );
}

/** What is asked about columns of a migration and not answered yet. */
export function readOpenColumns(
  { database }: Dependencies,
  { companyId, migrationId }: MigrationKey,
): Promise<readonly OpenColumn[]> {
  return database.withCompany(
    companyId,
    async (tx) => (await listOpenColumns(tx, migrationId)).filter(({ isAnswered }) => !isAnswered),
    { isReadOnly: true },
  );
}

/**
 * Raises a conflict for each column that a person is to say something about. Where nobody is to be asked, what the matcher is not sure of
 * stays left out, unless a policy or the request (`askAbout`) says otherwise; what would load wrong values is asked all the same. A repeat asks nothing twice.
 * Where nothing is open and no policy has decided anything just now, the answers stand from now on, and are learned from.
 */
export function askAboutColumns(
  { database }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  { autoApprove, askAbout = [], autoResolveConflicts = {}, requestedBy }: AskingWishes,
  { mapping, profiles, rows, asked = findColumnQuestions(mapping), before }: AskedMapping,
): Promise<AskedColumns> {
  const columns = asked.flatMap((question): AskedColumn[] => {
    const { kind } = explainConflict(question.code);
    const standing = standingAnswer(question, kind, autoResolveConflicts);
    const isAsked = !autoApprove || askAbout.includes('unmapped');
    if (!isAsked && question.code === 'column.lowConfidence' && standing === null) return [];
    const profile = profiles.find(({ table }) => table === question.table);
    const filled = profile?.columns.filter(({ name }) => question.columns.includes(name)).map((one) => one.filled);
    return [
      {
        ...question,
        file: profile?.file ?? question.table,
        rows: Math.max(0, ...(filled ?? [])),
        isClinical: isClinicalQuestion(question),
        standing,
        examples: examplesOf(question, { profiles, rows }),
      },
    ];
  });
  return database.withCompany(companyId, async (tx) => {
    await before?.(tx);
    const ruled = await askColumns(tx, migrationId, columns, requestedBy);
    const conflicts = await countConflicts(tx, migrationId);
    if (conflicts.open === 0 && ruled === 0) {
      await markColumnsApplied(tx, migrationId);
      await learnFromAnswers(tx, migrationId, mapping);
    }
    return { conflicts, ruled };
  });
}

interface AskedMapping extends Pick<SourceProfiles, 'profiles' | 'rows'> {
  readonly mapping: Mapping;
  /** Default: all questions of the mapping. */
  readonly asked?: readonly ColumnQuestion[];
  /** Done first, in the same transaction. */
  readonly before?: (tx: CompanyTransaction) => Promise<void>;
}

function examplesOf(
  { table, columns }: ColumnQuestion,
  { profiles, rows }: Pick<SourceProfiles, 'profiles' | 'rows'>,
): [string, string][] {
  const names = profiles.find((profile) => profile.table === table)?.columns.map(({ name }) => name) ?? [];
  return columns.flatMap((column) => {
    const place = names.indexOf(column);
    const values = (rows.get(table) ?? []).map((cells) => cells[place]?.trim() ?? '').filter((value) => value !== '');
    return [...new Set(values)].slice(0, mostExamples).map((value): [string, string] => [column, value]);
  });
}
