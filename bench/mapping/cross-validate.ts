import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Ablation } from '../../src/mapping/matcher/ablation.ts';
import { answerUnseen, calibrateFolds } from './cross-validation.ts';
import { describeErrors, describeFigures, figuresHead } from './describe-figures.ts';
import type { Answered } from './figures.ts';
import { trainingCases } from './labelled-cases.ts';

/** `node bench/mapping/cross-validate.ts [--folds N] [--without names|values|neighbours|lists] [--errors FILE] [--systems]` */
const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    without: { type: 'string' },
    errors: { type: 'string' },
    systems: { type: 'boolean', default: false },
  },
});
const ablations: Readonly<Record<string, Ablation>> = {
  names: { withoutNames: true },
  values: { withoutValues: true },
  neighbours: { withoutNeighbours: true },
  lists: { withoutLists: true },
};
const ablation = ablations[values.without ?? ''] ?? {};
const folds = answerUnseen(trainingCases(), Number(values.folds), ablation, (fold) =>
  console.error(`fold ${fold + 1}`),
);
const answered = calibrateFolds(folds);
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
if (values.errors) writeFileSync(values.errors, `${describeErrors(answered).join('\n')}\n`);
