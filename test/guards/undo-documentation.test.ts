import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { undoEnds, undoReasons, undoRefusals } from '../../src/contract/undo.ts';

test('docs/undo.md explains every end, every reason and every refusal, and no other', () => {
  const page = readFileSync('docs/undo.md', 'utf8');
  const names = [...page.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
  assert.deepEqual(names.sort(), [...Object.keys(undoReasons), ...Object.keys(undoRefusals)].sort());
  for (const end of undoEnds) assert.match(page, new RegExp(`^\\| ${end} \\|`, 'm'));
});
