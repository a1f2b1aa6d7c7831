import type { Entity } from '../record/catalogue.ts';
import type { FieldMapping } from '../record/mapping.ts';
import { askRequired } from './ask-required.ts';
import type { AnswerPrior } from './matcher/answer-prior.ts';
import { type ColumnMatch, matchTable } from './matcher/match-table.ts';
import { trainedKnowledge, trainedModel } from './matcher/trained-model.ts';
import type { NamedTable } from './named-table.ts';
import { sampledColumns } from './named-table.ts';
import { proposeSplits } from './splits/propose-splits.ts';
import type { MappingQuestion } from './splits/split-proposal.ts';
import { synonyms } from './synonyms.ts';

/** What the matcher makes of the columns of a table. */
export interface MatchedColumns {
  /** What is sure enough to be used without a person's look, and what a question stands for. */
  readonly fields: readonly FieldMapping[];
  /** What is not: for a person to look at. */
  readonly doubtful: readonly ColumnMatch[];
  /** What of the fields a person must look at before they are used. */
  readonly questions: readonly MappingQuestion[];
}

/**
 * Feeds the fields of an entity from the columns of a table, by names, values and the table as a whole. A column feeds
 * one field, but one that holds several is split. A field is fed once, but for long texts and for parts of one value (a date and its time). What is below the
 * threshold of the matcher feeds nothing, because a wrong mapping is worse than none; only a required field that nothing else feeds
 * is fed from its likeliest column, with a question to a person.
 * @param taken Fields that are fed already, such as by the preset.
 * @param only Columns that may be used; the others are only neighbours. Default: all.
 * @param prior What people have taught of the table.
 */
export function matchColumns(
  table: NamedTable,
  entity: Entity,
  taken: ReadonlySet<string> = new Set(),
  only: ReadonlySet<string> = new Set(table.columns),
  prior?: AnswerPrior,
): MatchedColumns {
  const sampled = { table: table.table, columns: sampledColumns(table) };
  const { columns } = matchTable(sampled, trainedKnowledge(), trainedModel(), {
    domain: entity.domain,
    entity: entity.name,
    prior,
  });
  const free = columns.filter(({ column, field }) => field !== null && !taken.has(field) && only.has(column));
  const accepted = free.filter(({ isAccepted }) => isAccepted);
  const spare = synonyms[entity.name]?.spareKey;
  const hasKey = taken.has('externalId') || accepted.some(({ field }) => field === 'externalId');
  const sure = hasKey ? accepted : [...accepted, ...free.filter((match) => isKeyOrNumber(match, spare))];
  const matched = toFieldMappings(sure, entity).map((mapping) =>
    !hasKey && mapping.field === spare ? { ...mapping, field: 'externalId' } : mapping,
  );
  const fed = new Set([...taken, ...matched.map(({ field }) => field)]);
  const asked = askRequired(
    entity,
    fed,
    free.filter((match) => !sure.includes(match)),
  );
  matched.push(...asked.flatMap(({ match }) => toFieldMappings([match], entity)));
  const { fields, questions } = proposeSplits({ table, entity, fields: matched, taken, only });
  const feeding = new Set(fields.flatMap((mapping) => mapping.columns));
  return {
    fields,
    doubtful: free.filter(({ column }) => !feeding.has(column)),
    questions: [...questions, ...asked.map(({ question }) => question)],
  };
}

/** Fields that are put together from several columns, and what stands between them. */
const joined: Readonly<Record<string, string>> = { 'contacts.name': ' ', 'contacts.address': ', ', addressLine1: ' ' };

function toFieldMappings(accepted: readonly ColumnMatch[], entity: Entity): FieldMapping[] {
  const mappings: FieldMapping[] = [];
  const byField = Map.groupBy(accepted, ({ field }) => field ?? '');
  for (const [name, matches] of byField) {
    const field = entity.fields.find((candidate) => candidate.name === name);
    const likeliest = matches.reduce((a, b) => (b.confidence > a.confidence ? b : a));
    if (field?.type.kind === 'text') {
      mappings.push(...matches.map((match) => toMapping(name, [match])));
      continue;
    }
    const separator = field?.type.kind === 'datetime' ? ' ' : (joined[`${entity.name}.${name}`] ?? joined[name]);
    const isJoined = separator !== undefined && matches.length > 1;
    mappings.push(isJoined ? { ...toMapping(name, matches), separator } : toMapping(name, [likeliest]));
  }
  return mappings;
}

function toMapping(field: string, matches: readonly ColumnMatch[]): FieldMapping {
  return {
    field,
    columns: matches.map(({ column }) => column),
    by: 'matcher',
    confidence: Math.min(...matches.map(({ confidence }) => confidence)),
    reasons: matches.flatMap(({ reasons }) => reasons),
    ...runnersUp(field, matches),
  };
}

/** What else the columns may feed; nothing where the matcher saw nothing else. */
function runnersUp(field: string, matches: readonly ColumnMatch[]): Pick<FieldMapping, 'runnersUp'> {
  const others = matches.flatMap(({ likeliest }) => likeliest.filter((other) => other !== null && other !== field));
  return others.length === 0 ? {} : { runnersUp: [...new Set(others.filter((other) => other !== null))] };
}

/** From here on an answer is likely, if not sure enough to be accepted. */
const likely = 0.8;

/**
 * An invoice's number serves as its key where nothing else does. Where it is only not clear whether a column is that number or
 * the key, it is the key either way.
 */
function isKeyOrNumber({ field, isAccepted, likeliest, confidence }: ColumnMatch, spare: string | undefined): boolean {
  return !isAccepted && field === spare && likeliest[1] === 'externalId' && confidence >= likely;
}
