import type { Lesson } from '../../src/contract/lesson.ts';
import { headerKeyOf } from '../../src/mapping/lessons/lesson-keys.ts';
import { LessonPrior } from '../../src/mapping/lessons/lesson-prior.ts';
import { recallLessons } from '../../src/mapping/lessons/recall-lessons.ts';
import { matchTable } from '../../src/mapping/matcher/match-table.ts';
import { isPlaceholder } from '../../src/mapping/matcher/source-columns.ts';
import { judgeFolds, learnFolds, learnUnseen } from './cross-validation.ts';
import { describeFigures, figuresHead } from './describe-figures.ts';
import type { Answered } from './figures.ts';
import { type LabelledCase, trainingCases } from './labelled-cases.ts';
import { readCurriculum } from './learn.ts';
import { restyled } from './restyle-names.ts';

/** What a person who corrects a table as it is labelled teaches. */
function lessonsOf(one: LabelledCase): Lesson[] {
  return one.columns
    .filter(({ name }) => !isPlaceholder(name))
    .map(({ name, expected }, index) => ({
      id: `${one.id}-${index}`,
      sourceSystem: one.system,
      table: one.table,
      tableKey: one.id,
      header: name,
      headerKey: headerKeyOf(name),
      entity: one.expectedEntity,
      field: expected,
      feed: { columns: [name] },
      ground: 'corrected',
      isShareable: true,
      taughtBy: 'the labels',
      taughtAt: '2026-01-01',
      migrationId: null,
      endedAt: null,
      endedBy: null,
      endedWhy: null,
    }));
}

/**
 * Asks about tables of systems that the matcher has not learned from, without and with what a person has corrected in other tables of the
 * system: in one of them, each in turn, and in all of them. Then about the same tables again, with every other row.
 * @param isAsked Which of the labelled cases are asked about; they are learned from fold by fold with all others.
 * @returns a table in Markdown, a line a row.
 */
export function measureLearning(isAsked: (one: LabelledCase) => boolean, folds: number): string[] {
  const curriculum = readCurriculum(trainingCases());
  const others = (one: LabelledCase) =>
    curriculum.cases.filter(
      (other) => other !== one && isAsked(other) && other.system === one.system && other.domain === one.domain,
    );
  const answers = { full: [] as Answered[][], byName: [] as Answered[][], inOtherStyle: [] as Answered[][] };
  const sets = new Map<string, Answered[][]>();
  const keep = (name: string, fold: readonly Answered[]) => sets.set(name, [...(sets.get(name) ?? []), [...fold]]);
  for (const { model, asked } of learnUnseen(curriculum, folds)) {
    console.error(`fold ${answers.full.length + 1}`);
    const ask = (one: LabelledCase, taught: readonly LabelledCase[], withoutValues = false): Answered => {
      const options = { domain: one.domain, withoutSystem: one.system, ablation: { withoutValues } };
      const columns = one.columns.map(({ name }) => name);
      const own = taught.flatMap(lessonsOf);
      const prior = new LessonPrior({ sourceSystem: one.system, tableKey: one.id, columns, own, agreed: [] });
      return { case: one, match: matchTable(one, curriculum.knowledge, model, { ...options, prior }) };
    };
    answers.full.push(asked.map((one) => ask(one, [])));
    answers.byName.push(asked.map((one) => ask(one, [], true)));
    answers.inOtherStyle.push(asked.map((one) => ({ case: one, match: ask(restyled(one), []).match })));
    const second = asked.filter((one) => isAsked(one) && others(one).length > 0);
    const pairs = second.flatMap((one) => others(one).map((other) => [one, other] as const));
    keep(
      'second table, nothing taught',
      pairs.map(([one]) => ask(one, [])),
    );
    keep(
      'second table, the first corrected',
      pairs.map(([one, other]) => ask(one, [other])),
    );
    keep(
      'last table, nothing taught',
      second.map((one) => ask(one, [])),
    );
    keep(
      'last table, all others corrected',
      second.map((one) => ask(one, others(one))),
    );
  }
  const learned = learnFolds(answers);
  const rows = [...sets].map(([name, answered]) => describeFigures(name, judgeFolds(answered, learned)));
  return [figuresHead, ...rows, describeRecall(curriculum.cases.filter(isAsked))];
}

/** The next export of a table that was corrected. */
function describeRecall(cases: readonly LabelledCase[]): string {
  let taught = 0;
  let refused = 0;
  for (const one of cases) {
    const lessons = lessonsOf(one);
    const rows = Array.from({ length: Math.max(...one.columns.map(({ samples }) => samples.length)) }, (_, row) =>
      one.columns.map(({ samples }) => samples[row] ?? ''),
    );
    const columns = one.columns.map(({ name }) => name);
    const table = { table: one.table, file: one.table, columns, rows: rows.filter((_, row) => row % 2 === 0) };
    taught += lessons.length;
    refused += recallLessons(table, [], lessons)?.questions.length ?? 0;
  }
  return `The same tables again: of ${taught} columns that were taught, ${refused} are asked about because of their values.`;
}
