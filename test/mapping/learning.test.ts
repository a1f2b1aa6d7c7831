import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calibrate, type Outcome } from '../../bench/mapping/calibrate.ts';
import { type Choice, growTrees } from '../../bench/mapping/grow-trees.ts';
import { trainingCases } from '../../bench/mapping/labelled-cases.ts';
import { featureNames, TableContext } from '../../src/mapping/matcher/answer-features.ts';
import { scoreRow } from '../../src/mapping/matcher/boosted-trees.ts';
import { entityFeatureNames, readEntities } from '../../src/mapping/matcher/entity-features.ts';
import { confidenceOf } from '../../src/mapping/matcher/model.ts';
import { readSourceTable } from '../../src/mapping/matcher/source-columns.ts';
import { trainedKnowledge } from '../../src/mapping/matcher/trained-model.ts';
import { entityNamed } from '../../src/record/catalogue.ts';

/** Random numbers from 0 to 1, the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('the learning of the matcher', () => {
  it('grows the same trees from the same choices, and they choose right', () => {
    const random = seeded(7);
    const choices = Array.from({ length: 300 }, (): Choice => {
      const rows = Array.from({ length: 4 }, () => [random(), random(), random()]);
      const best = rows.reduce((at, row, index) => ((row[1] ?? 0) > (rows[at]?.[1] ?? 0) ? index : at), 0);
      return { rows, right: rows.map((_, index) => Number(index === best)), weight: 1 };
    });
    const options = { trees: 40, depth: 3, rate: 0.2, leastWeight: 0.5, ridge: 1, leaveOut: 3 };
    const trees = growTrees(choices, options);
    assert.equal(JSON.stringify(growTrees(choices, options)), JSON.stringify(trees));
    const hits = choices.filter(({ rows, right }) => {
      const scores = rows.map((row) => scoreRow(trees, row));
      return right[scores.indexOf(Math.max(...scores))] === 1;
    });
    assert.ok(hits.length / choices.length > 0.9, String(hits.length));
  });

  it('gives a confidence that comes true', () => {
    const random = seeded(11);
    const outcomes = Array.from({ length: 4000 }, (): Outcome => {
      const probability = 0.3 + 0.69 * random();
      const chosen = {
        probability,
        next: 1 - probability,
        entityProbability: 0.9,
        isNone: random() < 0.3,
        isNamed: random() < 0.5,
        hasValues: true,
      };
      return { chosen, isRight: random() < probability };
    });
    const calibration = calibrate(outcomes);
    const sure = outcomes.filter(({ chosen }) => confidenceOf(chosen, calibration) > 0.8);
    const said = sure.reduce((sum, { chosen }) => sum + confidenceOf(chosen, calibration), 0) / sure.length;
    const came = sure.filter(({ isRight }) => isRight).length / sure.length;
    assert.ok(Math.abs(said - came) < 0.03, `${said} and ${came}`);
  });

  it('has a name for each feature', () => {
    const table = readSourceTable(
      { table: 'Patients', columns: [{ name: 'dob', samples: ['13/02/1950'] }] },
      'optical',
    );
    const reading = readEntities(table, trainedKnowledge()).find(({ entity }) => entity.name === 'patients');
    const [answer] = reading?.evidence.answers[0] ?? [];
    assert.ok(reading && answer);
    assert.equal(reading.features.length, entityFeatureNames.length);
    assert.equal(new TableContext(reading.evidence).featuresOf(0, answer).length, featureNames.length);
  });

  it('learns from cases that name their origin and answer with fields of the catalogue', () => {
    const ids = new Set<string>();
    for (const one of trainingCases()) {
      assert.ok(one.origin !== '' && !ids.has(one.id), one.id);
      ids.add(one.id);
      const fields = new Set(entityNamed(one.expectedEntity).fields.map(({ name }) => name));
      for (const { name, expected } of one.columns)
        assert.ok(expected === null || fields.has(expected), `${one.id}.${name}: ${expected}`);
    }
  });
});
