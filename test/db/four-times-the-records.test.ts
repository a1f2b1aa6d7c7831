import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CompanyTransaction } from '../../db/database.ts';
import { decideStaged } from '../../db/queries/decide.ts';
import { loadSlice, type QuarantinedRow } from '../../db/queries/load.ts';
import { cutPhases, markPhases } from '../../db/queries/phases.ts';
import { choosePilotPeople } from '../../db/queries/pilot-people.ts';
import { findSuspects, noteMissing } from '../../db/queries/reconcile.ts';
import type { DecisionRules } from '../../db/queries/staged-decisions.ts';
import { previewUndo } from '../../db/queries/undo/plan-undo.ts';
import { verifyEntity, verifyFingerprints } from '../../db/queries/verify.ts';
import { wholeMigration } from '../../src/contract/undo.ts';
import { testNhsNumber } from '../../src/sample/nhs-number.ts';
import { examination, HandmadeMigration, patient, stagedRecord } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

// How many rows and entries of indexes PostgreSQL reads does not depend on the machine, and tells of work that grows by the square.

const few = 300;
const times = 4;

describe('four times the records', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase('four_times');
  });
  after(() => test.drop());

  it('make PostgreSQL read some four times the rows, in each step', async () => {
    // Some other company is known: a table of which nothing is known yet is taken for a small one, and may be read as one.
    await readByStep('other', few);
    await test.sabotage('analyze');
    const little = await readByStep('little', few);
    const much = await readByStep('much', few * times);
    for (const [step, read] of Object.entries(much)) {
      const before = little[step] ?? 0;
      assert.ok(before >= few, `${step} reads ${before} rows of ${few} records: it is not measured`);
      assert.ok(
        read <= 2 * times * before,
        `${step} reads ${before} rows of ${few} records, ${read} of ${few * times}`,
      );
    }
  });

  /** How much each step of a migration reads, of so many people with as many examinations and notes, and of their later changes. */
  async function readByStep(company: string, people: number): Promise<Record<string, number>> {
    await test.db.withCompany(company, (tx) =>
      tx.execute('insert into companies (company_id, name) values ($1, $1)', [company]),
    );
    const read: Record<string, number> = {};
    const step = async (name: string, work: (tx: CompanyTransaction) => Promise<unknown>) => {
      read[name] = await test.db.withCompany(company, async (tx) => {
        const before = await readSoFar(tx);
        await work(tx);
        return (await readSoFar(tx)) - before;
      });
    };
    const decide = (name: string, of: HandmadeMigration, wishes: Partial<DecisionRules> = {}) =>
      step(name, (tx) =>
        decideStaged(tx, {
          ...{ migrationId: of.id, entities: of.entities, onDuplicate: 'ask', holdDoubts: true, requestedBy: 'test' },
          ...{ autoResolve: { duplicate: 'keepBoth' }, ...wishes },
        }),
      );
    const preview = (name: string, of: HandmadeMigration) =>
      step(name, (tx) => previewUndo(tx, of.id, wholeMigration, { limit: 10, offset: 0 }));
    const load = async (name: string, of: HandmadeMigration) => {
      for (const entity of of.entities)
        await step(`${name} ${entity}`, (tx) => loadSlice(tx, of.slice(entity), giveRows));
    };

    const cut = await new HandmadeMigration(test.db, company).stage(practice(company, people));
    const scope = { migrationId: cut.id, entities: cut.entities };
    await decide('to decide', cut);
    await step('to choose a pilot', (tx) => choosePilotPeople(tx, scope, { people: 10, seed: 1 }));
    await step('to cut phases', (tx) => cutPhases(tx, scope, { by: 'size', people: people / 4 }));
    await step('to mark phases', (tx) => markPhases(tx, scope));

    const first = await new HandmadeMigration(test.db, company).stage(practice(company, people));
    await decide('to decide of what is to be loaded', first);
    await load('to insert', first);
    for (const entity of first.entities) {
      const range = { migrationId: first.id, entity, fileNo: first.fileNo(entity), fromRow: 0, toRow: 10 * people };
      await step(`to verify ${entity}`, async (tx) => {
        assert.deepEqual(await verifyFingerprints(tx, range, null), []);
        assert.deepEqual(await verifyEntity(tx, { migrationId: first.id, entity, phaseNo: null, landed: [] }), []);
      });
    }

    const second = await new HandmadeMigration(test.db, company).stage(practice(company, people, 'later'));
    await decide('to decide what changed', second, { onDuplicate: 'update' });
    await load('to update', second);
    const dispositions = Object.values(await second.dispositions('examinations'));
    assert.ok(dispositions.filter((disposition) => disposition === 'updated').length > people / 2);

    const interval = await new HandmadeMigration(test.db, company, second.id).stage(practice(company, people, 'again'));
    const key = { migrationId: second.id, partId: interval.id, intervalNo: 1 };
    await decide('to decide in an interval', interval, { isPart: true });
    await load('to load in an interval', interval);
    for (const entity of interval.entities)
      await step(`to reconcile ${entity}`, (tx) => findSuspects(tx, interval.id, entity, null));
    await step('to note what is missing', (tx) => noteMissing(tx, key, interval.entities));

    await first.complete();
    await preview('to preview an undo', first);
    await preview('to preview an undo of updates', second);
    return read;
  }

  async function readSoFar(tx: CompanyTransaction): Promise<number> {
    const [row] = await tx.query<{ read: number }>(
      `select sum(pg_stat_get_xact_tuples_returned(c.oid))::integer as read
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'staging', 'history') and c.relkind in ('r', 'i')`,
    );
    return row?.read ?? 0;
  }
});

/** Each tenth identifier stands there twice, each tenth number is that of two people, and each tenth record is of nobody. */
function practice(company: string, people: number, notes = '') {
  const rows = Array.from({ length: people }, (_, index) => index + 1);
  const personOf = (row: number) => (row % 10 === 3 ? `nobody ${row}` : `P${row}`);
  const again = (row: number) => (row % 10 === 5 ? row - 1 : row);
  return {
    patients: rows.map((row) =>
      patient(
        row,
        {
          externalId: `P${again(row)}`,
          dateOfBirth: `19${50 + (row % 40)}-01-31`,
          nhsNumber: testNhsNumber(row % 10 === 7 ? row - 1 : row),
          notes,
        },
        company,
      ),
    ),
    examinations: rows.map((row) => examination(row, personOf(row), { externalId: `E${again(row)}`, notes }, company)),
    clinicalNotes: rows.map((row) =>
      stagedRecord(company, 'clinicalNotes', row, {
        ...{ externalId: `N${row}`, patientId: personOf(row), examinationId: `E${again(row)}` },
        ...{ writtenAt: '2024-02-29T10:00:00.000Z', text: `Seen ${notes}` },
      }),
    ),
  };
}

async function giveRows(rowNos: ReadonlySet<number>): Promise<readonly QuarantinedRow[]> {
  return [...rowNos].map((rowNo) => ({ rowNo, line: rowNo + 1, file: 'export.csv', cells: [] }));
}
