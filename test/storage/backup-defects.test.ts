import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { backUpCompany } from '../../activities/back-up-company.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { type FailureType, StepFailure } from '../../src/contract/failure.ts';
import { createRandom } from '../../src/sample/random.ts';
import { openBackup } from '../../src/storage/backup-manifest.ts';
import { checkParts } from '../../src/storage/backup-parts.ts';
import { destroyKeys, rewrapKeys } from '../../src/storage/company-key.ts';
import { parseKeyring } from '../../src/storage/envelope.ts';
import { backupDependencies, dumpCompany, newKey, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** What an attempt on a backup may be told, and never anything else. */
const named: readonly FailureType[] = [
  'backupMissing',
  'backupIncomplete',
  'backupAltered',
  'backupReplaced',
  'keyWrong',
  'keyDestroyed',
];

describe('a backup that is not as it was written', () => {
  let test: TestDatabase;
  let store: MemoryStore;
  let dependencies: Dependencies;
  let older: string;
  let newer: string;
  before(async () => {
    test = await createTestDatabase('backup_defects');
    store = new MemoryStore();
    dependencies = backupDependencies(test.db, store);
    const migration = await new HandmadeMigration(test.db).stage({ patients: [1, 2, 3].map((row) => patient(row)) });
    await migration.decide();
    await migration.load();
    older = await requestBackup(dependencies);
    await test.sabotage(`update patients set last_name = 'Newer' where company_id = 'alpha'`);
    newer = (await backUpCompany(dependencies)({ companyId: 'alpha', migrationId: migration.id })).backupId;
  });
  after(() => test.drop());

  const read = async (changed: Dependencies = dependencies) => {
    const backup = await openBackup(changed.backups, changed.backupKeys, 'alpha', newer);
    await checkParts(changed.backups, backup);
  };
  const failureOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'read as if it were good',
      (error) => (error instanceof StepFailure ? error.type : `threw ${error}`),
    );
  const place = (id: string, rest: string) => `alpha/backups/${id}/${rest}`;
  const flip = (bytes: Buffer, bit: number) => {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  it('is read before anything is done to it', () => read());

  it('is refused by name for every single bit of the manifest', async () => {
    const name = place(newer, 'manifest.json');
    const bytes = await store.get(name);
    const counts = new Map<string, number>();
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const failure = await failureOf(
        openBackup(store.with(name, flip(bytes, bit)), dependencies.backupKeys, 'alpha', newer),
      );
      counts.set(failure, (counts.get(failure) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts.keys()].filter((failure) => !named.includes(failure as FailureType)),
      [],
    );
    assert.ok((counts.get('backupAltered') ?? 0) > bytes.length * 7, JSON.stringify([...counts]));
  });

  it('is refused by name for every single bit of the keys beside it', async () => {
    const name = 'alpha/backup-keys.json';
    const bytes = await store.get(name);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const failure = await failureOf(
        openBackup(store.with(name, flip(bytes, bit)), dependencies.backupKeys, 'alpha', newer),
      );
      assert.ok(named.includes(failure as FailureType), `bit ${bit}: ${failure}`);
    }
  });

  it('is refused for a thousand random bits of the data', async () => {
    const random = createRandom(5);
    const names = store.names().filter((name) => name.startsWith(place(newer, '')) && !name.endsWith('manifest.json'));
    const counts = new Map<string, number>();
    for (let tries = 0; tries < 1_000; tries += 1) {
      const name = random.pick(names);
      const bytes = await store.get(name);
      const damaged = store.with(name, flip(bytes, random.integer(0, bytes.length * 8 - 1)));
      const failure = await failureOf(read({ ...dependencies, backups: damaged }));
      counts.set(failure, (counts.get(failure) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts.keys()].filter((type) => type !== 'backupAltered' && type !== 'backupReplaced'),
      [],
    );
  });

  for (const object of ['manifest.json', 'patients/000000'] as const) {
    it(`is refused where ${object} is cut at any of its ends, has bytes too many, or is missing`, async () => {
      const name = place(newer, object);
      const bytes = await store.get(name);
      const found = async (changed: Buffer | undefined) =>
        failureOf(read({ ...dependencies, backups: store.with(name, changed) }));
      for (const length of [0, 1, bytes.length >> 1, bytes.length - 1])
        assert.equal(await found(bytes.subarray(0, length)), 'backupIncomplete', `${length} bytes`);
      for (const more of ['\0', ' ', 'x'.repeat(1_000)])
        assert.equal(await found(Buffer.concat([bytes, Buffer.from(more)])), 'backupAltered');
      assert.equal(await found(undefined), object === 'manifest.json' ? 'backupMissing' : 'backupIncomplete');
    });
  }

  it('is refused where parts are swapped, or come from an older, valid backup', async () => {
    const [one, two] = [place(newer, 'patients/000000'), place(newer, 'migration_jobs/000000')];
    const swapped = store.with(one, await store.get(two)).with(two, await store.get(one));
    assert.equal(await failureOf(read({ ...dependencies, backups: swapped })), 'backupReplaced');
    const older1 = store.with(one, await store.get(place(older, 'patients/000000')));
    assert.equal(await failureOf(read({ ...dependencies, backups: older1 })), 'backupReplaced');
  });

  it('is refused where an older, valid backup lies in its place as a whole, or is passed off as it', async () => {
    let whole = store;
    for (const name of store.names().filter((one) => one.startsWith(place(older, ''))))
      whole = whole.with(name.replace(older, newer), await store.get(name));
    assert.equal(await failureOf(read({ ...dependencies, backups: whole })), 'backupReplaced');
    const manifest = (await store.get(place(older, 'manifest.json'))).toString().replace(older, newer);
    const forged = whole.with(place(newer, 'manifest.json'), Buffer.from(manifest));
    assert.equal(await failureOf(read({ ...dependencies, backups: forged })), 'backupAltered');
  });

  it('is refused under a wrong, a lost and a destroyed key, each by its name', async () => {
    const wrong = { ...dependencies, backupKeys: parseKeyring(newKey()) };
    await assert.rejects(read(wrong), { type: 'keyWrong', message: /wrapped with master key \w+; this process has/ });
    const lost = { ...dependencies, backups: store.with('alpha/backup-keys.json', undefined) };
    await assert.rejects(read(lost), { type: 'keyWrong', message: /is lost/ });
    const destroyed = store.copy();
    assert.equal((await destroyKeys(destroyed, 'alpha', 'A. Guardian', '2026-01-01T00:00:00Z')).length, 1);
    assert.deepEqual(await destroyKeys(destroyed, 'alpha', 'A. Guardian', '2026-01-01T00:00:00Z'), []);
    await assert.rejects(read({ ...dependencies, backups: destroyed }), {
      type: 'keyDestroyed',
      message: /by A\. Guardian/,
    });
  });

  it('opens after the key was rotated: with the old one at hand, and after rewrapping without it', async () => {
    const rotated = store.copy();
    const current = newKey();
    const old = dependencies.backupKeys.current;
    const both = { current: parseKeyring(current).current, retired: [old] };
    await read({ ...dependencies, backups: rotated, backupKeys: both });
    assert.equal(await rewrapKeys(rotated, both, 'alpha'), 1);
    assert.equal(await rewrapKeys(rotated, both, 'alpha'), 0);
    await read({ ...dependencies, backups: rotated, backupKeys: parseKeyring(current) });
    await assert.rejects(read({ ...dependencies, backups: rotated }), { type: 'keyWrong' });
  });

  it('writes nothing where the keys beside it do not open', async () => {
    const wrong = { ...dependencies, backups: store.copy(), backupKeys: parseKeyring(newKey()) };
    const taking = requestBackup(wrong);
    await assert.rejects(taking, { type: 'keyWrong' });
    assert.deepEqual((wrong.backups as MemoryStore).names(), store.names());
  });

  it('never touches the target, whatever the defect', async () => {
    const dumpRest = async () => {
      // That it was found damaged is put on record.
      const { backups, migration_audit, ...rest } = await dumpCompany(test, 'alpha');
      return rest;
    };
    const untouched = await dumpRest();
    const part = place(newer, 'patients/000000');
    const bytes = await store.get(part);
    const defects: readonly MemoryStore[] = [
      store.with(part, flip(bytes, 99)),
      store.with(part, bytes.subarray(0, 10)),
      store.with(part, undefined),
      store.with(place(newer, 'manifest.json'), undefined),
      store.with('alpha/backup-keys.json', undefined),
    ];
    for (const [index, backups] of defects.entries()) {
      const wish = { companyId: 'alpha', backupId: newer, requestedBy: 'a person', restoreId: `defect-${index}` };
      const failure = await failureOf(restoreBackup({ ...dependencies, backups })(wish));
      assert.ok(named.includes(failure as FailureType), failure);
      assert.deepEqual(await dumpRest(), untouched);
    }
  });
});
