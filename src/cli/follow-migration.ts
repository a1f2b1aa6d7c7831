import type { Report } from '../contract/answer-schemas.ts';
import type { Migration } from '../contract/migration.ts';
import type { Connection } from './connect.ts';
import { type ExitCode, exitCodeOf, exitCodes, isWorthNoMoreWaiting } from './exit-codes.ts';
import type { Output } from './output.ts';
import { renderApproval } from './render/mapping.ts';
import { renderMigration } from './render/migration-summary.ts';
import { renderProgress, renderStep } from './render/progress-line.ts';
import { waitFor } from './wait.ts';

type Approval = Pick<Report, 'mappingApprovedBy' | 'unmappedColumns'>;

/**
 * Follows a migration until it is over or waits for a person, then says how it stands. An interruption leaves it running.
 * @param namesLeftBehind Says as well who or what approved the mapping and which filled columns feed nothing: where nobody was asked.
 */
export async function followMigration(
  connection: Connection,
  output: Output,
  id: string,
  companyId: string,
  { namesLeftBehind = false }: { readonly namesLeftBehind?: boolean } = {},
): Promise<ExitCode> {
  let lastStep = '';
  const show = (migration: Migration) => {
    if (output.isTty) return output.rewrite(renderProgress(migration));
    const step = `${renderStep(migration.step)}${migration.status === 'running' ? '' : ` (${migration.status})`}`;
    if (step !== lastStep) output.say(step);
    lastStep = step;
  };
  const last = await waitFor(() => connection.api.read(id), isWorthNoMoreWaiting, show, output, connection.signal);
  if (last === null || !isWorthNoMoreWaiting(last)) {
    const again = `npx careferry status ${id} --company-id ${companyId} --wait`;
    output.say(
      connection.kind === 'own'
        ? `Stopped waiting; the stack of this command stops. The migration goes on at the next start:\n  npx careferry up\n  ${again}`
        : `Stopped waiting. The migration goes on. Follow it with:\n  ${again}`,
    );
    output.document(last ?? { id });
    return exitCodes.interrupted;
  }
  output.say(renderMigration(last, connection.temporalUiUrl));
  if (connection.kind === 'own' && exitCodeOf(last) === exitCodes.waiting) {
    output.say('The stack of this command ends now; the migration is kept. Keep one running with: npx careferry up');
  }
  const approval = namesLeftBehind ? await readApproval(connection, last) : {};
  if (approval.mappingApprovedBy) output.say(renderApproval(approval.mappingApprovedBy, approval.unmappedColumns));
  output.document({ ...last, ...approval });
  return exitCodeOf(last);
}

/** Empty where nothing was mapped yet. */
async function readApproval({ api }: Connection, { id, ledger }: Migration): Promise<Partial<Approval>> {
  if (Object.keys(ledger).length === 0) return {};
  const { mappingApprovedBy, unmappedColumns } = await api.report(id);
  return { mappingApprovedBy, unmappedColumns };
}
