import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { choosePort } from '../../src/stack/choose-port.ts';
import { afterwards } from './afterwards.ts';

test('gives the usual port where it is free, and another with a notice where a stranger has it', async (t) => {
  const usual = await choosePort({ purpose: 'the API', wanted: 0, usual: 1 }, new Set(), () => {});
  const lines: string[] = [];
  const onLog = (line: string) => lines.push(line);
  assert.equal(await choosePort({ purpose: 'the API', wanted: undefined, usual }, new Set(), onLog), usual);
  assert.deepEqual(lines, []);

  await listen(t, usual, '127.0.0.1');
  const other = await choosePort({ purpose: 'the API', wanted: undefined, usual }, new Set(), onLog);
  assert.notEqual(other, usual);
  assert.deepEqual(lines, [`Port ${usual}, usual for the API, is taken by another program; using ${other}.`]);
});

test('sees a stranger that listens on all addresses', async (t) => {
  const port = await listen(t, 0, '0.0.0.0');
  await assert.rejects(
    choosePort({ purpose: 'Temporal', wanted: port, usual: 1 }, new Set(), () => {}),
    /is taken by another program/,
  );
});

test('does not give one port to two parts', async () => {
  const wanted = await choosePort({ purpose: 'PostgreSQL', wanted: 0, usual: 1 }, new Set(), () => {});
  await assert.rejects(
    choosePort({ purpose: 'the API', wanted, usual: 1 }, new Set([wanted]), () => {}),
    /Choose two different ports/,
  );
  assert.notEqual(
    await choosePort({ purpose: 'the API', wanted: undefined, usual: wanted }, new Set([wanted]), () => {}),
    wanted,
  );
});

test('refuses what is no port', async () => {
  for (const wanted of [-1, 65_536, 1.5, Number.NaN]) {
    await assert.rejects(
      choosePort({ purpose: 'the API', wanted, usual: 1 }, new Set(), () => {}),
      /is not a port/,
    );
  }
});

async function listen(t: TestContext, port: number, host: string): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  afterwards(t, () => server.close());
  return (server.address() as { port: number }).port;
}
