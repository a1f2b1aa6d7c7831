/** Plain types of who works on a company's target. No import of a library. */

import type { UndoRefusalReason } from './undo.ts';

/** Migrations of a company can go on side by side. An undo and a restore in place go on alone. */
export const targetClaimKinds = ['migration', 'undo', 'restore'] as const;
export type TargetClaimKind = (typeof targetClaimKinds)[number];

/** Work on the target of one company. */
export interface TargetClaim {
  readonly workflowId: string;
  readonly kind: TargetClaimKind;
}

/** Why an undo is refused that this stands against. */
export const refusalOfClaim: Readonly<Record<TargetClaimKind, UndoRefusalReason>> = {
  migration: 'migrationUnderWay',
  undo: 'undoUnderWay',
  restore: 'restoreUnderWay',
};

/** Whether one must not begin while the other goes on. */
export function exclude(one: TargetClaim, other: TargetClaim): boolean {
  return one.kind !== 'migration' || other.kind !== 'migration';
}

const inWords: Readonly<Record<TargetClaimKind, string>> = {
  migration: 'A migration',
  undo: 'An undo',
  restore: 'A restore',
};

/** Says what goes on, for whoever must wait for it. */
export function describeClaim({ kind, workflowId }: TargetClaim): string {
  return `${inWords[kind]} of this company is under way (${workflowId}); it must end before.`;
}
