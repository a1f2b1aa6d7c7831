import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amendedMappingSchema,
  mappingDiffSchema,
  mappingListSchema,
  mappingPreviewSchema,
} from '../../../src/contract/mapping-schemas.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'epsilon';
const swapped = [
  { table: 'patients', field: 'firstName', columns: ['Last Name'] },
  { table: 'patients', field: 'lastName', columns: ['First Name'] },
];

export function testMapping(api: () => RealApi): void {
  const call = (method: string, id: string, path: string, body?: unknown) =>
    api().call(company, method, `/api/migrations/${id}/mapping${path}`, body);

  test('previews an amendment on real rows, amends the mapping in the name of the caller, and tells versions apart', async () => {
    const id = await api().start(company, patients('M'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    const { tables } = mappingPreviewSchema.parse((await call('POST', id, '/preview', { columns: swapped })).body);
    assert.deepEqual(
      tables.map(({ entity, rowsLookedAt, rowsChanged }) => ({ entity, rowsLookedAt, rowsChanged })),
      [{ entity: 'patients', rowsLookedAt: 2, rowsChanged: 2 }],
    );
    assert.deepEqual(tables[0]?.sample[0], {
      ...{ line: 2, before: 'record', after: 'record', issuesBefore: [], issuesAfter: [] },
      fields: [
        { field: 'firstName', before: 'Ann', after: 'Example' },
        { field: 'lastName', before: 'Example', after: 'Ann' },
      ],
    });
    const left = await api().database.withCompany(company, (tx) => tx.query('select from staging.mapping_previews'));
    assert.equal(left.length, 0, 'a preview is read once');
    assert.equal(mappingListSchema.parse((await call('GET', id, '')).body).versions.length, 1, 'nothing has changed');

    const answer = await call('POST', id, '', { columns: swapped, reason: 'The headers are swapped.' });
    assert.equal(answer.status, 200);
    assert.equal(amendedMappingSchema.parse(answer.body).version, 2);
    const { versions } = mappingListSchema.parse((await call('GET', id, '')).body);
    assert.deepEqual(
      versions.map(({ madeBy, reason }) => [madeBy, reason]),
      [
        ['rule', null],
        ['epsilon.operator', 'The headers are swapped.'],
      ],
    );
    const { changes } = mappingDiffSchema.parse((await call('GET', id, '/diff?from=1&to=2')).body);
    assert.deepEqual(changes.map(({ field, after }) => `${field}: ${after}`).sort(), [
      'firstName: Last Name',
      'lastName: First Name',
    ]);
    const { mapping } = (await call('GET', id, '/2')).body;
    const again = await call('POST', id, '', { mapping, reason: 'Given again as it was.' });
    assert.equal(amendedMappingSchema.parse(again.body).version, 3);
    await api().call(company, 'POST', `/api/migrations/${id}/approve`, { gate: 'mapping-3' });
    await api().until(company, id, 'completed');
    assert.equal((await call('POST', id, '', { columns: swapped, reason: 'Too late.' })).status, 409);
    // A preview is for later migrations as well.
    assert.equal((await call('POST', id, '/preview', { columns: swapped })).status, 200);
    const logged = api().logLines.join('\n');
    assert.doesNotMatch(logged, /Example|headers are swapped/);
  });

  test('asks before it loads where a body allows no errors, and refuses a limit of an entity that nobody knows', async () => {
    const bad = `${patients('L')}L3,Cy,,03/04/1951\n`;
    const id = await api().start(company, bad, { pauseOnErrors: true });
    const { attention } = await api().until(company, id, 'needsAttention');
    assert.equal(attention?.cause, 'errorLimitExceeded');
    const steer = (name: string, body: object) => api().call(company, 'POST', `/api/migrations/${id}/${name}`, body);
    assert.equal((await steer('skip', {})).status, 400);
    const paced = await steer('pace', { lanes: 2 });
    assert.deepEqual([paced.status, paced.body.pace], [202, { lanes: 2, sliceRows: 5000, rowsPerSecond: null }]);
    assert.equal((await steer('pace', { sliceRows: 10 })).status, 409);
    assert.equal((await steer('skip', { reason: 'One is few enough.' })).status, 202);
    await api().until(company, id, 'completed');
    assert.equal((await steer('skip', { reason: 'Again.' })).status, 409);
    const errorLimits = [{ severity: 'error', entity: 'patientz', count: 1 }];
    await assert.rejects(api().start(company, bad, { errorLimits }), /422[\s\S]*no entity 'patientz'/);
  });

  test('refuses an amendment that does not fit the source with every reason, and one of another company as unknown', async () => {
    const id = await api().start(company, patients('N'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    const columns = [
      { table: 'patients', field: 'lastName', columns: ['Surname'] },
      { table: 'patients', field: 'favourite', columns: ['First Name'] },
    ];
    for (const [path, body] of [
      ['', { columns, reason: 'Try.' }],
      ['/preview', { columns }],
    ] as const) {
      const refused = await call('POST', id, path, body);
      assert.equal(refused.status, 422);
      for (const reason of [/no column 'Surname'/, /no field 'favourite'/])
        assert.match(String(refused.body.detail), reason);
    }
    assert.equal((await call('POST', id, '', { columns })).status, 400);
    assert.equal((await call('POST', id, '', { reason: 'Nothing.' })).status, 400);
    assert.equal((await call('GET', id, '/9')).status, 404);
    const path = `/api/migrations/${id}/mapping`;
    assert.equal((await api().call('alpha', 'GET', path)).status, 404);
    assert.equal((await api().call('alpha', 'POST', path, { columns: swapped, reason: 'Not mine.' })).status, 404);
    assert.equal((await api().call('alpha', 'POST', `${path}/preview`, { columns: swapped })).status, 404);
    await api().call(company, 'POST', `/api/migrations/${id}/cancel`);
    await api().until(company, id, 'cancelled');
  });
}
