import { reading, unreadable, type ValueReader } from '../reading.ts';

/** `-1` and `0` are how Access writes yes and no. */
const yes = ['y', 'yes', 'true', 't', '1', '-1', 'on', 'checked', 'ticked', '\u2713', '\u2714'];
const no = ['n', 'no', 'false', 'f', '0', 'off', 'unchecked', 'unticked'];

/** Further words of single fields. */
const ofField: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  asRequired: { prn: true, 'as required': true, 'when required': true, regular: false },
  consentToShare: { given: true, granted: true, refused: false, withdrawn: false, declined: false },
  marketingConsent: {
    'opt in': true,
    'opted in': true,
    given: true,
    'opt out': false,
    'opted out': false,
    withdrawn: false,
  },
};

/** Reads yes and no. `boolean.unreadable`: any other word; "unknown" is not a no. */
export function booleanReader(field: string): ValueReader {
  const words = new Map<string, boolean>([
    ...yes.map((word) => [word, true] as const),
    ...no.map((word) => [word, false] as const),
    ...Object.entries(ofField[field] ?? {}),
  ]);
  return (text) => {
    const value = words.get(text.toLowerCase());
    return value === undefined ? unreadable('boolean.unreadable') : reading(String(value));
  };
}
