import { StepFailure } from '../../src/contract/failure.ts';
import { entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fieldColumns } from '../target-columns.ts';

/** The staged records of one entity that came from one landing chunk. */
export interface SliceKey {
  readonly migrationId: string;
  readonly sourceSystem: string;
  readonly entity: string;
  readonly fileNo: number;
  readonly chunkNo: number;
  /** The records of that phase alone; null where the migration has no phases. */
  readonly phaseNo: number | null;
}

/** A row that goes to quarantine with its source as it was read. `cells` are `[column, text]` in file order. */
export interface QuarantinedRow {
  readonly rowNo: number;
  readonly line: number;
  readonly file: string;
  readonly cells: readonly (readonly [string, string])[];
}

/**
 * Loads a slice: target rows, ledger lines, quarantine and the slice's own mark, in the caller's transaction. Either all of
 * them are there afterwards or none. A slice that is marked already is left alone, so a repeat, or a second worker that
 * was thought dead, changes nothing.
 *
 * Row level security and the composite foreign keys keep every row in the transaction's company.
 *
 * @param readQuarantined gives the raw source of the rows by their numbers; called only where there are any.
 * @returns the eligible records of the slice, also where they were loaded before.
 * @throws StepFailure `stagingLost` where the slice is not staged or not decided; `ledgerUnbalanced` where the lines written
 * are not as many as the records that were eligible.
 */
export async function loadSlice(
  tx: CompanyTransaction,
  slice: SliceKey,
  readQuarantined: (rowNos: ReadonlySet<number>) => Promise<readonly QuarantinedRow[]>,
): Promise<number> {
  const mark = await markSlice(tx, slice);
  if (mark.wasMarked) return mark.eligible;

  const decisions = await listDecisions(tx, slice);
  if (decisions.has('update') && (await holdEdited(tx, slice)) > 0) decisions.add('quarantine');
  const updated = decisions.has('update') ? await listUpdated(tx, slice) : [];
  const staged = await bySets(tx, () => writeStagedLines(tx, slice, updated));
  const lines = staged + (await writeRefusedLines(tx, slice));
  if (lines !== mark.eligible) {
    throw new StepFailure(
      'ledgerUnbalanced',
      `The slice ${slice.entity} ${slice.fileNo}/${slice.chunkNo} had ${mark.eligible} eligible records and ${lines} ledger lines.`,
    );
  }
  if (decisions.has('insert')) await insertTarget(tx, slice);
  if (updated.length > 0) await bySets(tx, () => updateTarget(tx, slice, updated));
  if (decisions.has('quarantine') || decisions.has('refuse')) await quarantineRows(tx, slice, readQuarantined);
  return mark.eligible;
}

const chunkOf = 's.company_id = $1 and s.migration_id = $2 and s.file_no = $3 and s.chunk_no = $4';
const sliceOf = `${chunkOf} and ($5::smallint is null or s.phase_no = $5)`;

function keyValues(tx: CompanyTransaction, slice: SliceKey): unknown[] {
  return [tx.companyId, slice.migrationId, slice.fileNo, slice.chunkNo, slice.phaseNo];
}

/** The unique key of the mark is the fence: of two workers with the same slice, one waits here and then finds the mark. */
async function markSlice(tx: CompanyTransaction, slice: SliceKey): Promise<{ wasMarked: boolean; eligible: number }> {
  const values = [...keyValues(tx, slice), slice.entity];
  const { table } = entityNamed(slice.entity);
  const inPhase =
    'r.company_id = $1 and r.migration_id = $2 and r.file_no = $3 and r.chunk_no = $4 and r.phase_no = $5';
  const eligible =
    slice.phaseNo === null
      ? 's.eligible'
      : `(select count(*) from staging.${table} r where ${inPhase})
         + (select count(*) from staging.refused r where ${inPhase} and r.entity = $6)`;
  const [marked] = await tx.query<{ eligible: number }>(
    `insert into migration_slices (company_id, migration_id, step, entity, file_no, chunk_no, phase_no, eligible, date_ranges,
                                   loaded_by, loaded_on)
     select s.company_id, s.migration_id, 'load', s.entity, s.file_no, s.chunk_no, coalesce($5::smallint, 0), ${eligible}, s.date_ranges,
            pg_current_xact_id(), (select system_identifier from pg_control_system())
       from staging.slices s join staging.decided d using (company_id, migration_id)
      where ${chunkOf} and s.entity = $6
     on conflict do nothing returning eligible`,
    values,
  );
  if (marked) return { wasMarked: false, eligible: marked.eligible };
  const [earlier] = await tx.query<{ eligible: number }>(
    `select eligible from migration_slices s where ${chunkOf} and s.phase_no = coalesce($5::smallint, 0) and s.entity = $6 and s.step = 'load'`,
    values,
  );
  if (earlier) return { wasMarked: true, eligible: earlier.eligible };
  throw new StepFailure(
    'stagingLost',
    `The slice ${slice.entity} ${slice.fileNo}/${slice.chunkNo} is not staged any more.`,
  );
}

