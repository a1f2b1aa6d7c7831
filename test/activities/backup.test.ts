import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { backUpCompany } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { proveBackup } from '../../activities/prove-backup.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import type { Database } from '../../db/database.ts';
import { findBackup, listBackups, markVerified } from '../../db/queries/backups.ts';
import { insertNotices, listWaitingNotices } from '../../db/queries/completion-notices.ts';
import { claimTarget, listClaims, releaseClaims } from '../../db/queries/target-claims.ts';
import { openBackup } from '../../src/storage/backup-manifest.ts';
import { readParts } from '../../src/storage/backup-parts.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { backupDependencies, dumpCompany, requestBackup } from '../support/backups.ts';
import { examination, HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a backup of what a company has', () => {
  let test: TestDatabase;
  let folder: string;
  let dependencies: Dependencies;
  before(async () => {
    test = await createTestDatabase('backup');
    folder = mkdtempSync(join(tmpdir(), 'careferry-backup-'));
    dependencies = backupDependencies(test.db, new FolderStore(folder));
  });
  after(async () => {
    await test.drop();
    rmSync(folder, { recursive: true });
  });

  const load = async (companyId: string, surname: string, from = 1) => {
    const rows = [from, from + 1, from + 2];
    const migration = await new HandmadeMigration(test.db, companyId).stage({
      patients: rows.map((row) => patient(row, { lastName: surname, notes: `a\tb\n\\N ${row}` }, companyId)),
      examinations: rows.slice(1).map((row) => examination(row, `P${row}`, {}, companyId)),
    });
    await migration.decide();
    await migration.load();
    return migration;
  };
  const wish = (backupId: string, restoreId: string) => ({
    companyId: 'alpha',
    backupId,
    requestedBy: 'a person',
    restoreId,
  });
  const historyOf = async (companyId: string) => {
    const [row] = await test.sabotage<{ entries: number }>(
      'select count(*)::integer as entries from history.patients where company_id = $1',
      [companyId],
    );
    return row?.entries ?? 0;
  };
  const recordOf = (id: string) => test.db.withCompany('alpha', (tx) => findBackup(tx, id));
  const filesBelow = (path: string) =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('puts every row back as it was, to the letter, and leaves another company alone', async () => {
    const { id } = await load('alpha', 'Zzyxquoll');
    await load('beta', 'Neighbour');
    const { backupId } = await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: id });
    const [own, other] = [await dumpCompany(test, 'alpha'), await dumpCompany(test, 'beta')];
    const history = await historyOf('alpha');

    await test.db.withCompany('alpha', async (tx) => {
      await tx.execute('delete from examinations');
      await tx.execute(`delete from patients where external_id = 'P3'`);
      await tx.execute(`update patients set last_name = 'Changed'`);
    });
    assert.notDeepEqual((await dumpCompany(test, 'alpha')).patients, own.patients);
    assert.deepEqual(await restoreBackup(dependencies)(wish(backupId, 'first')), {
      ...{ rows: 5, replaced: 2, records: 0, migrations: 0 },
    });
    const { migration_audit, backups, ...restored } = await dumpCompany(test, 'alpha');
    const { migration_audit: events, backups: records, ...before } = own;
    assert.ok((await historyOf('alpha')) > history, 'the history goes on');
    assert.deepEqual(restored, before);
    assert.equal(migration_audit?.length, (events?.length ?? 0) + 1, 'the restore is on record');
    assert.equal(backups?.length, records?.length);
    assert.deepEqual(await dumpCompany(test, 'beta'), other);
  });

  it('holds the records of the jobs as well, of the same moment, and says of itself what it holds', async () => {
    const migration = await load('alpha', 'Records', 20);
    const { backupId } = await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: migration.id });
    const backup = await openBackup(dependencies.backups, dependencies.backupKeys, 'alpha', backupId);
    const tables = new Map(backup.manifest.tables.map((table) => [table.table, table]));
    for (const table of [
      'companies',
      'migration_jobs',
      'migration_records',
      'migration_slices',
      'migration_audit',
      'backups',
    ])
      assert.ok((tables.get(table)?.rows ?? 0) > 0, table);
    const ledger = tables.get('migration_records');
    assert.ok(ledger);
    let text = '';
    for await (const part of readParts(dependencies.backups, backup, ledger)) text += part.toString();
    assert.ok(text.includes(migration.id));
    const record = await recordOf(backupId);
    assert.deepEqual([record?.state, record?.migrationId, record?.failure], ['verified', migration.id, null]);
    assert.equal(
      record?.rows,
      backup.manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    );
  });

  it('is of one moment, whatever is written while it is read', async () => {
    await load('alpha', 'Moment', 30);
    const names = ['patients', 'examinations', 'migration_jobs', 'migration_records', 'migration_slices'];
    const countRows = async () => {
      const counts = names.map((name) => `(select count(*)::integer from ${name} where company_id = 'alpha')`);
      const [row] = await test.sabotage<{ counts: number[] }>(`select array[${counts.join(', ')}] as counts`);
      return row?.counts;
    };
    const before = await countRows();
    let written = 0;
    const busy = new (class extends FolderStore {
      override async putNew(key: string, bytes: Uint8Array): Promise<boolean> {
        // A person and what refers to them, and a line of the audit, between two parts.
        if (key.includes('/migration_audit/') || key.includes('/examinations/') || key.includes('/companies/')) {
          written += 1;
          await load('alpha', `Meanwhile${written}`, 40 + 10 * written);
        }
        return super.putNew(key, bytes);
      }
    })(folder);
    const backupId = await requestBackup({ ...dependencies, backups: busy });
    assert.ok(written >= 2, 'others have written meanwhile');
    const { manifest } = await openBackup(dependencies.backups, dependencies.backupKeys, 'alpha', backupId);
    assert.deepEqual(
      names.map((name) => manifest.tables.find(({ table }) => table === name)?.rows),
      before,
    );
    assert.notDeepEqual(await countRows(), before);
  });

  it('holds no address of those who wait to be told of an end, and a restore leaves these waiting', async () => {
    const noticeId = randomUUID();
    await test.db.withCompany('alpha', async (tx) => {
      await insertNotices(tx, noticeId, ['keeper@example.org'], 'A. Keeper');
      await claimTarget(tx, { workflowId: 'migration/alpha/other', kind: 'migration' });
    });
    const backupId = await requestBackup(dependencies);
    const backup = await openBackup(dependencies.backups, dependencies.backupKeys, 'alpha', backupId);
    const names = backup.manifest.tables.map(({ table }) => table);
    assert.deepEqual(
      names.filter((table) => ['completion_notices', 'target_claims'].includes(table)),
      [],
    );
    for (const table of backup.manifest.tables)
      for await (const part of readParts(dependencies.backups, backup, table))
        assert.ok(!part.includes('keeper@example.org'), table.table);
    await restoreBackup(dependencies)(wish(backupId, randomUUID()));
    const left = await test.db.withCompany('alpha', async (tx) => ({
      addresses: await listWaitingNotices(tx, noticeId),
      claims: (await listClaims(tx)).map(({ workflowId }) => workflowId),
    }));
    assert.deepEqual(left, { addresses: ['keeper@example.org'], claims: ['migration/alpha/other'] });
    await test.db.withCompany('alpha', (tx) => releaseClaims(tx, 'migration/alpha/other'));
  });

  it('holds nothing that can be read on the disk, and no two of the same rows are alike', async () => {
    const [one, two] = [await requestBackup(dependencies), await requestBackup(dependencies)];
    const files = filesBelow(join(folder, 'alpha'));
    assert.ok(files.length > 20);
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const planted of ['Zzyxquoll', 'Records', 'P1'.padEnd(3, '\t'), 'externalId', 'test'])
        assert.ok(!bytes.includes(planted), `${file}: ${planted}`);
    }
    const part = (id: string) => readFileSync(join(folder, 'alpha/backups', id, 'patients/000000'));
    assert.notDeepEqual(part(one), part(two));
    assert.ok(entropyOf(part(one)) > 6, 'bits a byte');
  });

  it('fails loudly without the context of the company, and leaves no backup that looks like one', async () => {
    const contextless: Database = {
      ...test.db,
      withCompany: (companyId, work, options) =>
        test.db.withCompany(
          companyId,
          async (tx) => {
            if (options?.isolation === 'repeatable read')
              await tx.query(`select set_config('app.current_company_id', '', true)`);
            return work(tx);
          },
          options,
        ),
    };
    const taking = requestBackup({ ...dependencies, database: contextless }, 'blind');
    await assert.rejects(taking, { type: 'databaseRefused', message: /does not see company alpha/ });
    await assertFailedAndGone('blind', 'databaseRefused');
  });

  it('fails loudly where another policy would hide a part of the rows', async () => {
    await test.sabotage(`create policy hidden on patients as restrictive using (last_name <> 'Changed')`);
    try {
      await assert.rejects(requestBackup(dependencies, 'hidden'), {
        type: 'databaseRefused',
        message: /may not see every row of the company in: patients/,
      });
    } finally {
      await test.sabotage('drop policy hidden on patients');
    }
    await assertFailedAndGone('hidden', 'databaseRefused');
  });

  async function assertFailedAndGone(requestedBy: string, failure: string): Promise<void> {
    const records = await test.db.withCompany('alpha', (tx) => listBackups(tx));
    const record = records.find((one) => one.requestedBy === requestedBy);
    assert.deepEqual([record?.state, record?.sizeBytes, record?.failure], ['failed', 0, failure]);
    assert.deepEqual(
      readdirSync(join(folder, 'alpha/backups'))
        .filter((name) => name === record?.id)
        .flatMap((name) => filesBelow(join(folder, 'alpha/backups', name))),
      [],
    );
  }

  it('is never called verified where the comparison is sabotaged, or nobody has compared', async () => {
    const id = await requestBackup(dependencies);
    const backup = await openBackup(dependencies.backups, dependencies.backupKeys, 'alpha', id);
    const proving = proveBackup(dependencies, dependencies.backups, backup, () => []);
    await assert.rejects(proving, { type: 'backupUnproven', message: /does not notice that a row is lost/ });
    const written = { id, takenAt: backup.manifest.takenAt, rows: 1, sizeBytes: 1, fingerprint: 'what was written' };
    const claiming = test.db.withCompany('alpha', (tx) => markVerified(tx, written, 'what came back'));
    await assert.rejects(claiming, { type: 'databaseRefused', message: /verified_means_restored/ });
    await assert.rejects(
      test.sabotage(`update backups set state = 'verified', verified_fingerprint = null where id = '${id}'`),
      /verified_means_restored/,
    );
  });

  it('is not taken for proven where a table, a row or a letter is not what was written', async () => {
    const id = await requestBackup(dependencies);
    const backup = await openBackup(dependencies.backups, dependencies.backupKeys, 'alpha', id);
    const pretend = (change: object) => ({
      ...backup,
      manifest: {
        ...backup.manifest,
        tables: backup.manifest.tables.map((table) => (table.table === 'patients' ? { ...table, ...change } : table)),
      },
    });
    const prove = (change: object) => proveBackup(dependencies, dependencies.backups, pretend(change));
    await assert.rejects(prove({ rows: 99 }), {
      type: 'backupUnproven',
      message: /patients: 99 rows were written, \d+ came back/,
    });
    await assert.rejects(prove({ sha256: 'f'.repeat(64) }), {
      type: 'backupUnproven',
      message: /patients: the rows .* differ/,
    });
    await assert.rejects(prove({ columns: ['company_id'] }), {
      type: 'backupRefused',
      message: /patients wants a id/,
    });
    await proveBackup(dependencies, dependencies.backups, backup);
  });
});

/** Shannon entropy in bits a byte: 8 for noise, about 4.5 for text. */
function entropyOf(bytes: Buffer): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / bytes.length) * Math.log2(n / bytes.length), 0);
}
