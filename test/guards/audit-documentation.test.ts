import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { auditEvents } from '../../src/contract/audit-events.ts';

test('docs/audit.md explains every event of the audit, and no other', () => {
  const rows = [...readFileSync('docs/audit.md', 'utf8').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)];
  assert.deepEqual(
    rows.map(([, name, meaning]) => [name, meaning]),
    Object.entries(auditEvents),
  );
});
