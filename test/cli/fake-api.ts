import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { runCli } from '../../src/cli/run-cli.ts';
import type { Migration } from '../../src/contract/migration.ts';

export const jobId = '0190b0f4-7c1e-7a55-9d3a-2f6f3a0c8e11';

/** A migration as the API would tell it. */
export function migration(changes: Partial<Migration> = {}): Migration {
  return {
    id: jobId,
    companyId: 'alpha',
    strategy: 'big-bang',
    sourceSystem: 'optix',
    status: 'completed',
    step: 'report',
    progress: { done: 12, total: 12, ratePerSecond: 6, etaSeconds: 0 },
    ledger: {
      patients: { eligible: 1200, inserted: 1190, updated: 0, merged: 4, skipped: 0, quarantined: 6, rejected: 0 },
    },
    quality: {
      score: 97.5,
      level: 'excellent',
      dimensions: { completeness: 99, validity: 97, uniqueness: 99.6, linkage: 100 },
    },
    findings: 0,
    conflicts: { open: 0, resolved: 4 },
    backupId: 'before-it',
    verification: { balanced: true, mismatches: [] },
    workflowId: `migration/alpha/${jobId}`,
    isDryRun: false,
    gate: null,
    attention: null,
    failure: null,
    startedAt: '2026-03-02T09:00:00.000Z',
    endedAt: '2026-03-02T09:00:12.000Z',
    ...changes,
  };
}

/** A problem as the API would tell it. */
export function problem(status: number, more: object = {}): ScriptedAnswer {
  return {
    status,
    body: {
      type: '/api/docs/migration#problem-x',
      title: 'X',
      status,
      detail: `It was answered with ${status}.`,
      ...more,
    },
  };
}

interface ScriptedAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** An HTTP server that stands for the API: it answers each request with the next line of the script, the last one again and again. */
export interface FakeApi {
  readonly url: string;
  readonly requests: SeenRequest[];
}

export async function startFakeApi(t: TestContext, ...script: readonly ScriptedAnswer[]): Promise<FakeApi> {
  const requests: SeenRequest[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { status, body } = script[Math.min(requests.length, script.length - 1)] ?? { status: 500, body: {} };
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      body: text ? JSON.parse(text) : undefined,
      headers: request.headers,
    });
    response
      .writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' })
      .end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, against that API where one is given. */
export async function runAgainst(
  api: FakeApi | null,
  args: readonly string[],
  more: { env?: Record<string, string>; isTTY?: boolean } = {},
): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(args, {
    env: { ...(api ? { CAREFERRY_URL: api.url, CAREFERRY_TOKEN: 'a.b.c' } : {}), ...more.env },
    cwd: import.meta.dirname,
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text), isTTY: more.isTTY ?? false },
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}
