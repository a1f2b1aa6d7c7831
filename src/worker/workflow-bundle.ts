import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cacheFolder = join(root, 'node_modules', '.cache', 'careferry');

/**
 * The bundle of the workflows, made once for each state of their sources (about three seconds) and then read from a cache beside the
 * dependencies. Two workers at once make it twice and keep the same file.
 */
export async function loadWorkflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  const file = join(cacheFolder, `workflows-${await hashSources()}.js`);
  const cached = await readFile(file, 'utf8').catch(() => null);
  if (cached !== null) return { code: cached, sourceMap: '' };
  const bundle = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    logger: {
      log: () => {},
      trace: () => {},
      debug: () => {},
      info: () => {},
      warn: console.error,
      error: console.error,
    },
  });
  await mkdir(cacheFolder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, bundle.code);
  await rename(unfinished, file);
  return bundle;
}

/** Everything that may end up in the bundle: the workflows, the contract, and the version of the SDK. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['workflows', join('src', 'contract')]) {
    const names = await readdir(join(root, folder), { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.ts')).sort()) {
      hash.update(name).update(await readFile(join(root, folder, name)));
    }
  }
  hash.update(await readFile(join(root, 'node_modules', '@temporalio', 'workflow', 'package.json')));
  return hash.digest('hex').slice(0, 16);
}
