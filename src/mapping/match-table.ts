import type { Domain, Entity } from '../record/catalogue.ts';
import { matchColumns } from './match-columns.ts';
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

/** An entity that a table's columns speak for. */
export interface ColumnEvidence {
  readonly entity: Entity;
  readonly matched: number;
  /** Enough columns, all required fields but the key, and clearly more than for any other entity. */
  readonly isSure: boolean;
}

/** The entity whose fields most of the columns name, or undefined where none names any. */
export function entityByColumns(columns: readonly string[], domain?: Domain): ColumnEvidence | undefined {
  const ranked = entitiesOf(domain)
    .map((entity) => {
      const fields = new Set(matchColumns(columns, entity).map((mapping) => mapping.field));
      const isComplete = entity.fields.every((field) => !field.isRequired || field.isKey || fields.has(field.name));
      return { entity, matched: fields.size, isComplete };
    })
    .sort((a, b) => Number(b.isComplete) - Number(a.isComplete) || b.matched - a.matched);
  const [best, second] = ranked;
  if (!best || best.matched === 0) return undefined;
  const isClear = !second?.isComplete || best.matched > second.matched + 1;
  const isSure = best.isComplete && isClear && best.matched >= 4 && best.matched * 2 >= columns.length;
  return { entity: best.entity, matched: best.matched, isSure };
}

/**
 * The domain that most of the tables speak for, where neither a person nor the preset has said it. An entity's own name
 * counts as three columns do. Undefined where nothing speaks for either or both are even.
 */
export function guessDomain(
  tables: readonly { readonly table: string; readonly columns: readonly string[] }[],
): Domain | undefined {
  const score = (domain: Domain) =>
    tables.reduce((sum, { table, columns }) => {
      const entity = entityByTableName(table, domain);
      const isOwnName = namesOfTable(table)
        .flat()
        .some((name) => foldName(name) === foldName(entity?.name ?? ''));
      const matched = entity ? matchColumns(columns, entity).length : (entityByColumns(columns, domain)?.matched ?? 0);
      return sum + matched + (isOwnName ? 3 : 0);
    }, 0);
  const [care, optical] = [score('care'), score('optical')];
  if (care === optical) return undefined;
  return care > optical ? 'care' : 'optical';
}
