import type { CompanyTransaction } from '../db/database.ts';
import { type AnsweredColumn, listAnsweredColumns } from '../db/queries/column-conflicts.ts';
import { getJob } from '../db/queries/jobs.ts';
import { findAgreedLessons, findLessons, teachLessons } from '../db/queries/lessons.ts';
import { findMapping } from '../db/queries/mappings.ts';
import type { Resolution } from '../src/contract/conflict.ts';
import type { AgreedLesson } from '../src/contract/lesson.ts';
import type { KnownLessons } from '../src/mapping/lessons/known-lessons.ts';
import { headerKeyOf, tableKeysOf } from '../src/mapping/lessons/lesson-keys.ts';
import { lessonsOfMapping } from '../src/mapping/lessons/lessons-of-mapping.ts';
import { isPlaceholder } from '../src/mapping/matcher/source-columns.ts';
import type { Mapping } from '../src/record/mapping.ts';
import type { TableProfile } from '../src/record/source-record.ts';
import type { Dependencies } from './dependencies.ts';

/** What is known of the tables of a source from earlier mappings: the company's own lessons, and what other companies agree on. */
export function readLessons(
  { database }: Pick<Dependencies, 'database'>,
  companyId: string,
  sourceSystem: string,
  tables: readonly Pick<TableProfile, 'table' | 'columns'>[],
): Promise<KnownLessons> {
  const keys = tableKeysOf(tables.map(({ table }) => table));
  const asked = tables.map(({ table, columns }) => ({
    table,
    sourceSystem,
    tableKey: keys.get(table) ?? table,
    headerKeys: columns.flatMap(({ name }) => (isPlaceholder(name) ? [] : [headerKeyOf(name)])),
  }));
  return database.withCompany(
    companyId,
    async (tx) => {
      const own = await findLessons(tx, {
        sourceSystem,
        tableKeys: asked.map(({ tableKey }) => tableKey),
        headerKeys: [...new Set(asked.flatMap(({ headerKeys }) => headerKeys))],
      });
      const agreed = new Map<string, readonly AgreedLesson[]>();
      for (const one of asked) agreed.set(one.table, await findAgreedLessons(tx, one));
      return { own, agreed };
    },
    { isReadOnly: true },
  );
}

/** Learns from the mapping of a migration as a named person has approved it. What differs from the proposal was corrected. */
export async function learnFromApproval(
  tx: CompanyTransaction,
  migrationId: string,
  approvedBy: string,
): Promise<void> {
  const { mapping, request } = await getJob(tx, migrationId);
  if (!mapping) return;
  const answers = await listAnsweredColumns(tx, migrationId);
  await learnFromMapping(tx, migrationId, {
    mapping,
    before: await findMapping(tx, migrationId, 1),
    leftOut: leftOutOf(answers),
    keepUnmapped: request.keepUnmapped,
    taughtBy: approvedBy,
  });
}

/** A mapping that a person stands for. */
export interface TeachingMapping {
  readonly mapping: Mapping;
  readonly before: Mapping | undefined;
  readonly leftOut?: readonly { readonly table: string; readonly column: string }[];
  readonly keepUnmapped: boolean | undefined;
  readonly taughtBy: string;
}

/** Learns from a mapping, in the transaction that makes it count. A repeat changes nothing. */
export async function learnFromMapping(
  tx: CompanyTransaction,
  migrationId: string,
  { mapping, taughtBy, ...story }: TeachingMapping,
): Promise<void> {
  const lessons = lessonsOfMapping(mapping, story);
  await teachLessons(tx, { sourceSystem: mapping.sourceSystem, migrationId, taughtBy, lessons });
}

/** What says which field a column feeds. That a doubt was wrong says nothing that the mapping does not say itself. */
const teaching: readonly Resolution[] = ['useField', 'leaveOut', 'swap'];

function leftOutOf(answers: readonly AnsweredColumn[]) {
  return answers
    .filter(({ resolution, isByPolicy }) => resolution === 'leaveOut' && !isByPolicy)
    .flatMap(({ table, columns }) => columns.map((column) => ({ table, column })));
}

/** Learns what people have answered about single columns, each in their own name: that stands, whatever becomes of the migration. */
export async function learnFromAnswers(tx: CompanyTransaction, migrationId: string, mapping: Mapping): Promise<void> {
  const answers = (await listAnsweredColumns(tx, migrationId)).filter(
    ({ resolution, isByPolicy }) => !isByPolicy && teaching.includes(resolution),
  );
  const lessons = lessonsOfMapping(mapping, { leftOut: leftOutOf(answers) });
  for (const [taughtBy, own] of Map.groupBy(answers, ({ decidedBy }) => decidedBy)) {
    const isOwn = (lesson: { readonly table: string; readonly header: string }) =>
      own.some(({ table, columns }) => table === lesson.table && columns.includes(lesson.header));
    const { sourceSystem } = mapping;
    await teachLessons(tx, { sourceSystem, migrationId, taughtBy, lessons: lessons.filter(isOwn) });
  }
}
