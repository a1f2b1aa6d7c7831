import { recordEventsOnce } from '../db/queries/audit.ts';
import type { AuditEventName } from '../src/contract/audit-events.ts';
import type { AcceptedCommand, CommandName } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/** What each command is called in the audit. */
const eventOfCommand: Readonly<Record<CommandName, AuditEventName>> = {
  pause: 'pauseAsked',
  resume: 'resumed',
  cancel: 'cancellationAsked',
  retryStep: 'retryAsked',
};

/** Records what people have asked of a workflow and were granted. `source` names the workflow. A repeat adds nothing. */
export const recordCommands =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly source: string; readonly commands: readonly AcceptedCommand[] }): Promise<void> =>
    dependencies.database.withCompany(input.companyId, async (tx) => {
      await recordEventsOnce(
        tx,
        input.commands.map(({ no, name, by }) => ({
          migrationId: input.migrationId,
          actor: by,
          event: eventOfCommand[name],
          details: { command: `${input.source}/${no}` },
        })),
        'command',
      );
    });
