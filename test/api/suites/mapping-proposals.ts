import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MappingProposal } from '../../../src/contract/mapping-proposal-schemas.ts';
import type { RealApi } from './real-api.ts';

const export_ = 'Patient ID,First Name,Surname,Date of Birth\nMP1,Ann,Example,21/02/1950\nMP2,Bob,Example,13/04/1951\n';

export function testMappingProposals(api: () => RealApi): void {
  const propose = async (company: string, body: object) => {
    const answer = await api().call(company, 'POST', '/api/migration/ai/mappings', body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body as unknown as MappingProposal;
  };
  const source = () => ({ system: 'generic', location: api().writeExport(export_), entities: {} });

  test('a proposed mapping is edited, given back, saved as a preset, used by its name, and forgotten', async () => {
    const location = source();
    const { mapping, tables, problems } = await propose('epsilon', { source: location });
    assert.deepEqual(problems, []);
    assert.equal(tables[0]?.entities[0], 'patients');
    assert.doesNotMatch(JSON.stringify(mapping), /Ann|Bob|Example/);
    const edited = JSON.parse(JSON.stringify(mapping).replace('"field":"dateOfBirth"', '"field":"recallDate"'));
    const refused = await propose('epsilon', { source: location, mapping: edited });
    assert.equal(refused.mapping, null);
    assert.match(JSON.stringify(refused.problems), /dateOfBirth/);

    const saved = await api().call('epsilon', 'PUT', '/api/presets/lumen', { mapping });
    assert.deepEqual([saved.status, saved.body.savedBy], [200, 'epsilon.operator']);
    const again = await propose('epsilon', { source: location, preset: 'lumen' });
    assert.deepEqual([...new Set(again.mapping?.tables[0]?.targets[0]?.fields.map(({ by }) => by))], ['preset']);
    const id = await api().start('epsilon', export_, {
      preset: 'lumen',
      source: { ...source(), location: location.location },
      autoApprove: true,
    });
    assert.equal((await api().until('epsilon', id, 'completed', 'awaitingApproval')).status, 'completed');
    const read = await api().call('epsilon', 'GET', '/api/presets/lumen');
    assert.deepEqual(read.body.tables, JSON.parse(JSON.stringify(mapping?.tables)));

    assert.equal((await api().call('epsilon', 'DELETE', '/api/presets/lumen')).status, 200);
    assert.equal((await api().call('epsilon', 'DELETE', '/api/presets/lumen')).status, 404);
    const gone = await propose('epsilon', { source: location, preset: 'lumen' });
    assert.match(JSON.stringify(gone.problems), /There is no preset 'lumen'/);
  });

  test('a preset is of one company alone', async () => {
    const { mapping } = await propose('epsilon', { source: source() });
    assert.equal((await api().call('epsilon', 'PUT', '/api/presets/own', { mapping })).status, 200);
    assert.equal((await api().call('zeta', 'GET', '/api/presets/own')).status, 404);
    assert.equal((await api().call('zeta', 'DELETE', '/api/presets/own')).status, 404);
    assert.deepEqual((await api().call('zeta', 'GET', '/api/presets')).body, { presets: [] });
    const foreign = await propose('zeta', { source: source(), preset: 'own' });
    assert.match(JSON.stringify(foreign.problems), /There is no preset 'own'/);
  });

  test('the JSON Schema of a mapping is served', async () => {
    const { body } = await api().call('zeta', 'GET', '/api/mappings/schema');
    assert.match(String(body.$schema), /2020-12/);
  });
}
