import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { wrongUse } from './cli-error.ts';

/** The mapping in a file. That it fits the source is found out by who reads the source. */
export function readMapping(file: string, cwd: string): Record<string, unknown> {
  let mapping: unknown;
  try {
    mapping = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch {
    throw wrongUse(
      `The mapping '${file}' cannot be read as JSON.`,
      'Check the path, and that the file is one JSON object.',
    );
  }
  if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) return { ...mapping };
  throw wrongUse(`The mapping '${file}' is not one JSON object.`, 'docs/mapping-and-presets.md has its form.');
}
