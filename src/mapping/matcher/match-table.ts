import type { Domain, Entity } from '../../record/catalogue.ts';
import type { Ablation } from './ablation.ts';
import { candidatesOf, TableContext } from './answer-features.ts';
import { assignFields, type RankedAnswers } from './assign-fields.ts';
import { scoreRow, softmax } from './boosted-trees.ts';
import { type EntityReading, readEntities } from './entity-features.ts';
import { explainAnswer } from './explain-answer.ts';
import { type Knowledge, none } from './knowledge.ts';
import { type ChosenAnswer, confidenceOf, type MatcherModel } from './model.ts';
import { readSourceTable, type SampledTable, withoutValues } from './source-columns.ts';

/** What a table most likely holds, and what each of its columns most likely feeds. */
export interface TableMatch {
  readonly entity: Entity;
  /** Of the entity, 0 to 1. */
  readonly confidence: number;
  /** All entities of the domain, the likeliest first. */
  readonly entities: readonly { readonly entity: string; readonly confidence: number }[];
  /** In the order of the table. */
  readonly columns: readonly ColumnMatch[];
}

/** The answer to one column. */
export interface ColumnMatch {
  readonly column: string;
  /** Null: the target has no field for it. */
  readonly field: string | null;
  /** Probability that the answer is right, 0 to 1. */
  readonly confidence: number;
  /** Sure enough to be taken without a person's look. */
  readonly isAccepted: boolean;
  /** Up to three answers, the given one first. */
  readonly likeliest: readonly (string | null)[];
  /** Why, in words, without a value of a record. */
  readonly reasons: readonly string[];
  /** For measuring. */
  readonly chosen: ChosenAnswer;
}

export interface MatchOptions {
  readonly domain: Domain;
  /** A person's word on what the table holds. */
  readonly entity?: string;
  /** Leaves out what was learned from this system; for measuring. */
  readonly withoutSystem?: string;
  readonly ablation?: Ablation;
}

/** Matches a table. Without input or output; the same table gives the same match. */
export function matchTable(
  sampled: SampledTable,
  knowledge: Knowledge,
  model: MatcherModel,
  options: MatchOptions,
): TableMatch {
  const { ablation = {} } = options;
  const table = readSourceTable(ablation.withoutValues ? withoutValues(sampled) : sampled, options.domain);
  const readings = readEntities(table, knowledge, options.withoutSystem, ablation);
  const probabilities = softmax(readings.map(({ features }) => scoreRow(model.entities, features)));
  const ranked = readings
    .map((reading, index) => ({ reading, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const said = ranked.find(({ reading }) => reading.entity.name === options.entity);
  const [likeliest] = said ? [{ ...said, probability: 1 }] : ranked;
  if (!likeliest) throw new Error(`The catalogue has no entity of the domain '${options.domain}'.`);
  return {
    entity: likeliest.reading.entity,
    confidence: likeliest.probability,
    entities: ranked.map(({ reading, probability }) => ({ entity: reading.entity.name, confidence: probability })),
    columns: matchColumns(likeliest.reading, likeliest.probability, model, ablation),
  };
}

function matchColumns(
  { entity, evidence }: EntityReading,
  entityProbability: number,
  model: MatcherModel,
  ablation: Ablation,
): ColumnMatch[] {
  const context = new TableContext(evidence, ablation);
  const alone = evidence.columns.map((_, index): RankedAnswers => {
    const candidates = candidatesOf(evidence, index);
    const likely = softmax(candidates.map((answer) => scoreRow(model.columns, context.featuresOf(index, answer))));
    return candidates
      .map(({ field }, at) => ({ field, probability: likely[at] ?? 0 }))
      .sort((a, b) => b.probability - a.probability);
  });
  return assignFields(entity, evidence.columns, alone).map((ranked, index) => {
    const source = evidence.columns[index];
    const field = ranked[0]?.field ?? none;
    const answer = evidence.answers[index]?.find((candidate) => candidate.field === field);
    if (!source || !answer) throw new Error('Every column has an answer.');
    const chosen: ChosenAnswer = {
      probability: ranked[0]?.probability ?? 0,
      next: ranked[1]?.probability ?? 0,
      entityProbability,
      isNone: field === none,
      isNamed: answer.listed.isSame || answer.learned.isSame,
      hasValues: source.profile.filled > 0,
    };
    const confidence = confidenceOf(chosen, model.calibration);
    return {
      column: source.name,
      field: field === none ? null : field,
      confidence,
      isAccepted: confidence >= model.calibration.acceptFrom,
      likeliest: ranked.slice(0, 3).map((other) => (other.field === none ? null : other.field)),
      reasons: explainAnswer(entity, source, answer),
      chosen,
    };
  });
}
