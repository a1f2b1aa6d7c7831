import { isGrpcServiceError } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const notFound = 5;

/** https://github.com/temporalio/api: `WorkflowExecutionStatus` */
const running = 1;

/** Asks Temporal whether a workflow is over: it has ended in whatever way, was terminated, or was never started. */
export function askWorkflowEnd(connection: NativeConnection, namespace: string) {
  return async (workflowId: string): Promise<boolean> => {
    try {
      const described = await connection.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId },
      });
      return described.workflowExecutionInfo?.status !== running;
    } catch (error) {
      if (isGrpcServiceError(error) && error.code === notFound) return true;
      throw error;
    }
  };
}
