import type { AgreedLesson, Lesson, TaughtColumn } from '../../src/contract/lesson.ts';
import type { CompanyTransaction } from '../database.ts';
import { recordEvent } from './audit.ts';

const columns = `id, source_system as "sourceSystem", table_name as "table", table_key as "tableKey", header, header_key as "headerKey",
  entity, field, feed, ground, is_shareable as "isShareable", migration_id as "migrationId", taught_by as "taughtBy", taught_at as "taughtAt",
  ended_at as "endedAt", ended_by as "endedBy", ended_why as "endedWhy"`;

/** Who teaches what of a system. */
export interface Teaching {
  readonly sourceSystem: string;
  readonly migrationId: string | null;
  readonly taughtBy: string;
  readonly lessons: readonly TaughtColumn[];
}

/** How many lessons are new, and how many earlier ones they have taken the place of. */
export interface Taught {
  readonly learned: number;
  readonly replaced: number;
}

const given = `jsonb_to_recordset($3::jsonb) as given ("table" text, "tableKey" text, header text, "headerKey" text, entity text, field text,
  feed jsonb, ground text, "isShareable" boolean)`;
const isSame = `known.table_key = given."tableKey" and known.header_key = given."headerKey" and known.entity = given.entity
  and known.field is not distinct from given.field and known.feed = given.feed`;

/**
 * Remembers what a mapping says of columns, and puts on record that it does. Of each of these columns only this counts from now on; a lesson
 * that says the same already stays as it is, but that a correction stands above a confirmation. A repeat changes nothing.
 */
export async function teachLessons(
  tx: CompanyTransaction,
  { sourceSystem, migrationId, taughtBy, lessons }: Teaching,
): Promise<Taught> {
  if (lessons.length === 0) return { learned: 0, replaced: 0 };
  const what = [tx.companyId, sourceSystem, JSON.stringify(lessons)];
  const replaced = await tx.execute(
    `update mapping_lessons known
        set ended_at = now(), ended_by = $4, ended_why = 'Another lesson has taken its place.'
      where known.company_id = $1 and known.source_system = $2 and known.ended_at is null
        and exists (select from ${given} where known.table_key = given."tableKey" and known.header_key = given."headerKey")
        and not exists (select from ${given} where ${isSame})`,
    [...what, taughtBy],
  );
  await tx.execute(
    `update mapping_lessons known set ground = 'corrected', taught_by = $4, taught_at = now(), migration_id = $5
       from ${given}
      where known.company_id = $1 and known.source_system = $2 and known.ended_at is null and ${isSame}
        and known.ground = 'confirmed' and given.ground = 'corrected'`,
    [...what, taughtBy, migrationId],
  );
  const learned = await tx.execute(
    `insert into mapping_lessons (company_id, source_system, table_name, table_key, header, header_key, entity, field, feed, ground, is_shareable,
                                  taught_by, migration_id)
     select $1, $2, given."table", given."tableKey", given.header, given."headerKey", given.entity, given.field, given.feed, given.ground,
            given."isShareable", $4, $5
       from ${given} on conflict do nothing`,
    [...what, taughtBy, migrationId],
  );
  if (learned + replaced > 0)
    await recordEvent(tx, {
      migrationId,
      actor: taughtBy,
      event: 'lessonsLearned',
      details: { sourceSystem, learned, replaced },
    });
  return { learned, replaced };
}

/** The lessons that count about any of these headers, or of any of these tables of the system, the oldest first. */
export async function findLessons(
  tx: CompanyTransaction,
  asked: {
    readonly sourceSystem: string;
    readonly tableKeys: readonly string[];
    readonly headerKeys: readonly string[];
  },
): Promise<Lesson[]> {
  return tx.query<Lesson>(
    `select ${columns} from mapping_lessons
      where company_id = $1 and ended_at is null and (header_key = any ($4) or source_system = $2 and table_key = any ($3))
      order by taught_at, table_key, header_key, entity, field, id`,
    [tx.companyId, asked.sourceSystem, asked.tableKeys, asked.headerKeys],
  );
}

/** What at least two other companies say of these headers, and no company says otherwise. */
export async function findAgreedLessons(
  tx: CompanyTransaction,
  asked: { readonly sourceSystem: string; readonly tableKey: string; readonly headerKeys: readonly string[] },
): Promise<AgreedLesson[]> {
  return tx.query<AgreedLesson>(
    `select header_key as "headerKey", is_same_system as "isSameSystem", is_same_table as "isSameTable", entity, field
       from agreed_lessons($1, $2, $3)`,
    [asked.sourceSystem, asked.tableKey, asked.headerKeys],
  );
}

/** Which lessons are asked for. */
export interface LessonFilter {
  readonly sourceSystem?: string | undefined;
  /** Also those that no longer count. */
  readonly withEnded: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** The lessons of the company by system, table and header. */
export async function listLessons(tx: CompanyTransaction, filter: LessonFilter): Promise<Lesson[]> {
  return tx.query<Lesson>(
    `select ${columns} from mapping_lessons
      where company_id = $1 and ($2::text is null or source_system = $2) and ($3 or ended_at is null)
      order by source_system, table_key, header_key, taught_at, id limit $4 offset $5`,
    [tx.companyId, filter.sourceSystem ?? null, filter.withEnded, filter.limit, filter.offset],
  );
}

/** The lesson of that id, or undefined where this company has none. */
export async function findLesson(tx: CompanyTransaction, id: string): Promise<Lesson | undefined> {
  const [lesson] = await tx.query<Lesson>(`select ${columns} from mapping_lessons where company_id = $1 and id = $2`, [
    tx.companyId,
    id,
  ]);
  return lesson;
}

/**
 * Ends a lesson, and puts on record who did and why; one that has ended stays as it is.
 * @returns the lesson as it is now, or undefined where none of that id counted any more.
 */
export async function endLesson(
  tx: CompanyTransaction,
  id: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Lesson | undefined> {
  const [ended] = await tx.query<Lesson>(
    `update mapping_lessons set ended_at = now(), ended_by = $3, ended_why = $4
      where company_id = $1 and id = $2 and ended_at is null returning ${columns}`,
    [tx.companyId, id, by, reason],
  );
  if (ended) {
    const { sourceSystem, table, header, entity, field } = ended;
    const details = { lesson: id, sourceSystem, table, header, entity, field, reason };
    await recordEvent(tx, { migrationId: null, actor: by, event: 'lessonUnlearned', details });
  }
  return ended;
}

/** Whether what the company's lessons say may count for other companies. */
export async function readSharing(tx: CompanyTransaction): Promise<boolean> {
  const [company] = await tx.query<{ shares: boolean }>(
    'select shares_lessons as shares from companies where company_id = $1',
    [tx.companyId],
  );
  return company?.shares ?? false;
}

/** Sets whether they may, and puts it on record. What was counted before counts no more, or counts again. A repeat changes nothing. */
export async function setSharing(tx: CompanyTransaction, shares: boolean, by: string): Promise<void> {
  const changed = await tx.execute(
    'update companies set shares_lessons = $2 where company_id = $1 and shares_lessons <> $2',
    [tx.companyId, shares],
  );
  if (changed > 0)
    await recordEvent(tx, { migrationId: null, actor: by, event: 'lessonSharingSet', details: { shares } });
}
