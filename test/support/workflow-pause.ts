import { eventually } from '../stack/eventually.ts';
import type { TestMigration } from './workflow-migration.ts';

const endsOfStep = [
  'activityTaskCompletedEventAttributes',
  'activityTaskCanceledEventAttributes',
  'activityTaskFailedEventAttributes',
  'activityTaskTimedOutEventAttributes',
] as const;

const inMs = (time: { seconds?: unknown; nanos?: number | null } | null | undefined) =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;

/** How long after the last signal something was still under way, in ms, as the server's clock has it; 0 where nothing was. */
export async function workedAfterSignalMs({ handle }: TestMigration): Promise<number> {
  const events = (await handle.fetchHistory()).events ?? [];
  const signal = events.findLast((event) => event.workflowExecutionSignaledEventAttributes);
  if (!signal) throw new Error('There was no signal.');
  const last = events.slice(events.indexOf(signal)).findLast((event) => endsOfStep.some((end) => event[end]));
  return last ? inMs(last.eventTime) - inMs(signal.eventTime) : 0;
}

/** Waits until a worker is at work on that activity. */
export async function untilDoing({ handle }: TestMigration, activity: string): Promise<void> {
  await eventually(`a worker does ${activity}`, async () => {
    const { raw } = await handle.describe();
    return (raw.pendingActivities ?? []).some(
      (pending) => pending.activityType?.name === activity && Number(pending.state) === 2,
    );
  });
}
