import { changeNotation } from './change-notation.ts';
import { compileDateFormat } from './compile-date-format.ts';
import { compileUnit } from './convert-unit.ts';
import { splitEyePair } from './split-eye-pair.ts';
import { splitLensPower } from './split-lens-power.ts';
import { splitPersonName } from './split-person-name.ts';
import { splitPostalAddress } from './split-postal-address.ts';
import type { Split, Transform, Unclear } from './transform.ts';

/** What a step of a mapping makes of a text; null stands for nothing. */
export type Step = (text: string | null) => string | null | Unclear;

const unclearSplit: Unclear = { code: 'split.unclear' };
const unknownCode: Unclear = { code: 'lookup.unknown' };
const otherDate: Unclear = { code: 'dateFormat.mismatch' };
const noNumber: Unclear = { code: 'unit.unreadable' };
const otherNotation: Unclear = { code: 'notation.unreadable' };

/**
 * Makes a function of a transform; to be called once for a table, not for a row.
 * @throws Error where it names a unit or a form of dates that is none.
 */
export function compileTransform(transform: Transform): Step {
  switch (transform.kind) {
    case 'valueMap':
      return compileLookup(transform);
    case 'label':
      return (text) => text && `${transform.label}: ${text}`;
    case 'prefix':
      return (text) => text && transform.prefix + text;
    case 'suffix':
      return (text) => text && text + transform.suffix;
    case 'part':
      return compilePart(transform);
    case 'default':
      return (text) => text ?? transform.value;
    case 'constant':
      return () => transform.value;
    case 'split':
      return compileSplit(transform);
    case 'dateFormat':
      return orUnclear(compileDateFormat(transform.format), otherDate);
    case 'unit':
      return orUnclear(compileUnit(transform.from, transform.to), noNumber);
    case 'notation':
      return orUnclear(changeNotation[transform.as], otherNotation);
  }
}

function compileLookup({ map, unknown }: Extract<Transform, { kind: 'valueMap' }>): Step {
  const known = new Map(Object.entries(map).map(([from, to]) => [from.trim().toLowerCase(), to]));
  return (text) => {
    if (text === null) return null;
    return known.get(text.toLowerCase()) ?? (unknown === 'issue' ? unknownCode : text);
  };
}

function compilePart({ separator, index, of }: Extract<Transform, { kind: 'part' }>): Step {
  return (text) => {
    if (text === null) return null;
    const parts = text.split(separator);
    if (of !== undefined && parts.length !== of) return unclearSplit;
    return parts[index]?.trim() || null;
  };
}

function compileSplit(transform: Split): Step {
  switch (transform.as) {
    case 'personName': {
      const { part, order, between } = transform;
      return partOf((text) => splitPersonName(text, order, between), part);
    }
    case 'postalAddress':
      return partOf(splitPostalAddress, transform.part);
    case 'eyePair':
      return partOf(splitEyePair, transform.part);
    case 'lensPower':
      return partOf(splitLensPower, transform.part);
  }
}

function partOf<Part extends string>(split: (text: string) => Readonly<Record<Part, string>> | null, part: Part): Step {
  return (text) => {
    if (text === null) return null;
    const parts = split(text);
    return parts === null ? unclearSplit : parts[part] || null;
  };
}

function orUnclear(change: (text: string) => string | null, unclear: Unclear): Step {
  return (text) => (text === null ? null : (change(text) ?? unclear));
}
