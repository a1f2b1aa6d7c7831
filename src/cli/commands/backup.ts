import type { Command } from 'commander';
import type { BackupTask, RestorePreview } from '../../contract/backup.ts';
import type { Backup, BackupOperation } from '../../contract/backup-schemas.ts';
import { wrongUse } from '../cli-error.ts';
import { addJson, type CompanyOptions, collect, type Registrar, runOnApi } from '../command.ts';
import type { Connection } from '../connect.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { formatNumber, renderTable } from '../render/table.ts';
import { waitFor } from '../wait.ts';

interface RestoreOptions {
  readonly beside?: true;
  readonly inPlace?: true;
  readonly preview?: true;
  readonly offsite?: true;
  readonly notify?: readonly string[];
}

const backupArgument = ['<backup>', 'id of the backup'] as const;

/** `careferry backup list|create|verify|restore|drill|hold|release|find|rewrap|erase`. Each but `list` waits for its end. */
export function addBackup(registrar: Registrar): void {
  const { program, context } = registrar;
  const backup = program.command('backup').description('Backups of a company, and the way back from them.');
  const add = (name: string, summary: string): Command =>
    addJson(backup.command(name).description(summary)).option(
      '--company-id <id>',
      'the company',
      context.env.CAREFERRY_COMPANY || 'demo',
    );
  const ask = (options: CompanyOptions, task: BackupTask, path: string, body?: object) =>
    runOnApi(registrar, options, async (connection, output) => {
      const begun = await connection.api.askBackups(path, body);
      return follow(connection, output, task, begun);
    });
  const of = (id: string) => `/${encodeURIComponent(id)}`;

  add('list', 'List the backups of a company, the newest first.')
    .option('--deleted', 'also those that retention has deleted')
    .action((options: CompanyOptions & { readonly deleted?: true }) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        const list = await api.listBackups(options.deleted === true);
        output.say(
          list.backups.length === 0 ? `Company ${options.companyId} has no backups yet.` : render(list.backups),
        );
        output.document(list);
        return exitCodes.done;
      }),
    );
  add('create', 'Back up all that a company has, restore it aside and compare.').action((options: CompanyOptions) =>
    ask(options, 'create', ''),
  );
  add('verify', 'Restore a backup aside and compare.')
    .argument(...backupArgument)
    .action((id: string, options: CompanyOptions) => ask(options, 'verify', `${of(id)}/verify`));
  add('restore', 'Put the data of a company back as a backup has them.')
    .argument(...backupArgument)
    .option('--beside', 'into a schema of its own, without touching what is there')
    .option('--in-place', 'in the place of what is there now')
    .option('--preview', 'with --in-place: only say what that would do now')
    .option('--offsite', 'from the offsite copy')
    .option('--notify <address>', 'tell this e-mail address when it is over; may be repeated', collect)
    .action((id: string, options: CompanyOptions & RestoreOptions) => {
      if (Boolean(options.beside) === Boolean(options.inPlace))
        throw wrongUse(
          'Say where to: --beside or --in-place.',
          '--in-place removes what was written since the backup.',
        );
      if (options.preview && options.beside)
        throw wrongUse('There is nothing to preview of --beside: it changes nothing.');
      const from = options.offsite ? { from: 'offsite' } : {};
      if (options.preview) return ask(options, 'preview', `${of(id)}/restore/preview`, from);
      const notify = options.notify ? { notifyOnCompletion: options.notify } : {};
      const into = options.beside ? 'beside' : 'inPlace';
      return ask(options, 'restore', `${of(id)}/restore`, { into, ...from, ...notify });
    });
  add('drill', 'Restore the newest backup into a schema of its own, compare, and remove it.').action(
    (options: CompanyOptions) => ask(options, 'drill', '/drill'),
  );
  for (const [task, summary] of [
    ['hold', 'Keep a backup from being deleted, in your name.'],
    ['release', 'Let a backup go that was held.'],
  ] as const) {
    add(task, summary)
      .argument(...backupArgument)
      .requiredOption('--reason <text>', 'why, for the record')
      .action((id: string, options: CompanyOptions & { readonly reason: string }) =>
        ask(options, task, `${of(id)}/${task}`, { reason: options.reason }),
      );
  }
  add('find', 'Put backups on record that only the storage knows, as after the loss of the database.').action(
    (options: CompanyOptions) => ask(options, 'find', '/find'),
  );
  add('rewrap', "Wrap the company's keys under the current BACKUP_ENCRYPTION_KEY.").action((options: CompanyOptions) =>
    ask(options, 'rewrap', '/keys/rewrap'),
  );
  add('erase', "Destroy the company's keys, so that nobody can read any of its backups any more.")
    .requiredOption('--confirm <company>', 'the id of the company, written out')
    .requiredOption('--reason <text>', 'why, for the record')
    .action((options: CompanyOptions & { readonly confirm: string; readonly reason: string }) =>
      ask(options, 'destroy', '/keys/destroy', { confirm: options.confirm, reason: options.reason }),
    );
}

async function follow(
  { api, signal, kind }: Connection,
  output: Output,
  task: BackupTask,
  begun: BackupOperation,
): Promise<ExitCode> {
  const last = await waitFor(
    () => api.readBackupOperation(begun.id),
    ({ status }) => status !== 'running',
    () => {},
    output,
    signal,
  );
  const operation = last ?? begun;
  if (operation.status === 'running')
    output.say(`Stopped waiting. It goes on${kind === 'own' ? ' at the next start: npx careferry up' : '.'}`);
  else if (operation.failure) output.say(`${operation.failure.message}\n${operation.failure.remedy}`);
  else if (task === 'preview') output.say(renderRestorePreview(operation.result as RestorePreview));
  else output.say(`Done: ${task}${describe(operation.result)}.`);
  output.document(operation);
  if (operation.status === 'completed') return exitCodes.done;
  return operation.status === 'failed' ? exitCodes.failed : exitCodes.interrupted;
}

/** `, backupId x, rows 12`; of the drills of several companies, each. */
function describe(result: unknown): string {
  if (Array.isArray(result)) return result.map(describe).join(';');
  if (typeof result !== 'object' || result === null) return '';
  return Object.entries(result)
    .map(([name, value]) => `, ${name} ${Array.isArray(value) ? value.join(' ') || 'none' : (value ?? 'none')}`)
    .join('');
}

function renderRestorePreview({ backupId, takenAt, migrations, tables, ...sums }: RestorePreview): string {
  const rows = [...tables, { ...sums, table: 'all' }].map(({ table, unchanged, restored, returned, removed }) => [
    table,
    ...[unchanged, restored, returned, removed].map(formatNumber),
  ]);
  const header = ['table', 'unchanged', 'restored', 'returned', 'removed'];
  return [
    `A restore of backup ${backupId} in place would go back to ${takenAt}:`,
    renderTable([header, ...rows], ['left', 'right', 'right', 'right', 'right']),
    `Migrations of which nothing would be left: ${migrations}.`,
  ].join('\n');
}

function render(backups: readonly Backup[]): string {
  const rows = backups.map((one) => [
    one.id,
    one.failure ? `${one.state}: ${one.failure}` : one.state,
    one.takenAt ?? one.startedAt,
    one.rows === null ? '' : formatNumber(one.rows),
    one.sizeBytes === null ? '' : formatNumber(one.sizeBytes),
    one.offsiteVerifiedAt ? 'yes' : '',
    one.heldBy ?? '',
  ]);
  return renderTable(
    [['id', 'state', 'taken', 'rows', 'bytes', 'offsite', 'held by'], ...rows],
    ['left', 'left', 'left', 'right', 'right'],
  );
}
