import type { temporal } from '@temporalio/proto';

const names = { pauseAsked: 'pause', resumed: 'resume', cancellationAsked: 'cancel' } as const;

/** Names of the signals that a workflow was sent, in order. */
export function signalsOf({ events }: temporal.api.history.v1.IHistory): string[] {
  return (events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
}

/** What the audit has of such signals, in order. */
export function recordedOf(audit: readonly { readonly event: string }[]): string[] {
  return audit.flatMap(({ event }) => (event in names ? names[event as keyof typeof names] : []));
}

/** What counts of signals in that order: a pause where none is asked for, a resume where one is, and one cancellation, after which nothing does. */
export function acceptedOf(received: readonly string[]): string[] {
  const accepted: string[] = [];
  let isPaused = false;
  for (const name of received) {
    if (name === 'cancel') return [...accepted, name];
    if ((name === 'pause') === isPaused) continue;
    isPaused = !isPaused;
    accepted.push(name);
  }
  return accepted;
}
