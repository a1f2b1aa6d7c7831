import type { Domain, Entity } from '../record/catalogue.ts';
import { entitiesOf, nounsOf } from './name-index.ts';
import { foldName, namesOfTable, singularOf, wordsOf } from './names.ts';

/** Words around the name of a table that say nothing of its records. */
const hollowWords = new Set(
  'tbl t dbo vw view export exported extract data table list report all full final copy backup dump csv master detail record file info old new my the of'.split(
    ' ',
  ),
);

/**
 * The entity that a table's name says, or undefined. `tblPatient`, `clients_export` and `Patients (3)` are patients; in
 * a name of several words the last ones count, as in English: `Patient Appointment` is an appointment.
 */
export function entityByTableName(table: string, domain?: Domain): Entity | undefined {
  for (const name of namesOfTable(table).flat()) {
    const found = entityByName(name, domain);
    if (found) return found;
  }
  return undefined;
}

function entityByName(name: string, domain?: Domain): Entity | undefined {
  const words = wordsOf(name).map(singularOf);
  const telling = words.filter((word) => !hollowWords.has(word) && !/^\d+$/.test(word));
  const candidates = entitiesOf(domain).flatMap((entity) =>
    nounsOf(entity).map((noun, rank) => ({ entity, rank, noun: foldName(wordsOf(noun).map(singularOf).join('')) })),
  );
  for (const tail of [words, ...telling.map((_, skipped) => telling.slice(skipped))]) {
    const folded = tail.join('');
    const fitting = candidates.filter(({ noun }) => noun === folded);
    // An entity's own name goes before what another one is also called.
    const best = fitting.find(({ rank }) => rank === 0) ?? fitting[0];
    if (best) return best.entity;
  }
  return undefined;
}
