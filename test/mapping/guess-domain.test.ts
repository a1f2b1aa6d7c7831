import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guessDomain } from '../../src/mapping/guess-domain.ts';

const guess = (tables: readonly { readonly table: string; readonly columns: readonly string[] }[]) =>
  guessDomain(tables.map((table) => ({ ...table, file: `${table.table}.csv`, rows: [] })));

describe('guessDomain', () => {
  const person = ['id', 'first name', 'last name', 'date of birth'];

  it('follows what the tables speak for', () => {
    assert.equal(guess([{ table: 'clients', columns: [...person, 'room number', 'admission date'] }]), 'care');
    assert.equal(
      guess([
        { table: 'clients', columns: person },
        { table: 'sight tests', columns: ['id', 'client id', 'test date'] },
      ]),
      'optical',
    );
    assert.equal(guess([{ table: 'residents', columns: person }]), 'care');
    assert.equal(guess([{ table: 'patients', columns: person }]), 'optical');
  });

  it('does not guess where both are even', () => {
    assert.equal(guess([{ table: 'clients', columns: person }]), undefined);
    assert.equal(guess([]), undefined);
  });
});
