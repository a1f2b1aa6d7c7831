/** Which phase a step is about; without one, the whole migration. */
export interface InPhase {
  readonly phaseNo?: number;
}

/** As the database has it: null where the step is about the whole. */
export function phaseIn({ phaseNo }: InPhase): number | null {
  return phaseNo ?? null;
}
