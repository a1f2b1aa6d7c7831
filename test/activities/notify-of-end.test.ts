import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Mailer, notifyOfEnd } from '../../activities/notify-of-end.ts';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { insertNotices } from '../../db/queries/completion-notices.ts';
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
  const recordOf = ({ noticeId }: CompletionNotice) =>
    test.sabotage<{ state: string; failure: string | null }>(
      'select state, failure from completion_notices where notice_id = $1 order by address',
      [noticeId],
    );
  const audited = async (event: string, { noticeId }: CompletionNotice) =>
    (await test.db.withCompany(companyId, (tx) => listEventsNamed(tx, event))).filter(
      ({ details }) => details?.noticeId === noticeId,
    );
  const mailer = () => openMailer(server.url, 'careferry@example.org');

  it('sends one message to each address, with ids and counts, and a repeat sends none', async () => {
    const notice = await ask();
    const from = server.mails.length;
    assert.deepEqual(await tell(notice, mailer()), { sent: 2, failed: 0 });
    assert.deepEqual(await tell(notice, mailer()), { sent: 0, failed: 0 });
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
    const events = await audited('completionNotified', notice);
    assert.equal(events.length, 2);
    assert.doesNotMatch(JSON.stringify(events), /@/, 'an address is no business of the audit');
  });

  it('sends the same message under the same id after a worker died before it was put on record', async () => {
    const notice = await ask();
    const from = server.mails.length;
    await tell(notice, mailer());
    await test.sabotage(`update completion_notices set state = 'waiting' where notice_id = $1 and address = $2`, [
      notice.noticeId,
      addresses[1],
    ]);
    assert.deepEqual(await tell(notice, mailer()), { sent: 1, failed: 0 });
    const [, first, again] = server.mails.slice(from).map(({ text }) => /^Message-ID: (.*)\r$/im.exec(text)?.[1]);
    assert.ok(first);
    assert.equal(again, first);
  });

  it('fails nothing where a message is refused, or nobody can send one, but puts it on record', async () => {
    const refused = await ask();
    server.refuseWith = 550;
    try {
      assert.deepEqual(await tell(refused, mailer()), { sent: 0, failed: 2 });
    } finally {
      server.refuseWith = null;
    }
    const expected = { state: 'failed', failure: 'EENVELOPE 550' };
    assert.deepEqual(await recordOf(refused), [expected, expected]);
    assert.equal((await audited('completionNotNotified', refused)).length, 2);

    const unheard = await ask();
    const gone = await startMailServer();
    await gone.stop();
    assert.equal((await tell(unheard, openMailer(gone.url, 'careferry@example.org'))).failed, 2);
    assert.deepEqual([...new Set((await recordOf(unheard)).map(({ failure }) => failure))], ['ESOCKET']);

    const unset = await ask();
    assert.equal((await tell(unset, undefined)).failed, 2);
    assert.equal((await recordOf(unset))[0]?.failure, 'noEmailService');
  });
});
