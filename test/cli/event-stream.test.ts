import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessages } from '../../src/cli/event-stream.ts';
import { renderLive, renderStoryEvent } from '../../src/cli/render/live-view.ts';
import { migration, runAgainst } from './fake-api.ts';

const stream =
  '\uFEFFretry: 1000\n\n: nothing new\n\nevent: story\nid: 1-ab\ndata: {"no":1}\n\nevent: progress\r\ndata: a\r\ndata: žluťoučký\r\n\r\nid: 2-cd\rdata:é\r\revent: none\n\ndata: broken off';

test('reads a stream of events however its bytes are cut, without comments and without what was broken off', async () => {
  const bytes = new TextEncoder().encode(stream);
  for (let size = 1; size <= bytes.length; size += 1) {
    const chunks = async function* () {
      for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
    };
    const messages = [];
    for await (const message of readMessages(chunks())) messages.push(message);
    assert.deepEqual(
      messages,
      [
        { event: 'story', id: '1-ab', data: '{"no":1}' },
        { event: 'progress', id: null, data: 'a\nžluťoučký' },
        { event: 'message', id: '2-cd', data: 'é' },
      ],
      `${size} bytes at once`,
    );
  }
});

test('shows a bar for each entity, the ledger and the conflicts, and an event in a line', () => {
  const live = renderLive({
    migration: migration({ status: 'running', step: 'load', endedAt: null, conflicts: { open: 1, resolved: 4 } }),
    loaded: { patients: 600 },
  });
  assert.match(live, /^step 5 of 7, load {2}\[#{20}\] 100% {2}12 of 12 {2}6\/s {2}0 s left$/m);
  assert.match(live, /^ {2}patients {2}\[#{10} {10}\] 50% {2}600 of 1,200 loaded$/m);
  assert.match(live, /^patients +1,200 +1,190 /m);
  assert.match(live, /^Conflicts: 1 open, 4 resolved$/m);
  const event = {
    place: '3-5e884898da280471',
    no: 3,
    at: '2026-03-02 09:00:04.120311+00',
    actor: 'a.operator',
    event: 'phaseApproved',
    details: { phase: 2, ledger: { patients: {} } },
  };
  assert.equal(renderStoryEvent(event), '2026-03-02 09:00:04  phaseApproved  by a.operator  phase 2');
});

test('takes either --wait or --watch', async () => {
  const { code, stderr } = await runAgainst(null, ['status', 'x', '--wait', '--watch']);
  assert.equal(code, 2);
  assert.match(stderr, /'--watch' cannot be used with option '--wait'/);
});
