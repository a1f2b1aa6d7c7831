import type { Entity } from '../../record/catalogue.ts';
import { none } from './knowledge.ts';
import type { SourceColumn } from './source-columns.ts';

/** Answers to a column with their probabilities, the likeliest first. */
export type RankedAnswers = readonly { readonly field: string; readonly probability: number }[];

/** What is left of an answer's probability where a likelier column feeds the field already. */
const leftOver = { key: 0.1, other: 0.4 };

/**
 * Looks at all columns at once: a field is normally fed by one column, the likeliest; the others keep part of the
 * probability. Fields of long text, and parts of one value (a date and its time), are fed by several.
 */
export function assignFields(
  entity: Entity,
  columns: readonly SourceColumn[],
  answers: readonly RankedAnswers[],
): RankedAnswers[] {
  const assigned: RankedAnswers[] = answers.map((ranked) => ranked);
  const fed = new Map<string, SourceColumn[]>();
  const waiting = new Set(answers.keys());
  const weakened = new Set<number>();
  while (waiting.size > 0) {
    let best = -1;
    for (const index of waiting) {
      if (best < 0 || (assigned[index]?.[0]?.probability ?? 0) > (assigned[best]?.[0]?.probability ?? 0)) best = index;
    }
    const column = columns[best];
    const ranked = assigned[best] ?? [];
    const field = ranked[0]?.field ?? none;
    const others = fed.get(field) ?? [];
    const share = column && others.length > 0 ? shareLeft(entity, field, column, others) : 1;
    // A second time would only shift the answers further from the evidence.
    if (share < 1 && !weakened.has(best)) {
      weakened.add(best);
      assigned[best] = weaken(ranked, field, share);
      continue;
    }
    waiting.delete(best);
    if (field !== none && column) fed.set(field, [...others, column]);
  }
  return assigned;
}

function shareLeft(entity: Entity, name: string, column: SourceColumn, others: readonly SourceColumn[]): number {
  const field = entity.fields.find((candidate) => candidate.name === name);
  if (!field || field.type.kind === 'text' || areParts(column, others)) return 1;
  return field.isKey || field.type.kind === 'reference' ? leftOver.key : leftOver.other;
}

/** A date and its time of day in columns of their own. */
function areParts(column: SourceColumn, others: readonly SourceColumn[]): boolean {
  const isTime = ({ profile, words }: SourceColumn) =>
    profile.share.time > 0.5 ||
    profile.share.monthOrTime > 0.5 ||
    (profile.filled === 0 && words.includes('time') && !words.includes('date'));
  return others.some((other) => isTime(other) !== isTime(column));
}

function weaken(ranked: RankedAnswers, field: string, share: number): RankedAnswers {
  const weighed = ranked.map((answer) =>
    answer.field === field ? { ...answer, probability: answer.probability * share } : answer,
  );
  const sum = weighed.reduce((total, { probability }) => total + probability, 0);
  return weighed
    .map((answer) => ({ ...answer, probability: answer.probability / sum }))
    .sort((a, b) => b.probability - a.probability);
}
