import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { getRequestListener } from '@hono/node-server';
import { recordEvent } from '../../../db/queries/audit.ts';
import { mostStreams } from '../../../src/api/migrations/stream-slots.ts';
import { ApiClient } from '../../../src/cli/api-client.ts';
import { readMessages, type StreamMessage } from '../../../src/cli/event-stream.ts';
import type { AuditEventName } from '../../../src/contract/audit-events.ts';
import { rollbackWorkflowId, signalNames, taskQueues } from '../../../src/contract/migration.ts';
import {
  type StoryEvent,
  storyEventSchema,
  streamEndSchema,
  streamProgressSchema,
} from '../../../src/contract/story.ts';
import { wholeMigration } from '../../../src/contract/undo.ts';
import { runAgainst } from '../../cli/fake-api.ts';
import { eventually } from '../../stack/eventually.ts';
import { patients, type RealApi } from './real-api.ts';

const company = 'mu';
const never = new AbortController().signal;

/** Serves the API on a port of its own, as a process of it does. */
async function serve(api: RealApi, stopping: AbortSignal, port = 0): Promise<Server> {
  const server = createServer(getRequestListener(api.another(stopping).fetch));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const urlOf = (server: Server) => `http://127.0.0.1:${portOf(server)}`;

/** Kills it with everything that it has under way. */
async function kill(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export function testStreaming(api: () => RealApi): void {
  const clientOf = (server: Server, seconds?: number) =>
    new ApiClient(urlOf(server), () => api().mint(company, seconds));
  const open = (server: Server, id: string, place: string | null = null, signal = never) =>
    clientOf(server).openEvents(id, place, signal);
  const messagesOf = async (response: Response) => {
    assert.ok(response.body);
    const messages: StreamMessage[] = [];
    for await (const message of readMessages(response.body)) messages.push(message);
    return messages;
  };
  const storyOf = (messages: readonly StreamMessage[]) =>
    messages.flatMap(({ event, data }) => (event === 'story' ? [storyEventSchema.parse(JSON.parse(data))] : []));
  const brief = (story: readonly StoryEvent[]) => story.map(({ no, event }) => `${no} ${event}`);
  const writeEvent = (id: string, event: string, until: Promise<unknown> = Promise.resolve()) =>
    api().database.withCompany(company, async (tx) => {
      await recordEvent(tx, { migrationId: id, actor: 'test', event: event as AuditEventName });
      await until;
    });
  /** Of the migrations that a later test looks at once more. */
  const ids: { completed?: string; waiting?: string } = {};
  const withServer = async (work: (server: Server, stopping: AbortController) => Promise<void>) => {
    const stopping = new AbortController();
    const server = await serve(api(), stopping.signal);
    try {
      await work(server, stopping);
    } finally {
      await kill(server);
    }
  };

  test('tells every event once to one whose stream breaks off after each, while others write and one commits late', async () => {
    const id = await api().start(company, patients('S'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    const late = Promise.withResolvers<void>();
    const lateEvent = writeEvent(id, 'committedLate', late.promise);
    const writers = Promise.all(Array.from({ length: 6 }, (_, no) => writeEvent(id, `written${no}`)));
    let server = await serve(api(), never);
    const port = portOf(server);
    const story: StoryEvent[] = [];
    try {
      for (let place: string | null = null; ; ) {
        const response = await open(server, id, place);
        if (response.status === 204) break;
        assert.ok(response.body);
        for await (const message of readMessages(response.body)) {
          if (message.event !== 'story') continue;
          story.push(storyEventSchema.parse(JSON.parse(message.data)));
          place = message.id;
          break;
        }
        // The API dies under it, and comes back; then what was written first becomes visible.
        if (story.length !== 5) continue;
        await kill(server);
        await writers;
        late.resolve();
        await lateEvent;
        server = await serve(api(), never, port);
        assert.equal((await api().call(company, 'POST', `/api/migrations/${id}/approve`)).status, 202);
      }
      const whole = await messagesOf(await open(server, id));
      assert.deepEqual(story, storyOf(whole), 'the same as without a break');
      ids.completed = id;
      assert.deepEqual(
        story.map(({ no }) => no),
        story.map((_, index) => index + 1),
      );
      const names = story.map(({ event }) => event);
      assert.equal(new Set(names).size, names.length, names.join());
      for (const event of ['migrationStarted', 'written5', 'committedLate', 'mappingApproved', 'migrationCompleted'])
        assert.ok(names.includes(event), event);
    } finally {
      late.resolve();
      await kill(server);
    }
  });

  test('tells how it stands, replays what has ended as a whole, says the end, and refuses the places of another migration', async () => {
    const id = await api().start(company, patients('R'));
    await withServer(async (server) => {
      const messages = await messagesOf(await open(server, id));
      const progress = messages.filter(({ event }) => event === 'progress');
      assert.ok(progress.every((message) => message.id === null));
      const { migration, loaded } = streamProgressSchema.parse(JSON.parse(progress.at(-1)?.data ?? ''));
      assert.deepEqual([migration.id, migration.status, loaded], [id, 'completed', { patients: 2 }]);
      assert.deepEqual(streamEndSchema.parse(JSON.parse(messages.at(-1)?.data ?? '')), { status: 'completed' });
      assert.equal(brief(storyOf(messages))[0], '1 migrationStarted');
      const later = await messagesOf(await open(server, id));
      assert.deepEqual(storyOf(later), storyOf(messages));
      const alias = await fetch(
        `${urlOf(server)}/api/migration/${id}/events?lastEventId=${messages.find((one) => one.id)?.id}`,
        {
          headers: { authorization: `Bearer ${await api().mint(company)}` },
        },
      );
      assert.deepEqual(storyOf(await messagesOf(alias)), storyOf(messages).slice(1));
      assert.doesNotMatch(JSON.stringify(messages), /Ann|Bob|Example/);
      const foreign = storyOf(await messagesOf(await open(server, ids.completed ?? ''))).map(({ place }) => place);
      for (const wrong of [...foreign, '0', '-1', '3', '2999-01-01', 'x'.repeat(60)]) {
        const { status, body } = await api().call(company, 'GET', `/api/migrations/${id}/events`, undefined, {
          'last-event-id': wrong,
        });
        assert.deepEqual([status, body.title], [422, 'There is no such place'], wrong);
      }
    });
  });

  test('ends at once, and frees its place, where nobody listens, the token ends, or the API is to stop', async () => {
    const id = await api().start(company, patients('Q'), { autoApprove: false });
    await api().until(company, id, 'awaitingApproval');
    await withServer(async (server, stopping) => {
      assert.deepEqual(
        (
          await messagesOf(
            await fetch(`${urlOf(server)}/api/migrations/${id}/events?follow=false`, {
              headers: { authorization: `Bearer ${await api().mint(company)}` },
            }),
          )
        ).at(-1),
        { event: 'end', id: null, data: '{"status":"awaitingApproval"}' },
      );
      const gone = new AbortController();
      // Kept: one that nobody refers to any more is closed by the collector of garbage.
      const opened: Response[] = [];
      while (opened.length < mostStreams) opened.push(await open(server, id, null, gone.signal));
      await assert.rejects(
        open(server, id),
        (error: { problem?: { status: number } }) => error.problem?.status === 429,
      );
      assert.ok(opened.every(({ bodyUsed }) => !bodyUsed));
      gone.abort();
      // For a second: its stream ends by itself, without a last word.
      const shortly = await eventually('a place is free', () =>
        clientOf(server, 1)
          .openEvents(id, null, never)
          .catch(() => null),
      );
      assert.equal(
        (await messagesOf(shortly)).some(({ event }) => event === 'end'),
        false,
      );
      const stopped = await eventually('a place is free', () => open(server, id).catch(() => null));
      const told = messagesOf(stopped);
      stopping.abort();
      assert.equal(
        (await told).some(({ event }) => event === 'end'),
        false,
        'it has not ended',
      );
    });
    ids.waiting = id;
  });

  test('ends streams and the process, well before its patience is over, when the API gets SIGTERM', async (t) => {
    const env = { ...process.env, ...api().environment, PORT: '0', LOG_LEVEL: 'info' };
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../../src/server.ts')], {
      env,
      stdio: [...stdio],
    });
    t.after(() => child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout as Readable })[Symbol.asyncIterator]();
    const untilLogged = async (message: string): Promise<{ time: number; port: number }> => {
      for (;;) {
        const { value, done } = await lines.next();
        assert.ok(!done, `it has logged: ${message}`);
        if (JSON.parse(value).msg === message) return JSON.parse(value);
      }
    };
    const { port } = await untilLogged('listening');
    const client = new ApiClient(`http://127.0.0.1:${port}`, () => api().mint(company));
    const streams = await Promise.all([1, 2, 3].map(() => client.openEvents(ids.waiting ?? '', null, never)));
    const told = Promise.all(streams.map(messagesOf));
    const askedAt = Date.now();
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
    assert.ok(Date.now() - askedAt < 5_000, `it has taken ${Date.now() - askedAt} ms`);
    for (const messages of await told) assert.ok(messages.length > 0 && messages.every(({ event }) => event !== 'end'));
  });

  test('the command that watches goes on by itself when the API was started again, and says each event once', async () => {
    const id = ids.waiting ?? '';
    let server = await serve(api(), never);
    const [url, port] = [urlOf(server), portOf(server)];
    const env = { CAREFERRY_URL: url, CAREFERRY_TOKEN: await api().mint(company) };
    const listened = once(server, 'request');
    const watched = runAgainst(null, ['status', id, '--company-id', company, '--watch', '--json'], { env });
    try {
      await listened;
      await kill(server);
      await api().call(company, 'POST', `/api/migrations/${id}/approve`);
      await api().until(company, id, 'completed');
      server = await serve(api(), never, port);
      const { code, stdout, stderr } = await watched;
      assert.equal(code, 0, stderr);
      assert.equal(JSON.parse(stdout).status, 'completed');
      for (const event of ['migrationStarted', 'mappingApproved', 'migrationCompleted'])
        assert.equal(stderr.match(new RegExp(`^[-\\d: ]{19}  ${event}  by `, 'gm'))?.length, 1, `${event}\n${stderr}`);
    } finally {
      await kill(server);
    }
  });

  test('goes on with a rollback that is under way, to its end', async () => {
    const id = await api().start(company, patients('U'));
    await api().until(company, id, 'completed');
    const handle = await api().temporal.workflow.signalWithStart('rollbackMigration', {
      taskQueue: taskQueues.orchestration,
      workflowId: rollbackWorkflowId(company, id),
      args: [
        { companyId: company, migrationId: id, requestedBy: 'tester', wish: wholeMigration, isParallelRun: false },
      ],
      signal: signalNames.pause,
    });
    await withServer(async (server) => {
      const response = await open(server, id);
      await handle.signal(signalNames.resume, { by: 'tester' });
      const messages = await messagesOf(response);
      assert.ok(brief(storyOf(messages)).some((event) => event.endsWith(' recordsUndone')));
      assert.deepEqual(JSON.parse(messages.at(-1)?.data ?? ''), { status: 'rolledBack' });
    });
  });
}
