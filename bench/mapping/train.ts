import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { calibrate } from './calibrate.ts';
import { answerUnseen, calibrateFolds, outcomesOf } from './cross-validation.ts';
import { describeErrors, describeFigures, figuresHead } from './describe-figures.ts';
import { trainingCases } from './labelled-cases.ts';
import { knowledgeFrom, learn, learnedNames, lessonsOf } from './learn.ts';

/** `node bench/mapping/train.ts [ERRORS-FILE]`: learns from `cases/` and writes `src/mapping/weights/`. The same cases give the same bytes. */
const cases = trainingCases();
const folder = resolve(import.meta.dirname, '../../src/mapping/weights');
const write = (name: string, value: unknown) => writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(value)}\n`);

// How sure an answer is can only be learned from systems that the matcher has not seen.
const folds = answerUnseen(cases, 5, {}, (fold) => console.error(`fold ${fold + 1}`));
const calibration = calibrate(outcomesOf(folds.flat()));
const model = learn(lessonsOf(cases, knowledgeFrom(cases)));
write('columns', model.columns);
write('entities', model.entities);
write('calibration', calibration);
write('names', learnedNames(cases));
const unseen = calibrateFolds(folds);
console.log(`${figuresHead}\n${describeFigures('systems not learned from', unseen)}`);
if (process.argv[2]) writeFileSync(process.argv[2], `${describeErrors(unseen).join('\n')}\n`);
console.error(`${cases.length} tables; accepted from ${calibration.acceptFrom}`);
