import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { candidatesOf, TableContext } from '../../src/mapping/matcher/answer-features.ts';
import { describeReadings } from '../../src/mapping/matcher/entity-features.ts';
import { buildKnowledge, type Knowledge, none } from '../../src/mapping/matcher/knowledge.ts';
import type { FirstModel, LearnedNames } from '../../src/mapping/matcher/model.ts';
import { NameEvidence } from '../../src/mapping/matcher/name-evidence.ts';
import {
  isPlaceholder,
  readSourceTable,
  type SourceTable,
  withoutValues,
} from '../../src/mapping/matcher/source-columns.ts';
import { gatherEvidence, type TableEvidence } from '../../src/mapping/matcher/table-evidence.ts';
import { entitiesOf } from '../../src/mapping/name-index.ts';
import { type Choice, type GrowOptions, growTrees } from './grow-trees.ts';
import type { LabelledCase } from './labelled-cases.ts';

/** The names of the cases, as the matcher remembers them. */
export function learnedNames(cases: readonly LabelledCase[]): LearnedNames {
  return {
    columns: cases.flatMap(({ system, expectedEntity, columns }) =>
      columns
        .filter(({ name }) => !isPlaceholder(name))
        .map(({ name, expected }) => ({ system, entity: expectedEntity, name, field: expected ?? none })),
    ),
    tables: cases.map(({ system, expectedEntity, table }) => ({ system, entity: expectedEntity, name: table })),
  };
}

/** The lists with the names of the cases. */
function knowledgeFrom(cases: readonly LabelledCase[]): Knowledge {
  const { columns, tables } = learnedNames(cases);
  return buildKnowledge(columns, tables);
}

/** Cases with what they teach. */
export interface Curriculum {
  readonly cases: readonly LabelledCase[];
  readonly knowledge: Knowledge;
  readonly lessons: readonly Lesson[];
}

/** Reads the cases once, for all that is learned from them. */
export function readCurriculum(cases: readonly LabelledCase[]): Curriculum {
  const knowledge = knowledgeFrom(cases);
  return { cases, knowledge, lessons: lessonsOf(cases, knowledge) };
}

/** What a case teaches: which answer is right for each column, and which entity for the table. */
export interface Lesson {
  readonly system: string;
  readonly columns: readonly Choice[];
  /** The whole table, the table without its name, and halves of it: exports leave columns out, and names mislead. */
  readonly entities: readonly Choice[];
}

/** Weighs a right answer that another one is preferred to; an entity that is right as well feeds fewer columns. */
const alternativeWeight = 0.3;
const alternativeEntityWeight = 0.1;

/** The lessons of all cases; every third is also taught without values, and another third without names: neither is always there. */
function lessonsOf(cases: readonly LabelledCase[], knowledge: Knowledge): Lesson[] {
  return cases.flatMap((one, index) => {
    const full = lessonOf(one, knowledge, {}, 1);
    if (index % 3 === 0) return [full, lessonOf(one, knowledge, { withoutValues: true }, 0.6)];
    return index % 3 === 1 ? [full, lessonOf(withoutNames(one), knowledge, {}, 0.4)] : [full];
  });
}

/** As a file without a header row has it. */
function withoutNames(one: LabelledCase): LabelledCase {
  return { ...one, table: '', columns: one.columns.map((column, index) => ({ ...column, name: `col${index + 1}` })) };
}

function lessonOf(one: LabelledCase, knowledge: Knowledge, ablation: Ablation, weight: number): Lesson {
  const table = readSourceTable(ablation.withoutValues ? withoutValues(one) : one, one.domain);
  const names = new NameEvidence(knowledge, one.system, ablation);
  const evidences = entitiesOf(one.domain).map((entity) => gatherEvidence(table, entity, names));
  const evidence = evidences.find(({ entity }) => entity.name === one.expectedEntity);
  if (!evidence) throw new Error(`The case '${one.id}' expects ${one.expectedEntity}, which its domain does not have.`);
  const context = new TableContext(evidence, ablation);
  const columns = one.columns.map((column, index): Choice => {
    const candidates = candidatesOf(evidence, index);
    const right = shares(
      candidates.map(({ field }) => field),
      column.expected ?? none,
      (column.alternatives ?? []).map((field) => field ?? none),
    );
    return { rows: candidates.map((answer) => context.featuresOf(index, answer)), right, weight };
  });
  const right = shares(
    evidences.map(({ entity }) => entity.name),
    one.expectedEntity,
    one.entityAlternatives ?? [],
    alternativeEntityWeight,
  );
  const choose = (part: SourceTable, seen: readonly TableEvidence[], share: number): Choice => ({
    rows: describeReadings(part, seen, knowledge, names, one.system, ablation).map(({ features }) => features),
    right,
    weight: weight * share,
  });
  return {
    system: one.system,
    columns: columns.filter((choice) => choice.right.some((share) => share > 0)),
    entities: [
      choose(table, evidences, 1),
      choose({ ...table, table: '' }, evidences, 0.5),
      ...[0, 1].map((parity) => {
        const isKept = (_: unknown, index: number) => index % 2 === parity;
        return choose(
          { ...table, columns: table.columns.filter(isKept) },
          evidences.map((seen) => partOf(seen, isKept)),
          0.4,
        );
      }),
    ],
  };
}

/** The evidence of some columns. */
function partOf(evidence: TableEvidence, isKept: (column: unknown, index: number) => boolean): TableEvidence {
  return {
    entity: evidence.entity,
    columns: evidence.columns.filter(isKept),
    answers: evidence.answers.filter(isKept),
    anywhere: evidence.anywhere.filter(isKept),
    wordOdds: evidence.wordOdds.filter(isKept),
    headOdds: evidence.headOdds.filter(isKept),
    votes: evidence.votes.filter(isKept),
  };
}

function shares(
  answers: readonly string[],
  expected: string,
  alternatives: readonly string[],
  share = alternativeWeight,
): number[] {
  return answers.map((answer) => (answer === expected ? 1 : alternatives.includes(answer) ? share : 0));
}

export const columnOptions: GrowOptions = {
  trees: 100,
  depth: 5,
  rate: 0.17,
  leastWeight: 1.5,
  ridge: 2,
  leaveOut: 3,
  featureShare: 0.4,
  sets: 3,
};
export const entityOptions: GrowOptions = {
  trees: 120,
  depth: 4,
  rate: 0.1,
  leastWeight: 1,
  ridge: 3,
  leaveOut: 3,
  featureShare: 0.5,
  sets: 3,
};

/** Learns both models. */
export function learn(lessons: readonly Lesson[]): FirstModel {
  return {
    columns: growTrees(
      lessons.flatMap(({ columns }) => columns),
      columnOptions,
    ),
    entities: growTrees(
      lessons.flatMap(({ entities }) => entities),
      entityOptions,
    ),
  };
}
