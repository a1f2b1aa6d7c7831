import type { Domain, Entity } from '../../record/catalogue.ts';
import { acceptanceFeatures } from './acceptance-features.ts';
import type { AnswerPrior } from './answer-prior.ts';
import { scoreRow } from './boosted-trees.ts';
import { explainAnswer } from './explain-answer.ts';
import { type Knowledge, none } from './knowledge.ts';
import { confidenceOf, type MatcherModel } from './model.ts';
import { type Candidate, type ReadOptions, readCandidates } from './read-candidates.ts';
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
  /** What the confidence was made from, see `acceptanceFeatureNames`; for measuring. */
  readonly evidence: readonly number[];
}

export interface MatchOptions extends ReadOptions {
  readonly domain: Domain;
}

/** Matches a table. Without input or output; the same table gives the same match. */
export function matchTable(
  sampled: SampledTable,
  knowledge: Knowledge,
  model: MatcherModel,
  options: MatchOptions,
): TableMatch {
  const { ablation = {}, prior } = options;
  const table = readSourceTable(ablation.withoutValues ? withoutValues(sampled) : sampled, options.domain);
  const { candidates, entities } = readCandidates(table, knowledge, model, options);
  const [likeliest] = candidates;
  if (!likeliest) throw new Error(`The catalogue has no entity of the domain '${options.domain}'.`);
  return {
    entity: likeliest.reading.entity,
    confidence: likeliest.probability,
    entities,
    columns: answerColumns(likeliest, acceptanceFeatures(candidates, ablation), model, prior),
  };
}

function answerColumns(
  { reading: { entity, evidence }, assigned }: Candidate,
  speaking: readonly (readonly number[])[],
  { acceptance, calibration }: MatcherModel,
  prior: AnswerPrior | undefined,
): ColumnMatch[] {
  return assigned.map((ranked, index) => {
    const source = evidence.columns[index];
    const field = ranked[0]?.field ?? none;
    const answer = evidence.answers[index]?.find((candidate) => candidate.field === field);
    if (!source || !answer) throw new Error('Every column has an answer.');
    const features = speaking[index] ?? [];
    const taught = prior?.reasonOf(entity.name, source.name, field);
    const confidence = confidenceOf(scoreRow(acceptance, features), calibration);
    return {
      column: source.name,
      field: field === none ? null : field,
      confidence,
      isAccepted: confidence >= calibration.acceptFrom,
      likeliest: ranked.slice(0, 3).map((other) => (other.field === none ? null : other.field)),
      reasons: [...(taught === undefined ? [] : [taught]), ...explainAnswer(entity, source, answer)],
      evidence: features,
    };
  });
}
