import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historiesFolder, historyToJson } from './workflow-recorded.ts';

/** Writes the history of a workflow as it came over the wire: encrypted. */
export async function writeHistory(name: string, handle: WorkflowHandle): Promise<void> {
  const history = await handle.fetchHistory();
  const text = historyToJson(history);
  writeFileSync(join(historiesFolder, `${name}.history.json`), text);
  console.error(`${name}: ${history.events?.length} events, ${Math.round(text.length / 1024)} KB`);
}
