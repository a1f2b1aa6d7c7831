import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countVotes, shareOfVotes } from '../../src/mapping/matcher/ballots.ts';
import { matchTable } from '../../src/mapping/matcher/match-table.ts';
import { siblingsOf } from '../../src/mapping/matcher/siblings.ts';
import { readSourceTable } from '../../src/mapping/matcher/source-columns.ts';
import { isSureOfEntity } from '../../src/mapping/matcher/sure-entity.ts';
import { trainedKnowledge, trainedModel } from '../../src/mapping/matcher/trained-model.ts';
import { NameList } from '../../src/mapping/words/name-likeness.ts';

const named = (names: readonly string[]) => names.map((name) => ({ name, samples: [] }));
const match = (table: string, names: readonly string[], entity?: string) =>
  matchTable({ table, columns: named(names) }, trainedKnowledge(), trainedModel(), {
    domain: 'optical',
    ...(entity ? { entity } : {}),
  });

describe('names of other systems', () => {
  const list = new NameList(
    [
      { answer: 'patients.mobilePhone', name: 'mobile phone', group: 'a' },
      { answer: 'patients.mobilePhone', name: 'phone mobile', group: 'b' },
      { answer: 'invoices.', name: 'mobile app', group: 'c' },
    ],
    new Map(),
  );

  it('vote for what they stood for, each system once, the near ones most', () => {
    const { anywhere, byEntity } = countVotes(list.vote(['mobile', 'phone']));
    assert.equal(anywhere.byField.get('mobilePhone'), 2);
    assert.ok((anywhere.byField.get('') ?? 0) < 0.1);
    assert.ok(shareOfVotes(anywhere, 'mobilePhone') > 0.7);
    assert.equal(byEntity.get('invoices')?.byField.get('mobilePhone'), undefined);
  });

  it('have no vote on their own system', () => {
    assert.equal(list.vote(['mobile', 'phone'], 'a').get('patients.mobilePhone'), 1);
    assert.equal(list.vote(['mobile', 'app'], 'c').has('invoices.'), false);
  });

  it('are told apart by their last words', () => {
    assert.equal(list.compareWords(['home', 'phone']).get('patients.mobilePhone')?.isSameHead, true);
    assert.equal(list.compareWords(['phone', 'kind']).get('patients.mobilePhone')?.isSameHead, false);
  });
});

describe('columns of the same words', () => {
  it('are known for the code and the text of one thing', () => {
    const columns = named(['route_id', 'route_name', 'dose', 'note_1', 'note_2']);
    const siblings = siblingsOf(readSourceTable({ table: '', columns }, 'care').columns);
    assert.deepEqual(
      siblings.map(({ codeOfPair }) => codeOfPair),
      [1, -1, 0, 0, 0],
    );
    assert.deepEqual(
      siblings.map(({ count }) => count),
      [1, 1, 0, 0, 0],
    );
  });
});

describe('a table that may hold one thing or another', () => {
  const order = ['id', 'patient_id', 'order_date', 'frame', 'right_sphere', 'right_cylinder', 'left_sphere', 'status'];

  it('has runners-up from all that it may hold, and its own fields alone where a person has said what it holds', () => {
    const sphere = (entity?: string) => match('orders', order, entity).columns[4]?.likeliest ?? [];
    assert.ok(sphere().includes('rightSphere'), String(sphere()));
    assert.ok(!sphere('dispenses').includes('rightSphere'));
    assert.equal(sphere().length, 3);
  });

  it('has nothing accepted but what every reading says', () => {
    const unsure = match('Sheet1', ['id', 'patient_id', 'date', 'type', 'status', 'created_by']);
    assert.ok(unsure.columns.some(({ isSettled }) => !isSettled));
    for (const { column, isAccepted, isSettled } of unsure.columns) assert.ok(isSettled || !isAccepted, column);
    assert.ok(match('Sheet1', ['id', 'date', 'total'], 'invoices').columns.every(({ isSettled }) => isSettled));
  });

  it('is asked about where it looks like another thing than its name says, however sure each column is', () => {
    const people = ['id', 'name', 'gender', 'age', 'address', 'mobile', 'email', 'postcode'];
    const { entity, columns } = match('appointments', people);
    assert.equal(entity.name, 'patients');
    for (const { column, confidence, isSettled, isAccepted } of columns.slice(4)) {
      assert.ok(confidence > 0.9, `${column} ${confidence}`);
      assert.deepEqual([isSettled, isAccepted], [false, false], column);
    }
  });

  it('is doubted more where its name says another thing', () => {
    assert.equal(isSureOfEntity('tblPatients', 'optical', 'patients', 0.8), true);
    assert.equal(isSureOfEntity('tblPatients', 'optical', 'invoices', 0.8), false);
    assert.equal(isSureOfEntity('tblPatients', 'optical', 'invoices', 0.96), false);
    assert.equal(isSureOfEntity('tblPatients', 'optical', 'invoices', 0.99), true);
    assert.equal(isSureOfEntity('', 'optical', 'invoices', 0.6), false);
  });
});
