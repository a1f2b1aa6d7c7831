import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { matchTable } from '../../src/mapping/matcher/match-table.ts';
import { trainedKnowledge, trainedModel } from '../../src/mapping/matcher/trained-model.ts';
import { readCases } from './labelled-cases.ts';
import { measureLearning } from './measure-learning.ts';

/**
 * `npm run bench:mapping -- CASES.json --out PREDICTIONS.json`. The matcher is told the domain of each case.
 * `npm run bench:mapping -- CASES.json --learning [--folds N]`: what corrections of a system's other tables are worth.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    learning: { type: 'boolean', default: false },
    folds: { type: 'string', default: '5' },
  },
});
const [path] = positionals;
if (!path || !(values.out || values.learning) || positionals.length > 1) {
  console.error('usage: npm run bench:mapping -- CASES.json (--out PREDICTIONS.json | --learning [--folds N])');
  process.exit(2);
}
if (values.learning) {
  const asked = new Set(readCases(path).map(({ id }) => id));
  for (const line of measureLearning(({ id }) => asked.has(id), Number(values.folds))) console.log(line);
  process.exit(0);
}
const started = performance.now();
const predictions = Object.fromEntries(
  readCases(path).map((one) => {
    const match = matchTable(one, trainedKnowledge(), trainedModel(), { domain: one.domain });
    const columns = match.columns.map(({ column, field, confidence, likeliest, isAccepted }) => [
      column,
      { field, confidence, top3: likeliest, accepted: isAccepted },
    ]);
    return [one.id, { entity: match.entity.name, columns: Object.fromEntries(columns) }];
  }),
);
writeFileSync(values.out ?? '', `${JSON.stringify(predictions, null, 1)}\n`);
console.error(
  `${Object.keys(predictions).length} tables in ${Math.round(performance.now() - started)} ms; the domain of each was told.`,
);
