import { itemsToTick } from '../src/contract/big-bang.ts';
import type { MigrationStatus } from '../src/contract/migration.ts';
import type { Gate } from '../src/contract/phases.ts';
import { type SteeringCommand, takenIn } from '../src/contract/taken-in.ts';
import { readApproval, readPhaseUndo } from './commands.ts';

/** @throws Error that says why a person cannot approve now. */
export function checkApproval(status: MigrationStatus, gate: Gate | null, command: unknown): void {
  requireTaken('approve', status);
  if (gate?.kind === 'cutover' || gate?.kind === 'freeze')
    throw new Error('A cutover is confirmed by a command of its own.');
  const { gate: named, ticked } = readApproval(command);
  // Whoever sends an approval twice must not approve what comes next. Nothing comes before the mapping.
  if (gate && named === null && gate.id !== 'mapping')
    throw new Error(`It waits at the gate ${gate.id}. Name it: {"by": "…", "gate": "${gate.id}"}.`);
  requireGate(gate, named);
  const open = itemsToTick(gate?.items ?? []).filter((name) => !ticked.includes(name));
  if (open.length > 0) throw new Error(`Not ticked yet: ${open.join('; ')}.`);
}

/** @throws Error that says why a person cannot have a phase undone now. */
export function checkPhaseUndo(status: MigrationStatus, gate: Gate | null, command: unknown): void {
  requireTaken('undoPhase', status);
  if (gate?.kind !== 'phase') throw new Error('A phase can be undone at the gate behind it.');
  requireGate(gate, readPhaseUndo(command).gate);
}

function requireGate(gate: Gate | null, named: string | null): void {
  if (gate && named !== null && named !== gate.id) throw new Error(`It waits at the gate ${gate.id}, not at ${named}.`);
}

/** @throws Error that says in which status it would be taken. */
export function requireTaken(command: SteeringCommand, status: MigrationStatus): void {
  const statuses = takenIn[command];
  if (!statuses.includes(status))
    throw new Error(`This is possible while a migration is ${statuses.join(' or ')}; it is ${status}.`);
}
