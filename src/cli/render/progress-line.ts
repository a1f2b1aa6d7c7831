import { type Migration, steps } from '../../contract/migration.ts';
import { formatNumber } from './table.ts';

const barWidth = 20;

/** One line about a migration under way: `step 5 of 7, load  [#####     ] 48%  2,300 of 4,800  400/s  6 s left`. */
export function renderProgress({ step, status, progress }: Migration): string {
  const { done, total, ratePerSecond, etaSeconds, stalledSeconds } = progress;
  return [
    `${renderStep(step)}${status === 'running' ? '' : ` (${status})`}`,
    renderBar(done, total),
    `${formatNumber(done)} of ${formatNumber(total)}`,
    ...(ratePerSecond > 0 ? [`${formatNumber(Math.round(ratePerSecond))}/s`] : []),
    ...(etaSeconds === null ? [] : [`${formatNumber(Math.ceil(etaSeconds))} s left`]),
    ...(stalledSeconds === undefined ? [] : [`no progress for ${formatNumber(stalledSeconds)} s`]),
  ].join('  ');
}

/** `[#####     ] 48%`. */
export function renderBar(done: number, total: number): string {
  const share = total > 0 ? done / total : 0;
  const bar = '#'.repeat(Math.round(share * barWidth)).padEnd(barWidth);
  return `[${bar}] ${Math.floor(share * 100)}%`;
}

/** `step 5 of 7, load`. */
export function renderStep(step: Migration['step']): string {
  return step === null ? 'starting' : `step ${steps.indexOf(step) + 1} of ${steps.length}, ${step}`;
}
