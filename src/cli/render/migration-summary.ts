import { itemsToTick } from '../../contract/big-bang.ts';
import { forecastError } from '../../contract/forecast-error.ts';
import { dispositions, type Ledger, type Migration } from '../../contract/migration.ts';
import { formatNumber, renderTable } from './table.ts';

/** A migration in words: where it stands, what became of the records, and what a person can do next. */
export function renderMigration(migration: Migration, temporalUiUrl: string | null): string {
  const { id, companyId, sourceSystem, strategy, status, step, isDryRun, backupId, conflicts, workflowId } = migration;
  const lines = [
    `Migration ${id}: ${sourceSystem} into ${companyId}, ${strategy}${isDryRun ? ', dry run' : ''}`,
    `Status: ${status}${step ? ` (step ${step})` : ''}`,
    ...renderNextMoves(migration),
    ...(Object.keys(migration.ledger).length > 0 ? ['', renderLedger(migration.ledger), ''] : []),
    ...renderJudgement(migration),
    ...(conflicts.open + conflicts.resolved > 0
      ? [`Conflicts: ${conflicts.open} open, ${conflicts.resolved} resolved`]
      : []),
    ...renderForecasts(migration),
    ...(backupId ? [`Backup: ${backupId}`] : []),
    ...(temporalUiUrl
      ? [`Temporal UI: ${temporalUiUrl}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`]
      : []),
  ];
  return lines.join('\n');
}

/** The ledger as a table, with a line for the sum. */
export function renderLedger(ledger: Ledger): string {
  const columns = ['eligible', ...dispositions] as const;
  const entities = Object.entries(ledger);
  const sums = columns.map((column) => formatNumber(entities.reduce((sum, [, line]) => sum + line[column], 0)));
  const rows = entities.map(([entity, line]) => [entity, ...columns.map((column) => formatNumber(line[column]))]);
  return renderTable(
    [['entity', ...columns], ...rows, ['all', ...sums]],
    ['left', ...columns.map(() => 'right' as const)],
  );
}

/** How far the forecasts were from what came true, once it has: `at 50 %, 12 s (it took 15 s, -20 %)`. */
function renderForecasts({ progress }: Migration): string[] {
  const over = (progress.forecasts ?? []).filter(({ tookSeconds }) => tookSeconds !== null);
  const said = over.map((forecast) => {
    const { share, etaSeconds, tookSeconds } = forecast;
    const error = forecastError(forecast);
    const inPercent = error === null ? '' : `, ${error > 0 ? '+' : ''}${Math.round(error * 100)} %`;
    return `at ${share * 100} %, ${etaSeconds} s (it took ${tookSeconds} s${inPercent})`;
  });
  return over.length === 0 ? [] : [`Time left, as it was forecast: ${said.join('; ')}`];
}

function renderJudgement({ quality, verification }: Migration): string[] {
  const lines = [];
  if (quality) {
    const { completeness, validity, uniqueness, linkage } = quality.dimensions;
    lines.push(
      `Quality: ${quality.score} of 100, ${quality.level} (completeness ${completeness}, validity ${validity}, uniqueness ${uniqueness}, linkage ${linkage})`,
    );
  }
  if (verification) {
    const { balanced, mismatches } = verification;
    lines.push(
      `Verification: the ledger ${balanced ? 'balances' : 'DOES NOT BALANCE'}, ${mismatches.length === 0 ? 'no mismatch' : `${mismatches.length} mismatches`}`,
    );
    for (const { entity, check, expected, found } of mismatches)
      lines.push(`  ${entity}, ${check}: expected ${expected}, found ${found}`);
  }
  return lines;
}

/** What a person can do next, or what went wrong; no line where it simply goes on. */
export function renderNextMoves({ id, companyId, status, startAt, gate, attention, failure }: Migration): string[] {
  const at = (command: string) => `  npx careferry ${command} --company-id ${companyId}`;
  switch (status) {
    case 'awaitingApproval':
      if (gate?.opensAt)
        return [`It is approved, and goes on at ${gate.opensAt}. At once:`, at(`approve ${id} --gate ${gate.id}`)];
      switch (gate?.kind) {
        case 'pilot':
          return [
            'The pilot is loaded. Keep it, or undo it:',
            at(`approve ${id} --gate ${gate.id}`),
            at(`cancel ${id} --rollback`),
          ];
        case 'phase':
          return [
            `Phase ${gate.phase} of ${gate.phases} is loaded. Look at it, and let the next one begin:`,
            at(`phases ${id}`),
            at(`approve ${id} --gate ${gate.id}`),
          ];
        case 'checklist':
          return [
            'Before it loads, this must be so:',
            ...(gate.items ?? []).map(
              ({ name, checkedBy, isMet }) =>
                `  [${isMet ? 'x' : ' '}] ${name} (${checkedBy === 'machine' ? 'checked' : 'a person ticks it'})`,
            ),
            at(
              `approve ${id} --gate checklist --tick ${itemsToTick(gate.items ?? [])
                .map((name) => `'${name}'`)
                .join(' ')}`,
            ),
          ];
        case 'cutover':
          return [
            `Both systems are live; ${gate.phase} of ${gate.phases} clean intervals. Look at them, and end the old one:`,
            at(`intervals ${id}`),
            at(`cutover ${id}`),
          ];
        case 'freeze':
          return [
            'The cutover is confirmed. Stop writing in the old system, export a last time, and say so:',
            at(`cutover ${id} --frozen`),
          ];
        default:
          return [
            'Its mapping waits for an approval; the report shows it, and what the values say against it:',
            at(`report ${id}`),
            at(`approve ${id}`),
          ];
      }
    case 'awaitingDecisions':
      return [
        'It waits for decisions about its conflicts:',
        at(`conflicts ${id}`),
        at(`resolve ${id} CONFLICT RESOLUTION`),
      ];
    case 'scheduled':
      return [`It begins at ${startAt}. To call it off:`, at(`cancel ${id}`)];
    case 'paused':
      return ['It is paused:', at(`resume ${id}`)];
    case 'needsAttention':
      return [
        ...(attention ? [`Needs attention: ${attention.message}`, attention.remedy] : []),
        at(`retry ${id}`),
        ...(attention?.moves.includes('skipStep') ? [at(`skip ${id} --reason TEXT`)] : []),
        ...(attention?.moves.includes('amendMapping')
          ? [at(`amend ${id} --reason TEXT --field TABLE:FIELD=COLUMN`)]
          : []),
        at(`cancel ${id} --rollback`),
      ];
    default:
      return failure ? [`Failure: ${failure.message}`, failure.remedy] : [];
  }
}
