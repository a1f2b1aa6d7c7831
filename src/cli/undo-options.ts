import type { RollbackRequestInput } from '../contract/undo-schemas.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** What of a migration is to be undone, and how, as the command line says it. */
export interface UndoOptions {
  readonly entity?: readonly string[];
  readonly person?: readonly string[];
  readonly slice?: readonly string[];
  readonly phase?: readonly string[];
  readonly to?: string;
  readonly dependents: boolean;
  readonly preserveCurrentData?: true;
  readonly force?: true;
  readonly verify?: true;
  readonly token?: string;
  readonly notify?: readonly string[];
}

/** The request that says the same. @throws CliError on a slice or a time that is none, and on options that contradict each other. */
export function toRollbackRequest(options: UndoOptions): RollbackRequestInput {
  const { entity = [], person = [], slice = [], phase = [], to, token } = options;
  if (options.force && options.preserveCurrentData)
    throw wrongUse('--force and --preserve-current-data contradict each other.');
  if (to !== undefined && Number.isNaN(Date.parse(to)))
    throw wrongUse(`--to takes a time in ISO 8601, such as 2026-03-02T09:00:00Z, not '${to}'.`);
  return {
    entities: [...entity],
    people: [...person],
    slices: slice.map(toSlice),
    phases: phase.map(toPhase),
    dependents: options.dependents ? 'include' : 'refuse',
    preserveCurrentData: options.force !== true,
    verifyIntegrity: options.verify === true,
    to: to === undefined ? null : new Date(to).toISOString(),
    token: token ?? null,
    ...(options.notify ? { notifyOnCompletion: [...options.notify] } : {}),
  };
}

/** The options that choose the same once more, as a shell takes them. */
export function repeatOptions(options: UndoOptions): string {
  const { entity = [], person = [], slice = [], phase = [], to, notify = [] } = options;
  const named = { entity, person, slice, phase, ...(to ? { to: [to] } : {}), notify };
  const words = Object.entries(named).flatMap(([name, values]) => values.map((value) => ` --${name} ${quote(value)}`));
  if (!options.dependents) words.push(' --no-dependents');
  if (options.force) words.push(' --force');
  if (options.verify) words.push(' --verify');
  return words.join('');
}

const quote = (value: string): string => (/^[\w.:@+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);

function toSlice(text: string): { fileNo: number; sliceNo: number } {
  const [, fileNo, sliceNo] = /^([1-9]\d{0,8}):([1-9]\d{0,8})$/.exec(text) ?? [];
  if (!fileNo || !sliceNo)
    throw wrongUse(`--slice takes the numbers of a file and a slice, such as 1:3, not '${text}'.`);
  return { fileNo: Number(fileNo), sliceNo: Number(sliceNo) };
}

function toPhase(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw wrongUse(`--phase takes the number of a phase, such as 2, not '${text}'.`);
  return Number(text);
}

function wrongUse(message: string): CliError {
  return new CliError(message, exitCodes.wrongUse);
}
