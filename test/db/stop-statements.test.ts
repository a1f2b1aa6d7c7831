import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CompanyTransaction } from '../../db/database.ts';
import { eventually } from '../stack/eventually.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('a transaction with a stop signal', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('stop');
  });
  after(() => test.drop());

  const reason = new Error('somebody wants a pause');
  const forever = (tx: CompanyTransaction) => tx.query('select pg_sleep(3600)');
  const isSleeping = () =>
    test.db.withCompany('alpha', async (tx) => {
      const found = await tx.query(
        `select from pg_stat_activity where query = 'select pg_sleep(3600)' and datname = current_database() and state = 'active'`,
      );
      return found.length > 0;
    });

  it('is ended amid a statement, keeps nothing, and throws the reason', async () => {
    const stop = new AbortController();
    const stopped = test.db.withCompany(
      'alpha',
      async (tx) => {
        await tx.execute(`update companies set name = 'Renamed'`);
        await forever(tx);
      },
      { stopSignal: stop.signal },
    );
    await eventually('it sleeps', isSleeping);
    stop.abort(reason);
    await assert.rejects(stopped, reason);
    assert.equal(await isSleeping(), false);
    const names = await test.db.withCompany('alpha', (tx) => tx.query('select name from companies'));
    assert.deepEqual(names, [{ name: 'alpha' }]);
  });

  it('does not begin where it is too late, and goes on with nothing between two statements', async () => {
    await assert.rejects(test.db.withCompany('alpha', forever, { stopSignal: AbortSignal.abort(reason) }), reason);
    const stop = new AbortController();
    const between = async (tx: CompanyTransaction) => {
      await tx.query('select 1');
      stop.abort(reason);
      await forever(tx);
    };
    await assert.rejects(test.db.withCompany('alpha', between, { stopSignal: stop.signal }), reason);
  });

  it('is like any other where nobody wants a stop', async () => {
    const { signal } = new AbortController();
    const rows = await test.db.withCompany('alpha', (tx) => tx.query('select 1 as one'), { stopSignal: signal });
    assert.deepEqual(rows, [{ one: 1 }]);
  });
});
