import { foldName } from '../../src/mapping/names.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import { isRight } from './figures.ts';
import { trainingCases } from './labelled-cases.ts';

/**
 * `node bench/mapping/name-baseline.ts`: what plain likeness of names is worth. A column feeds the field whose name is most like its
 * own by runs of three letters, or none where no field is like it by half. The entity is told.
 */
function runsOf(name: string): Set<string> {
  const text = ` ${foldName(name)} `;
  return new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3)));
}

function likeness(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((run) => b.has(run)).length;
  return (2 * shared) / (a.size + b.size);
}

function likestField(entity: string, column: string): string | null {
  let best: string | null = null;
  let most = 0.5;
  for (const { name } of entityNamed(entity).fields) {
    const like = likeness(runsOf(column), runsOf(name));
    if (like > most) [best, most] = [name, like];
  }
  return best;
}

const answers = trainingCases().flatMap(({ expectedEntity, columns }) =>
  columns.map((column) => ({ column, right: isRight(column, likestField(expectedEntity, column.name)) })),
);
const mappable = answers.filter(({ column }) => column.expected !== null);
const percent = (list: typeof answers) => ((100 * list.filter(({ right }) => right).length) / list.length).toFixed(1);
console.log(`all columns ${percent(answers)} %, mappable ${percent(mappable)} %, of ${answers.length} columns`);
