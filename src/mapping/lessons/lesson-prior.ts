import type { AgreedLesson, Lesson } from '../../contract/lesson.ts';
import { entityNamed } from '../../record/catalogue.ts';
import type { AnswerPrior } from '../matcher/answer-prior.ts';
import { none } from '../matcher/knowledge.ts';
import { isPlaceholder } from '../matcher/source-columns.ts';
import { meaningsOf } from '../words/word-meanings.ts';
import { answerElsewhere, type SaidOfHeader } from './answer-elsewhere.ts';
import { headerKeyOf } from './lesson-keys.ts';

/** Where a lesson comes from, the nearest first. */
type Origin =
  | 'sameTable'
  | 'agreedTable'
  | 'sameSystem'
  | 'agreedSystem'
  | 'elsewhere'
  | 'agreedElsewhere'
  | 'sameWords';

/**
 * What a lesson is worth, in log-odds, where it names a field and where it names none. Of pairs of labelled tables with the same header,
 * 99 of 100 fields and 77 of 100 nones are the same within a system; in other systems 98 and 64, most of which the matcher knows
 * by itself. See docs/mapping.md.
 */
const worth: Readonly<Record<Origin, { readonly field: number; readonly none: number; readonly said: string }>> = {
  sameTable: { field: 9, none: 6, said: 'in this table' },
  agreedTable: { field: 8, none: 5, said: 'in this table, by other companies' },
  sameSystem: { field: 4, none: 1, said: 'in another table of this system' },
  agreedSystem: { field: 3, none: 0.7, said: 'in another table of this system, by other companies' },
  elsewhere: { field: 2, none: 0.5, said: 'in another system' },
  agreedElsewhere: { field: 1.5, none: 0.4, said: 'in another system, by other companies' },
  sameWords: { field: 1.5, none: 0, said: 'under a name that means the same' },
};
const origins = Object.keys(worth) as Origin[];
/** Of a table all of whose columns were mapped as columns of one entity. */
const worthOfEntity = 5;

interface Known extends SaidOfHeader {
  readonly header: string;
  readonly origin: Origin;
}

/** Which lessons bear upon a table. */
export interface LessonsForTable {
  readonly sourceSystem: string;
  readonly tableKey: string;
  readonly columns: readonly string[];
  /** The company's own. */
  readonly own: readonly Lesson[];
  readonly agreed: readonly AgreedLesson[];
}

/** A system that stands for no system in particular. */
export const anySystem = 'generic';

/** What lessons say of a table, as evidence among the other evidence. */
export class LessonPrior implements AnswerPrior {
  readonly #columns: readonly string[];
  readonly #byHeader: ReadonlyMap<string, Known[]>;
  readonly #byWords: ReadonlyMap<string, Known[]>;

  constructor({ sourceSystem, tableKey, columns, own, agreed }: LessonsForTable) {
    const known: Known[] = [
      ...own.map((lesson) => ({
        header: lesson.headerKey,
        entity: lesson.entity,
        field: lesson.field,
        origin: originOf(lesson, sourceSystem, tableKey),
      })),
      ...agreed.map(({ headerKey, isSameSystem, isSameTable, entity, field }) => ({
        header: headerKey,
        entity,
        field,
        origin: originOfAgreed(isSameSystem && sourceSystem !== anySystem, isSameTable),
      })),
    ];
    this.#columns = columns.filter((column) => !isPlaceholder(column));
    this.#byHeader = Map.groupBy(known, ({ header }) => header);
    this.#byWords = Map.groupBy(
      own.map(({ header, entity, field }) => ({ header, entity, field, origin: 'sameWords' as const })),
      ({ header }) => wordsKey(header),
    );
  }

  ofEntity = (entity: string): number => {
    const told = this.#columns.flatMap((column) => {
      const ofTable = this.#of(column).filter(({ origin }) => origin === 'sameTable' || origin === 'agreedTable');
      return ofTable.length > 0 ? [ofTable] : [];
    });
    const here = told.filter((lessons) => lessons.some((lesson) => lesson.entity === entity));
    return told.length === 0 ? 0 : (worthOfEntity * here.length) / this.#columns.length;
  };

  ofColumn = (entity: string, column: string): ReadonlyMap<string, number> => {
    const worthOf = new Map<string, number>();
    for (const [origin, answers] of this.#answers(entity, column)) {
      for (const [answer, share] of answers) {
        const speaks = share * worth[origin][answer === none ? 'none' : 'field'];
        if (speaks > (worthOf.get(answer) ?? 0)) worthOf.set(answer, speaks);
      }
    }
    return worthOf;
  };

  reasonOf = (entity: string, column: string, answer: string): string | undefined => {
    const [origin] = this.#answers(entity, column).find(([, answers]) => answers.has(answer)) ?? [];
    if (origin === undefined) return undefined;
    return `'${column}' was ${answer === none ? 'left out' : `'${answer}'`} ${worth[origin].said}.`;
  };

  #of(column: string): readonly Known[] {
    return this.#byHeader.get(headerKeyOf(column)) ?? [];
  }

  /** By origin, the nearest first: what lessons about this header say, each answer with its share of them. */
  #answers(entityName: string, column: string): [Origin, ReadonlyMap<string, number>][] {
    if (isPlaceholder(column)) return [];
    const entity = entityNamed(entityName);
    const direct = this.#of(column);
    const alike = (this.#byWords.get(wordsKey(column)) ?? []).filter(
      (lesson) =>
        lesson.entity === entityName && lesson.field !== null && headerKeyOf(lesson.header) !== headerKeyOf(column),
    );
    const byOrigin = Map.groupBy([...direct, ...alike], ({ origin }) => origin);
    return origins.flatMap((origin): [Origin, ReadonlyMap<string, number>][] => {
      const lessons = byOrigin.get(origin) ?? [];
      const shares = new Map<string, number>();
      for (const lesson of lessons) {
        const answer = answerElsewhere(lesson, column, entity);
        if (answer !== undefined) shares.set(answer, (shares.get(answer) ?? 0) + 1 / lessons.length);
      }
      return shares.size > 0 ? [[origin, shares]] : [];
    });
  }
}

const wordsKey = (header: string) => meaningsOf(header).join(' ');

function originOf(lesson: Lesson, sourceSystem: string, tableKey: string): Origin {
  if (lesson.sourceSystem === sourceSystem && lesson.tableKey === tableKey) return 'sameTable';
  return lesson.sourceSystem === sourceSystem && sourceSystem !== anySystem ? 'sameSystem' : 'elsewhere';
}

function originOfAgreed(isSameSystem: boolean, isSameTable: boolean): Origin {
  if (!isSameSystem) return 'agreedElsewhere';
  return isSameTable ? 'agreedTable' : 'agreedSystem';
}
