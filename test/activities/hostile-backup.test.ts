import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Dependencies } from '../../activities/dependencies.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { restoreBeside } from '../../activities/restore-beside.ts';
import { verifyBackup } from '../../activities/verify-backup.ts';
import { insertFound } from '../../db/queries/backups.ts';
import { type BackedUpTable, openBackup, putManifest } from '../../src/storage/backup-manifest.ts';
import { writeParts } from '../../src/storage/backup-parts.ts';
import { keyForWriting } from '../../src/storage/company-key.ts';
import { createDataKey } from '../../src/storage/envelope.ts';
import { backupDependencies, dumpCompany, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

// Fault case 31: whatever a backup holds is data. Nothing of it reaches a shell, psql or an SQL statement.

describe('what a backup holds', () => {
  let test: TestDatabase;
  let folder: string;
  let marker: string;
  let dependencies: Dependencies;
  before(async () => {
    test = await createTestDatabase('hostile_backup');
    folder = mkdtempSync(join(tmpdir(), 'careferry-hostile-'));
    marker = join(folder, 'executed');
    dependencies = backupDependencies(test.db, new MemoryStore());
  });
  after(async () => {
    await test.drop();
    rmSync(folder, { recursive: true });
  });

  const attacks = () => [
    `\\! touch ${marker}`,
    '\\.',
    `\\.\n\\! touch ${marker}\n`,
    `\\copy patients to program 'touch ${marker}'`,
    '\\connect postgres',
    `COPY patients TO PROGRAM 'touch ${marker}';`,
    `'); copy patients to program 'touch ${marker}'; --`,
    `create function f() returns int language c as '${marker}';`,
    `$(touch ${marker})\`touch ${marker}\``,
    '\\N\t\\x00\\000\u2028\u202e',
  ];
  const load = async (companyId: string) => {
    const migration = await new HandmadeMigration(test.db, companyId).stage({
      patients: attacks().map((text, index) => patient(index + 1, { lastName: text, notes: text }, companyId)),
    });
    await migration.decide();
    await migration.load();
  };
  const patientsOf = async (companyId: string) => (await dumpCompany(test, companyId)).patients;
  const restore = (backupId: string) =>
    restoreBackup(dependencies)({ companyId: 'alpha', backupId, requestedBy: 'a person', restoreId: randomUUID() });

  it('comes back as it was where values look like commands, and none of them is run', async () => {
    await load('alpha');
    await load('beta');
    const before = await patientsOf('alpha');
    assert.equal(before?.length, attacks().length);
    const id = await requestBackup(dependencies);
    await verifyBackup(dependencies)({ companyId: 'alpha', backupId: id, requestedBy: 'a person' });
    await test.db.withCompany('alpha', (tx) => tx.execute('delete from patients'));
    await restore(id);
    assert.deepEqual(await patientsOf('alpha'), before);
    assert.equal(existsSync(marker), false);
  });

  /** A backup that opens, as only somebody could make it who has the keys, with one table of the attacker's making. */
  const forge = async (
    change: (honest: BackedUpTable) => { readonly table?: Partial<BackedUpTable>; readonly text?: string },
  ) => {
    const { backups, backupKeys } = dependencies;
    const honestId = await requestBackup(dependencies);
    const { manifest } = await openBackup(backups, backupKeys, 'alpha', honestId);
    const place = { companyId: 'alpha', backupId: `forged-${randomUUID().slice(0, 8)}` };
    const dataKey = createDataKey();
    const tables: BackedUpTable[] = [];
    for (const honest of manifest.tables.filter(({ table }) => table === 'patients')) {
      const { table = {}, text } = change(honest);
      const forged = { ...honest, parts: [], rows: 0, ...table };
      const written = text === undefined ? {} : await writeParts(backups, place, forged.table, dataKey, chunksOf(text));
      tables.push({ ...forged, ...written });
    }
    await putManifest(
      backups,
      { ...manifest, ...place, tables },
      dataKey,
      await keyForWriting(backups, backupKeys, 'alpha'),
    );
    await test.db.withCompany('alpha', (tx) => insertFound(tx, { id: place.backupId, takenAt: manifest.takenAt }));
    return place.backupId;
  };
  async function* chunksOf(text: string) {
    yield Buffer.from(text);
  }
  const refusals: readonly (readonly [string, Parameters<typeof forge>[0], string])[] = [
    [
      'the name of a table is a statement',
      () => ({ table: { table: `patients; copy patients to program 'touch x'` } }),
      'backupRefused',
    ],
    [
      'the name of a column is a statement',
      ({ columns }) => ({ table: { columns: [...columns, `id) from program 'touch x' --`] }, text: 'x\n' }),
      'backupRefused',
    ],
    ['the rows are commands of psql', () => ({ text: '\\! touch x\n\\copy patients from x\n' }), 'databaseRefused'],
    ['the rows end early and SQL follows', () => ({ text: '\\.\ndrop table patients;\n' }), 'backupUnproven'],
  ];
  for (const [what, change, failure] of refusals) {
    it(`is refused and touches nothing where ${what}`, async () => {
      const id = await forge(change);
      const before = [await patientsOf('alpha'), await patientsOf('beta')];
      await assert.rejects(restore(id), { type: failure });
      const beside = { companyId: 'alpha', backupId: id, requestedBy: 'a person', suffix: 'hostile' };
      await assert.rejects(restoreBeside(dependencies)(beside), { type: failure });
      assert.deepEqual([await patientsOf('alpha'), await patientsOf('beta')], before);
    });
  }

  it('is refused and touches nothing where its rows belong to another company', async () => {
    const rows = await test.sabotage<{ row: string }>(`select * from patients where company_id = 'beta' limit 1`);
    const id = await forge(({ columns }) => {
      const [row] = rows as unknown as Record<string, unknown>[];
      const cell = (name: string) => {
        const value = name === 'id' ? randomUUID() : row?.[name];
        return value === null || name === 'external_id'
          ? '\\N'
          : (value instanceof Date ? value.toISOString() : String(value)).replace(/[\\\n\t]/g, '.');
      };
      return { text: `${columns.map((name) => cell(name)).join('\t')}\n` };
    });
    const before = [await patientsOf('alpha'), await patientsOf('beta')];
    await assert.rejects(restore(id), { type: 'databaseRefused', message: /42501/ });
    assert.deepEqual([await patientsOf('alpha'), await patientsOf('beta')], before);
  });
});
