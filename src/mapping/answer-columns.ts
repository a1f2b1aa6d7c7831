import type { ColumnResolution } from '../contract/conflict.ts';
import type { FieldMapping, Mapping, TableMapping, TargetMapping } from '../record/mapping.ts';
import { type ColumnQuestion, codeOfDoubt, isSameQuestion } from './find-column-questions.ts';

/** What was answered about a column, or two. */
export interface ColumnAnswer extends Pick<ColumnQuestion, 'code' | 'table' | 'entity' | 'columns' | 'fields'> {
  readonly resolution: ColumnResolution;
  /** Of `useField`. Null: the suggested one. */
  readonly field: string | null;
}

/**
 * The mapping with what was answered, in that order; what it has already stays so. A field that a column is to feed is fed by nothing else any more. What follows from it,
 * such as how the dates of the column are read and what the values say against it, is to be decided by `checkMapping`.
 */
export function answerColumns(mapping: Mapping, answers: readonly ColumnAnswer[]): Mapping {
  return {
    ...mapping,
    tables: mapping.tables.map((table) =>
      answers.filter((answer) => answer.table === table.table).reduce(answerColumn, table),
    ),
  };
}

/** The mapping without the doubts that were answered: what the values say against it was looked at, and it is right. */
export function settleDoubts(mapping: Mapping, answers: readonly ColumnAnswer[]): Mapping {
  const accepted = answers.filter(({ resolution }) => resolution === 'asMapped');
  return {
    ...mapping,
    tables: mapping.tables.map(({ doubts = [], ...table }) => {
      const left = doubts.filter((doubt) => {
        const question = { ...doubt, code: codeOfDoubt(doubt), table: table.table };
        return !accepted.some((answer) => isSameQuestion(answer, question));
      });
      return left.length === 0 ? table : { ...table, doubts: left };
    }),
  };
}

function answerColumn(table: TableMapping, answer: ColumnAnswer): TableMapping {
  const { columns, resolution } = answer;
  switch (resolution) {
    case 'dayFirst':
    case 'monthFirst': {
      const said = { order: resolution === 'dayFirst' ? 'DMY' : 'MDY', by: 'person' } as const;
      return { ...table, dateOrders: { ...table.dateOrders, [columns[0] ?? '']: said } };
    }
    case 'swap':
      return swap(table, answer);
    case 'leaveOut':
      return changeFeeds(table, answer, (fed) => withoutFeeds(fed, answer));
    case 'useField':
      return useField(table, answer);
    case 'asMapped':
      return table;
  }
}

/** Once: where the mapping has the answer already, the doubt is gone. */
function swap(table: TableMapping, answer: ColumnAnswer): TableMapping {
  const { doubts = [], ...rest } = table;
  const left = doubts.filter(
    (doubt) => !isSameQuestion(answer, { ...doubt, code: codeOfDoubt(doubt), table: table.table }),
  );
  if (left.length === doubts.length) return table;
  const settled = left.length === 0 ? rest : { ...rest, doubts: left };
  return changeFeeds(settled, answer, (fed) => swapFeeds(fed, answer.fields));
}

function useField(table: TableMapping, answer: ColumnAnswer): TableMapping {
  const unmapped = table.unmapped.find(({ column }) => column === answer.columns[0]);
  const chosen = answer.field ?? unmapped?.suggestion?.field;
  if (chosen === undefined) return table;
  const feed: FieldMapping = { field: chosen, columns: answer.columns, by: 'person', confidence: 1 };
  const changed = changeFeeds(table, answer, (fed) => [
    ...withoutFeeds(fed, answer).filter(({ field }) => field !== chosen),
    feed,
  ]);
  return { ...changed, unmapped: table.unmapped.filter((one) => one !== unmapped) };
}

function changeFeeds(
  table: TableMapping,
  { entity }: ColumnAnswer,
  change: (fed: TargetMapping['fields']) => TargetMapping['fields'],
): TableMapping {
  const targets = table.targets.map((target) =>
    target.entity === entity ? { ...target, fields: change(target.fields) } : target,
  );
  return { ...table, targets };
}

/** Without what the columns in question feed of the fields in question. */
function withoutFeeds(fed: TargetMapping['fields'], { columns, fields }: ColumnAnswer): TargetMapping['fields'] {
  return fed.filter((feed) => !fields.includes(feed.field) || !feed.columns.some((column) => columns.includes(column)));
}

function swapFeeds(fed: TargetMapping['fields'], [one, other]: readonly string[]): TargetMapping['fields'] {
  const a = fed.find(({ field }) => field === one);
  const b = fed.find(({ field }) => field === other);
  if (!a || !b) return fed;
  const feed = ({ field }: FieldMapping, { columns, separator }: FieldMapping): FieldMapping => ({
    ...{ field, columns, by: 'person', confidence: 1 },
    ...(separator === undefined ? {} : { separator }),
  });
  return fed.map((mapping) => (mapping === a ? feed(a, b) : mapping === b ? feed(b, a) : mapping));
}
