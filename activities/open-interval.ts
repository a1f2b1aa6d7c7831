import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyTransaction } from '../db/database.ts';
import { countConflicts } from '../db/queries/conflicts.ts';
import {
  findInterval,
  findLastRead,
  findOpenPart,
  type IntervalKey,
  insertInterval,
  insertPart,
  listIntervals,
  readMissing,
} from '../db/queries/intervals.ts';
import { findJob, getJob } from '../db/queries/jobs.ts';
import { insertFiles, type LandedFile, listFiles } from '../db/queries/landing.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { SourceReference } from '../src/contract/migration.ts';
import type { IntervalOutcome, IntervalResult } from '../src/contract/parallel-run.ts';
import { openSource } from '../src/sources/open-source.ts';
import { snapshotFiles } from '../src/sources/snapshot-files.ts';
import type { SourceTable } from '../src/sources/source.ts';
import { createDataKey, wrapKey } from '../src/storage/envelope.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { keyOwner } from './migration-context.ts';
import type { OpenedFile } from './open-migration.ts';

export interface IntervalInput extends MigrationKey, IntervalKey {
  /** Reads the source even where it has not changed: the target, or what people have decided, may have. */
  readonly isForced: boolean;
  readonly conflictsOpen: number;
}

export interface OpenedInterval {
  /** `read`: there is something to apply. `done`: the interval is on record since before the workflow was reset. */
  readonly outcome: 'read' | 'done' | Extract<IntervalOutcome, 'unchanged' | 'moving'>;
  /** The migration of the interval, which may have begun before the workflow was reset. Earlier releases do not say. */
  readonly partId?: string;
  readonly files: readonly OpenedFile[];
  readonly startedAt: string;
  /** Of one that is `done`: what it has come to, and how many questions are open now. */
  readonly known?: { readonly result: IntervalResult; readonly conflicts: ConflictCounts };
}

interface ConflictCounts {
  readonly open: number;
  readonly resolved: number;
}

/** How long it is waited for an export that is just being written, before it is left to the next interval. */
const patience = { tries: 10, pauseMs: 500 } as const;

/**
 * Looks whether the source has changed since it was read last, by the hashes of its files. If so, the migration of the interval is put on
 * record with these files; if not, the interval is over and on record. A repeat gives the same, also where the source has changed since, and
 * where the workflow was reset to before it.
 * @throws StepFailure `sourceDrifted` where the export has another form than at the first load; `sourceMissing`, `sourceUnreadable`;
 * `stateRefused` where this is not the next interval, or its migration is none of this run; `migrationOver`.
 */
export const openInterval =
  (dependencies: Dependencies) =>
  async (input: IntervalInput): Promise<OpenedInterval> => {
    const { companyId } = input;
    const { database } = dependencies;
    const startedAt = new Date().toISOString();
    const known = await database.withCompany(companyId, (tx) => look(tx, input), { isReadOnly: true });
    const { left, partId } = known;
    if (left?.outcome === 'unchanged' || left?.outcome === 'moving')
      return { outcome: left.outcome, files: [], startedAt: left.startedAt };
    if (left)
      return {
        outcome: 'done',
        files: [],
        startedAt: left.startedAt,
        known: { result: left, conflicts: known.conflicts },
      };
    if (known.opened.length > 0) return { outcome: 'read', partId, files: known.opened.map(describe), startedAt };
    const tables = await readAtRest(known.job.request.source);
    if (tables === null) return leave(dependencies, input, 'moving', startedAt);
    refuseDrift(known.first, tables);
    if (!input.isForced && hashesOf(tables) === hashesOf(known.last.map(({ table }) => table)))
      return leave(dependencies, input, 'unchanged', startedAt);
    const wrappedKey = wrapKey(dependencies.masterKey, createDataKey(), keyOwner({ companyId, migrationId: partId }));
    const files = await database.withCompany(companyId, async (tx) => {
      await insertPart(tx, { ...input, partId }, wrappedKey);
      await insertFiles(tx, partId, tables);
      return listFiles(tx, partId);
    });
    return { outcome: 'read', partId, files: files.map(describe), startedAt };
  };

