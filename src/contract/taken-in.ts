import type { MigrationStatus, signalNames, updateNames } from './migration.ts';

export type SteeringCommand = keyof typeof signalNames | keyof typeof updateNames;

const underWay = ['running', 'awaitingApproval', 'awaitingDecisions', 'needsAttention'] as const;
const notOver = ['scheduled', ...underWay, 'pausing', 'paused'] as const;

/**
 * In which status a migration takes which command: one table for the workflow, the API, the CLI and the wizard. In a status that is not
 * named, an update is refused with the reason and a signal changes nothing. What else must be so, such as enough clean intervals before a
 * cutover, only the workflow knows; while something is undone, it takes nothing but another try of a step that needs attention. No import
 * of a library: workflows use this file as it is.
 */
export const takenIn: Readonly<Record<SteeringCommand, readonly MigrationStatus[]>> = {
  /** One that is yet to begin is paused at once, and does not begin while it is. */
  pause: ['scheduled', ...underWay],
  resume: ['pausing', 'paused'],
  cancel: notOver,
  /** A decision counts until the records at issue are loaded, so also while the migration is paused. */
  resolveConflict: [...underWay, 'pausing', 'paused'],
  approve: ['awaitingApproval'],
  undoPhase: ['awaitingApproval'],
  confirmCutover: ['running', 'awaitingApproval'],
  /** Where a migration stands still, so that nothing goes by a mapping that is just being changed. */
  amendMapping: ['awaitingApproval', 'awaitingDecisions', 'needsAttention', 'paused'],
  retryStep: ['needsAttention'],
  skipStep: ['needsAttention'],
  setPace: notOver,
};
