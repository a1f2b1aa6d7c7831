import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerUnseen, judgeFolds, learnFolds } from './cross-validation.ts';
import { describeAblations, furtherAblations } from './describe-ablations.ts';
import { describeErrors, describeFigures, figuresHead } from './describe-figures.ts';
import type { Answered } from './figures.ts';
import { trainingCases } from './labelled-cases.ts';
import { readCurriculum } from './learn.ts';

/** `node bench/mapping/cross-validate.ts [--folds N] [--ablations] [--errors FILE] [--systems]` */
const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    ablations: { type: 'boolean', default: false },
    errors: { type: 'string' },
    systems: { type: 'boolean', default: false },
  },
});
const unseen = answerUnseen(
  readCurriculum(trainingCases()),
  Number(values.folds),
  values.ablations ? furtherAblations : [],
);
const learned = learnFolds(unseen);
const answered = judgeFolds(unseen.full, learned);
const line = (name: string, isMeant: (one: Answered) => boolean) =>
  console.log(describeFigures(name, answered.filter(isMeant)));
console.log(figuresHead);
line('all systems', () => true);
line('care', ({ case: one }) => one.domain === 'care');
line('optical', ({ case: one }) => one.domain === 'optical');
if (values.systems) {
  for (const system of [...new Set(answered.map(({ case: one }) => one.system))].sort()) {
    line(system, ({ case: one }) => one.system === system);
  }
}
console.log(describeFigures('names in another style', judgeFolds(unseen.inOtherStyle, learned)));
if (values.ablations) for (const row of describeAblations(unseen, learned)) console.log(row);
if (values.errors) writeFileSync(values.errors, `${describeErrors(answered).join('\n')}\n`);
