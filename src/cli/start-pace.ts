import { type Command, InvalidArgumentError } from 'commander';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';

export interface StartPaceOptions {
  readonly lanes?: number;
  readonly rowsPerSecond?: number;
}

/** Adds what says how fast a migration begins to go; `careferry pace` sets it anew. */
export function addStartPace(command: Command): Command {
  return command
    .option('--lanes <number>', 'slices under way at once, 1 to 32 (default: 4)', numberUpTo(32))
    .option('--rows-per-second <number>', 'the most rows that are read from the source in a second', numberUpTo(1e7));
}

/** The pace as a request has it. */
export function startPace({ lanes, rowsPerSecond }: StartPaceOptions): Pick<StartMigrationInput, 'pace'> {
  if (lanes === undefined && rowsPerSecond === undefined) return {};
  return {
    pace: { ...(lanes === undefined ? {} : { lanes }), ...(rowsPerSecond === undefined ? {} : { rowsPerSecond }) },
  };
}

const numberUpTo = (most: number) => (text: string) => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most)
    throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`);
  return number;
};
