import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';
import { searchAttributes } from '../../src/stack/temporal/start-temporal.ts';

const keyword = 2;

/**
 * Makes a namespace with the search attributes that the workflows set. Task queues belong to a namespace, so migrations in several
 * of them run side by side without a worker of one taking work of another.
 */
export async function createNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(24 * 60 * 60 * 1000),
    });
    const added = Object.fromEntries(searchAttributes.map((name) => [name, keyword]));
    for (let tries = 1; ; tries += 1) {
      try {
        // The server learns of a new namespace with a delay.
        await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: added });
        return;
      } catch (error) {
        if (tries === 100) throw error;
        await sleep(200);
      }
    }
  } finally {
    await connection.close();
  }
}

/** A client that writes and reads payloads as the service does. */
export async function connectClient(address: string, namespace: string, masterKey: string): Promise<Client> {
  const connection = await Connection.connect({ address });
  const payloadCodecs = [createPayloadCodec(Buffer.from(masterKey, 'base64'))];
  return new Client({ connection, namespace, dataConverter: { payloadCodecs } });
}
