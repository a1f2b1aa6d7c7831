import { type UndoLine, type UndoPreview, type UndoResult, undoReasons } from '../../contract/undo.ts';
import type { UndoReport } from '../../contract/undo-schemas.ts';
import { formatNumber, renderTable } from './table.ts';

/** What an undo would do: sums by entity, what stands against it, some rows, and how to begin exactly this. */
export function renderPreview({ migrationId, token, entities, refusals, lines }: UndoPreview): string {
  const sums = entities.map(({ entity, removed, restored, kept, refused, dependents }) => [
    entity,
    ...[removed, restored, kept, refused, dependents].map(formatNumber),
  ]);
  return [
    entities.length === 0
      ? 'There is nothing to undo.'
      : renderTable([['entity', 'removed', 'restored', 'kept', 'refused', 'of these dependents'], ...sums]),
    ...renderLines(lines),
    ...refusals.map(({ reason, message }) => `It would be refused (${reason}): ${message}`),
    ...(refusals.length === 0
      ? [`\nTo do exactly this: npx careferry rollback ${migrationId} … --token ${token}`]
      : []),
  ].join('\n');
}

/** What the last undo of a migration did. */
export function renderReport({ requestedBy, status, startedAt, result, lines }: UndoReport): string {
  return [
    `The undo that ${requestedBy} asked for at ${startedAt} is ${status}.`,
    ...(result ? [renderResult(result)] : []),
    ...renderLines(lines),
  ].join('\n');
}

/** The result of an undo in a few sentences. */
export function renderResult({ removed, restored, kept, refused, moved, integrity }: UndoResult): string {
  const sentences = [
    `Undone: ${removed} removed, ${restored} restored, ${kept} kept as people or later migrations have left them, ${refused} refused because they are needed or cannot come back.`,
  ];
  if (moved > 0) sentences.push(`${moved} of these were changed by somebody while it ran.`);
  if (integrity)
    sentences.push(`Of ${integrity.compared} restored rows, ${integrity.different} differ from what they were before.`);
  return sentences.join(' ');
}

function renderLines(lines: readonly UndoLine[]): string[] {
  if (lines.length === 0) return [];
  const rows = lines.map(({ entity, id, externalId, end, reason, changedBy, changedAt, neededBy }) => [
    entity,
    externalId ?? id,
    end,
    reason ? undoReasons[reason] : '',
    changedBy ? `${changedBy}, ${changedAt}` : (neededBy ?? ''),
  ]);
  return ['', renderTable([['entity', 'record', 'end', 'because', 'by'], ...rows])];
}
