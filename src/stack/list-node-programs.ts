import { loopback } from './choose-port.ts';
import type { StackAddresses } from './stack-description.ts';
import type { StackSecrets } from './stack-secrets.ts';
import type { StackSettings } from './stack-settings.ts';
import type { NodeProgram } from './start-node-program.ts';
import type { StateDirectory } from './state-directory.ts';

/**
 * The workers and the API that a stack with these settings runs, with the environment that each gets; empty where it
 * runs none.
 */
export function listNodePrograms(
  settings: Pick<StackSettings, 'env' | 'services' | 'dataWorkers'>,
  state: StateDirectory,
  secrets: StackSecrets,
  addresses: StackAddresses,
): NodeProgram[] {
  const env: NodeJS.ProcessEnv = {
    ...settings.env,
    // Who serves requests must not be able to change the schema, or to read past row level security.
    DATABASE_OWNER_URL: undefined,
    DATABASE_URL: addresses.databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    // Whose pages the API lets ask for payloads to be decoded.
    TEMPORAL_UI_URL: addresses.temporalUiUrl,
    CAREFERRY_STATE_DIR: state.path,
    CAREFERRY_MASTER_KEY: secrets.masterKey,
    CAREFERRY_API_TOKEN_SECRET: secrets.apiTokenSecret,
    BACKUP_ENCRYPTION_KEY: secrets.backupEncryptionKey,
    BACKUP_STORAGE_PATH: settings.env.BACKUP_STORAGE_PATH || state.backups,
    LANDING_STORAGE_PATH: settings.env.LANDING_STORAGE_PATH || state.landing,
  };
  const worker = (name: string, roles: string): NodeProgram => ({
    name,
    entry: 'worker',
    env: { ...env, WORKER_ROLES: roles },
  });
  const dataWorkers = Array.from({ length: settings.dataWorkers }, (_, index) =>
    worker(`worker-data-${index + 1}`, 'data'),
  );
  const api = (): NodeProgram => ({
    name: 'api',
    entry: 'server',
    env: { ...env, HOST: loopback, PORT: new URL(addresses.apiUrl).port },
  });
  return [
    ...(settings.services.has('worker') ? [worker('worker-orchestration', 'orchestration'), ...dataWorkers] : []),
    ...(settings.services.has('api') ? [api()] : []),
  ];
}
