import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { forgetOldHistory } from '../../activities/forget-history.ts';
import { type Mailer, notifyOfEnd } from '../../activities/notify-of-end.ts';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { insertNotices } from '../../db/queries/completion-notices.ts';
import { claimTarget, listClaims } from '../../db/queries/target-claims.ts';
import type { CompletionNotice } from '../../src/contract/completion-notice.ts';
import { openMailer } from '../../src/worker/open-mailer.ts';
import { backupDependencies } from '../support/backups.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const companyId = 'alpha';
const addresses = ['a.keeper@example.org', 'b.keeper@example.org'];

describe('telling the end', () => {
  let test: TestDatabase;
  let server: MailServer;
  before(async () => {
    test = await createTestDatabase('notify');
    server = await startMailServer();
  });
  after(async () => {
    await server.stop();
    await test.drop();
  });

  const ask = async (): Promise<CompletionNotice> => {
    const noticeId = randomUUID();
    await test.db.withCompany(companyId, (tx) => insertNotices(tx, noticeId, addresses, 'A. Keeper'));
    const counts = { removed: 12, kept: 1 };
    return { companyId, noticeId, work: 'undo', subjectId: randomUUID(), ended: 'completed', counts };
  };
  const tell = (notice: CompletionNotice, mailer: Mailer | undefined) =>
    notifyOfEnd({ ...backupDependencies(test.db, new MemoryStore()), mailer })(notice);
  const addressesOf = ({ noticeId }: CompletionNotice) =>
    test.sabotage<{ address: string }>('select address from completion_notices where notice_id = $1 order by address', [
      noticeId,
    ]);
  const failuresOf = async (notice: CompletionNotice) =>
    (await audited('completionNotNotified', notice)).map(({ details }) => details?.failure);
  const audited = async (event: string, { noticeId }: CompletionNotice) =>
    (await test.db.withCompany(companyId, (tx) => listEventsNamed(tx, event))).filter(
      ({ details }) => details?.noticeId === noticeId,
    );
  const mailer = () => openMailer(server.url, 'careferry@example.org');

  it('sends one message to each address, with ids and counts, and a repeat sends none', async () => {
    const notice = await ask();
    const from = server.mails.length;
    assert.deepEqual(await tell(notice, mailer()), { sent: 2, failed: 0, waiting: 0 });
    assert.deepEqual(await tell(notice, mailer()), { sent: 0, failed: 0, waiting: 0 });
    const mails = server.mails.slice(from);
    assert.deepEqual(
      mails.map(({ to }) => to),
      addresses.map((address) => [address]),
    );
    for (const { text } of mails) {
      assert.match(text, new RegExp(`^Subject: Careferry: undo of migration ${notice.subjectId} is completed`, 'm'));
      assert.match(text, /^removed: 12\r\nkept: 1\r$/m);
      assert.match(text, /^From: careferry@example\.org\r$/m);
    }
    assert.deepEqual(await addressesOf(notice), []);
    const events = await audited('completionNotified', notice);
    assert.equal(events.length, 2);
    assert.doesNotMatch(JSON.stringify(events), /@/, 'an address is no business of the audit');
  });

  it('sends the same message under the same id after a worker died before it was put on record', async () => {
    const notice = await ask();
    const from = server.mails.length;
    await tell(notice, mailer());
    await test.db.withCompany(companyId, (tx) => insertNotices(tx, notice.noticeId, addresses.slice(1), 'A. Keeper'));
    assert.deepEqual(await tell(notice, mailer()), { sent: 1, failed: 0, waiting: 0 });
    const [, first, again] = server.mails.slice(from).map(({ text }) => /^Message-ID: (.*)\r$/im.exec(text)?.[1]);
    assert.ok(first);
    assert.equal(again, first);
  });

  it('gives the target free before anybody is told, so that a dead mail server keeps no work waiting', async () => {
    const claimedBy = `backup/${companyId}/restore-1`;
    await test.db.withCompany(companyId, (tx) => claimTarget(tx, { workflowId: claimedBy, kind: 'restore' }));
    const claims: number[] = [];
    const watching: Mailer = {
      send: async () => {
        claims.push((await test.db.withCompany(companyId, listClaims)).length);
      },
    };
    assert.deepEqual(await tell({ ...(await ask()), claimedBy }, watching), { sent: 2, failed: 0, waiting: 0 });
    assert.deepEqual(claims, [0, 0]);
  });

  it('forgets addresses after the retention of the history where the end never came', async () => {
    const notice = await ask();
    const forget = () =>
      forgetOldHistory(backupDependencies(test.db, new MemoryStore()))({ companyId, asOf: new Date().toISOString() });
    await forget();
    assert.equal((await addressesOf(notice)).length, 2);
    await test.sabotage(`update completion_notices set requested_at = requested_at - interval '31 days'`);
    await forget();
    assert.deepEqual(await addressesOf(notice), []);
  });

  it('keeps what cannot be sent for now where it may wait, but not what is refused for good', async () => {
    const notice = { ...(await ask()), mayWait: true };
    server.busy.add(String(addresses[0]));
    assert.deepEqual(await tell(notice, mailer()), { sent: 1, failed: 0, waiting: 1 });
    assert.deepEqual(await addressesOf(notice), [{ address: addresses[0] }]);
    assert.deepEqual(await failuresOf(notice), []);
    server.busy.clear();
    assert.deepEqual(await tell(notice, mailer()), { sent: 1, failed: 0, waiting: 0 });

    const refused = { ...(await ask()), mayWait: true };
    server.refuseWith = 550;
    try {
      assert.deepEqual(await tell(refused, mailer()), { sent: 0, failed: 2, waiting: 0 });
    } finally {
      server.refuseWith = null;
    }
  });

  it('fails nothing where a message is refused, or nobody can send one, but puts it on record', async () => {
    const refused = await ask();
    server.refuseWith = 550;
    try {
      assert.deepEqual(await tell(refused, mailer()), { sent: 0, failed: 2, waiting: 0 });
    } finally {
      server.refuseWith = null;
    }
    assert.deepEqual(await failuresOf(refused), ['EENVELOPE 550', 'EENVELOPE 550']);
    assert.deepEqual(await addressesOf(refused), [], 'an address is not kept for longer than it is needed');

    const unheard = await ask();
    const gone = await startMailServer();
    await gone.stop();
    assert.equal((await tell(unheard, openMailer(gone.url, 'careferry@example.org'))).failed, 2);
    assert.deepEqual(await failuresOf(unheard), ['ESOCKET', 'ESOCKET']);

    const unset = await ask();
    assert.equal((await tell(unset, undefined)).failed, 2);
    assert.deepEqual(await failuresOf(unset), ['noEmailService', 'noEmailService']);
  });
});
