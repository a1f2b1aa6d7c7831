import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../db/database.ts';
import { insertCompany } from '../../db/queries/companies.ts';
import { compareWithKey } from '../../src/demo/compare-with-key.ts';
import { migrate, runDemo } from '../../src/demo/run-demo.ts';
import type { AnswerKey } from '../../src/sample/answer-key.ts';
import { writeSample } from '../../src/sample/write-sample.ts';
import { removeStateDirectory } from '../../src/stack/remove-state-directory.ts';
import { type Stack, startStack } from '../../src/stack/start-stack.ts';

const seed = 77;
const dirt = 0.1;
const samples: Readonly<Record<string, (folder: string) => Promise<AnswerKey>>> = {
  occuco: (folder) => writeSample('optical', { system: 'occuco', patients: 150, seed, dirt }, folder),
  acuity: (folder) => writeSample('optical', { system: 'acuity', patients: 150, seed, dirt }, folder),
  'care-systems-uk': (folder) => writeSample('care', { system: 'care-systems-uk', residents: 60, seed, dirt }, folder),
};

describe('the answer key of the samples', () => {
  let stack: Stack;
  let state: string;
  before(async () => {
    state = mkdtempSync(join(tmpdir(), 'careferry-demo-'));
    chmodSync(state, 0o755);
    stack = await startStack({
      stateDirectory: state,
      postgresPort: 0,
      temporalPort: 0,
      temporalUiPort: 0,
      apiPort: 0,
    });
  });
  after(async () => {
    await stack.stop();
    removeStateDirectory(state);
  });

  it('agrees with the demonstration: a practice from Optix and a home from Person Centred Software', async () => {
    const lines: string[] = [];
    const isRight = await runDemo(stack, (line) => lines.push(line), new AbortController().signal);
    assert.ok(isRight, lines.join('\n'));
  });

  for (const [system, write] of Object.entries(samples)) {
    it(`agrees with what becomes of a dirty export from ${system}`, async () => {
      const folder = join(state, system);
      mkdirSync(folder);
      const key = await write(folder);
      const database = await openDatabase(stack.databaseUrl, { maxConnections: 1 });
      await database.withCompany(system, (tx) => insertCompany(tx, { name: system, domain: null }));
      await database.close();
      const migration = await migrate(
        stack,
        { companyId: system, name: system, system, folder, key },
        () => {},
        new AbortController().signal,
      );
      assert.equal(migration.status, 'completed', JSON.stringify(migration.failure ?? migration.attention));
      assert.deepEqual(migration.verification, { balanced: true, mismatches: [] });
      assert.deepEqual(compareWithKey(migration.ledger, key), []);
    });
  }

  it('would notice a record too few', async () => {
    const folder = join(state, 'unused');
    mkdirSync(folder);
    const key = await writeSample('optical', { system: 'acuity', patients: 5, seed, dirt: 0 }, folder);
    const one = Object.entries(key.ledger).map(
      ([entity, line]) => [entity, { ...line, updated: 0, rejected: 0 }] as const,
    );
    const ledger = Object.fromEntries(
      one.map(([entity, line], index) => [entity, index === 0 ? { ...line, inserted: line.inserted - 1 } : line]),
    );
    assert.equal(compareWithKey(ledger, key).length, 1);
  });
});
