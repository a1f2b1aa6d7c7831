import { type ExportRow, examinationColumns, patientColumns, writeExport } from './workflow-export.ts';
import type { WorkflowStack } from './workflow-stack.ts';

const tables = { patients: patientColumns, examinations: examinationColumns } as const;
type Table = keyof typeof tables;

/** The database of an old system that people go on writing to, and the job that exports it. Columns are named and written as in its exports. */
export class SourceDatabase {
  readonly folder: string;
  readonly #stack: WorkflowStack;
  readonly #schema: string;

  private constructor(stack: WorkflowStack, name: string) {
    this.#stack = stack;
    this.#schema = `source_${name}`;
    this.folder = stack.exportFolder(name);
  }

  static async create(
    stack: WorkflowStack,
    name: string,
    rows: Readonly<Record<Table, readonly ExportRow[]>>,
  ): Promise<SourceDatabase> {
    const source = new SourceDatabase(stack, name);
    await stack.asSuperuser(`create schema ${source.#schema}`);
    for (const [table, columns] of Object.entries(tables) as [Table, readonly string[]][]) {
      const definitions = columns.map((column) => `"${column}" text`).join(', ');
      await stack.asSuperuser(
        `create table ${source.#schema}.${table} (${definitions}, primary key ("${columns[0]}"))`,
      );
      for (const row of rows[table]) await source.insert(table, row);
    }
    await source.export();
    return source;
  }

  async insert(table: Table, row: ExportRow): Promise<void> {
    await this.#stack.asSuperuser(
      `insert into ${this.#schema}.${table} select * from jsonb_populate_record(null::${this.#schema}.${table}, $1)`,
      [JSON.stringify(row)],
    );
  }

  /** Writes one field of a patient. */
  async update(patientId: string, column: string, value: string): Promise<void> {
    await this.#stack.asSuperuser(`update ${this.#schema}.patients set "${column}" = $2 where "PATIENT_ID" = $1`, [
      patientId,
      value,
    ]);
  }

  /** All rows as they are at one moment. */
  async read(): Promise<Readonly<Record<Table, readonly ExportRow[]>>> {
    const all = (table: Table) =>
      `(select json_agg(json_strip_nulls(row_to_json(r)) order by 1) from ${this.#schema}.${table} r) as ${table}`;
    const [rows] = await this.#stack.asSuperuser<Record<Table, ExportRow[] | null>>(
      `select ${all('patients')}, ${all('examinations')}`,
    );
    return { patients: rows?.patients ?? [], examinations: rows?.examinations ?? [] };
  }

  async export(): Promise<void> {
    writeExport(this.folder, await this.read());
  }
}
