import type { ConflictDetail, DecisionPage } from '../../contract/conflict-schemas.ts';
import { renderTable } from './table.ts';

type Decision = DecisionPage['decisions'][number];

/** A conflict for the person who decides it: what it means, both sides, what each decision will do, what was decided. */
export function renderConflict({ conflict, meaning, offered, fields, sides, decisions }: ConflictDetail): string {
  const parts = [
    `${conflict.entity}, ${conflict.records} record${conflict.records === 1 ? '' : 's'}: ${meaning}`,
    ...(conflict.isClinical ? ['A clinical value is at issue.'] : []),
    renderSides(sides),
    ...(fields.length === 0 ? [] : [renderFields(fields)]),
    renderTable([['decision', 'what it will do'], ...offered.map(({ resolution, effect }) => [resolution, effect])]),
    ...(decisions.length === 0 ? [] : [renderDecisions(decisions)]),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderSides(sides: ConflictDetail['sides']): string {
  return sides
    .map(({ side, origin, externalId, file, line, issues, values, raw }) => {
      const place = origin === 'target' ? 'in the target' : `${file ?? 'the source'}, line ${line ?? '?'}`;
      const why = issues.length === 0 ? '' : `: ${issues.join(', ')}`;
      // What could not be read is shown as the source has it.
      const text = values === null && raw ? raw.map(([column, cell]) => `\n    ${column}: ${cell}`).join('') : '';
      return `${side}: ${externalId ?? 'without an identifier'}, ${place}${why}${text}`;
    })
    .join('\n');
}

function renderFields(fields: ConflictDetail['fields']): string {
  const rows = fields.map((one) => [
    `${one.differs ? '≠' : ' '} ${one.field}`,
    one.existing ?? '',
    one.new ?? '',
    one.isClinical ? 'clinical' : '',
  ]);
  return renderTable([['  field', 'existing', 'new', ''], ...rows]);
}

/** Who decided what, when and why. */
export function renderDecisions(decisions: readonly Decision[]): string {
  const rows = decisions.map((one) => [
    one.decidedAt,
    one.kind,
    one.entity,
    one.resolution,
    one.policy === null ? one.decidedBy : `${one.policy}, set by ${one.policySetBy ?? 'nobody known'}`,
    one.reason ?? '',
  ]);
  return renderTable([['decided at', 'kind', 'entity', 'decision', 'by', 'why'], ...rows]);
}
