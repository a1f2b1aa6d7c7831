import type { StoryEvent, StreamProgress } from '../../contract/story.ts';
import { renderLedger } from './migration-summary.ts';
import { renderBar, renderProgress } from './progress-line.ts';
import { formatNumber } from './table.ts';

/** A migration as it is now, for a terminal: all of it in one line, a bar for each entity, the ledger, and the conflicts. */
export function renderLive({ migration, loaded }: StreamProgress): string {
  const entities = Object.entries(migration.ledger);
  const width = Math.max(0, ...entities.map(([entity]) => entity.length));
  const { open, resolved } = migration.conflicts;
  return [
    renderProgress(migration),
    ...entities.map(([entity, { eligible }]) => {
      const done = Math.min(loaded[entity] ?? 0, eligible);
      return `  ${entity.padEnd(width)}  ${renderBar(done, eligible)}  ${formatNumber(done)} of ${formatNumber(eligible)} loaded`;
    }),
    ...(entities.length > 0 ? [renderLedger(migration.ledger)] : []),
    `Conflicts: ${formatNumber(open)} open, ${formatNumber(resolved)} resolved`,
  ].join('\n');
}

/** `2026-03-02 09:00:04  phaseApproved  by a.operator  phase 2`. Times are UTC; of the details, what fits in a line. */
export function renderStoryEvent({ at, event, actor, details }: StoryEvent): string {
  const said = Object.entries(details).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [`${name} ${value}`] : [],
  );
  return [at.slice(0, 19), event, `by ${actor}`, ...(said.length > 0 ? [said.join(', ')] : [])].join('  ');
}