/** What was decided in this slice, so that no statement is run for nothing; `refuse` stands for rows that never became a record. */
async function listDecisions(tx: CompanyTransaction, slice: SliceKey): Promise<Set<string>> {
  const { table } = entityNamed(slice.entity);
  const found = await tx.query<{ decision: string }>(
    `select distinct s.decision from staging.${table} s where ${sliceOf}
     union all
     select 'refuse' where exists (select from staging.refused s where ${sliceOf} and s.entity = $6)`,
    [...keyValues(tx, slice), slice.entity],
  );
  return new Set(found.map(({ decision }) => decision));
}

/** A row that somebody has edited since it was decided to update it is not written over: the record is held for a person. */
async function holdEdited(tx: CompanyTransaction, slice: SliceKey): Promise<number> {
  const { table } = entityNamed(slice.entity);
  return tx.execute(
    `update staging.${table} s set decision = 'quarantine', decision_issue = 'error:existing.editedSince'
       from staging.decided d
      where ${sliceOf} and s.decision = 'update' and d.company_id = $1 and d.migration_id = $2
        and exists (select from history.${table} h
                     where h.company_id = $1 and h.id = coalesce(s.target_id, s.id) and h.history_at > d.decided_at)`,
    keyValues(tx, slice),
  );
}

/** What a decision about a staged record is called in the ledger. */
const dispositionOfDecision = `case s.decision when 'insert' then 'inserted' when 'update' then 'updated' when 'merge' then 'merged'
  when 'skip' then 'skipped' when 'reject' then 'rejected' when 'quarantine' then 'quarantined' end`;

/** The before-image is taken here, ahead of the update, so that the update can be undone to the letter. */
async function writeStagedLines(tx: CompanyTransaction, slice: SliceKey, updated: readonly string[]): Promise<number> {
  const { table } = entityNamed(slice.entity);
  return tx.execute(
    `insert into migration_records (company_id, migration_id, entity, file_no, row_no, part_no, phase_no, disposition, external_id, target_id,
                                    fingerprint, source_fingerprint, issues, originals, before_image)
     select s.company_id, s.migration_id, $6, s.file_no, s.row_no, s.part_no, $5::smallint, ${dispositionOfDecision}, s.external_id,
            case when s.decision in ('quarantine', 'reject') then null else coalesce(s.target_id, s.id) end,
            s.fingerprint, s.source_fingerprint, case when s.decision_issue is null then s.issues else array_append(s.issues, s.decision_issue) end,
            s.originals,
            case when s.decision = 'update' then t.image end
       from staging.${table} s
       left join (select t.id, to_jsonb(t) as image from ${table} t where t.company_id = $1 and t.id = any ($7)) t
         on t.id = coalesce(s.target_id, s.id)
      where ${sliceOf}`,
    [...keyValues(tx, slice), slice.entity, updated],
  );
}

/** Where the statistics do not know the company yet, a look-up for each row would go through all rows of the company each time. */
async function bySets<Result>(tx: CompanyTransaction, work: () => Promise<Result>): Promise<Result> {
  await tx.execute('set local enable_nestloop = off');
  const result = await work();
  await tx.execute('set local enable_nestloop = on');
  return result;
}

