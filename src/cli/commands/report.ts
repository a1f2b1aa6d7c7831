import type { Report } from '../../contract/answer-schemas.ts';
import { addCompanyCommand, type CompanyOptions, jobArgument, type Registrar, runOnApi } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderMigration } from '../render/migration-summary.ts';
import { formatNumber, renderTable } from '../render/table.ts';

/** `careferry report JOB` */
export function addReport(registrar: Registrar): void {
  addCompanyCommand(registrar, 'report', 'Show what is needed to judge a migration.')
    .argument(...jobArgument)
    .action((job: string, options: CompanyOptions) =>
      runOnApi(registrar, options, async ({ api, temporalUiUrl }, output) => {
        const report = await api.report(job);
        output.say(`${renderMigration(report.migration, temporalUiUrl)}\n${renderDetails(report)}`);
        output.document(report);
        return exitCodes.done;
      }),
    );
}

function renderDetails(report: Report): string {
  const { files, mappedColumns, unmappedColumns, mappingDoubts, issues, events, mappingApprovedBy } = report;
  return [
    section(
      'Files',
      ['file', 'becomes', 'sha-256'],
      files.map(({ file, entities, sha256 }) => [file, entities.join(', ') || 'left alone', sha256]),
    ),
    section(
      'Columns and the fields that they feed',
      ['table', 'columns', 'field', 'by', 'sure'],
      mappedColumns.map(({ table, columns, entity, field, by, confidence }) => [
        table,
        columns.join(' + '),
        `${entity}.${field}`,
        by,
        `${Math.round(confidence * 100)}%`,
      ]),
    ),
    section(
      'Columns that feed no field',
      ['table', 'column', 'filled', 'may be', 'language model', 'ignored because'],
      unmappedColumns.map(({ table, column, fillRate, ignored, suggestion, modelSuggestion }) => [
        table,
        column,
        `${Math.round(fillRate * 100)}%`,
        guess(suggestion),
        guess(modelSuggestion),
        ignored ?? '',
      ]),
    ),
    section(
      'What the values say against the mapping',
      ['table', 'becomes', 'doubt'],
      mappingDoubts.map(({ table, entity, message }) => [table, entity, message]),
    ),
    section(
      'Issues',
      ['entity', 'issue', 'records'],
      issues.map(({ entity, issue, count }) => [entity, issue, formatNumber(count)]),
    ),
    section(
      'Events',
      ['at', 'event', 'by'],
      events.map(({ at, event, actor }) => [at, event, actor]),
    ),
    ...(mappingApprovedBy ? [`\nMapping approved by: ${mappingApprovedBy}`] : []),
  ].join('\n');
}

function section(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\n${title}\n${rows.length === 0 ? 'none' : renderTable([header, ...rows])}`;
}

function guess(suggestion: { readonly field: string; readonly confidence: number } | undefined): string {
  return suggestion ? `${suggestion.field} (${Math.round(suggestion.confidence * 100)}%)` : '';
}
