import { InvalidArgumentError } from 'commander';
import type { Amendment, ColumnCorrection, DateCorrection } from '../../contract/mapping.ts';
import type { MappingPreview } from '../../contract/mapping-schemas.ts';
import { renderMappingDiff } from '../../mapping/diff-mappings.ts';
import { wrongUse } from '../cli-error.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { followMigration } from '../follow-migration.ts';
import { readMapping } from '../read-mapping.ts';
import { formatNumber, renderTable } from '../render/table.ts';

interface MappingOptions extends CompanyOptions {
  readonly version?: number;
  readonly diff?: readonly [from: number, to: number];
}

/** `careferry mapping JOB [--version N] [--diff A..B]` */
export function addMapping(registrar: Registrar): void {
  addCompanyCommand(registrar, 'mapping', 'List the versions of the mapping, show one, or compare two.')
    .argument(...jobArgument)
    .option('--version <number>', 'show this version, as a file that can be given again', parseVersion)
    .option('--diff <a..b>', 'in what two versions differ', parseVersions)
    .action((job: string, options: MappingOptions) =>
      runOnApi(registrar, options, async ({ api }, output) => {
        if (options.version !== undefined) {
          const { mapping } = await api.mapping(job, options.version);
          if (!options.json) output.say(JSON.stringify(mapping, null, 2));
          output.document(mapping);
        } else if (options.diff) {
          const { changes, ...versions } = await api.compareMappings(job, ...options.diff);
          output.say(renderMappingDiff(changes));
          output.document({ ...versions, changes });
        } else {
          const list = await api.mappings(job);
          const rows = list.versions.map((one) => [
            String(one.version),
            one.madeAt,
            one.madeBy,
            one.reason ?? '',
            one.approvedBy ?? 'waits for approval',
            Object.entries(one.difference ?? {})
              .map(
                ([entity, { loaded, otherwise }]) => `${entity} ${formatNumber(otherwise)} of ${formatNumber(loaded)}`,
              )
              .join(', '),
          ]);
          const titles = ['version', 'made at', 'by', 'why', 'approved by', 'loaded that would be otherwise'];
          output.say(rows.length === 0 ? 'There is no mapping yet.' : renderTable([titles, ...rows]));
          output.document(list);
        }
        return exitCodes.done;
      }),
    );
}

interface AmendOptions extends CompanyOptions {
  readonly reason?: string;
  readonly mapping?: string;
  readonly field: readonly ColumnCorrection[];
  readonly dates: readonly DateCorrection[];
  readonly preview?: true;
  readonly limit: number;
  readonly wait?: true;
}

/** `careferry amend JOB --reason TEXT (--mapping FILE | --field TABLE:FIELD=COLUMN… | --dates TABLE:COLUMN=ORDER) [--preview]` */
export function addAmend(registrar: Registrar): void {
  addCompanyCommand(registrar, 'amend', 'Amend the mapping of a migration that waits.')
    .argument(...jobArgument)
    .option('--mapping <file>', 'a whole mapping, as JSON')
    .option('--field <table:field=column>', 'what feeds a field from now on: COLUMN, A+B, or nothing', addField, [])
    .option('--dates <table:column=order>', 'how the dates of a column are read: dmy, mdy or ymd', addDates, [])
    .option('--reason <text>', 'why, for the record')
    .option('--preview', 'show what it would change of real rows, and change nothing')
    .option('--limit <number>', 'of a preview: rows to show of each table', parseVersion, 10)
    .option('--wait', 'then wait until it is over or waits for a person')
    .action((job: string, options: AmendOptions) =>
      runOnApi(registrar, options, async (connection, output) => {
        const amendment = readAmendment(options, registrar.context.cwd);
        if (options.preview) {
          const preview = await connection.api.previewMapping(job, { ...amendment, limit: options.limit });
          output.say(renderPreview(preview));
          output.document(preview);
          return exitCodes.done;
        }
        if (!options.reason) throw wrongUse('The reason is missing.', 'Say why: --reason "…"');
        const amended = await connection.api.amendMapping(job, { ...amendment, reason: options.reason });
        output.say(`The mapping is amended: it is version ${amended.version} now.`);
        for (const doubt of amended.doubts) output.say(`In doubt: ${doubt}`);
        if (options.wait) return followMigration(connection, output, job, options.companyId);
        output.document(amended);
        return exitCodes.done;
      }),
    );
}

function readAmendment({ mapping, field, dates }: AmendOptions, cwd: string): Amendment {
  const isCorrection = field.length + dates.length > 0;
  if ((mapping !== undefined) === isCorrection)
    throw wrongUse(
      'Nothing is amended, or too much.',
      'Give a whole mapping (--mapping FILE), or --field and --dates.',
    );
  if (mapping !== undefined) return { mapping: readMapping(mapping, cwd) };
  return { ...(field.length > 0 ? { columns: field } : {}), ...(dates.length > 0 ? { dates } : {}) };
}

/** `TABLE:FIELD=COLUMN`, `TABLE:ENTITY.FIELD=A+B`. */
function addField(text: string, earlier: readonly ColumnCorrection[]): readonly ColumnCorrection[] {
  const [, table = '', entity, field = '', columns = ''] = /^([^:]+):(?:([^.=]+)\.)?([^.=]+)=(.*)$/.exec(text) ?? [];
  if (field === '') throw new InvalidArgumentError('It has the form TABLE:FIELD=COLUMN, or TABLE:ENTITY.FIELD=A+B.');
  const names = columns.split('+').filter((name) => name !== '');
  return [...earlier, { table, ...(entity ? { entity } : {}), field, columns: names }];
}

function addDates(text: string, earlier: readonly DateCorrection[]): readonly DateCorrection[] {
  const [, table = '', column = '', order = ''] = /^([^:]+):(.+)=(dmy|mdy|ymd)$/i.exec(text) ?? [];
  if (order === '') throw new InvalidArgumentError('It has the form TABLE:COLUMN=dmy, mdy or ymd.');
  return [...earlier, { table, column, order: order.toUpperCase() as DateCorrection['order'] }];
}

function parseVersion(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a number from 1 on.');
  return Number(text);
}

function parseVersions(text: string): readonly [number, number] {
  const [, from, to] = /^([1-9]\d{0,5})\.\.([1-9]\d{0,5})$/.exec(text) ?? [];
  if (!from || !to) throw new InvalidArgumentError('It has the form 1..2.');
  return [Number(from), Number(to)];
}

function renderPreview({ tables }: MappingPreview): string {
  return tables
    .map(({ file, entity, rowsLookedAt, rowsChanged, sample }) => {
      const head = `${file}, ${entity}: ${formatNumber(rowsChanged)} of the first ${formatNumber(rowsLookedAt)} rows change.`;
      const rows = sample.flatMap(({ line, before, after, fields, issuesBefore, issuesAfter }) => [
        ...(before === after ? [] : [[String(line), '', before, after]]),
        ...fields.map((one) => [String(line), one.field, one.before ?? '', one.after ?? '']),
        ...(issuesBefore.length + issuesAfter.length === 0
          ? []
          : [[String(line), 'issues', issuesBefore.join(', '), issuesAfter.join(', ')]]),
      ]);
      return rows.length === 0 ? head : `${head}\n${renderTable([['line', 'field', 'now', 'then'], ...rows])}`;
    })
    .join('\n\n');
}
