/** A unit as a ratio to the first of its kind, and, for temperatures, where its zero lies. */
interface Unit {
  readonly kind: string;
  readonly ratio: readonly [bigint, bigint];
  /** Subtracted before the ratio. */
  readonly zero?: bigint;
}

/** UCUM codes (https://ucum.org/ucum), with their exact definitions. */
const units: Readonly<Record<string, Unit>> = {
  m: { kind: 'length', ratio: [1n, 1n] },
  cm: { kind: 'length', ratio: [1n, 100n] },
  mm: { kind: 'length', ratio: [1n, 1000n] },
  '[in_i]': { kind: 'length', ratio: [254n, 10_000n] },
  '[ft_i]': { kind: 'length', ratio: [3048n, 10_000n] },
  kg: { kind: 'mass', ratio: [1n, 1n] },
  g: { kind: 'mass', ratio: [1n, 1000n] },
  mg: { kind: 'mass', ratio: [1n, 1_000_000n] },
  '[lb_av]': { kind: 'mass', ratio: [45_359_237n, 100_000_000n] },
  '[stone_av]': { kind: 'mass', ratio: [635_029_318n, 100_000_000n] },
  'mm[Hg]': { kind: 'pressure', ratio: [1n, 1n] },
  kPa: { kind: 'pressure', ratio: [1_000_000n, 133_322n] },
  Cel: { kind: 'temperature', ratio: [1n, 1n] },
  '[degF]': { kind: 'temperature', ratio: [5n, 9n], zero: 32n },
  L: { kind: 'volume', ratio: [1n, 1n] },
  mL: { kind: 'volume', ratio: [1n, 1000n] },
  h: { kind: 'time', ratio: [60n, 1n] },
  min: { kind: 'time', ratio: [1n, 1n] },
  s: { kind: 'time', ratio: [1n, 60n] },
};

/** The units that {@link compileUnit} knows, as UCUM codes. */
export const knownUnits: readonly string[] = Object.keys(units);

/** Whether a number in one of the units can be written in the other. */
export function isConvertible(from: string, to: string): boolean {
  return units[from] !== undefined && units[from].kind === units[to]?.kind;
}

const scale = 10_000n;

/**
 * Prepares the conversion of numbers in one unit to another; exactly, then rounded to four places, a half away from zero. A text
 * that is not a plain number with a decimal point gives null.
 * @throws Error where one of the units is not known, or they measure different things.
 */
export function compileUnit(from: string, to: string): (text: string) => string | null {
  const [source, target] = [units[from], units[to]];
  if (!source || !target || source.kind !== target.kind)
    throw new Error(`A number in '${from}' cannot be written in '${to}'.`);
  const up = source.ratio[0] * target.ratio[1];
  const down = source.ratio[1] * target.ratio[0];
  return (text) => {
    const [, sign, whole = '', fraction = ''] = /^([+-]?)(\d{1,12})(?:\.(\d{1,8}))?$/.exec(text) ?? [];
    if (whole === '') return null;
    const places = 10n ** BigInt(fraction.length);
    const value = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
    const top = (value - (source.zero ?? 0n) * places) * up * scale;
    const moved = roundedRatio(top, down * places) + (target.zero ?? 0n) * scale;
    return decimalText(moved);
  };
}

function roundedRatio(top: bigint, bottom: bigint): bigint {
  const half = top < 0n ? -bottom / 2n : bottom / 2n;
  return (top + half) / bottom;
}

/** Of ten-thousandths, without zeros at the end. */
function decimalText(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(5, '0');
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
  return value < 0n && text !== '0' ? `-${text}` : text;
}
