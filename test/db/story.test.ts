import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { recordEvent } from '../../db/queries/audit.ts';
import { mostEventsAtOnce, readStory } from '../../db/queries/story.ts';
import { up } from '../../db/schema-changes/0020-numbered-events.ts';
import type { AuditEventName } from '../../src/contract/audit-events.ts';
import type { StoryEvent } from '../../src/contract/story.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('the story of a migration', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('story');
  });
  after(() => test.drop());

  const read = (migrationId: string, place: string | null = null, company = 'alpha') =>
    test.db.withCompany(company, (tx) => readStory(tx, migrationId, place), { isReadOnly: true });
  const names = async (migrationId: string, place: string | null = null) =>
    (await read(migrationId, place))?.map(({ event }) => event);
  /** Writes events, one after the other in one transaction, and commits when `go` allows it. */
  const write = (migrationId: string, events: readonly string[], go: Promise<unknown> = Promise.resolve()) =>
    test.db.withCompany('alpha', async (tx) => {
      for (const event of events)
        await recordEvent(tx, {
          ...{ migrationId, actor: 'test', event: event as AuditEventName },
          details: { count: 1, reason: 'Mrs Secretname' },
        });
      await go;
    });
  const written = async (company: string, migrationId: string, event = 'begun') => {
    await test.db.withCompany(company, (tx) =>
      recordEvent(tx, { migrationId, actor: 'test', event: event as AuditEventName }),
    );
    const [first] = (await read(migrationId, null, company)) ?? [];
    return first?.place ?? '';
  };

  it('puts an event that was written first and committed last at the end, where whoever has read the others finds it', async () => {
    const id = randomUUID();
    const commit = Promise.withResolvers<void>();
    const inserted = Promise.withResolvers<void>();
    const late = test.db.withCompany('alpha', async (tx) => {
      await recordEvent(tx, { migrationId: id, actor: 'test', event: 'late' as AuditEventName });
      inserted.resolve();
      await commit.promise;
    });
    await inserted.promise;
    await write(id, ['early', 'second']);
    const story = (await read(id)) ?? [];
    assert.deepEqual(
      story.map(({ no, event }) => [no, event]),
      [
        [1, 'early'],
        [2, 'second'],
      ],
    );
    commit.resolve();
    await late;
    assert.deepEqual(await names(id, story.at(-1)?.place), ['late']);
    assert.deepEqual(await names(id, story[0]?.place), ['second', 'late']);
  });

  it('is read without a gap and without a repeat by one who goes on after every single event while many write', async () => {
    const id = randomUUID();
    const expected = Array.from({ length: 40 }, (_, no) => [`a${no}`, `b${no}`]);
    const writers = Promise.all(expected.map((events, no) => write(id, events, sleep((no * 7) % 50))));
    const told: { readonly no: number; readonly event: string }[] = [];
    let place: string | null = null;
    let isWritten = false;
    writers.then(() => {
      isWritten = true;
    });
    for (;;) {
      const wasWritten = isWritten;
      const [next]: StoryEvent[] = (await read(id, place)) ?? [];
      if (next) {
        told.push(next);
        place = next.place;
      } else if (wasWritten) break;
    }
    await writers;
    assert.deepEqual(
      told.map(({ no }) => no),
      expected.flat().map((_, index) => index + 1),
    );
    assert.deepEqual(told.map(({ event }) => event).sort(), expected.flat().sort());
  });

  it('gives no reason that a person wrote, and so many events at once', async () => {
    const id = randomUUID();
    await write(
      id,
      Array.from({ length: mostEventsAtOnce + 1 }, (_, no) => `e${no}`),
    );
    const page = (await read(id)) ?? [];
    assert.equal(page.length, mostEventsAtOnce);
    assert.deepEqual(page[0]?.details, { count: 1 });
    assert.deepEqual(await names(id, page.at(-1)?.place), [`e${mostEventsAtOnce}`]);
  });

  it('has no place of another migration, of another company, or that nobody was given', async () => {
    const [id, other, foreign] = [randomUUID(), randomUUID(), randomUUID()];
    const place = await written('alpha', id);
    const places = [await written('alpha', other), await written('beta', foreign)];
    const digest = place.split('-')[1];
    const rubbish = ['', '0', '-1', '1', 'x', `2-${digest}`, `01-${digest}`, `-1-${digest}`, `1-${'0'.repeat(16)}`];
    const hostile = [`999999999999999999-${digest}`, `1'; drop table companies; --`, `1-${digest}\u0000`, '９-'];
    for (const wrong of [...places, ...rubbish, ...hostile]) assert.equal(await read(id, wrong), null, wrong);
    assert.deepEqual(await read(id, place), []);
    assert.equal(await read(id, place, 'beta'), null);
    assert.deepEqual(await read(id, null, 'beta'), []);
  });

  it('has a place no more where an older database was brought back, and something else has happened since', async () => {
    const id = randomUUID();
    await write(id, ['begun', 'lost']);
    const [begun, lost] = (await read(id)) ?? [];
    await test.sabotage(`delete from migration_audit where migration_id = $1 and event = 'lost'`, [id]);
    assert.equal(await read(id, lost?.place), null, 'it has not happened');
    await write(id, ['other']);
    const [other] = (await read(id, begun?.place)) ?? [];
    assert.deepEqual([other?.no, other?.event], [2, 'other']);
    assert.equal(await read(id, lost?.place), null, 'another event has its number');
  });

  it('is numbered by the database: nobody can write an event of a company that is not the current one', async () => {
    await assert.rejects(
      test.sabotage(
        `insert into migration_audit (company_id, migration_id, actor, event) values ('alpha', gen_random_uuid(), 'x', 'y')`,
      ),
      { code: '42501' },
    );
  });

  it('is numbered in the order of ids where it was written before there were numbers', async () => {
    const id = randomUUID();
    await write(id, ['first', 'second', 'third']);
    await test.sabotage('drop trigger number_event on migration_audit');
    await test.sabotage('drop function number_event');
    await test.sabotage('alter table migration_audit drop column no');
    const owner = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: test.ownerUrl }) }),
    });
    await owner.transaction().execute((tx) => up(tx));
    await owner.destroy();
    assert.deepEqual(await names(id), ['first', 'second', 'third']);
    await write(id, ['fourth']);
    assert.deepEqual(await names(id), ['first', 'second', 'third', 'fourth']);
    const [{ forced } = { forced: false }] = await test.sabotage<{ forced: boolean }>(
      `select relforcerowsecurity as forced from pg_class where relname = 'migration_audit'`,
    );
    assert.equal(forced, true);
  });
});
