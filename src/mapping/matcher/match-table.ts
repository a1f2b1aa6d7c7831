import type { Domain, Entity } from '../../record/catalogue.ts';
import { acceptanceFeatures } from './acceptance-features.ts';
import type { AnswerPrior } from './answer-prior.ts';
import { scoreRow } from './boosted-trees.ts';
import { explainAnswer } from './explain-answer.ts';
import { type Knowledge, none } from './knowledge.ts';
import { confidenceOf, type MatcherModel } from './model.ts';
import { type Candidate, type ReadOptions, readCandidates } from './read-candidates.ts';
import { readSourceTable, type SampledTable, withoutValues } from './source-columns.ts';
import { sureEntityFrom } from './sure-entity.ts';

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
  /** Whether it is sure what the table holds, or whatever it may hold gives this answer: without that nothing is accepted. */
  readonly isSettled: boolean;
  /**
   * Up to three answers, the given one first. Where it is not told what the table holds, the others may be fields of another
   * entity that it may hold.
   */
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
  const name = ablation.withoutNames ? '' : table.table;
  return {
    entity: likeliest.reading.entity,
    confidence: likeliest.probability,
    entities,
    columns: answerColumns(likeliest, candidates, {
      speaking: acceptanceFeatures(candidates, ablation),
      sureFrom: sureEntityFrom(name, options.domain, likeliest.reading.entity.name),
      model,
      prior,
    }),
  };
}

/** What is known besides the readings of a table when its columns are answered. */
interface Judgement {
  /** By column, see `acceptanceFeatureNames`. */
  readonly speaking: readonly (readonly number[])[];
  /** From which probability on it is sure what the table holds. */
  readonly sureFrom: number;
  readonly model: MatcherModel;
  readonly prior: AnswerPrior | undefined;
}

function answerColumns(
  { reading: { entity, evidence }, assigned, probability }: Candidate,
  candidates: readonly Candidate[],
  { speaking, sureFrom, model: { acceptance, calibration }, prior }: Judgement,
): ColumnMatch[] {
  return assigned.map((ranked, index) => {
    const source = evidence.columns[index];
    const field = ranked[0]?.field ?? none;
    const answer = evidence.answers[index]?.find((candidate) => candidate.field === field);
    if (!source || !answer) throw new Error('Every column has an answer.');
    const features = speaking[index] ?? [];
    const taught = prior?.reasonOf(entity.name, source.name, field);
    const confidence = confidenceOf(scoreRow(acceptance, features), calibration);
    const isSettled = probability >= sureFrom || areOfOneMind(candidates, index, field, Math.max(oneMind, sureFrom));
    return {
      column: source.name,
      field: field === none ? null : field,
      confidence,
      isAccepted: isSettled && confidence >= calibration.acceptFrom,
      isSettled,
      likeliest: [field, ...runnersUp(candidates, index, field)].map((name) => (name === none ? null : name)),
      reasons: [...(taught === undefined ? [] : [taught]), ...explainAnswer(entity, source, answer)],
      evidence: features,
    };
  });
}

/** Share of what the table may hold that must give the answer where it is not sure what it holds; more against its name. */
const oneMind = 0.95;

function areOfOneMind(candidates: readonly Candidate[], column: number, given: string, share: number): boolean {
  const agreeing = candidates.filter(({ assigned }) => assigned[column]?.[0]?.field === given);
  const likely = (some: readonly Candidate[]) => some.reduce((sum, { probability }) => sum + probability, 0);
  return likely(agreeing) >= share * likely(candidates);
}

/** The two likeliest answers besides the given one, over all that the table may hold. */
function runnersUp(candidates: readonly Candidate[], column: number, given: string): string[] {
  const likely = new Map<string, number>();
  for (const { probability, assigned } of candidates) {
    for (const answer of assigned[column] ?? []) {
      likely.set(answer.field, (likely.get(answer.field) ?? 0) + probability * answer.probability);
    }
  }
  likely.delete(given);
  return [...likely]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 2)
    .map(([field]) => field);
}
