import { parseArgs } from 'node:util';

export interface BenchArguments {
  readonly patients: number;
  readonly examinations: number;
  readonly seed: number;
  /** One JSON document on stdout, and nothing else. */
  readonly isJson: boolean;
}

/** `--patients 50000 --examinations 250000 --seed 1 --json`. @throws Error on anything else. */
export function readArguments(args: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      patients: { type: 'string', default: '50000' },
      examinations: { type: 'string', default: '250000' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const count = (name: 'patients' | 'examinations' | 'seed') => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1)
      throw new Error(`--${name} takes a whole number from 1, not '${values[name]}'.`);
    return value;
  };
  return { patients: count('patients'), examinations: count('examinations'), seed: count('seed'), isJson: values.json };
}
