/** Plain types of what is learned from the mappings that people have approved or corrected. None of them holds a value of a record. */

import type { FieldMapping } from '../record/mapping.ts';

/** How a column feeds a field where it does so otherwise than alone and as it is. */
export interface LessonFeed {
  /** All that feed the field together, in order, as the source writes them. */
  readonly columns: readonly string[];
  readonly separator?: string;
  readonly transforms?: FieldMapping['transforms'];
  /** The row counts as a record of the entity only where one of these columns is filled. */
  readonly onlyIfFilled?: readonly string[];
}

/** `corrected`: a person has said so of this very column. `confirmed`: a person has approved it as it was proposed. */
export type LessonGround = 'corrected' | 'confirmed';

/** What a mapping that a person stands for says of one column of one table. */
export interface TaughtColumn {
  /** The table as the source calls it, and as it is known again: without case and what tells copies apart. */
  readonly table: string;
  readonly tableKey: string;
  readonly header: string;
  readonly headerKey: string;
  readonly entity: string;
  /** Null: the column feeds nothing. */
  readonly field: string | null;
  readonly feed: LessonFeed;
  readonly ground: LessonGround;
  /** Whether table and header look like names that a program gave, so that they may count for other companies too. */
  readonly isShareable: boolean;
}

/** A lesson as it is on record. */
export interface Lesson extends Omit<TaughtColumn, 'tableKey' | 'headerKey'> {
  readonly id: string;
  readonly sourceSystem: string;
  readonly tableKey: string;
  readonly headerKey: string;
  readonly taughtBy: string;
  readonly taughtAt: string;
  /** Null where it was taught by a preset that was saved. */
  readonly migrationId: string | null;
  /** Null while it counts. */
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  /** A person's reason, or that another lesson has taken its place. */
  readonly endedWhy: string | null;
}

/** What at least two other companies say of a column, and no company says otherwise. */
export interface AgreedLesson {
  readonly headerKey: string;
  readonly isSameSystem: boolean;
  /** Of a table of the same name in the same system. */
  readonly isSameTable: boolean;
  readonly entity: string;
  readonly field: string | null;
}
