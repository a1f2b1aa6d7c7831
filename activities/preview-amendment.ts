import { listChunks } from '../db/queries/landing.ts';
import { savePreview } from '../db/queries/mapping-previews.ts';
import type { Amendment, PreviewedKind, PreviewedRow, PreviewedTable } from '../src/contract/mapping.ts';
import { formatIssue } from '../src/record/issue.ts';
import type { Mapping } from '../src/record/mapping.ts';
import { type CompiledTarget, compileTarget, migrateRecord } from '../src/record/migrate-record.ts';
import type { RecordContext } from '../src/record/record-context.ts';
import type { SourceRow } from '../src/record/source-record.ts';
import { getChunk } from '../src/storage/landing.ts';
import { resolveAmendment } from './amend-mapping.ts';
import { shippedPresetFor } from './choose-mapping.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { readContext } from './migration-context.ts';
import { recordContextOf } from './stage-slices.ts';

export interface PreviewInput extends MigrationKey {
  readonly amendment: Amendment;
  readonly previewId: string;
  /** Rows to show of each table and entity. */
  readonly limit: number;
}

/** Rows of each table that are put through both mappings, from its beginning. */
const mostRowsLookedAt = 5_000;

/**
 * Puts rows of the landing through the mapping as it is and as it would be, and leaves what differs where the API reads it: it holds values
 * of records, so nothing of it goes back to the workflow. Nothing else changes.
 * @throws StepFailure `mappingRefused` as the amendment itself would be.
 */
export const previewAmendment =
  (dependencies: Dependencies) =>
  async (input: PreviewInput): Promise<void> => {
    const { companyId, migrationId, previewId, limit } = input;
    const context = await readContext(dependencies, input);
    const { mapping: amended } = await resolveAmendment(dependencies, input, context, input.amendment);
    const recordContext = recordContextOf(input, context);
    const { nulls = [] } = await shippedPresetFor(context.job.request);
    const tables: PreviewedTable[] = [];
    for (const { fileNo, table } of context.files) {
      const before = targetsOf(context.job.mapping, table.table, nulls);
      const after = targetsOf(amended, table.table, nulls);
      const entities = [...new Set([...before.keys(), ...after.keys()])];
      const rows: SourceRow[] = [];
      const chunks = await dependencies.database.withCompany(
        companyId,
        (tx) => listChunks(tx, migrationId, fileNo, 0, mostRowsLookedAt),
        { isReadOnly: true },
      );
      for (const { objectKey, sha256 } of chunks) {
        if (entities.length === 0 || rows.length >= mostRowsLookedAt) break;
        rows.push(...(await getChunk(dependencies.landing, context.dataKey, objectKey, sha256)));
      }
      const looked = rows.slice(0, mostRowsLookedAt);
      for (const entity of entities) {
        const changed = looked.flatMap(
          (row) => compareRow(row, before.get(entity), after.get(entity), recordContext) ?? [],
        );
        const counts = { rowsLookedAt: looked.length, rowsChanged: changed.length };
        tables.push({ table: table.table, file: table.file, entity, ...counts, sample: changed.slice(0, limit) });
      }
    }
    await dependencies.database.withCompany(companyId, (tx) => savePreview(tx, migrationId, previewId, tables));
  };

function targetsOf(mapping: Mapping | null, name: string, nulls: readonly string[]): Map<string, CompiledTarget> {
  const table = mapping?.tables.find((candidate) => candidate.table === name);
  const targets = table?.targets.map((target) => [target.entity, compileTarget(table, target, { nulls })] as const);
  return new Map(targets ?? []);
}

/** What a row becomes, as a person reads it. */
interface View {
  readonly kind: PreviewedKind;
  readonly values: ReadonlyMap<string, string>;
  readonly issues: readonly string[];
}

/** @returns null where it becomes the same by both. */
function compareRow(
  row: SourceRow,
  before: CompiledTarget | undefined,
  after: CompiledTarget | undefined,
  context: RecordContext,
): PreviewedRow | null {
  const [old, now] = [viewOf(row, before, context), viewOf(row, after, context)];
  const names = [...new Set([...old.values.keys(), ...now.values.keys()])];
  const fields = names
    .map((field) => ({ field, before: old.values.get(field) ?? null, after: now.values.get(field) ?? null }))
    .filter((field) => field.before !== field.after);
  const issuesBefore = old.issues.filter((issue) => !now.issues.includes(issue));
  const issuesAfter = now.issues.filter((issue) => !old.issues.includes(issue));
  if (old.kind === now.kind && fields.length + issuesBefore.length + issuesAfter.length === 0) return null;
  return { line: row.line, before: old.kind, after: now.kind, fields, issuesBefore, issuesAfter };
}

function viewOf(row: SourceRow, target: CompiledTarget | undefined, context: RecordContext): View {
  const outcome = target ? migrateRecord(row, target, context) : null;
  if (!target || !outcome) return { kind: 'none', values: new Map(), issues: [] };
  const issues = outcome.issues.map(formatIssue);
  if (outcome.kind === 'refused') return { kind: 'heldBack', values: new Map(), issues };
  const values = target.readers.flatMap(({ field: { name, type }, textOf }, place) => {
    // A person knows a reference by the identifier of the old system.
    const value = type.kind === 'reference' ? textOf(row.cells) : outcome.values[place];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { kind: 'record', values: new Map(values), issues };
}
