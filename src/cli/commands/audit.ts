import { InvalidArgumentError } from 'commander';
import type { AuditCheck, AuditEntry, AuditPage } from '../../contract/audit-schemas.ts';
import type { ApiClient } from '../api-client.ts';
import { addCompanyCommand, type CompanyOptions, collect, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatNumber, renderTable } from '../render/table.ts';

interface AuditOptions extends CompanyOptions {
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly event?: readonly string[];
  readonly oldestFirst?: true;
  readonly limit: number;
  readonly after?: string;
  readonly all?: true;
  readonly check?: true;
}

const mostOfAPage = 1000;

/** `careferry audit [JOB] [--from TIME] [--to TIME] [--actor NAME] [--event NAME …] [--oldest-first] [--limit N] [--after PLACE] [--all] [--check]` */
export function addAudit(registrar: Registrar): void {
  addCompanyCommand(registrar, 'audit', 'Show who did what, when and why, over all migrations of a company.')
    .argument('[job]', 'id of a migration; default: all of them, and what belongs to none')
    .option('--from <time>', 'not before this time (ISO 8601)', parseTime)
    .option('--to <time>', 'before this time (ISO 8601)', parseTime)
    .option('--actor <name>', 'what they have done alone')
    .option('--event <name>', 'these events alone; may be repeated', collect)
    .option('--oldest-first', 'in the order in which it was done')
    .option('--limit <entries>', 'at most this many', parseLimit, 100)
    .option('--after <place>', 'behind the entry at this place')
    .option('--all', 'everything, however much it is')
    .option('--check', 'say instead whether entries of migrations are missing')
    .action((job: string | undefined, options: AuditOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        if (options.check) {
          const check = await api.checkAudit();
          output.say(renderCheck(check));
          output.document(check);
          return check.findings.length === 0 ? exitCodes.done : exitCodes.failed;
        }
        const page = await readPages(api, toQuery(job, options), options.all === true);
        output.say(renderAudit(page));
        output.document(page);
        return exitCodes.done;
      }),
    );
}

function toQuery(job: string | undefined, options: AuditOptions): URLSearchParams {
  const { from, to, actor, event, after } = options;
  const query = new URLSearchParams({
    order: options.oldestFirst ? 'oldestFirst' : 'newestFirst',
    limit: String(options.all ? mostOfAPage : options.limit),
  });
  const given = { migrationId: job, from, to, actor, event: event?.join(','), after };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  return query;
}

async function readPages(api: ApiClient, query: URLSearchParams, all: boolean): Promise<AuditPage> {
  let page = await api.readAudit(query);
  const entries = [...page.entries];
  while (all && page.next !== null) {
    query.set('after', page.next);
    page = await api.readAudit(query);
    entries.push(...page.entries);
  }
  return { ...page, entries };
}

function renderAudit({ companyId, entries, next }: AuditPage): string {
  if (entries.length === 0) return `The audit of ${companyId} has nothing of that.`;
  const rows = entries.map((entry) => [
    `${entry.at.slice(0, 10)} ${entry.at.slice(11, 19)}`,
    entry.actor,
    entry.event,
    entry.migrationId ?? '',
    describe(entry),
  ]);
  const table = renderTable([['at (UTC)', 'who', 'what', 'migration', 'why, and what about it'], ...rows]);
  return next === null ? table : `${table}\n\nThere is more: --after ${next}`;
}

/** The reason, and whatever of the details fits into a line. */
function describe({ reason, details }: AuditEntry): string {
  const said = Object.entries(details).flatMap(([name, value]) =>
    typeof value === 'object' ? [] : [`${name} ${value}`],
  );
  return [...(reason === null ? [] : [reason]), ...(said.length > 0 ? [said.join(', ')] : [])].join('  ');
}

const meanings: Readonly<Record<AuditCheck['findings'][number]['lacks'], string>> = {
  entries: 'entries amid the others',
  beginning: 'every entry, though it is on record',
  end: 'the entry of its end, though it is on record',
};

function renderCheck({ companyId, entries, migrations, findings }: AuditCheck): string {
  const looked = `${formatNumber(entries)} entries and ${formatNumber(migrations)} migrations of ${companyId}`;
  if (findings.length === 0) return `${looked}: no entry of a migration is missing.`;
  const rows = findings.map((one) => [one.migrationId, meanings[one.lacks], formatNumber(one.missing)]);
  return `${looked}: entries are missing.\n\n${renderTable([['migration', 'lacks', 'at least'], ...rows])}`;
}

function parseTime(text: string): string {
  if (Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It is a time in ISO 8601, such as 2026-03-02T09:00:00Z.');
  return new Date(text).toISOString();
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > mostOfAPage)
    throw new InvalidArgumentError(`It is a number from 1 to ${mostOfAPage}.`);
  return limit;
}
