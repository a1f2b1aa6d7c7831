import type { AgreedLesson, Lesson } from '../../contract/lesson.ts';
import type { NamedTable } from '../named-table.ts';
import { LessonPrior } from './lesson-prior.ts';

/** What is known from earlier mappings when a source is looked at. */
export interface KnownLessons {
  /** The company's own that count, about any of the columns or tables of the source. */
  readonly own: readonly Lesson[];
  /** By name of the table: what other companies agree on about its columns. */
  readonly agreed: ReadonlyMap<string, readonly AgreedLesson[]>;
}

/** What bears upon one table. */
export interface TableLessons {
  /** The company's own about this very table: they are recalled as they are. */
  readonly exact: readonly Lesson[];
  /** All of them but those that were refused: evidence for the matcher. */
  readonly priorWithout: (refused: readonly Lesson[]) => LessonPrior;
}

/** Nothing is known. */
export const noLessons: KnownLessons = { own: [], agreed: new Map() };

/** Chooses what bears upon a table. @param tableKey See `tableKeysOf`. */
export function lessonsForTable(
  { own, agreed }: KnownLessons,
  sourceSystem: string,
  tableKey: string,
  { table, columns }: NamedTable,
): TableLessons {
  return {
    exact: own.filter((lesson) => lesson.sourceSystem === sourceSystem && lesson.tableKey === tableKey),
    priorWithout: (refused) => {
      const counting = own.filter((lesson) => !refused.includes(lesson));
      return new LessonPrior({ sourceSystem, tableKey, columns, own: counting, agreed: agreed.get(table) ?? [] });
    },
  };
}
