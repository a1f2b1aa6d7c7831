import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMigration } from '../../src/cli/render/migration-summary.ts';
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
