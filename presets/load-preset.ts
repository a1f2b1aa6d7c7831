import { readdir, readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Preset } from '../src/record/preset.ts';
import { presetSchema } from './preset-schema.ts';

/** Where the presets lie: each in a folder of its name. */
const home = new URL('./', import.meta.url);

/** A folder's name and nothing else: no dots, no strokes, no way out. */
const presetName = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Names of the presets that there are, sorted. */
export async function presetNames(): Promise<string[]> {
  const entries = await readdir(home, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && presetName.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Reads `presets/<name>/preset.json` and checks it. Reads it anew each time.
 * @throws Error where there is no such preset; the message lists those that there are.
 * @throws Error where the file is no JSON or not a preset; the message names the file and every place in it.
 */
export async function loadPreset(name: string): Promise<Preset> {
  const names = await presetNames();
  if (!names.includes(name)) throw new Error(`There is no preset '${name}'; there are ${names.join(', ')}.`);
  const file = `presets/${name}/preset.json`;
  const preset = parsePreset(await readFile(new URL(`${name}/preset.json`, home), 'utf8'), file);
  if (preset.name !== name) throw new Error(`${file}: name: must be '${name}', as the folder is called.`);
  return preset;
}

/**
 * Checks the text of a preset.
 * @param file How messages call it.
 * @throws Error as {@link loadPreset} does.
 */
export function parsePreset(text: string, file: string): Preset {
  const parsed = presetSchema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map((issue) => `${file}: ${describe(issue)}.`).join('\n'));
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file}: is no JSON: ${(cause as Error).message}`, { cause });
  }
}

/** `tables[2].targets[0].fields[4].columns: Too small: expected array to have >=1 items` */
function describe({ path, message }: z.core.$ZodIssue): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place === '' ? message : `${place.slice(1)}: ${message}`;
}
