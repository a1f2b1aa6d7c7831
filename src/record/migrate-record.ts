import { type Entity, entityNamed } from './catalogue.ts';
import { compileField, type FieldReader } from './compile-field.ts';
import { fingerprint } from './fingerprint.ts';
import { internalId } from './internal-id.ts';
import type { Issue, Severity } from './issue.ts';
import type { TableMapping, TargetMapping } from './mapping.ts';
import type { MigratedRecord, Outcome, RefusedRecord } from './outcome.ts';
import type { ReadingNote } from './reading.ts';
import type { RecordContext } from './record-context.ts';
import type { SourceRow } from './source-record.ts';
import { columnIndex, nothingOrOneOf } from './source-text.ts';
import { suggestionFor } from './suggestion.ts';

export type { MigratedRecord, Outcome, RecordContext, RefusedRecord };

/** A mapping made ready for many rows: columns are places, transforms and types are functions. */
export interface CompiledTarget {
  readonly entity: Entity;
  /** One for each field of the entity, in catalogue order. */
  readonly readers: readonly FieldReader[];
  /** Whether a row holds such a record at all. */
  isEligible(cells: readonly string[]): boolean;
}

/**
 * Prepares the mapping of one target for the rows of its table. Compile once, migrate many rows.
 * @param options.nulls Placeholders of this source that mean "nothing", from its preset.
 * @throws Error where the mapping names an entity, a field or a column that does not exist.
 */
export function compileTarget(
  table: TableMapping,
  target: TargetMapping,
  { nulls = [] }: { readonly nulls?: readonly string[] } = {},
): CompiledTarget {
  const entity = entityNamed(target.entity);
  const stranger = target.fields.find(({ field }) => !entity.fields.some(({ name }) => name === field));
  if (stranger) throw new Error(`The entity '${entity.name}' has no field '${stranger.field}'.`);

  const conditions = target.onlyIfFilled?.map((column) => columnIndex(table, column));
  const isNothing = nothingOrOneOf(nulls);
  return {
    entity,
    readers: entity.fields.map((field) => {
      const mappings = target.fields.filter((mapping) => mapping.field === field.name);
      return compileField(entity, field, mappings, table, nulls);
    }),
    isEligible: (cells) => conditions?.some((index) => !isNothing((cells[index] ?? '').trim())) ?? true,
  };
}

/**
 * Decides what one source row becomes as a record of one entity. Pure: the same row gives the same outcome, always.
 *
 * A record is refused where its row cannot be trusted, a required field is missing, or a clinical value cannot be read. Any
 * other value that cannot be read is set aside: the field is null, a warning says so, and the source text is kept.
 * @returns null where the row holds no such record.
 */
export function migrateRecord(row: SourceRow, target: CompiledTarget, context: RecordContext): Outcome | null {
  if (row.problem) return refused(null, [{ code: `row.${row.problem.code}`, severity: 'error' }]);
  if (!target.isEligible(row.cells)) return null;

  const values: (string | null)[] = [];
  const issues: Issue[] = [];
  let originals: Record<string, string> | null = null;
  let externalId: string | null = null;

  for (const reader of target.readers) {
    const { field } = reader;
    const { value, note, keepsOriginal } = reader.read(row.cells, context);
    values.push(value);

    if (field.isKey) externalId = value;
    if (keepsOriginal) {
      const original = reader.originalOf(row.cells);
      if (original !== null && original !== value) {
        originals ??= {};
        originals[field.name] = original;
      }
    }
    if (note) issues.push({ code: note.code, severity: severityOf(note, reader), field: field.name });
    if (field.isRequired && value === null && !(note && severityOf(note, reader) === 'error')) {
      issues.push({ code: 'required.missing', severity: 'error', field: field.name });
    }
  }

  if (externalId === null || issues.some(isError)) return refused(externalId, issues);
  const id = internalId(context.companyId, context.sourceSystem, target.entity.name, externalId);
  return { kind: 'migrated', externalId, id, values, fingerprint: fingerprint(values), issues, originals };
}

/** What cannot be read holds a clinical or required field's record; on any other field it is set aside. */
function severityOf({ severity }: ReadingNote, { field }: FieldReader): Severity {
  if (severity !== 'unreadable') return severity;
  return field.isClinical || field.isRequired ? 'error' : 'warning';
}

function isError(issue: Issue): boolean {
  return issue.severity === 'error';
}

function refused(externalId: string | null, issues: readonly Issue[]): RefusedRecord {
  return { kind: 'refused', externalId, issues, suggestion: suggestionFor(issues.filter(isError)) };
}
