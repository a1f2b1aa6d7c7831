import type { Entity } from '../../record/catalogue.ts';
import { contradictsField } from '../values/contradicts-field.ts';
import type { Ablation } from './ablation.ts';
import { candidatesOf, TableContext } from './answer-features.ts';
import type { AnswerPrior } from './answer-prior.ts';
import { assignFields, type RankedAnswers } from './assign-fields.ts';
import { scoreRow, softmax } from './boosted-trees.ts';
import { type EntityReading, readEntities } from './entity-features.ts';
import { type Knowledge, none } from './knowledge.ts';
import type { FirstModel } from './model.ts';
import type { SourceColumn, SourceTable } from './source-columns.ts';

/** A table read as one of its likeliest entities, with what its columns would then feed. */
export interface Candidate {
  readonly reading: EntityReading;
  /** Of the entity, 0 to 1: from names and first guesses, and from how much its columns would feed. */
  readonly probability: number;
  /** The same before it was known what its columns would feed. */
  readonly firstProbability: number;
  /** Answers to each column, each column for itself. */
  readonly alone: readonly RankedAnswers[];
  /** The same after all columns were looked at together. */
  readonly assigned: readonly RankedAnswers[];
}

/**
 * What it counts for an entity that all columns feed its fields for certain, as log-odds: a reading that leaves a table's values without a
 * field is not the one that people want.
 */
const feedingWeight = 3;

/** So many entities are looked at closely, and none that is less likely than this beside the first. */
const mostCandidates = 4;
const leastProbability = 0.01;

/** A table's candidates, the likeliest first, and how likely each entity of the domain is. */
export interface TableReading {
  readonly candidates: readonly Candidate[];
  readonly entities: readonly { readonly entity: string; readonly confidence: number }[];
}

/** How a table is read. */
export interface ReadOptions {
  /** A person's word on what the table holds: it is the only candidate then. */
  readonly entity?: string;
  /** Leaves out what was learned from this system; for measuring. */
  readonly withoutSystem?: string;
  readonly ablation?: Ablation;
  /** What people have taught of this table and its columns. */
  readonly prior?: AnswerPrior | undefined;
}

/** Reads the table as its likeliest entities. */
export function readCandidates(
  table: SourceTable,
  knowledge: Knowledge,
  model: FirstModel,
  { entity: said, withoutSystem, ablation = {}, prior }: ReadOptions,
): TableReading {
  const readings = readEntities(table, knowledge, withoutSystem, ablation);
  const probabilities = softmax(
    readings.map(({ entity, features }) => scoreRow(model.entities, features) + (prior?.ofEntity(entity.name) ?? 0)),
  );
  const ranked = readings
    .map((reading, index) => ({ reading, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const asked = ranked.filter(({ reading }) => reading.entity.name === said);
  const likeliest =
    asked.length > 0
      ? asked.map((one) => ({ ...one, probability: 1 }))
      : ranked.filter(
          ({ probability }, rank) => rank === 0 || (rank < mostCandidates && probability >= leastProbability),
        );
  const candidates = weighFeeding(
    likeliest.map(({ reading, probability }) => {
      const alone = rankAnswers(reading, model, ablation, prior);
      const { entity, evidence } = reading;
      const assigned = ablation.withoutAssignment ? alone : assignFields(entity, evidence.columns, alone);
      return { reading, probability, firstProbability: probability, alone, assigned };
    }),
  );
  const weighed = new Map(candidates.map(({ reading, probability }) => [reading.entity.name, probability]));
  const entities = ranked
    .map(({ reading: { entity }, probability }) => ({
      entity: entity.name,
      confidence: weighed.get(entity.name) ?? probability,
    }))
    .sort((a, b) => b.confidence - a.confidence);
  return { candidates, entities };
}

/** The candidates, the likeliest first, now that it is known what each would feed. What they are likely together stays as it was. */
function weighFeeding(candidates: readonly Candidate[]): Candidate[] {
  const weights = candidates.map(({ probability, assigned }) => {
    const fed = assigned.reduce((sum, [best]) => sum + (best && best.field !== none ? best.probability : 0), 0);
    return probability * Math.exp((feedingWeight * fed) / Math.max(assigned.length, 1));
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const share = sum(candidates.map(({ probability }) => probability)) / sum(weights);
  return candidates
    .map((candidate, index) => ({ ...candidate, probability: (weights[index] ?? 0) * share }))
    .sort((a, b) => b.probability - a.probability);
}

function rankAnswers(
  { entity, evidence }: EntityReading,
  model: FirstModel,
  ablation: Ablation,
  prior?: AnswerPrior,
): RankedAnswers[] {
  const context = new TableContext(evidence, ablation);
  return evidence.columns.map((column, index) => {
    const taught = new Map(
      [...(prior?.ofColumn(entity.name, column.name) ?? [])].filter(
        ([answer]) => !isContradicted(entity, answer, column),
      ),
    );
    const candidates = candidatesOf(evidence, index, taught);
    const likely = softmax(
      candidates.map(
        (answer) => scoreRow(model.columns, context.featuresOf(index, answer)) + (taught.get(answer.field) ?? 0),
      ),
    );
    return candidates
      .map(({ field }, at) => ({ field, probability: likely[at] ?? 0 }))
      .sort((a, b) => b.probability - a.probability);
  });
}

/** What the values say aloud outweighs whatever was taught. */
function isContradicted(entity: Entity, answer: string, { profile }: SourceColumn): boolean {
  const field = entity.fields.find(({ name }) => name === answer);
  return field !== undefined && contradictsField(entity, field, profile);
}
