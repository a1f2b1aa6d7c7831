/** A part of a migration that is loaded and verified by itself. */
export interface Phase {
  readonly phaseNo: number;
  readonly phases: number;
}

/** What a step is told of the phase; nothing where there are no phases. */
export function keyOf(phase: Phase | undefined): { readonly phaseNo?: number } {
  return phase ? { phaseNo: phase.phaseNo } : {};
}

/** For the Temporal UI: ` of phase 2 of 5`. */
export function inWords(phase: Phase | undefined): string {
  return phase ? ` of phase ${phase.phaseNo} of ${phase.phases}` : '';
}

/** What counts the records that are loaded of it. */
export function recordsOf(phase: Phase | undefined): string {
  return `records loaded${inWords(phase)}`;
}
