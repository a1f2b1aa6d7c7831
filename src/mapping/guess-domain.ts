import type { Domain } from '../record/catalogue.ts';
import { entityByTableName } from './match-table.ts';
import { matchTable } from './matcher/match-table.ts';
import { trainedKnowledge, trainedModel } from './matcher/trained-model.ts';
import { type NamedTable, sampledColumns } from './named-table.ts';
import { foldName, namesOfTable } from './names.ts';

/**
 * The domain that most of the tables speak for, where neither a person nor the preset has said it: by the confidence in
 * their columns; an entity's own name counts as three columns do. Undefined where nothing speaks for either.
 */
export function guessDomain(tables: readonly NamedTable[]): Domain | undefined {
  const score = (domain: Domain) =>
    tables.reduce((sum, table) => {
      const sampled = { table: table.table, columns: sampledColumns(table) };
      const { columns, entity } = matchTable(sampled, trainedKnowledge(), trainedModel(), { domain });
      const isOwnName = namesOfTable(table.table)
        .flat()
        .some((name) => foldName(name) === foldName(entity.name));
      const fed = columns.reduce((total, { field, confidence }) => total + (field === null ? 0 : confidence), 0);
      const isNamed = entityByTableName(table.table, domain) !== undefined;
      return sum + fed + (isOwnName ? 3 : isNamed ? 1 : 0);
    }, 0);
  const [care, optical] = [score('care'), score('optical')];
  if (Math.abs(care - optical) < 0.5) return undefined;
  return care > optical ? 'care' : 'optical';
}
