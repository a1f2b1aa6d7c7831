import proto from '@temporalio/proto';
import { loadWorkflowBundle } from '../../src/worker/workflow-bundle.ts';
import type { TestMigration } from './workflow-migration.ts';
import { historyToJson, replay } from './workflow-recorded.ts';
import type { WorkflowStack } from './workflow-stack.ts';

const { History } = proto.temporal.api.history.v1;

/**
 * Replays a migration that has ended as if, once its timers of that length or more had fired, the clock of the host had been moved by so many
 * hours. The replay fails where the workflow now wants something else than it did: where it was moved back, to wait on.
 * @returns how many timers that were, and what the replay says of each: null where it goes on as it did.
 */
export async function replayWithClockMoved(
  stack: WorkflowStack,
  { handle }: TestMigration,
  hours: number,
  leastMs: number,
): Promise<(string | null)[]> {
  const { code } = await loadWorkflowBundle();
  const json = historyToJson(await handle.fetchHistory());
  const read = () => History.fromObject(JSON.parse(json));
  const long = new Set(
    read().events.flatMap(({ timerStartedEventAttributes: timer }) =>
      timer && Number(timer.startToFireTimeout?.seconds) * 1_000 >= leastMs ? [timer.timerId] : [],
    ),
  );
  const fired = read().events.flatMap(({ timerFiredEventAttributes: timer }, index) =>
    timer && long.has(timer.timerId) ? [index] : [],
  );
  const verdicts: (string | null)[] = [];
  for (const first of fired) {
    const history = read();
    for (const { eventTime } of history.events.slice(first))
      if (eventTime) eventTime.seconds = (Number(eventTime.seconds) + hours * 3_600) as never;
    const one = { name: 'moved', sizeBytes: 0, history };
    const outcomes = await replay(code, [one], stack.stack.secrets.masterKey);
    verdicts.push(outcomes.get('moved')?.name ?? null);
  }
  return verdicts;
}
