import { type UndoLine, type UndoPreview, type UndoResult, undoReasons } from '../../contract/undo.ts';
import type { UndoReport } from '../../contract/undo-schemas.ts';
import { formatNumber, renderTable } from './table.ts';

interface PreviewAsked {
  /** The options that choose the same once more, each with a blank before it. */
  readonly options: string;
  /** How many rows come before those that are listed. */
  readonly offset: number;
}

/** What an undo would do: sums by entity, what stands against it, some rows, and how to begin exactly this. */
export function renderPreview(preview: UndoPreview, { options, offset }: PreviewAsked): string {
  const { migrationId, token, counts, entities, refusals, lines } = preview;
  if (refusals.length > 0 && entities.length === 0) return renderRefusals(refusals);
  if (entities.length === 0) return 'There is nothing to undo.';
  const sumOf = (of: 'dependents' | 'edited') => entities.reduce((sum, one) => sum + one[of], 0);
  const all = { ...counts, entity: 'all', dependents: sumOf('dependents'), edited: sumOf('edited') };
  const sums = [...entities, all].map(({ entity, removed, restored, kept, refused, dependents, edited }) => [
    entity,
    ...[removed, restored, kept, refused, dependents, edited].map(formatNumber),
  ]);
  const rows = counts.removed + counts.restored + counts.kept + counts.refused;
  const next = offset + lines.length;
  return [
    renderTable([
      ['entity', 'removed', 'restored', 'kept', 'refused', 'of these dependents', 'of these edited'],
      ...sums,
    ]),
    ...renderLines(lines),
    ...(lines.length > 0 && next < rows
      ? [`Listed are ${offset + 1} to ${next} of ${formatNumber(rows)}; go on with --offset ${next}.`]
      : []),
    '',
    refusals.length > 0
      ? renderRefusals(refusals)
      : `To do exactly this:\n  npx careferry rollback ${migrationId}${options} --token ${token} --wait`,
  ].join('\n');
}

const renderRefusals = (refusals: UndoPreview['refusals']): string =>
  refusals.map(({ reason, message }) => `It would be refused (${reason}): ${message}`).join('\n');

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
  if (integrity?.backup) {
    const { backupId, compared, different } = integrity.backup;
    sentences.push(
      `Of ${compared} restored or removed rows, ${different} are otherwise in backup ${backupId} from before the migration.`,
    );
  } else if (integrity) sentences.push('With a backup from before the migration nothing could be compared.');
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
