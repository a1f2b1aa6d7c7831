import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMigration } from '../../src/cli/render/migration-summary.ts';
import { renderProgress } from '../../src/cli/render/progress-line.ts';
import { migration } from './fake-api.ts';

test('says how far forecasts were from what came true, once it has', () => {
  const progress = { done: 90, total: 100, ratePerSecond: 1, etaSeconds: 10 };
  const forecasts = [{ share: 0.5, etaSeconds: 12, tookSeconds: null }];
  const before = migration({ status: 'running', progress: { ...progress, forecasts } });
  assert.doesNotMatch(renderMigration(before, null), /forecast/);
  const over = forecasts.map((one) => ({ ...one, tookSeconds: 15.2 }));
  const after = migration({ status: 'completed', progress: { ...progress, forecasts: over } });
  assert.match(
    renderMigration(after, null),
    /^Time left, as it was forecast: at 50 %, 12 s \(it took 15\.2 s, -21 %\)$/m,
  );
});

test('says for how long nothing has come any further, instead of an end that is no more to be believed', () => {
  const progress = { done: 50, total: 100, ratePerSecond: 0, etaSeconds: null, stalledSeconds: 70 };
  const line = renderProgress(migration({ status: 'running', step: 'load', progress }));
  assert.match(line, /^step 5 of 7, load {2}\[#{10} {10}\] 50% {2}50 of 100 {2}no progress for 70 s$/);
});
