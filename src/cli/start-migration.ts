import { randomUUID } from 'node:crypto';
import type { StartMigrationInput } from '../contract/start-migration-schema.ts';
import type { Registrar } from './command.ts';
import { connect } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import { followMigration } from './follow-migration.ts';
import { Output } from './output.ts';
import { requireCompany, type StartOptions, toStartRequest } from './start-options.ts';

const needsStack =
  'Start one with `npx careferry up`, or add --wait: then one is started for this command and stays until the migration is over.';

/** Starts a migration and, with `--wait`, follows it. */
export async function startMigration(
  { context, finish }: Registrar,
  options: StartOptions,
  source: StartMigrationInput['source'],
): Promise<void> {
  const companyId = requireCompany(options);
  const output = new Output(context, options.json === true);
  const body = toStartRequest(options, companyId, source, context.cwd);
  const needed = options.wait ? {} : { refuseToStart: needsStack };
  const exitCode = await connect(context, output, { companyId, ...needed }, async (connection) => {
    // One key for this command: should the answer get lost on the way, nothing is started twice.
    const migration = await connection.api.start(body, randomUUID());
    output.say(`Migration ${migration.id} ${migration.startAt ? `begins at ${migration.startAt}` : 'has begun'}.`);
    const namesLeftBehind = options.autoApprove === true;
    if (options.wait) return followMigration(connection, output, migration.id, companyId, { namesLeftBehind });
    output.say(`Follow it with:\n  npx careferry status ${migration.id} --company-id ${companyId} --wait`);
    output.document(migration);
    return exitCodes.done;
  });
  finish(exitCode);
}
