import type { ProcessIdentity } from './process-identity.ts';

/** The parts of a stack. */
export const stackServices = ['postgres', 'temporal', 'worker', 'api'] as const;
export type StackService = (typeof stackServices)[number];

/** Where the parts answer. The empty string stands for a part that this stack does not have. */
export interface StackAddresses {
  /** As `careferry_service`, which owns nothing; for workers and the API. */
  readonly databaseUrl: string;
  /** As `careferry_owner`, which owns the schema; for schema changes only. */
  readonly ownerDatabaseUrl: string;
  /** `host:port` of Temporal's gRPC service. */
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly apiUrl: string;
}

/** A child process of a stack: `postgres`, `temporal`, `worker-orchestration`, `worker-data-1`, …, `api`. */
export interface StackProcess {
  readonly name: string;
  readonly pid: number;
}

/** What a stack that runs in some process says of itself. */
export interface RunningStack extends StackAddresses {
  readonly stateDirectory: string;
  /** The process that started the stack and looks after it. */
  readonly pid: number;
  /** True until every part has answered; an address may still be empty. */
  readonly isStarting: boolean;
}

/** A child process as it is written down, so that a later start can tell whether it is still that one. */
export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
}
