import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findTemporal, temporalVersion } from '../../src/stack/temporal/find-temporal.ts';
import { afterwards } from './afterwards.ts';

test('prefers the program on the PATH, then the one in the cache folder', async (t) => {
  const { env, onPath, cached } = places(t);
  script(onPath, 'exit 0');
  script(cached, 'exit 0');
  assert.equal(await find(env), onPath);
  rmSync(onPath);
  assert.equal(await find(env), cached);
});

test('passes over a program that does not run here, and says so', async (t) => {
  const { env, onPath, cached } = places(t);
  script(onPath, 'exit 1');
  script(cached, 'exit 0');
  const lines: string[] = [];
  assert.equal(await find(env, lines), cached);
  assert.deepEqual(lines, [`${onPath} does not run on this machine; looking further.`]);
});

test('says what to install where there is neither Temporal nor Go', async (t) => {
  const { env } = places(t);
  await assert.rejects(find(env), /Temporal is missing\. Install .* or install Go .* or set TEMPORAL_ADDRESS/);
});

test('asks Go for one fixed version, puts it in the cache folder in one step, and leaves nothing else', async (t) => {
  const { env, go, cached } = places(t);
  script(
    go,
    `[ "$*" = "install -v github.com/temporalio/cli/cmd/temporal@${temporalVersion}" ] || exit 9
     printf '#!/bin/sh\\nexit 0\\n' > "$GOBIN/temporal" && /bin/chmod +x "$GOBIN/temporal"`,
  );
  assert.deepEqual(await Promise.all([find(env), find(env)]), [cached, cached]);
  assert.deepEqual(readdirSync(dirname(cached)), [`temporal-${temporalVersion}`]);
});

test('tells the end of what Go says when the build fails, and leaves nothing', async (t) => {
  const { env, go, cached } = places(t);
  script(go, `echo 'go: downloading example.org/a v1.0.0' >&2; echo 'the disk is full' >&2; exit 1`);
  await assert.rejects(
    find(env),
    /Go could not build Temporal .*\ngo: downloading example\.org\/a v1\.0\.0\nthe disk is full$/,
  );
  assert.deepEqual(readdirSync(dirname(cached)), []);
});

function find(env: NodeJS.ProcessEnv, lines: string[] = []): Promise<string> {
  return findTemporal(env, (line) => lines.push(line), new AbortController().signal);
}

/** An environment in which nothing is installed. */
function places(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'careferry-temporal-'));
  afterwards(t, () => rmSync(folder, { recursive: true }));
  const bin = join(folder, 'bin');
  const cached = join(folder, 'cache', 'careferry', 'bin', `temporal-${temporalVersion}`);
  return {
    env: { PATH: bin, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    onPath: join(bin, 'temporal'),
    go: join(bin, 'go'),
    cached,
  };
}

function script(file: string, body: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}
