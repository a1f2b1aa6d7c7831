import { randomUUID } from 'node:crypto';
import type { CompanyTransaction, Database } from '../../db/database.ts';
import { decideStaged } from '../../db/queries/decide.ts';
import { insertPart } from '../../db/queries/intervals.ts';
import { insertJob, saveOutcome } from '../../db/queries/jobs.ts';
import { insertChunk } from '../../db/queries/landing.ts';
import { loadSlice, type QuarantinedRow } from '../../db/queries/load.ts';
import { type RefusedRow, type StagedRecord, stageSlice } from '../../db/queries/stage.ts';
import type { ConflictPolicy } from '../../src/contract/conflict.ts';
import type { DuplicatePolicy, Migration, MigrationRequest } from '../../src/contract/migration.ts';
import { catalogue, entityNamed } from '../../src/record/catalogue.ts';
import { fingerprint } from '../../src/record/fingerprint.ts';
import { internalId } from '../../src/record/internal-id.ts';

export const sourceSystem = 'optix';

/** A staged record of an entity from plain field values; references are legacy identifiers. */
export function stagedRecord(
  companyId: string,
  entityName: string,
  rowNo: number,
  fields: Record<string, string>,
): StagedRecord {
  const entity = entityNamed(entityName);
  const values = entity.fields.map(({ name, type }) => {
    const value = fields[name] ?? null;
    return value !== null && type.kind === 'reference'
      ? internalId(companyId, sourceSystem, type.entity, value)
      : value;
  });
  const id = internalId(companyId, sourceSystem, entityName, fields.externalId ?? '');
  return { rowNo, id, values, fingerprint: fingerprint(values), issues: [], originals: null };
}

export const patient = (rowNo: number, fields: Record<string, string> = {}, companyId = 'alpha') =>
  stagedRecord(companyId, 'patients', rowNo, {
    externalId: `P${rowNo}`,
    firstName: 'Test',
    lastName: `Person${rowNo}`,
    dateOfBirth: '1950-01-31',
    ...fields,
  });

export const examination = (
  rowNo: number,
  patientId: string,
  fields: Record<string, string> = {},
  companyId = 'alpha',
) =>
  stagedRecord(companyId, 'examinations', rowNo, {
    externalId: `E${rowNo}`,
    patientId,
    examinationDate: '2024-02-29',
    ...fields,
  });

const request = (companyId: string): MigrationRequest => ({
  companyId,
  strategy: 'big-bang',
  source: { system: sourceSystem, location: '/exports' },
  autoApprove: true,
  isDryRun: false,
  onDuplicate: 'ask',
  continueOnError: true,
  sliceRows: 100,
  timeZone: 'Europe/London',
  requestedBy: 'test',
});

/** A migration whose records are given by hand: file 1 holds patients, file 2 examinations, each in one chunk. */
export class HandmadeMigration {
  readonly id = randomUUID();
  readonly entities: string[] = [];
  private readonly db: Database;
  readonly companyId: string;

  private readonly partOf: string | null;

  /** @param partOf The parallel run of which it is an interval. */
  constructor(db: Database, companyId = 'alpha', partOf: string | null = null) {
    this.db = db;
    this.companyId = companyId;
    this.partOf = partOf;
  }

  async stage(records: Readonly<Record<string, readonly (StagedRecord | RefusedRow)[]>>): Promise<this> {
    await this.db.withCompany(this.companyId, async (tx) => {
      if (this.partOf) await insertPart(tx, { migrationId: this.partOf, partId: this.id, intervalNo: 1 }, 'unused');
      else await insertJob(tx, this.id, request(this.companyId), 'unused');
      for (const [entity, list] of Object.entries(records)) {
        this.entities.push(entity);
        await stageSlice(tx, {
          migrationId: this.id,
          entity,
          fileNo: this.fileNo(entity),
          chunkNo: 0,
          mappingVersion: 0,
          outcomes: list,
        });
        await this.land(tx, entity, Math.max(0, ...list.map(({ rowNo }) => rowNo)));
      }
    });
    return this;
  }

  /** Puts on record which rows the chunk has; it has no object. */
  private async land(tx: CompanyTransaction, entity: string, rows: number): Promise<void> {
    const fileNo = this.fileNo(entity);
    await tx.execute(
      `insert into migration_files (company_id, migration_id, file_no, source_table) values ($1, $2, $3, '{}') on conflict do nothing`,
      [tx.companyId, this.id, fileNo],
    );
    const chunk = { fileNo, chunkNo: 0, firstRowNo: 0, rowCount: rows + 1, objectKey: '', sha256: '', sizeBytes: 0 };
    await insertChunk(tx, this.id, { ...chunk, profile: [], next: { row: 0 } as never });
  }

  decide(onDuplicate: DuplicatePolicy = 'ask', holdDoubts = true, autoResolve?: ConflictPolicy): Promise<number> {
    return this.db.withCompany(this.companyId, (tx) =>
      decideStaged(tx, {
        migrationId: this.id,
        entities: this.entities,
        onDuplicate,
        holdDoubts,
        autoResolve,
        requestedBy: 'test',
        isPart: this.partOf !== null,
      }),
    );
  }

  async load(): Promise<void> {
    for (const entity of this.entities) {
      await this.db.withCompany(this.companyId, (tx) => loadSlice(tx, this.slice(entity), readNothing));
    }
  }

  /** Puts its end on record. */
  async complete(): Promise<void> {
    const outcome = { id: this.id, companyId: this.companyId, status: 'completed', ledger: {}, isDryRun: false };
    await this.db.withCompany(this.companyId, (tx) => saveOutcome(tx, this.id, outcome as unknown as Migration));
  }

  slice(entity: string) {
    return { migrationId: this.id, sourceSystem, entity, fileNo: this.fileNo(entity), chunkNo: 0, phaseNo: null };
  }

  /** Dispositions of an entity by row number. */
  async dispositions(entity: string): Promise<Record<number, string>> {
    const rows = await this.db.withCompany(this.companyId, (tx) =>
      tx.query<{ row_no: number; disposition: string }>(
        'select row_no, disposition from migration_records where migration_id = $1 and entity = $2 order by row_no',
        [this.id, entity],
      ),
    );
    return Object.fromEntries(rows.map((row) => [row.row_no, row.disposition]));
  }

  fileNo(entity: string): number {
    return 1 + catalogue.findIndex((candidate) => candidate.name === entity);
  }
}

/** Stands for the landing: gives each quarantined row a source of its own. */
async function readNothing(rowNos: ReadonlySet<number>): Promise<QuarantinedRow[]> {
  return [...rowNos].map((rowNo) => ({
    rowNo,
    line: rowNo + 1,
    file: 'PATIENTS.csv',
    cells: [['ID', `row ${rowNo}`] as const],
  }));
}
