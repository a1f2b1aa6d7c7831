/** Plain types of phases and pilots. No import of a library: workflows use this file as it is. */

import type { ChecklistItem } from './big-bang.ts';
import type { Disposition } from './migration.ts';

/**
 * How the people of a source are cut into phases; all that belongs to a person comes with them, and whoever fits nowhere comes last.
 * `size`: so many people each, in the order of the source. `field`: one phase for each value of a field of the person, such as a site.
 * `date`: one phase for each year or month of a date of the person. `list`: the legacy identifiers, phase by phase.
 */
export type PhaseCut =
  | { readonly by: 'size'; readonly people: number }
  | { readonly by: 'field'; readonly field: string }
  | { readonly by: 'date'; readonly field: string; readonly every: 'year' | 'month' }
  | { readonly by: 'list'; readonly people: readonly (readonly string[])[] };

/** Who is in a pilot: the people named, or so many that stand for the whole. The same seed chooses the same people. */
export type PilotChoice =
  | { readonly by: 'sample'; readonly people: number; readonly seed: number }
  | { readonly by: 'list'; readonly people: readonly string[] };

/** Fewest and most people of a pilot that chooses by itself. */
export const pilotSize = { least: 10, usual: 20, most: 50 } as const;

/** A phase as people see it. */
export interface PhaseView {
  readonly phaseNo: number;
  readonly title: string;
  readonly people: number;
  /** What became of its records so far: all 0 where it is not loaded. */
  readonly records: Readonly<Record<Disposition, number>>;
  /** Who approved it at its gate; null where nobody has yet. */
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
}

/**
 * What a migration waits for at a gate. `cutover`: a parallel run may end, or its days are over. `freeze`: its end is confirmed, and nobody may
 * write in the old system any more.
 */
export interface Gate {
  /** Names it, so that an approval cannot be taken for that of another one: see `gateId`. */
  readonly id: string;
  readonly kind: 'mapping' | 'checklist' | 'pilot' | 'phase' | 'cutover' | 'freeze';
  /**
   * The phase that was done last, and how many there are; of a parallel run the clean intervals, and how many there must be; of the mapping
   * how often it was amended at this gate; else 0.
   */
  readonly phase: number;
  readonly phases: number;
  /** Of a checklist: what is checked before everything is loaded at once. */
  readonly items?: readonly ChecklistItem[];
  /** Where a person has approved, but for later: the instant at which it goes on. */
  readonly opensAt: string | null;
}

/** A gate, as a step describes it before anybody is there. */
export type GateToPass = Omit<Gate, 'id' | 'opensAt'>;

/** A gate that has just been opened. */
export function openGate(gate: GateToPass): Gate {
  return { id: gateId(gate), ...gate, opensAt: null };
}

/** `phase-2` behind the second phase, `mapping-2` once the mapping was amended at its gate; else the kind, as there is but one of each. */
export function gateId({ kind, phase }: Pick<Gate, 'kind' | 'phase'>): string {
  if (kind === 'mapping' && phase > 0) return `mapping-${phase + 1}`;
  return kind === 'phase' ? `phase-${phase}` : kind;
}
