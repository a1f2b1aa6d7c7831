import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SampleRow } from '../../src/sample/answer-key.ts';
import { generateCareHome } from '../../src/sample/care-home.ts';
import { type DirtKind, dirtKinds } from '../../src/sample/dirt-kinds.ts';
import { generateOpticalPractice } from '../../src/sample/optical-practice.ts';

/** Rows by kind of dirt, of those rows that do not refer to somebody who is lost. */
function countKinds(rows: readonly SampleRow[]): Map<DirtKind | null, number> {
  const counts = new Map<DirtKind | null, number>();
  for (const { dirt, records } of rows) {
    const isOrphaned = dirt === null && records.some(({ disposition }) => disposition === 'quarantined');
    if (!isOrphaned) counts.set(dirt, (counts.get(dirt) ?? 0) + 1);
  }
  return counts;
}

describe('the dirt of a sample', () => {
  for (const dirt of [0.02, 0.2]) {
    it(`has the stated share, ${dirt}, of the rows of each file, equally shared among its kinds`, () => {
      const rows = [...generateOpticalPractice({ seed: 11, patients: 3000, system: 'optix', dirt })];
      for (const file of ['PATIENTS.csv', 'EXAMS.csv', 'RX.csv', 'DISPENSES.csv']) {
        const kinds = countKinds(rows.filter((row) => row.file === file));
        const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
        // A copy stands beside the row that it was made at, so it is not one of the rows that the share is taken of.
        const turns = total - (kinds.get('exactDuplicate') ?? 0) - (kinds.get('changedDuplicate') ?? 0);
        const dirty = total - (kinds.get(null) ?? 0);
        assert.ok(Math.abs(dirty - dirt * turns) <= kinds.size, `${file}: ${dirty} of ${turns}`);
        kinds.delete(null);
        const each = (dirt * turns) / kinds.size;
        for (const [kind, count] of kinds)
          assert.ok(Math.abs(count - each) <= 1.5, `${file}: ${kind} ${count}, expected ${each}`);
      }
    });
  }

  it('is none where none is asked for', () => {
    const rows = [...generateCareHome({ seed: 3, residents: 200, system: 'care-systems-uk', dirt: 0 })];
    assert.ok(rows.length > 1000);
    assert.ok(
      rows.every(
        ({ dirt, records }) =>
          dirt === null &&
          records.every(({ disposition, issues }) => disposition === 'inserted' && issues.length === 0),
      ),
    );
  });

  it('has every kind in a small sample that is to have them all', () => {
    const found = new Set<DirtKind | null>();
    for (const row of generateOpticalPractice({
      seed: 1,
      patients: 20,
      system: 'optix',
      dirt: 0.01,
      hasEveryKind: true,
    }))
      found.add(row.dirt);
    assert.deepEqual(
      (Object.keys(dirtKinds) as DirtKind[]).filter((kind) => !found.has(kind)),
      [],
    );
  });

  it('does to its own record what its rule says', () => {
    for (const { dirt, records } of generateOpticalPractice({ seed: 8, patients: 1000, system: 'acuity', dirt: 0.2 })) {
      if (dirt) assert.equal(records[0]?.disposition, dirtKinds[dirt].outcome, dirt);
    }
  });

  it('takes what refers to a lost record with it, and nothing else', () => {
    const lost = new Set<string>();
    const seen = new Set<string>();
    for (const row of generateOpticalPractice({ seed: 8, patients: 500, system: 'optix', dirt: 0.1 })) {
      for (const { entity, disposition, issues } of row.records) {
        const draft = row.drafts[entity] ?? {};
        const refersToLost = [draft.patientId, draft.examinationId, draft.prescriptionId, draft.invoiceId].some(
          (id) => id !== undefined && lost.has(id),
        );
        if (refersToLost && row.dirt === null)
          assert.deepEqual([disposition, issues], ['quarantined', ['reference.missing']]);
        if (!refersToLost && row.dirt === null) assert.equal(disposition, 'inserted');
        const id = draft.externalId ?? '';
        if (disposition === 'quarantined' && !seen.has(id)) lost.add(id);
        seen.add(id);
      }
    }
    assert.ok(lost.size > 20);
  });

  it('splits a row of two records where only one of them is lost', () => {
    const rows = [...generateOpticalPractice({ seed: 8, patients: 2000, system: 'occuco', dirt: 0.2 })].filter(
      ({ file }) => file === 'Exam Export.csv',
    );
    const of = (kind: DirtKind) =>
      rows
        .find(({ dirt, records }) => dirt === kind && records.length === 2)
        ?.records.map(({ disposition }) => disposition);
    assert.deepEqual(of('unknownCode'), ['inserted', 'quarantined']);
    assert.deepEqual(of('unreadableNumber'), ['quarantined', 'quarantined']);
    assert.deepEqual(of('changedDuplicate'), ['quarantined', 'skipped']);
  });
});
