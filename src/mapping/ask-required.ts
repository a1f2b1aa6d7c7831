import type { Entity } from '../record/catalogue.ts';
import type { ColumnMatch } from './matcher/match-table.ts';
import type { MappingQuestion } from './splits/split-proposal.ts';

/** A column that is less likely than this to feed a required field is not worth a question. */
const leastLikely = 0.6;

/** A column that is used though nobody is sure, and what a person must say of it. */
export interface AskedColumn {
  readonly match: ColumnMatch;
  readonly question: MappingQuestion;
}

/**
 * For each required field that nothing feeds, the likeliest column that the matcher is not sure enough of. Without it no record could
 * be written, so it is asked about rather than left out.
 * @param fed Fields that are fed already.
 * @param doubtful Answers below the threshold of the matcher.
 */
export function askRequired(entity: Entity, fed: ReadonlySet<string>, doubtful: readonly ColumnMatch[]): AskedColumn[] {
  return entity.fields
    .filter(({ name, isRequired }) => isRequired && !fed.has(name))
    .flatMap(({ name }) => {
      const [match] = doubtful
        .filter(({ field, confidence }) => field === name && confidence >= leastLikely)
        .sort((a, b) => b.confidence - a.confidence);
      return match ? [{ match, question: questionOf(match, name) }] : [];
    });
}

function questionOf({ column, confidence }: ColumnMatch, field: string): MappingQuestion {
  const percent = Math.round(confidence * 100);
  return {
    fields: [field],
    columns: [column],
    message: `'${column}' most likely (${percent} %) feeds '${field}', which every record needs, but that is not sure enough to go unasked.`,
  };
}
