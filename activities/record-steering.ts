import { recordEvent } from '../db/queries/audit.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** What a person has said about how a migration goes on. `details` hold names, counts and the reason; no value of a record. */
export interface SteeringEvent {
  readonly event: 'stepSkipped' | 'paceSet' | 'errorsAccepted';
  readonly by: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Puts it in the audit. A repeat, where the answer of the first got lost, adds a second line. */
export const recordSteering =
  ({ database }: Pick<Dependencies, 'database'>) =>
  (input: MigrationKey & SteeringEvent): Promise<void> =>
    database.withCompany(input.companyId, (tx) => {
      const { migrationId, by: actor, event, details } = input;
      return recordEvent(tx, { migrationId, actor, event, details });
    });
