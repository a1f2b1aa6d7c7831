import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { learnAcceptance } from './calibrate.ts';
import { answerUnseen, judgeFolds, learnFolds, outcomesOf } from './cross-validation.ts';
import { describeAblations, furtherAblations } from './describe-ablations.ts';
import { describeErrors, describeFigures, figuresHead } from './describe-figures.ts';
import { caseFiles, type LabelledCase, readCases, trainingCases } from './labelled-cases.ts';
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
const unseen = answerUnseen(curriculum, 5, values.ablations ? furtherAblations : []);
const { acceptance, calibration } = learnAcceptance(outcomesOf(unseen));
const model = learn(curriculum.lessons);
write('columns', model.columns);
write('entities', model.entities);
write('acceptance', acceptance);
write('calibration', calibration);
write('names', learnedNames(cases));
const learned = learnFolds(unseen);
const judged = judgeFolds(unseen.full, learned);
const line = (name: string, isMeant: (one: LabelledCase) => boolean, answered = judged) =>
  console.log(
    describeFigures(
      name,
      answered.filter(({ case: one }) => isMeant(one)),
    ),
  );
console.log(figuresHead);
line('systems not learned from', () => true);
line('of these, care', ({ domain }) => domain === 'care');
line('of these, optical', ({ domain }) => domain === 'optical');
for (const file of caseFiles()) {
  const ids = new Set(readCases(file).map(({ id }) => id));
  line(`of these, \`cases/${basename(file)}\``, ({ id }) => ids.has(id));
}
line('names in another style', () => true, judgeFolds(unseen.inOtherStyle, learned));
if (values.ablations) for (const row of describeAblations(unseen, learned)) console.log(row);
if (values.errors) writeFileSync(values.errors, `${describeErrors(judged).join('\n')}\n`);
console.error(`${cases.length} tables; accepted from ${calibration.acceptFrom}`);
