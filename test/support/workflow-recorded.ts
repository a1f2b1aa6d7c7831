import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import proto from '@temporalio/proto';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';

/**
 * The master key under which the recorded histories are encrypted. A key for tests, in the open on purpose: it must never protect
 * anything. Base64 of the 32 bytes `careferry test key, protects nil`.
 */
export const testMasterKey = Buffer.from('careferry test key, protects nil').toString('base64');

// Each replay would tell of its worker's start and end, and a replay that is to fail, of its failure.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});

export const historiesFolder = join(import.meta.dirname, '..', 'workflows', 'histories');

const { History } = proto.temporal.api.history.v1;
type History = proto.temporal.api.history.v1.History;

/**
 * A history as JSON, an event a line, with the bytes of payloads in base64: what `History.fromObject` reads. Which machine it was does not
 * matter and is left out. (The SDK's own `historyToJSON` fails where the package manager has installed several copies of protobufjs.)
 */
export function historyToJson(history: proto.temporal.api.history.v1.IHistory): string {
  const plain = History.toObject(History.fromObject(history), { longs: String, enums: String, bytes: String });
  const events = (plain.events as object[]).map((event) =>
    // Neither matters for a replay, and both name the machine that recorded it.
    JSON.stringify(event, (name, value: unknown) => (name === 'identity' || name === 'stackTrace' ? undefined : value)),
  );
  return `{"events":[\n${events.join(',\n')}\n]}\n`;
}

/** A history as it was recorded: `<workflow>-<situation>.history.json`. */
export interface RecordedHistory {
  readonly name: string;
  readonly sizeBytes: number;
  readonly history: History;
}

/** The releases whose histories are kept, each in a folder of that name. */
export function listReleases(): string[] {
  return readdirSync(join(historiesFolder, 'released')).sort();
}

/** All recorded histories by name; empty where there are none. @param release Default: of the code as it is. */
export function readRecordedHistories(release?: string): RecordedHistory[] {
  const folder = release ? join(historiesFolder, 'released', release) : historiesFolder;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.history.json'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return {
        name: file.replace('.history.json', ''),
        sizeBytes: Buffer.byteLength(text),
        history: History.fromObject(JSON.parse(text)),
      };
    });
}

/**
 * Runs histories through the code of a workflow bundle.
 * @param masterKey Under which their payloads are sealed, base64.
 * @returns what stands against each: null where it is replayed to its end.
 */
export async function replay(
  code: string,
  recorded: readonly RecordedHistory[],
  masterKey = testMasterKey,
): Promise<Map<string, Error | null>> {
  const results = Worker.runReplayHistories(
    {
      workflowBundle: { code, sourceMap: '' },
      dataConverter: { payloadCodecs: [createPayloadCodec(Buffer.from(masterKey, 'base64'))] },
      replayName: 'recorded histories',
    },
    recorded.map(({ history }) => ({ workflowId: workflowIdOf(history), history })),
  );
  const outcomes = new Map<string, Error | null>();
  const waiting = [...recorded];
  for await (const { workflowId, error } of results) {
    // They come in their order; the name is that of the history, as a workflow may have several.
    const one = waiting.shift();
    if (!one || workflowIdOf(one.history) !== workflowId) throw new Error(`The replay of ${one?.name} is missing.`);
    outcomes.set(one.name, error ?? null);
  }
  return outcomes;
}

/** The id under which the workflow ran: it reads that itself. */
function workflowIdOf({ events }: History): string {
  return events[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
}
