import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOnPath } from '../find-on-path.ts';
import { findMarked, ownMark } from '../process-identity.ts';

const reportEveryMs = 5000;
const draftPrefix = '.building-';

/**
 * Builds the Temporal command line with Go and moves it to `target` in one step. Takes four to five minutes on two
 * cores, far less when Go has its modules and packages cached. Where another process builds the same, this
 * waits for it; two that begin at the very same moment both build, and do not disturb each other.
 * @throws Error where there is no Go, where the build fails (with the end of Go's output), or when `signal` aborts.
 */
export async function buildTemporal(
  target: string,
  version: string,
  env: NodeJS.ProcessEnv,
  onLog: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const go = findOnPath('go', env);
  if (!go) {
    throw new Error(
      'Temporal is missing. Install its command line so that `temporal` is on the PATH (https://docs.temporal.io/cli/setup-cli), ' +
        'or install Go so that `go` is on it (https://go.dev/doc/install) and Temporal is built once, or set TEMPORAL_ADDRESS to a server of your own.',
    );
  }
  const folder = dirname(target);
  mkdirSync(folder, { recursive: true });
  await waitForOtherBuilds(folder, onLog, signal);
  if (existsSync(target)) return;
  const draft = mkdtempSync(join(folder, `${draftPrefix}${ownMark()}.`));
  try {
    onLog(`Building Temporal ${version} with Go, once; this takes a few minutes.`);
    const child = spawn(go, ['install', '-v', `github.com/temporalio/cli/cmd/temporal@${version}`], {
      cwd: draft,
      // A GOOS or GOARCH of another machine would forbid GOBIN and make a program that does not run here.
      env: { ...env, GOBIN: draft, GOOS: undefined, GOARCH: undefined },
      stdio: ['ignore', 'ignore', 'pipe'],
      // Of its own process group, so that its compilers can be ended with it.
      detached: true,
    });
    await followBuild(child, version, onLog, signal);
    renameSync(join(draft, 'temporal'), target);
    onLog(`Temporal ${version} is built: ${target}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Clears away what a build left that was killed. */
async function waitForOtherBuilds(folder: string, onLog: (line: string) => void, signal: AbortSignal): Promise<void> {
  for (let seconds = 0; ; seconds += 1) {
    const drafts = readdirSync(folder).filter((name) => name.startsWith(draftPrefix));
    const builders = drafts.map((name) => ({
      name,
      builder: findMarked(name.slice(draftPrefix.length, name.lastIndexOf('.'))),
    }));
    for (const { name, builder } of builders)
      if (!builder) rmSync(join(folder, name), { recursive: true, force: true });
    const other = builders.find(({ builder }) => builder && builder.pid !== process.pid)?.builder;
    if (!other) return;
    if (seconds % 15 === 0) onLog(`Process ${other.pid} is building Temporal; waiting for it.`);
    await sleep(1000, undefined, { signal });
  }
}

interface BuildProgress {
  downloaded: number;
  compiled: number;
  latest: string;
  /** The last lines, for the message of a failure. */
  tail: string[];
}

async function followBuild(
  child: ChildProcess,
  version: string,
  onLog: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAtMs = Date.now();
  const progress: BuildProgress = { downloaded: 0, compiled: 0, latest: 'reading what is cached', tail: [] };
  if (child.stderr) createInterface({ input: child.stderr }).on('line', (line) => count(line, progress));
  const reports = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAtMs) / 1000);
    const elapsed = `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
    const { downloaded, compiled, latest } = progress;
    onLog(
      `Building Temporal ${version}: ${elapsed}, ${downloaded} modules downloaded, ${compiled} packages compiled; now ${latest}`,
    );
  }, reportEveryMs);
  const end = () => endGroup(child);
  signal.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
      if (signal.aborted) end();
    });
    signal.throwIfAborted();
    if (code !== 0)
      throw new Error(`Go could not build Temporal ${version}. Its output ends:\n${progress.tail.join('\n')}`);
  } finally {
    clearInterval(reports);
    signal.removeEventListener('abort', end);
  }
}

/** Go says `go: downloading MODULE VERSION` for each module, and with -v the name of each package that it compiles. */
function count(line: string, progress: BuildProgress): void {
  const isDownload = line.startsWith('go: downloading ');
  if (isDownload) progress.downloaded += 1;
  else if (/^[\w./-]+$/.test(line)) progress.compiled += 1;
  progress.latest = isDownload ? line.slice('go: '.length) : line;
  progress.tail = [...progress.tail.slice(-14), line];
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGTERM');
}