/** What is on record before the interval begins. @throws StepFailure `stateRefused`, `migrationOver`. */
async function look(tx: CompanyTransaction, input: IntervalInput) {
  const { migrationId, intervalNo } = input;
  const job = await getJob(tx, migrationId);
  if (job.outcome) throw new StepFailure('migrationOver', `The migration is ${job.outcome.status}.`);
  const newest = (await listIntervals(tx, migrationId, 1))[0]?.intervalNo ?? 0;
  if (!(intervalNo >= 1 && intervalNo <= newest + 1))
    throw new StepFailure(
      'stateRefused',
      `Interval ${intervalNo} is not the next one: the last on record is ${newest}.`,
    );
  const partId = (await findOpenPart(tx, input)) ?? input.partId;
  const part = await findJob(tx, partId);
  if (part && part.partOf !== migrationId)
    throw new StepFailure('stateRefused', `The migration ${partId} is no interval of ${migrationId}.`);
  return {
    job,
    partId,
    left: await findInterval(tx, migrationId, intervalNo),
    conflicts: await countConflicts(tx, migrationId),
    opened: await listFiles(tx, partId),
    first: await listFiles(tx, migrationId),
    last: await listFiles(tx, await findLastRead(tx, migrationId)),
  };
}

const nothing: Omit<IntervalResult, 'outcome' | 'conflictsOpen' | 'missing'> = {
  inserted: 0,
  updated: 0,
  editedInTarget: 0,
  newlyHeld: 0,
  differences: [],
};

async function leave(
  { database }: Dependencies,
  input: IntervalInput,
  outcome: 'unchanged' | 'moving',
  startedAt: string,
): Promise<OpenedInterval> {
  const { companyId, conflictsOpen } = input;
  await database.withCompany(companyId, async (tx) => {
    const { count: missing } = await readMissing(tx, input.migrationId, 0);
    await insertInterval(tx, input, { ...nothing, missing, outcome, conflictsOpen, partId: null, startedAt });
  });
  return { outcome, files: [], startedAt };
}

/** @returns null where somebody is writing there all the time. */
async function readAtRest({ location, headers }: SourceReference): Promise<readonly SourceTable[] | null> {
  for (let tried = 1; ; tried += 1) {
    const before = await snapshotFiles(location);
    await sleep(patience.pauseMs);
    const { tables, problems } = await openSource(location, headers);
    const isAtRest = before === (await snapshotFiles(location));
    if (isAtRest && problems.length === 0) return tables;
    if (tried < patience.tries) continue;
    const [problem] = problems;
    if (!isAtRest || !problem) return null;
    const type = problem.code === 'missing' ? 'sourceMissing' : 'sourceUnreadable';
    throw new StepFailure(type, `${problem.file}: ${problem.message}`);
  }
}

/** The approved mapping holds for the form that it was approved for. */
function refuseDrift(first: readonly LandedFile[], tables: readonly SourceTable[]): void {
  const expected = new Map(first.map(({ table }) => [table.table, table]));
  const found = new Set(tables.map(({ table }) => table));
  const gone = [...expected.keys()].find((table) => !found.has(table));
  if (gone) throw new StepFailure('sourceDrifted', `The export has no table ${gone} any more.`);
  for (const { table, columns } of tables) {
    const before = expected.get(table)?.columns;
    if (!before) throw new StepFailure('sourceDrifted', `The export has a new table ${table}.`);
    const other = columns.find((column) => !before.includes(column)) ?? before.find((name) => !columns.includes(name));
    if (other !== undefined)
      throw new StepFailure(
        'sourceDrifted',
        `${table}: the column ${other} ${before.includes(other) ? 'is gone' : 'is new'}.`,
      );
    if (columns.join('\n') !== before.join('\n'))
      throw new StepFailure('sourceDrifted', `${table}: the columns are in another order.`);
  }
}

function hashesOf(tables: readonly SourceTable[]): string {
  return tables
    .map(({ table, sha256 }) => `${table}:${sha256}`)
    .sort()
    .join('\n');
}

function describe({ fileNo, table }: LandedFile): OpenedFile {
  return { fileNo, table: table.table, sizeBytes: table.sizeBytes };
}
