import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listEventsNamed } from '../../../db/queries/audit.ts';
import { conflictListSchema } from '../../../src/contract/conflict-schemas.ts';
import { lessonListSchema, lessonSchema } from '../../../src/contract/lesson-schemas.ts';
import { mappingProposalSchema } from '../../../src/contract/mapping-proposal-schemas.ts';
import type { RealApi } from './real-api.ts';

const company = 'lambda';
/** An export whose last column only a person can explain. */
const practice = (prefix: string) =>
  [
    'Patient ID,First Name,Last Name,Date of Birth,Buzz',
    ...Array.from(
      { length: 10 },
      (_, index) => `${prefix}${index},Ann,Zzyxquoll,${13 + index}/02/1950,0770090012${index}`,
    ),
    '',
  ].join('\n');

export function testLearning(api: () => RealApi): void {
  const call = (method: string, path: string, body?: unknown, who: string = company) =>
    api().call(who, method, `/api/mappings/lessons${path}`, body);
  const list = async (query = '', who: string = company) =>
    lessonListSchema.parse((await call('GET', query, undefined, who)).body);
  const propose = async (who: string = company) => {
    const source = { system: 'lumen', location: api().writeExport(practice('N')) };
    const { body } = await api().call(who, 'POST', '/api/migrations/ai/mappings', { source });
    return mappingProposalSchema.parse(body).mapping;
  };
  const feedOfBuzz = async (who: string = company) =>
    (await propose(who))?.tables[0]?.targets[0]?.fields.find(({ columns }) => columns.includes('Buzz'));

  test('what people answer and approve in one migration is proposed in the next, without a question', async () => {
    assert.notEqual((await feedOfBuzz())?.field, 'workPhone');
    const source = { system: 'lumen', location: api().writeExport(practice('K')) };
    const first = await api().start(company, '', { source, autoApprove: false });
    await api().until(company, first, 'awaitingDecisions');
    const open = await api().call(company, 'GET', `/api/migrations/${first}/conflicts`);
    const asked = conflictListSchema.parse(open.body).conflicts;
    assert.deepEqual(
      asked.map(({ code }) => code),
      ['column.lowConfidence/Buzz'],
    );
    const answer = { resolution: 'useField', field: 'workPhone' };
    await api().call(company, 'POST', `/api/migrations/${first}/conflicts/${asked[0]?.id}`, answer);
    await api().until(company, first, 'awaitingApproval');
    const learned = (await list('?system=lumen')).lessons;
    assert.deepEqual(
      learned.map(({ header, field, ground, taughtBy, migrationId }) => [header, field, ground, taughtBy, migrationId]),
      [['Buzz', 'workPhone', 'corrected', 'lambda.operator', first]],
      'an answer counts before the mapping is approved',
    );
    const approved = await api().call(company, 'POST', `/api/migrations/${first}/approve`, {});
    assert.equal(approved.status, 202, JSON.stringify(approved.body));
    await api().until(company, first, 'completed');
    assert.equal((await list()).lessons.length, 5);

    const fed = await feedOfBuzz();
    assert.deepEqual([fed?.field, fed?.by], ['workPhone', 'lesson']);
    assert.match(fed?.reasons?.[0] ?? '', /^Corrected by lambda\.operator on \d{4}-\d\d-\d\d for this company\.$/);
    const next = { system: 'lumen', location: api().writeExport(practice('N')) };
    const second = await api().start(company, '', { source: next, autoApprove: true });
    const { conflicts } = await api().until(company, second, 'completed');
    assert.equal(conflicts.open, 0);
  });

  test('a lesson is of one company alone, and holds no value of a record', async () => {
    const [lesson] = (await list()).lessons;
    assert.deepEqual((await list('', 'kappa')).lessons, []);
    assert.equal((await call('POST', `/${lesson?.id}/unlearn`, { reason: 'Not mine.' }, 'kappa')).status, 404);
    assert.notEqual((await feedOfBuzz('kappa'))?.by, 'lesson');
    const kept = await api().database.withCompany(company, (tx) =>
      tx.query('select l::text from mapping_lessons l union all select details::text from migration_audit'),
    );
    assert.ok(kept.length > 5);
    assert.doesNotMatch(JSON.stringify(kept), /Zzyxquoll|07700900/);
  });

  test('a wrong lesson is unlearned with a reason, stays on record, and is proposed no more', async () => {
    const buzz = (await list()).lessons.find(({ header }) => header === 'Buzz');
    assert.ok(buzz);
    assert.equal((await call('POST', `/${buzz.id}/unlearn`, {})).status, 400);
    const answer = await call('POST', `/${buzz.id}/unlearn`, { reason: 'It is the home number.' });
    const ended = lessonSchema.parse(answer.body);
    assert.deepEqual([ended.endedBy, ended.endedWhy], ['lambda.operator', 'It is the home number.']);
    assert.equal((await list()).lessons.length, 4);
    assert.equal((await list('?ended=true')).lessons.length, 5);
    assert.notEqual((await feedOfBuzz())?.by, 'lesson');
    const again = lessonSchema.parse((await call('POST', `/${buzz.id}/unlearn`, { reason: 'Again.' })).body);
    assert.equal(again.endedWhy, 'It is the home number.');
    const events = await api().database.withCompany(company, (tx) => listEventsNamed(tx, 'lessonUnlearned'));
    assert.deepEqual(
      events.map(({ actor, details }) => [actor, details?.header, details?.reason]),
      [['lambda.operator', 'Buzz', 'It is the home number.']],
    );
  });

  test('a preset that is saved is learned from; a company may keep its lessons to itself', async () => {
    const mapping = await propose('kappa');
    assert.equal((await api().call('kappa', 'PUT', '/api/presets/lumen', { mapping })).status, 200);
    const saved = await list('', 'kappa');
    assert.equal(saved.shares, true);
    assert.ok(saved.lessons.some(({ header, migrationId }) => header === 'First Name' && migrationId === null));
    assert.deepEqual((await call('PUT', '/sharing', { shares: false }, 'kappa')).body, { shares: false });
    assert.equal((await list('', 'kappa')).shares, false);
    assert.equal((await list()).shares, true);
  });
}
