import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';

const namespace = 'default';

/**
 * How long Temporal keeps the history of a workflow that has ended. The usual single day would lose the
 * answer to "what happened on Friday" by Monday.
 */
const retentionMs = 30 * 24 * 60 * 60 * 1000;

/** What the Temporal UI can filter migrations by; ids and codes, never a value of a record. */
export const searchAttributes = [
  'CareferryCompany',
  'CareferryStrategy',
  'CareferrySource',
  'CareferryStatus',
] as const;

/**
 * Makes the namespace `default` on a server that has none yet; a development server makes its own. A repeat does
 * nothing. It can take ten seconds until the server knows it everywhere.
 */
export async function createNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(retentionMs),
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== grpcAlreadyExists) throw error;
  } finally {
    await connection.close();
  }
}

// https://grpc.io/docs/guides/status-codes/
const grpcAlreadyExists = 6;

/**
 * Gives the namespace `default` the search attributes that it lacks, and a retention of at least 30 days. A repeat
 * changes nothing.
 * @throws Error where the server does not answer, or may not be changed by this client.
 */
export async function prepareNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = searchAttributes.filter((name) => !(name in customAttributes));
    if (missing.length > 0) {
      const keyword = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
      const added = Object.fromEntries(missing.map((name) => [name, keyword]));
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: added });
    }
    const keptSeconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (keptSeconds * 1000 < retentionMs) {
      const longer = { workflowExecutionRetentionTtl: msToTs(retentionMs) };
      await connection.workflowService.updateNamespace({ namespace, config: longer });
    }
  } finally {
    await connection.close();
  }
}
