import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mappingSchema } from '../mapping/mapping-schema.ts';
import type { Mapping } from '../record/mapping.ts';
import { wrongUse } from './cli-error.ts';

/** The mapping in a file as it stands there, one JSON object. That it fits a source is found out by who reads the source. */
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

/** The mapping in a file, checked for its form. @throws CliError with the first mistake and its place. */
export function readSoundMapping(file: string, cwd: string): Mapping {
  const parsed = mappingSchema.safeParse(readMapping(file, cwd));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrongUse(
    `The mapping '${file}' has not the form of one: ${issue?.path.map(String).join('.') || 'the whole file'}: ${issue?.message}.`,
    'Compare it with `npx careferry map schema`.',
  );
}
