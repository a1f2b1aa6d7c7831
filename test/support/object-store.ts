import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { findOnPath } from '../../src/stack/find-on-path.ts';
import { eventually } from '../stack/eventually.ts';

const version = 'v1.8.0';

/** A real S3-compatible server with a bucket, for one test file. */
export interface TestObjectStore {
  /** `s3://bucket`. */
  readonly url: string;
  readonly endpoint: string;
  /** Credentials and endpoint, as a worker's environment has them. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the objects lie as plain files, to do mischief; null where the server is somewhere else. */
  readonly folder: string | null;
  stop(): Promise<void>;
}

/**
 * The server that the environment names (`CAREFERRY_TEST_S3_URL` as `s3://bucket`, with the AWS variables), else versitygw: on the PATH,
 * in the user's cache folder, or built there once with Go. Credentials are put into the environment of this process, where the SDK looks.
 * @returns a sentence that says what is missing, where there is none of these.
 */
export async function startObjectStore(): Promise<TestObjectStore | string> {
  const { CAREFERRY_TEST_S3_URL: url, AWS_ENDPOINT_URL_S3: endpoint } = process.env;
  if (url && endpoint) return { url, endpoint, env: {}, folder: null, stop: async () => {} };
  const program = await findGateway();
  if (!program) return 'left out: no versitygw, no Go to build it, and no server named by CAREFERRY_TEST_S3_URL';
  const root = mkdtempSync(join(tmpdir(), 'careferry-s3-'));
  const folder = join(root, 'data');
  for (const name of ['data', 'meta']) mkdirSync(join(root, name));
  const port = await freePort();
  const env = {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'careferry-test',
    AWS_SECRET_ACCESS_KEY: 'careferry-test-secret',
    AWS_REGION: 'us-east-1',
  };
  const server = spawn(program, ['--port', `127.0.0.1:${port}`, 'posix', '--sidecar', join(root, 'meta'), folder], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, ROOT_ACCESS_KEY: env.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: env.AWS_SECRET_ACCESS_KEY },
  });
  Object.assign(process.env, env);
  await makeBucket(env.AWS_ENDPOINT_URL_S3);
  return {
    url: 's3://careferry',
    endpoint: env.AWS_ENDPOINT_URL_S3,
    env,
    folder: join(folder, 'careferry'),
    stop: async () => {
      await end(server);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function findGateway(): Promise<string | null> {
  const onPath = findOnPath('versitygw', process.env);
  if (onPath) return onPath;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const cached = join(cache, 'careferry', 'bin', `versitygw-${version}`);
  if (existsSync(cached)) return cached;
  const go = findOnPath('go', process.env);
  if (!go) return null;
  mkdirSync(dirname(cached), { recursive: true });
  const draft = mkdtempSync(join(dirname(cached), '.building-versitygw-'));
  try {
    process.stderr.write(`Building versitygw ${version} with Go, once; this takes about two minutes.\n`);
    await promisify(execFile)(go, ['install', `github.com/versity/versitygw/cmd/versitygw@${version}`], {
      cwd: draft,
      env: { ...process.env, GOBIN: draft, GOOS: undefined, GOARCH: undefined },
      maxBuffer: 1 << 24,
    });
    renameSync(join(draft, 'versitygw'), cached);
    return cached;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function makeBucket(endpoint: string): Promise<void> {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 });
  await eventually('the object store answers', async () => {
    return client.send(new CreateBucketCommand({ Bucket: 'careferry' })).then(
      () => true,
      () => false,
    );
  });
  client.destroy();
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
