import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type StackService, stackServices } from './stack-description.ts';

/** What a person may choose of a stack. */
export interface StackOptions {
  /** Default: `CAREFERRY_STATE_DIR`, else `.careferry` in the project. */
  readonly stateDirectory?: string;
  /** 0 means any free port, in this and the next three. Default: `PORT`, else 3030. */
  readonly apiPort?: number;
  /** Default 54329. */
  readonly postgresPort?: number;
  /** Default 7233. */
  readonly temporalPort?: number;
  /** Default 8233. */
  readonly temporalUiPort?: number;
  /** Worker processes for the heavy data steps, beside the one that orchestrates. Default: one a core, at most 4. */
  readonly dataWorkers?: number;
  /** Default: all. */
  readonly services?: readonly StackService[];
  /** Gets each notice as one line. Default: stderr. */
  readonly onLog?: (line: string) => void;
  /** Stands above the environment of this process, for the stack and for the programs that it starts; '' unsets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends a start that is under way, and stops what has been started. */
  readonly signal?: AbortSignal;
}

/** The choices, made. */
export interface StackSettings {
  readonly stateDirectory: string;
  readonly services: ReadonlySet<StackService>;
  readonly apiPort: number | undefined;
  readonly postgresPort: number | undefined;
  readonly temporalPort: number | undefined;
  readonly temporalUiPort: number | undefined;
  readonly dataWorkers: number;
  /** A server that the person runs; then none is started. */
  readonly externalDatabase: { readonly url: string; readonly ownerUrl: string } | null;
  readonly externalTemporal: { readonly address: string; readonly uiUrl: string } | null;
  readonly onLog: (line: string) => void;
  readonly env: NodeJS.ProcessEnv;
}

const projectRoot = join(import.meta.dirname, '..', '..');

/** The state directory that holds where none is named. */
export function defaultStateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return env.CAREFERRY_STATE_DIR || join(projectRoot, '.careferry');
}

/**
 * Reads the options and the environment; the only place of the stack that does.
 * @throws Error where a choice cannot be: a port that is none, workers without a database.
 */
export function readStackSettings(options: StackOptions): StackSettings {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
  const services = new Set(options.services ?? stackServices);
  const { DATABASE_URL: url, TEMPORAL_ADDRESS: address } = env;
  for (const [service, part, isElsewhere] of [
    ['postgres', 'DATABASE_URL', Boolean(url)],
    ['temporal', 'TEMPORAL_ADDRESS', Boolean(address)],
  ] as const) {
    const asker = services.has('worker') ? 'worker' : services.has('api') ? 'api' : null;
    if (asker && !services.has(service) && !isElsewhere) {
      throw new Error(`The service '${asker}' needs '${service}' among the services, or ${part}.`);
    }
  }
  return {
    stateDirectory: options.stateDirectory ?? defaultStateDirectory(env),
    services,
    apiPort: options.apiPort ?? readPort(env, 'PORT'),
    postgresPort: options.postgresPort,
    temporalPort: options.temporalPort,
    temporalUiPort: options.temporalUiPort,
    dataWorkers: options.dataWorkers ?? Math.min(availableParallelism(), 4),
    externalDatabase: url ? { url, ownerUrl: env.DATABASE_OWNER_URL || url } : null,
    externalTemporal: address ? { address, uiUrl: env.TEMPORAL_UI_URL ?? '' } : null,
    onLog: options.onLog ?? ((line) => process.stderr.write(`${line}\n`)),
    env,
  };
}

function readPort(env: NodeJS.ProcessEnv, variable: string): number | undefined {
  const text = env[variable];
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port)) throw new Error(`${variable} is not a port number.`);
  return port;
}