/** Ids of the target rows that the slice updates. */
async function listUpdated(tx: CompanyTransaction, slice: SliceKey): Promise<string[]> {
  const { table } = entityNamed(slice.entity);
  const updated = await tx.query<{ id: string }>(
    `select coalesce(s.target_id, s.id) as id from staging.${table} s where ${sliceOf} and s.decision = 'update'`,
    keyValues(tx, slice),
  );
  return updated.map(({ id }) => id);
}

async function writeRefusedLines(tx: CompanyTransaction, slice: SliceKey): Promise<number> {
  return tx.execute(
    `insert into migration_records (company_id, migration_id, entity, file_no, row_no, part_no, phase_no, disposition, external_id, issues)
     select s.company_id, s.migration_id, s.entity, s.file_no, s.row_no, s.part_no, $5::smallint, ${dispositionOfDecision}, s.external_id, s.issues
       from staging.refused s where ${sliceOf} and s.entity = $6`,
    [...keyValues(tx, slice), slice.entity],
  );
}

/** By a function of the schema's owner, which asks once for all rows of the slice whether what they refer to is there. */
async function insertTarget(tx: CompanyTransaction, slice: SliceKey): Promise<void> {
  const entity = entityNamed(slice.entity);
  await tx.query('select insert_staged($1, $2, $3, $4, $5, $6, $7)', [
    entity.table,
    fieldColumns(entity),
    slice.sourceSystem,
    slice.migrationId,
    slice.fileNo,
    slice.chunkNo,
    slice.phaseNo,
  ]);
}

async function updateTarget(tx: CompanyTransaction, slice: SliceKey, updated: readonly string[]): Promise<void> {
  const entity = entityNamed(slice.entity);
  const columns = fieldColumns(entity);
  await tx.execute(
    `update ${entity.table} t
        set source_system = $6, migration_id = s.migration_id, updated_at = now(), ${columns.map((column) => `${column} = s.${column}`).join(', ')}
       from staging.${entity.table} s
      where ${sliceOf} and s.decision = 'update' and t.company_id = $1 and t.id = coalesce(s.target_id, s.id) and t.id = any ($7)`,
    [...keyValues(tx, slice), slice.sourceSystem, updated],
  );
}

async function quarantineRows(
  tx: CompanyTransaction,
  slice: SliceKey,
  readQuarantined: (rowNos: ReadonlySet<number>) => Promise<readonly QuarantinedRow[]>,
): Promise<void> {
  const { table } = entityNamed(slice.entity);
  const held = await tx.query<HeldRow>(
    `select s.row_no, s.part_no, s.external_id, array_append(s.issues, s.decision_issue) as issues, null as suggestion
       from staging.${table} s where ${sliceOf} and s.decision = 'quarantine'
     union all
     select s.row_no, s.part_no, s.external_id, s.issues, s.suggestion
       from staging.refused s where ${sliceOf} and s.entity = $6 and s.decision = 'quarantine'`,
    [...keyValues(tx, slice), slice.entity],
  );
  if (held.length === 0) return;
  const rows = new Map((await readQuarantined(new Set(held.map((row) => row.row_no)))).map((row) => [row.rowNo, row]));
  const lines = held.map((row) => {
    const source = rows.get(row.row_no);
    if (!source)
      throw new StepFailure('storageDamaged', `Row ${row.row_no} of file ${slice.fileNo} is not in its landing chunk.`);
    return { ...row, file: source.file, line: source.line, raw: source.cells };
  });
  await tx.execute(
    `insert into migration_quarantine (company_id, migration_id, entity, file_no, row_no, part_no, file, line, external_id, raw, issues, suggestion)
     select $1, $2, $3, $4, r.row_no, r.part_no, r.file, r.line, r.external_id, r.raw, r.issues, r.suggestion
       from jsonb_to_recordset($5) as r (row_no integer, part_no smallint, file text, line integer, external_id text, raw jsonb,
                                         issues text[], suggestion text)`,
    [tx.companyId, slice.migrationId, slice.entity, slice.fileNo, JSON.stringify(lines)],
  );
}

interface HeldRow {
  readonly row_no: number;
  readonly part_no: number;
  readonly external_id: string | null;
  readonly issues: readonly string[];
  readonly suggestion: string | null;
}
