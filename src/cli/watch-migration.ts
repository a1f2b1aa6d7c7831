import { type StreamProgress, storyEventSchema, streamEvents, streamProgressSchema } from '../contract/story.ts';
import type { Connection } from './connect.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { followStory } from './follow-story.ts';
import type { Output } from './output.ts';
import { renderLive, renderStoryEvent } from './render/live-view.ts';
import { renderMigration, renderNextMoves } from './render/migration-summary.ts';
import { renderStep } from './render/progress-line.ts';

/**
 * Shows what happens in a migration until it has ended: a line for each event, and, in a terminal, how it stands below them. What it waits for
 * is said, and watching goes on. An interruption leaves the migration running.
 */
export async function watchMigration(
  connection: Connection,
  output: Output,
  id: string,
  companyId: string,
): Promise<ExitCode> {
  let last: StreamProgress | null = null;
  for await (const { event, data } of followStory(connection.api, id, output, connection.signal)) {
    output.erase();
    if (event === streamEvents.story) output.say(renderStoryEvent(storyEventSchema.parse(JSON.parse(data))));
    if (event === streamEvents.progress) {
      const next = streamProgressSchema.parse(JSON.parse(data));
      sayWhatIsNew(output, last, next);
      last = next;
    }
    if (last && output.isTty && event !== streamEvents.end) output.rewrite(renderLive(last));
  }
  if (connection.signal.aborted) {
    output.say(
      `Stopped watching. The migration goes on. Watch it with:\n  npx careferry status ${id} --company-id ${companyId} --watch`,
    );
    output.document(last?.migration ?? { id });
    return exitCodes.interrupted;
  }
  const migration = await connection.api.read(id);
  output.say(renderMigration(migration, connection.temporalUiUrl));
  output.document(migration);
  return exitCodeOf(migration);
}

/** In a terminal the step is in the view; what a person can do stays above it, to be copied. */
function sayWhatIsNew(output: Output, before: StreamProgress | null, { migration }: StreamProgress): void {
  const { step, status } = migration;
  if (step === before?.migration.step && status === before?.migration.status) return;
  if (!output.isTty) output.say(`${renderStep(step)}${status === 'running' ? '' : ` (${status})`}`);
  if (migration.endedAt === null) for (const line of renderNextMoves(migration)) output.say(line);
}
