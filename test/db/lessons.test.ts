import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listEventsNamed } from '../../db/queries/audit.ts';
import { insertCompany } from '../../db/queries/companies.ts';
import {
  endLesson,
  findAgreedLessons,
  findLesson,
  findLessons,
  listLessons,
  setSharing,
  teachLessons,
} from '../../db/queries/lessons.ts';
import type { TaughtColumn } from '../../src/contract/lesson.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const system = 'lumen';

function taught(header: string, field: string | null, more: Partial<TaughtColumn> = {}): TaughtColumn {
  const key = header.toLowerCase();
  return {
    table: 'Clients',
    tableKey: 'clients',
    header,
    headerKey: key,
    entity: 'patients',
    field,
    feed: { columns: [header] },
    ground: 'corrected',
    isShareable: true,
    ...more,
  };
}

describe('lessons', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('lessons');
    for (const company of ['gamma', 'delta'])
      await test.db.withCompany(company, (tx) => insertCompany(tx, { name: company, domain: 'optical' }));
  });
  after(() => test.drop());
  beforeEach(async () => {
    await test.sabotage('update companies set shares_lessons = true');
    await test.sabotage('truncate mapping_lessons, migration_audit');
    await test.sabotage('delete from shared.lesson_votes');
  });

  const teach = (company: string, ...lessons: TaughtColumn[]) =>
    test.db.withCompany(company, (tx) =>
      teachLessons(tx, { sourceSystem: system, migrationId: null, taughtBy: `${company}.person`, lessons }),
    );
  const known = (company: string, ...headerKeys: string[]) =>
    test.db.withCompany(company, (tx) => findLessons(tx, { sourceSystem: system, tableKeys: ['clients'], headerKeys }));
  const agreed = (company: string, headerKeys = ['tel2'], asked = { sourceSystem: system, tableKey: 'clients' }) =>
    test.db.withCompany(company, (tx) => findAgreedLessons(tx, { ...asked, headerKeys }), { isReadOnly: true });

  it('are seen and changed by their company alone', async () => {
    await teach('alpha', taught('TEL2', 'mobilePhone'));
    const [lesson] = await known('alpha', 'tel2');
    assert.deepEqual([lesson?.field, lesson?.taughtBy, lesson?.endedAt], ['mobilePhone', 'alpha.person', null]);
    assert.deepEqual(await known('beta', 'tel2'), []);
    await test.db.withCompany('beta', async (tx) => {
      assert.deepEqual(await listLessons(tx, { withEnded: true, limit: 10, offset: 0 }), []);
      assert.equal(await findLesson(tx, lesson?.id ?? ''), undefined);
      assert.equal(await endLesson(tx, lesson?.id ?? '', { by: 'beta.person', reason: 'Not mine.' }), undefined);
      assert.deepEqual(await tx.query('select * from mapping_lessons'), []);
    });
    assert.equal((await known('alpha', 'tel2')).length, 1);
  });

  it('of the newest mapping take the place of earlier ones, which stay on record; a repeat changes nothing', async () => {
    assert.deepEqual(await teach('alpha', taught('TEL2', 'homePhone', { ground: 'confirmed' }), taught('FAX', null)), {
      learned: 2,
      replaced: 0,
    });
    assert.deepEqual(await teach('alpha', taught('TEL2', 'mobilePhone')), { learned: 1, replaced: 1 });
    assert.deepEqual(await teach('alpha', taught('TEL2', 'mobilePhone')), { learned: 0, replaced: 0 });
    const all = await test.db.withCompany('alpha', (tx) => listLessons(tx, { withEnded: true, limit: 10, offset: 0 }));
    assert.deepEqual(
      all.map(({ header, field, endedBy }) => [header, field, endedBy]),
      [
        ['FAX', null, null],
        ['TEL2', 'homePhone', 'alpha.person'],
        ['TEL2', 'mobilePhone', null],
      ],
    );
    const events = await test.db.withCompany('alpha', (tx) => listEventsNamed(tx, 'lessonsLearned'));
    assert.deepEqual(
      events.map(({ actor, details }) => [actor, details]),
      [
        ['alpha.person', { sourceSystem: system, learned: 2, replaced: 0 }],
        ['alpha.person', { sourceSystem: system, learned: 1, replaced: 1 }],
      ],
    );
  });

  it('that were confirmed become corrections where a person says the same of the very column, not the other way round', async () => {
    await teach('alpha', taught('TEL2', 'mobilePhone', { ground: 'confirmed' }));
    await teach('alpha', taught('TEL2', 'mobilePhone'));
    await teach('alpha', taught('TEL2', 'mobilePhone', { ground: 'confirmed' }));
    assert.deepEqual(
      (await known('alpha', 'tel2')).map(({ ground }) => ground),
      ['corrected'],
    );
  });

  it('count for everybody where two other companies say the same, and nobody says otherwise', async () => {
    await teach('alpha', taught('TEL2', 'mobilePhone'));
    assert.deepEqual(await agreed('gamma'), [], 'one company is not enough');
    await teach('alpha', taught('TEL2', 'mobilePhone'), taught('TEL3', 'homePhone'));
    assert.deepEqual(await agreed('gamma'), [], 'and counts once');
    await teach('beta', taught('TEL2', 'mobilePhone'));
    const same = { headerKey: 'tel2', entity: 'patients', field: 'mobilePhone' };
    assert.deepEqual(await agreed('gamma'), [{ ...same, isSameSystem: true, isSameTable: true }]);
    assert.deepEqual(await agreed('alpha'), [], 'to alpha it would tell what beta says');
    const elsewhere = await agreed('gamma', ['tel2'], { sourceSystem: system, tableKey: 'orders' });
    assert.deepEqual(elsewhere, [{ ...same, isSameSystem: true, isSameTable: false }]);
    const other = await agreed('gamma', ['tel2'], { sourceSystem: 'other', tableKey: 'clients' });
    assert.deepEqual(other, [{ ...same, isSameSystem: false, isSameTable: false }]);
    await teach('delta', taught('TEL2', 'homePhone'));
    assert.deepEqual(await agreed('gamma'), [], 'disagreement withdraws it');
    await teach('delta', taught('TEL2', 'mobilePhone'));
    assert.equal((await agreed('gamma')).length, 1, 'and it comes back with agreement');
    assert.equal((await agreed('alpha')).length, 1, 'two others agree, whatever alpha says');
  });

  it('that agree on nothing being fed are shared as well', async () => {
    for (const company of ['alpha', 'beta']) await teach(company, taught('FAX', null));
    assert.deepEqual(
      (await agreed('gamma', ['fax'])).map(({ field }) => field),
      [null],
    );
  });

  it('cease to count for others when they are unlearned, which is on record with who and why', async () => {
    for (const company of ['alpha', 'beta']) await teach(company, taught('TEL2', 'mobilePhone'));
    assert.equal((await agreed('gamma')).length, 1);
    const [lesson] = await known('alpha', 'tel2');
    const id = lesson?.id ?? '';
    const end = { by: 'Dr A', reason: 'It was the home number.' };
    const ended = await test.db.withCompany('alpha', (tx) => endLesson(tx, id, end));
    assert.deepEqual([ended?.endedBy, ended?.endedWhy], ['Dr A', 'It was the home number.']);
    assert.deepEqual(await known('alpha', 'tel2'), []);
    assert.deepEqual(await agreed('gamma'), []);
    assert.equal(await test.db.withCompany('alpha', (tx) => endLesson(tx, id, { ...end, by: 'Later' })), undefined);
    const events = await test.db.withCompany('alpha', (tx) => listEventsNamed(tx, 'lessonUnlearned'));
    assert.equal(events.length, 1);
    const { lesson: told, reason } = events[0]?.details ?? {};
    assert.deepEqual([events[0]?.actor, told, reason], ['Dr A', id, 'It was the home number.']);
  });

  it('of a company that does not share count for nobody else, from the moment that it says so', async () => {
    for (const company of ['alpha', 'beta']) await teach(company, taught('TEL2', 'mobilePhone'));
    await test.db.withCompany('alpha', (tx) => setSharing(tx, false, 'alpha.person'));
    assert.deepEqual(await agreed('gamma'), []);
    await teach('alpha', taught('TEL3', 'homePhone'));
    assert.deepEqual(await test.sabotage(`select from shared.lesson_votes where header_key = 'tel3'`), []);
    await test.db.withCompany('alpha', (tx) => setSharing(tx, true, 'alpha.person'));
    assert.equal((await agreed('gamma')).length, 1);
  });

  it('are not shared where table or columns do not look like names; what is no plain feed agrees with nobody', async () => {
    for (const company of ['alpha', 'beta']) {
      await teach(company, taught('SMITH', 'lastName', { isShareable: false }), taught('TEL2', 'mobilePhone'));
    }
    assert.deepEqual(await agreed('gamma', ['smith']), []);
    assert.deepEqual(await test.sabotage(`select from shared.lesson_votes where header_key = 'smith'`), []);
    const split = { kind: 'split', as: 'personName', part: 'lastName' } as const;
    await teach('delta', taught('TEL2', 'lastName', { feed: { columns: ['TEL2'], transforms: [split] } }));
    assert.deepEqual(await agreed('gamma'), []);
    const [vote] = await test.sabotage<{ votes: string }>(
      `select string_agg(v::text, ' ') as votes from shared.lesson_votes v`,
    );
    assert.doesNotMatch(vote?.votes ?? '', /alpha|beta|delta|personName/, 'no company and no transform stands there');
  });

  it('cannot be looked at past the one question, by the role that the service has', async () => {
    for (const statement of [
      'select * from shared.lesson_votes',
      'select * from shared.voter_key',
      'select shared.current_voter()',
      'delete from mapping_lessons',
    ])
      await assert.rejects(
        test.db.withCompany('alpha', (tx) => tx.query(statement)),
        { type: 'databaseRefused' },
        statement,
      );
  });
});
