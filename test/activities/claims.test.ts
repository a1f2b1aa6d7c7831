import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { destroyBackupKeys } from '../../activities/keep-backups.ts';
import { openMigration } from '../../activities/open-migration.ts';
import { restoreBackup } from '../../activities/restore-backup.ts';
import { planUndo } from '../../activities/undo-records.ts';
import { claimTarget, listClaims, releaseClaims } from '../../db/queries/target-claims.ts';
import type { MigrationRequest } from '../../src/contract/migration.ts';
import type { TargetClaim } from '../../src/contract/target-claim.ts';
import { wholeMigration } from '../../src/contract/undo.ts';
import { backupDependencies, requestBackup } from '../support/backups.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { HandmadeMigration, patient } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const companyId = 'alpha';
const requestedBy = 'A. Keeper';

// The steps of a workflow that somebody has started by hand, past the API, which would have claimed the target.
describe('the target is claimed by the work itself', () => {
  let test: TestDatabase;
  let dependencies: ReturnType<typeof backupDependencies>;
  const migrations: string[] = [];
  before(async () => {
    test = await createTestDatabase('claims');
    dependencies = backupDependencies(test.db, new MemoryStore());
    for (const from of [1, 3]) {
      const migration = await new HandmadeMigration(test.db).stage({ patients: [patient(from), patient(from + 1)] });
      await migration.decide('update');
      await migration.load();
      await migration.complete();
      migrations.push(migration.id);
    }
  });
  after(() => test.drop());

  const claims = () => test.db.withCompany(companyId, listClaims);
  const whileClaimed = async (kind: TargetClaim['kind'], work: () => Promise<void>) => {
    const workflowId = `${kind}/${companyId}/other`;
    await test.db.withCompany(companyId, (tx) => claimTarget(tx, { workflowId, kind }));
    try {
      await work();
    } finally {
      await test.db.withCompany(companyId, (tx) => releaseClaims(tx, workflowId));
    }
  };
  const undo = (migrationId: string, claimedBy: string) =>
    planUndo(dependencies)({
      companyId,
      migrationId,
      undoId: randomUUID(),
      wish: wholeMigration,
      requestedBy,
      cause: 'rollback',
      claimedBy,
    });

  it('is refused to an undo while a migration or a restore goes on', async () => {
    for (const kind of ['migration', 'restore'] as const) {
      await whileClaimed(kind, async () => {
        await assert.rejects(undo(migrations[0] ?? '', 'by-hand'), {
          type: 'undoRefused',
          message: new RegExp(`^${kind}UnderWay: `),
        });
        assert.deepEqual(
          (await claims()).map((claim) => claim.kind),
          [kind],
        );
      });
    }
  });

  it('is refused to a restore in place and to a migration while an undo goes on', async () => {
    const backupId = await requestBackup(dependencies);
    const request = { companyId, source: { system: 'optix', location: '/exports' }, requestedBy } as MigrationRequest;
    await whileClaimed('undo', async () => {
      await assert.rejects(
        restoreBackup(dependencies)({
          companyId,
          backupId,
          requestedBy,
          restoreId: randomUUID(),
          claimedBy: 'by-hand',
        }),
        { type: 'backupRefused', message: /^An undo of this company is under way/ },
      );
      await assert.rejects(openMigration(dependencies)({ migrationId: randomUUID(), request, claimedBy: 'by-hand' }), {
        type: 'targetTaken',
      });
    });
    assert.deepEqual(await claims(), []);
  });

  it('is refused to the destruction of the keys while a migration goes on', async () => {
    await whileClaimed('migration', async () => {
      await assert.rejects(destroyBackupKeys(dependencies)({ companyId, requestedBy, reason: 'x' }), {
        type: 'backupRefused',
        message: /^A migration of this company is under way/,
      });
    });
  });

  it('goes to exactly one of several undos that begin at the same moment, and a repeat of it goes on', async () => {
    const workflows = ['one', 'two', 'three', 'four'];
    const answers = await Promise.all(
      workflows.map((workflowId, index) =>
        undo(migrations[index % 2] ?? '', workflowId).then(
          () => workflowId,
          (error: { type?: string }) => error.type,
        ),
      ),
    );
    const [winner] = answers.filter((answer) => answer !== 'undoRefused');
    assert.equal(answers.filter((answer) => answer === 'undoRefused').length, 3, JSON.stringify(answers));
    assert.deepEqual(
      (await claims()).map(({ workflowId }) => workflowId),
      [winner],
    );
    await undo(migrations[answers.indexOf(winner) % 2] ?? '', winner ?? '');
  });
});
