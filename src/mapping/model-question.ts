import { z } from 'zod';
import type { Message } from '../contract/language-model.ts';
import { entityNamed, type FieldType } from '../record/catalogue.ts';
import type { Mapping, ModelSuggestion, TableMapping } from '../record/mapping.ts';
import type { TableRows } from './named-table.ts';
import { profileValues, type ValueProfile } from './values/profile-values.ts';

/**
 * What a language model is asked about columns that nobody is sure of. Names, types and shapes are all that is in it: no value of a record,
 * and no range of values either.
 */
export interface ModelQuestion {
  readonly tables: readonly {
    readonly table: string;
    readonly columns: readonly { readonly column: string; readonly shape: string }[];
    /** Fields that nothing feeds yet, by `entity.field`. */
    readonly fields: readonly { readonly field: string; readonly type: string; readonly meaning: string }[];
  }[];
}

const mostColumns = 100;
const longestName = 100;

/** The question about all columns that feed nothing; null where there is nothing to ask. */
export function questionAbout(mapping: Mapping, rows: TableRows): ModelQuestion | null {
  const tables = mapping.tables.flatMap((table) => {
    const columns = table.unmapped.slice(0, mostColumns).map(({ column, fillRate }) => {
      const index = table.columns.indexOf(column);
      const samples = (rows.get(table.table) ?? []).map((cells) => cells[index] ?? '');
      return { column: column.slice(0, longestName), shape: describeShape(profileValues(samples), fillRate) };
    });
    const fields = freeFields(table);
    return columns.length > 0 && fields.length > 0
      ? [{ table: table.table.slice(0, longestName), columns, fields }]
      : [];
  });
  return tables.length > 0 ? { tables } : null;
}

function freeFields({ targets }: TableMapping): ModelQuestion['tables'][number]['fields'] {
  return targets.flatMap(({ entity, fields }) => {
    const fed = new Set(fields.map(({ field }) => field));
    return entityNamed(entity)
      .fields.filter(({ name, isKey }) => !isKey && !fed.has(name))
      .map(({ name, type, description }) => ({
        field: `${entity}.${name}`,
        type: describeType(type),
        meaning: description,
      }));
  });
}

function describeType(type: FieldType): string {
  if (type.kind === 'enum') return `one of ${type.members.join(', ')}`;
  if (type.kind === 'reference') return `identifier of one of ${type.entity}`;
  return 'unit' in type && type.unit !== undefined ? `${type.kind} in ${type.unit}` : type.kind;
}

/** Shares and lengths alone: a range of numbers or years could be somebody's. */
function describeShape({ filled, share, distinct, meanLength, meanWords }: ValueProfile, fillRate: number): string {
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  if (filled === 0) return `${percent(fillRate)} filled`;
  const kinds = Object.entries(share)
    .filter(([, part]) => part >= 0.2)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([kind, part]) => `${kind} ${percent(part)}`);
  return [
    `${percent(fillRate)} filled`,
    `${percent(distinct)} different`,
    `${meanLength.toFixed(1)} characters and ${meanWords.toFixed(1)} words on average`,
    ...(kinds.length > 0 ? [`looks like ${kinds.join(', ')}`] : []),
  ].join('; ');
}

const instructions = `You help to move records between two systems of a care home or an optical practice. For each column of a source table, name
the target field that it feeds, or leave the column out where none fits. Answer with one JSON object and nothing else:
{"suggestions":[{"table":"…","column":"…","field":"entity.field","confidence":0.0}]}. Use the names exactly as given. "confidence" is how likely it
is, from 0 to 1, that a domain expert would agree.`;

/** The question as messages of the chat completions interface. */
export function toMessages(question: ModelQuestion): readonly Message[] {
  return [
    { role: 'system', content: instructions },
    { role: 'user', content: JSON.stringify(question) },
  ];
}

const answerSchema = z.object({
  suggestions: z.array(
    z.object({ table: z.string(), column: z.string(), field: z.string(), confidence: z.number().min(0).max(1) }),
  ),
});

/**
 * Adds what the model has answered to the columns that it was asked about, as suggestions: none of it feeds a field. What is not in the
 * question (another column, another field) is left out.
 * @param answer The text of the model's answer.
 * @returns null where the answer is none.
 */
export function withModelSuggestions(mapping: Mapping, question: ModelQuestion, answer: string): Mapping | null {
  const parsed = answerSchema.safeParse(parseJson(answer));
  if (!parsed.success) return null;
  const asked = new Map(question.tables.map((table) => [table.table, table]));
  const answered = new Map<string, ModelSuggestion>();
  for (const { table, column, field, confidence } of parsed.data.suggestions) {
    const about = asked.get(table);
    if (!about?.columns.some((one) => one.column === column) || !about.fields.some((one) => one.field === field))
      continue;
    answered.set(keyOf(table, column), { field, confidence });
  }
  return {
    ...mapping,
    tables: mapping.tables.map((table) => ({
      ...table,
      unmapped: table.unmapped.map((column) => {
        const modelSuggestion = answered.get(
          keyOf(table.table.slice(0, longestName), column.column.slice(0, longestName)),
        );
        return modelSuggestion ? { ...column, modelSuggestion } : column;
      }),
    })),
  };
}

function keyOf(table: string, column: string): string {
  return JSON.stringify([table, column]);
}

/** Some models wrap their JSON into a block of Markdown. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ''));
  } catch {
    return null;
  }
}
