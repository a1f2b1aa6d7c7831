import { InvalidArgumentError } from 'commander';

/** `NAME=VALUE`, as a person wrote it behind an option. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Reads `NAME=VALUE` and keeps all of them. @param form is shown where it is none. */
export function collectPair(form: string) {
  return (text: string, earlier: readonly Pair[]): readonly Pair[] => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) throw new InvalidArgumentError(`It has the form ${form}.`);
    return [...earlier, { name: text.slice(0, at), value: text.slice(at + 1) }];
  };
}
