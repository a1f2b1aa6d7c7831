#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: it sees to it that the program itself runs on Node 24, which can read its TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requiredMajor = 24;
const here = fileURLToPath(import.meta.url);

if (Number.parseInt(process.versions.node, 10) >= requiredMajor) {
  // What was compiled once need not be compiled again, here and in the programs that this one starts.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    new URL('../node_modules/.cache/careferry/compiled', import.meta.url),
  );
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  // A checkout has the sources; a published package has what was built from them.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/src/cli/main.js', import.meta.url).href);
} else {
  runOn(findNode());
}

/** The Node that the npm package `node` brings; its path, or null. */
function findNode() {
  try {
    const node = join(
      dirname(createRequire(here).resolve('node/package.json')),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    return existsSync(node) ? node : null;
  } catch {
    return null;
  }
}

function runOn(node) {
  if (node === null) {
    process.stderr.write(
      `Careferry needs Node ${requiredMajor} or later; this is ${process.versions.node}. Repeat \`npm ci\` with install scripts allowed, or install Node ${requiredMajor}.\n`,
    );
    process.exit(2);
  }
  const child = spawn(node, [here, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; it decides when it is done.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${node} does not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}
