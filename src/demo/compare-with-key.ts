import { dispositions, type Ledger } from '../contract/migration.ts';
import type { AnswerKey } from '../sample/answer-key.ts';

/** Differences between a ledger and what the sample's key says must become of its rows, in words; empty where they agree. */
export function compareWithKey(ledger: Ledger, key: AnswerKey): string[] {
  const entities = new Set([...Object.keys(ledger), ...Object.keys(key.ledger)]);
  return [...entities].flatMap((entity) => {
    const expected: Readonly<Record<string, number>> = key.ledger[entity] ?? {};
    const found: Readonly<Record<string, number>> = ledger[entity] ?? {};
    return ['eligible', ...dispositions]
      .filter((name) => (expected[name] ?? 0) !== (found[name] ?? 0))
      .map((name) => `${entity}: ${name} must be ${expected[name] ?? 0} and is ${found[name] ?? 0}`);
  });
}
