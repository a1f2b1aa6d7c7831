import type { LensPart } from './split-lens-power.ts';
import type { NamePart } from './split-person-name.ts';
import type { AddressPart } from './split-postal-address.ts';

/** What happens to a cell before its field's type reads it. Applied in order. */
export type Transform =
  /**
   * Coded values; compared trimmed and without case. A value that is not in it goes on unchanged, or with `unknown`
   * `issue` becomes the issue `lookup.unknown`.
   */
  | { readonly kind: 'valueMap'; readonly map: Readonly<Record<string, string>>; readonly unknown?: 'keep' | 'issue' }
  /** Writes `Label: value`, for custom fields that go to the notes. */
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'suffix'; readonly suffix: string }
  /**
   * The n-th part, from 0, of the value cut at `separator`. With `of`, a value that has not so many parts becomes the issue
   * `split.unclear`; without, a part that is not there is nothing.
   */
  | { readonly kind: 'part'; readonly separator: string; readonly index: number; readonly of?: number }
  /** The value where the cell is blank. */
  | { readonly kind: 'default'; readonly value: string }
  /** That value for every record, whatever the row says; its mapping needs no column. */
  | { readonly kind: 'constant'; readonly value: string }
  | Split
  /**
   * A date that is written in this form: `YYYY`, `MM` or `M`, `MMM` (an English month), `DD` or `D`, `HH`, `mm`, `ss` and what
   * stands between; or `excel`, the days that Excel counts. Another form is the issue `dateFormat.mismatch`.
   */
  | { readonly kind: 'dateFormat'; readonly format: string }
  /** A number in one unit (UCUM), written in another. The original is kept. No number: the issue `unit.unreadable`. */
  | { readonly kind: 'unit'; readonly from: string; readonly to: string }
  | { readonly kind: 'notation'; readonly as: Notation };

/** One part of a value that holds several. A value that is not clearly of that form becomes the issue `split.unclear`. */
export type Split =
  /**
   * `order` says which name stands first where no comma tells (default `givenFirst`); `between`, what the words between
   * first and last are where there are any: middle names, or unclear (the default).
   */
  | {
      readonly kind: 'split';
      readonly as: 'personName';
      readonly part: NamePart;
      readonly order?: 'givenFirst' | 'familyFirst';
      readonly between?: 'middleNames' | 'unclear';
    }
  | { readonly kind: 'split'; readonly as: 'postalAddress'; readonly part: AddressPart }
  /** `6/6 R 6/9 L`: what is said of one eye. */
  | { readonly kind: 'split'; readonly as: 'eyePair'; readonly part: 'right' | 'left' }
  /** `-1.25/-0.50x90 Add 2.00`. */
  | { readonly kind: 'split'; readonly as: 'lensPower'; readonly part: LensPart };

/**
 * Another notation of the same value: `acuityInMetres` writes `20/40` as `6/12`, `dioptresOfHundredths` writes `-125` as
 * `-1.25`, `decimalPoint` writes `1,25` as `1.25`. What is not written so becomes the issue `notation.unreadable`.
 */
export type Notation = 'acuityInMetres' | 'dioptresOfHundredths' | 'decimalPoint';

/** A value that a transform cannot make sense of. Nothing is guessed: the field is read as unreadable under this code. */
export interface Unclear {
  readonly code: string;
}
