import type { Strategy } from './migration.ts';

/** Strategies that can be asked for today. The others are named in the contract and refused until their workflow is there. */
export const availableStrategies: readonly Strategy[] = ['pilot', 'phased', 'big-bang'];

/** True for a strategy whose workflow is there. */
export function isAvailableStrategy(strategy: Strategy): boolean {
  return availableStrategies.includes(strategy);
}
