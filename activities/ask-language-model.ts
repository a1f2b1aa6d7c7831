import { recordEvent } from '../db/queries/audit.ts';
import { questionAbout, toMessages, withModelSuggestions } from '../src/mapping/model-question.ts';
import type { TableRows } from '../src/mapping/named-table.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/**
 * Asks a language model, where there is one, about columns that nothing feeds; its answers are suggestions and nothing more. That names
 * have left, and how many, is on record. Without a model, or where it does not answer, the mapping stays as it is.
 */
export async function askLanguageModel(
  { database, languageModel }: Dependencies,
  { companyId, migrationId }: MigrationKey,
  mapping: Mapping,
  rows: TableRows,
): Promise<Mapping> {
  const question = languageModel && questionAbout(mapping, rows);
  if (!question) return mapping;
  const columns = question.tables.reduce((sum, table) => sum + table.columns.length, 0);
  let answered: Mapping | null = null;
  let failure: string | undefined;
  try {
    answered = withModelSuggestions(mapping, question, await languageModel.ask(toMessages(question)));
    if (!answered) failure = 'The answer was not in the form that was asked for.';
  } catch (error) {
    failure = error instanceof Error ? error.message : 'unknown';
  }
  const suggested = answered?.tables
    .flatMap(({ unmapped }) => unmapped)
    .filter((column) => column.modelSuggestion).length;
  await database.withCompany(companyId, (tx) =>
    recordEvent(tx, {
      migrationId,
      actor: 'rule',
      event: 'languageModelAsked',
      details: { model: languageModel.name, columns, suggested: suggested ?? 0, ...(failure ? { failure } : {}) },
    }),
  );
  return answered ?? mapping;
}
