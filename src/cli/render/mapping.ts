import type { MappingProposal } from '../../contract/mapping-proposal-schemas.ts';
import { describeFeed } from '../../mapping/describe-feed.ts';
import type { FieldMapping, Mapping, TableMapping, UnmappedColumn } from '../../record/mapping.ts';
import { describeRepeatedHeaders } from './repeated-headers.ts';

const percent = (share: number) => `${Math.round(share * 100)} %`;
const indent = (depth: number, text: string) => `${'  '.repeat(depth)}${text}`;

/** A mapping for a person: of each table what it becomes, where each field comes from, how surely and why, and what is left. */
export function renderProposal({ mapping, problems }: MappingProposal): string {
  const told = problems.map(
    ({ file, place, message, remedy }) => `${file}${place ? ` (${place})` : ''}: ${message}\n${indent(1, remedy)}`,
  );
  return [
    ...(mapping ? [renderMapping(mapping)] : []),
    ...(told.length > 0 ? ['', 'Before it can be used:', ...told] : []),
  ].join('\n');
}

function renderMapping({ tables }: Mapping): string {
  return tables.map(renderTable).join('\n\n');
}

function renderTable({ table, columns, targets, unmapped, doubts = [] }: TableMapping): string {
  const becomes = targets.length === 0 ? 'is left out' : `becomes ${targets.map(({ entity }) => entity).join(' and ')}`;
  return [
    `${table} ${becomes}`,
    ...targets.flatMap(({ entity, onlyIfFilled, fields }) => [
      ...(targets.length > 1 || onlyIfFilled ? [indent(1, conditionOf(entity, onlyIfFilled))] : []),
      ...fields.flatMap(renderField),
    ]),
    ...unmapped.map(renderUnmapped),
    ...doubts.map(({ message }) => indent(1, `? ${message}`)),
    ...describeRepeatedHeaders(columns).map((line) => indent(1, line)),
  ].join('\n');
}

function conditionOf(entity: string, onlyIfFilled: readonly string[] | undefined): string {
  return `${entity}${onlyIfFilled ? `, where ${onlyIfFilled.join(' or ')} is filled` : ''}:`;
}

function renderField(mapping: FieldMapping): string[] {
  const { field, by, confidence, reasons = [], runnersUp = [] } = mapping;
  const ground = by === 'matcher' ? `${by}, ${percent(confidence)}` : by;
  return [
    indent(1, `${field.padEnd(24)} <- ${describeFeed(mapping)}  (${ground})`),
    ...(by === 'matcher' || by === 'lesson' ? reasons.map((reason) => indent(3, reason)) : []),
    ...(by === 'matcher' && runnersUp.length > 0 ? [indent(3, `Or: ${runnersUp.join(', ')}.`)] : []),
  ];
}

function renderUnmapped({ column, fillRate, ignored, suggestion }: UnmappedColumn): string {
  const why = ignored ? `; ignored: ${ignored}` : '';
  const maybe = suggestion ? `; may be ${suggestion.field}, ${percent(suggestion.confidence)}` : why;
  return indent(1, `${'(nothing)'.padEnd(24)} <- ${column}  (${percent(fillRate)} filled${maybe})`);
}

/** Who or what approved the mapping of a migration, and the filled columns that feed nothing. */
export function renderApproval(
  approvedBy: string,
  unmapped: readonly (Pick<UnmappedColumn, 'column' | 'fillRate'> & { readonly table: string })[] = [],
): string {
  const left = unmapped.map((one) => indent(1, `${one.table}: ${one.column}  (${percent(one.fillRate)} filled)`));
  return [
    `Mapping approved by ${approvedBy}`,
    ...(left.length === 0 ? [] : ['Filled columns that feed nothing and stay behind:', ...left]),
  ].join('\n');
}
