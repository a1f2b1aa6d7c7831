import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figuresOf } from '../../bench/mapping/figures.ts';
import { trainingCases } from '../../bench/mapping/labelled-cases.ts';
import { matchTable } from '../../src/mapping/matcher/match-table.ts';
import { trainedKnowledge, trainedModel } from '../../src/mapping/matcher/trained-model.ts';

/** Every so many-th case; the others would only take longer. */
const step = 4;

/**
 * The trees have seen these cases; the names of a case's own system are left out. The figures for systems that nothing was
 * learned from are in docs/mapping.md.
 */
describe('the matcher, on labelled tables of real systems', () => {
  const cases = trainingCases().filter((_, index) => index % step === 0);
  const answer = (one: (typeof cases)[number]) =>
    matchTable(one, trainedKnowledge(), trainedModel(), { domain: one.domain, withoutSystem: one.system });
  const figures = figuresOf(cases.map((one) => ({ case: one, match: answer(one) })));

  it('knows what at least 95 of 100 tables hold', () => {
    assert.ok(figures.entity >= 0.95, String(figures.entity));
  });

  it('answers at least 93 of 100 columns right, and has 97 of 100 fields among its first three', () => {
    assert.ok(figures.all >= 0.93, String(figures.all));
    assert.ok(figures.mappable >= 0.93, String(figures.mappable));
    assert.ok(figures.recallAt3 >= 0.97, String(figures.recallAt3));
  });

  it('accepts at least 65 of 100 columns by itself, 99 of 100 of them right', () => {
    assert.ok(figures.coverage >= 0.65, String(figures.coverage));
    assert.ok(figures.precision >= 0.99, String(figures.precision));
  });

  it('uses no value of the reasons', () => {
    for (const one of cases.slice(0, 20)) {
      const long = new Set(one.columns.flatMap(({ samples }) => samples).filter((value) => value.length > 12));
      const reasons = answer(one).columns.flatMap((column) => column.reasons);
      for (const reason of reasons) for (const value of long) assert.ok(!reason.includes(value), reason);
    }
  });
});
