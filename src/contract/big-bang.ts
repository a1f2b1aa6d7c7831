/** Plain types of a big bang. No import of a library: workflows use this file as it is. */

/** What must be so before everything is loaded at once, and when it must be over. */
export interface BigBangPlan {
  /** The end of the freeze window, an instant (ISO 8601, UTC). What is not loaded and verified by then is undone as a whole. */
  readonly finishBy?: string;
  /** What a named person must tick before loading begins, in words: `The old system is frozen`. */
  readonly checklist?: readonly string[];
}

/** A line of the checklist. */
export interface ChecklistItem {
  readonly name: string;
  /** Who sees to it: the machine has looked itself; a person must say so. */
  readonly checkedBy: 'machine' | 'person';
  /** Of a person: false until it is ticked. */
  readonly isMet: boolean;
}

/** Names of what the machine checks. */
export const machineChecks = {
  backup: 'The backup is proven',
  mapping: 'The mapping is approved',
  conflicts: 'No conflict is open',
  window: 'The forecast ends within the window',
} as const;

/** What an approval must tick: everything of a person, and what the machine has found not to be so. */
export function itemsToTick(items: readonly ChecklistItem[]): string[] {
  return items.filter(({ isMet }) => !isMet).map(({ name }) => name);
}
