import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { learnAcceptance } from './calibrate.ts';
import { answerUnseen, judgeFolds, learnFolds, outcomesOf, type UnseenAnswers } from './cross-validation.ts';
import { ablations, describeAblations } from './describe-ablations.ts';
import { describeErrors, describeFigures, figuresHead } from './describe-figures.ts';
import { caseFiles, readCases, trainingCases } from './labelled-cases.ts';
import { learn, learnedNames, readCurriculum } from './learn.ts';

/** `node bench/mapping/train.ts [--ablations] [--errors FILE]`: learns from `cases/` and writes `src/mapping/weights/`. The same cases give the same bytes. */
const { values } = parseArgs({
  options: { ablations: { type: 'boolean', default: false }, errors: { type: 'string' } },
});
const cases = trainingCases();
const curriculum = readCurriculum(cases);
const folder = resolve(import.meta.dirname, '../../src/mapping/weights');
const write = (name: string, value: unknown) => writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(value)}\n`);

// How sure an answer is can only be learned from systems that the matcher has not seen.
const [full = [], ...lessened] = answerUnseen(
  curriculum,
  5,
  [{}, ...(values.ablations ? ablations : ablations.slice(0, 1)).map(([, ablation]) => ablation)],
  (fold) => console.error(`fold ${fold + 1}`),
);
const answers: UnseenAnswers = { full, byName: lessened[0] ?? [] };
const { acceptance, calibration } = learnAcceptance(outcomesOf(answers));
const model = learn(curriculum.lessons);
write('columns', model.columns);
write('entities', model.entities);
write('acceptance', acceptance);
write('calibration', calibration);
write('names', learnedNames(cases));
const learned = learnFolds(answers);
const unseen = judgeFolds(full, learned);
console.log(`${figuresHead}\n${describeFigures('systems not learned from', unseen)}`);
for (const file of caseFiles()) {
  const ids = new Set(readCases(file).map(({ id }) => id));
  console.log(
    describeFigures(
      `of these, \`cases/${basename(file)}\``,
      unseen.filter(({ case: one }) => ids.has(one.id)),
    ),
  );
}
if (values.ablations) for (const row of describeAblations(lessened, learned)) console.log(row);
if (values.errors) writeFileSync(values.errors, `${describeErrors(unseen).join('\n')}\n`);
console.error(`${cases.length} tables; accepted from ${calibration.acceptFrom}`);
