import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calibrate, learnAcceptance, type Outcome, type Scored } from '../../bench/mapping/calibrate.ts';
import { type Choice, growTrees } from '../../bench/mapping/grow-trees.ts';
import { trainingCases } from '../../bench/mapping/labelled-cases.ts';
import { restyled } from '../../bench/mapping/restyle-names.ts';
import { acceptanceFeatureNames, acceptanceFeatures } from '../../src/mapping/matcher/acceptance-features.ts';
import { featureNames, TableContext } from '../../src/mapping/matcher/answer-features.ts';
import { scoreRow } from '../../src/mapping/matcher/boosted-trees.ts';
import { entityFeatureNames } from '../../src/mapping/matcher/entity-features.ts';
import { confidenceOf } from '../../src/mapping/matcher/model.ts';
import { readCandidates } from '../../src/mapping/matcher/read-candidates.ts';
import { isPlaceholder, readSourceTable } from '../../src/mapping/matcher/source-columns.ts';
import { trainedKnowledge, trainedModel } from '../../src/mapping/matcher/trained-model.ts';
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
    const outcomes = Array.from({ length: 4000 }, (): Scored => {
      const score = 6 * random() - 2;
      return { score, isSettled: true, isRight: random() < 1 / (1 + Math.exp(-0.5 - 0.7 * score)) };
    });
    const calibration = calibrate(outcomes);
    const sure = outcomes.filter(({ score }) => confidenceOf(score, calibration) > 0.8);
    const said = sure.reduce((sum, { score }) => sum + confidenceOf(score, calibration), 0) / sure.length;
    const came = sure.filter(({ isRight }) => isRight).length / sure.length;
    assert.ok(Math.abs(said - came) < 0.03, `${said} and ${came}`);
  });

  it('learns which answers to accept from answers that it was right or wrong with', () => {
    const random = seeded(13);
    const outcomes = Array.from({ length: 3000 }, (): Outcome => {
      const evidence = [random(), random(), random()];
      const isClear = (evidence[0] ?? 0) > 0.3 && (evidence[2] ?? 0) > 0.3;
      return { evidence, isRight: isClear || random() < 0.5, isSettled: true };
    });
    const folds = [0, 1, 2].map((fold) => outcomes.filter((_, index) => index % 3 === fold));
    const { acceptance, calibration } = learnAcceptance(folds);
    const accepted = outcomes.filter(
      ({ evidence }) => confidenceOf(scoreRow(acceptance, evidence), calibration) >= calibration.acceptFrom,
    );
    assert.ok(accepted.length > 1000, String(accepted.length));
    assert.ok(accepted.filter(({ isRight }) => isRight).length / accepted.length > 0.98);
  });

  it('grows trees for answers of which none may be right', () => {
    const random = seeded(17);
    const choices = Array.from({ length: 400 }, (): Choice => {
      const row = [random()];
      return { rows: [row], right: (row[0] ?? 0) > 0.5 ? [1, 0] : [0, 1], weight: 1 };
    });
    const trees = growTrees(choices, { trees: 30, depth: 2, rate: 0.2, leastWeight: 0.5, ridge: 1, leaveOut: 0 });
    assert.ok(scoreRow(trees, [0.9]) > 1);
    assert.ok(scoreRow(trees, [0.1]) < -1);
  });

  it('has a name for each feature', () => {
    const table = readSourceTable(
      { table: 'Patients', columns: [{ name: 'dob', samples: ['13/02/1950'] }] },
      'optical',
    );
    const { candidates } = readCandidates(table, trainedKnowledge(), trainedModel(), { entity: 'patients' });
    assert.deepEqual(
      acceptanceFeatures(candidates).map((features) => features.length),
      [acceptanceFeatureNames.length],
    );
    const reading = candidates[0]?.reading;
    const [answer] = reading?.evidence.answers[0] ?? [];
    assert.ok(reading && answer);
    assert.equal(reading.features.length, entityFeatureNames.length);
    assert.equal(new TableContext(reading.evidence).featuresOf(0, answer).length, featureNames.length);
  });

  it('writes the names of a case in another style: one for all columns, each name once, the same each time', () => {
    const cases = trainingCases().slice(0, 100);
    let others = 0;
    for (const one of cases) {
      const { columns, ...rest } = restyled(one);
      assert.deepEqual({ ...rest, columns: one.columns }, one);
      assert.deepEqual(restyled(one).columns, columns);
      assert.equal(new Set(columns.map(({ name }) => name)).size, columns.length, one.id);
      for (const [index, { name, ...column }] of columns.entries()) {
        const before = one.columns[index] ?? assert.fail('There is a column too many.');
        assert.deepEqual({ ...column, name: before.name }, before);
        if (isPlaceholder(before.name)) assert.equal(name, before.name);
        else others += Number(name !== before.name);
      }
    }
    assert.ok(others > 0.8 * cases.flatMap(({ columns }) => columns).length, String(others));
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
