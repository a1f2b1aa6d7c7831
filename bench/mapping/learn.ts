import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { candidatesOf, TableContext } from '../../src/mapping/matcher/answer-features.ts';
import { readEntities } from '../../src/mapping/matcher/entity-features.ts';
import { buildKnowledge, type Knowledge, none } from '../../src/mapping/matcher/knowledge.ts';
import type { LearnedNames, MatcherModel } from '../../src/mapping/matcher/model.ts';
import { readSourceTable, withoutValues } from '../../src/mapping/matcher/source-columns.ts';
import { type Choice, type GrowOptions, growTrees } from './grow-trees.ts';
import type { LabelledCase } from './labelled-cases.ts';

/** The names of the cases, as the matcher remembers them. */
export function learnedNames(cases: readonly LabelledCase[]): LearnedNames {
  return {
    columns: cases.flatMap(({ system, expectedEntity, columns }) =>
      columns.map(({ name, expected }) => ({ system, entity: expectedEntity, name, field: expected ?? none })),
    ),
    tables: cases.map(({ system, expectedEntity, table }) => ({ system, entity: expectedEntity, name: table })),
  };
}

/** The lists with the names of the cases. */
export function knowledgeFrom(cases: readonly LabelledCase[]): Knowledge {
  const { columns, tables } = learnedNames(cases);
  return buildKnowledge(columns, tables);
}

/** What a case teaches: which answer is right for each column, and which entity for the table. */
export interface Lesson {
  readonly system: string;
  readonly columns: readonly Choice[];
  readonly entity: Choice;
}

/** Weighs a right answer that another one is preferred to. */
const alternativeWeight = 0.3;

/** The lessons of all cases; every third is also taught without values, which are not always there. */
export function lessonsOf(cases: readonly LabelledCase[], knowledge: Knowledge, ablation: Ablation = {}): Lesson[] {
  return cases.flatMap((one, index) => {
    const full = lessonOf(one, knowledge, ablation, 1);
    return index % 3 === 0 ? [full, lessonOf(one, knowledge, { ...ablation, withoutValues: true }, 0.6)] : [full];
  });
}

function lessonOf(one: LabelledCase, knowledge: Knowledge, ablation: Ablation, weight: number): Lesson {
  const table = readSourceTable(ablation.withoutValues ? withoutValues(one) : one, one.domain);
  const readings = readEntities(table, knowledge, one.system, ablation);
  const evidence = readings.find(({ entity }) => entity.name === one.expectedEntity)?.evidence;
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
    readings.map(({ entity }) => entity.name),
    one.expectedEntity,
    one.entityAlternatives ?? [],
  );
  return {
    system: one.system,
    columns: columns.filter((choice) => choice.right.some((share) => share > 0)),
    entity: { rows: readings.map(({ features }) => features), right, weight },
  };
}

function shares(answers: readonly string[], expected: string, alternatives: readonly string[]): number[] {
  return answers.map((answer) => (answer === expected ? 1 : alternatives.includes(answer) ? alternativeWeight : 0));
}

export const columnOptions: GrowOptions = { trees: 110, depth: 5, rate: 0.16, leastWeight: 1.5, ridge: 2, leaveOut: 3 };
export const entityOptions: GrowOptions = { trees: 80, depth: 3, rate: 0.12, leastWeight: 0.5, ridge: 2, leaveOut: 3 };

/** Learns both models. */
export function learn(lessons: readonly Lesson[]): Omit<MatcherModel, 'calibration'> {
  return {
    columns: growTrees(
      lessons.flatMap(({ columns }) => columns),
      columnOptions,
    ),
    entities: growTrees(
      lessons.map(({ entity }) => entity),
      entityOptions,
    ),
  };
}
