import { choosePort, loopback, type PortWish } from './choose-port.ts';
import { listNodePrograms } from './list-node-programs.ts';
import { hasData } from './postgres/data-location.ts';
import { postgresUrls, startPostgres } from './postgres/start-postgres.ts';
import { RunningPrograms } from './running-programs.ts';
import { claimStateDirectory, type StackClaim } from './stack-claim.ts';
import type { StackAddresses, StackProcess } from './stack-description.ts';
import { loadOrMakeSecrets, type StackSecrets } from './stack-secrets.ts';
import { readStackSettings, type StackOptions, type StackSettings } from './stack-settings.ts';
import { startNodeProgram } from './start-node-program.ts';
import { prepareStateDirectory, type StateDirectory } from './state-directory.ts';
import { stopInherited } from './stop-inherited.ts';
import { findTemporal } from './temporal/find-temporal.ts';
import { prepareNamespace, searchAttributes } from './temporal/prepare-namespace.ts';
import { prepareSchedules } from './temporal/prepare-schedules.ts';
import { startTemporal } from './temporal/start-temporal.ts';

export type { StackOptions } from './stack-settings.ts';

/** A stack that runs in this process. */
export interface Stack extends StackAddresses {
  readonly stateDirectory: string;
  readonly secrets: StackSecrets;
  /** The child processes that live now; one that was restarted has its new number. */
  readonly processes: readonly StackProcess[];
  /**
   * Stops the API, the workers, Temporal and PostgreSQL, in this order, each in good order; what was committed is
   * kept. A repeat waits for the same end; a repeat with `isHurried` cuts the patience short.
   */
  stop(options?: { readonly isHurried?: boolean }): Promise<void>;
}

interface Ports {
  readonly api: number;
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalUi: number;
}

/**
 * Starts the embedded stack and looks after it: PostgreSQL, Temporal with its UI, the workers and the API, each
 * restarted when it dies. All of it listens on this machine only. What it must not forget is in the state directory,
 * so the next start goes on where this one ended.
 * @throws StackAlreadyRunning where another stack holds the state directory.
 * @throws Error with a remedy where a part cannot start; the others are stopped then.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const settings = readStackSettings(options);
  if (process.platform === 'win32') {
    throw new Error('The embedded stack runs on Linux and macOS. On Windows use WSL, or docker-compose.yml.');
  }
  const state = prepareStateDirectory(settings.stateDirectory);
  const claim = await claimStateDirectory(state);
  const programs = new RunningPrograms(state.logs, claim, settings.onLog);
  const interrupt = () => void programs.stop(new Error('The start was interrupted.'));
  options.signal?.addEventListener('abort', interrupt, { once: true });
  try {
    options.signal?.throwIfAborted();
    const { addresses, secrets } = await startParts(settings, state, claim, programs);
    claim.record({ phase: 'running', addresses });
    return {
      ...addresses,
      stateDirectory: state.path,
      secrets,
      get processes() {
        return programs.processes;
      },
      stop: async ({ isHurried = false } = {}) => {
        if (isHurried) programs.hurry();
        await programs.stop();
        claim.release();
      },
    };
  } catch (error) {
    await programs.stop();
    claim.release();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
  }
}

async function startParts(
  settings: StackSettings,
  state: StateDirectory,
  claim: StackClaim,
  programs: RunningPrograms,
) {
  const { services, onLog } = settings;
  await stopInherited(claim, onLog);
  const secrets = loadOrMakeSecrets(state.secretsFile, settings.env, !hasData(state));
  const ports = await choosePorts(settings);
  const addresses = nameAddresses(settings, secrets, ports);
  claim.record({ addresses });

  await programs.all([
    async () => {
      if (!services.has('postgres') || settings.externalDatabase) return;
      await startPostgres(state, ports.postgres, secrets, programs.context, programs.register('postgres'));
      onLog(`PostgreSQL answers on ${loopback}:${ports.postgres}.`);
    },
    async () => {
      if (!services.has('temporal') || settings.externalTemporal) return;
      const program = await findTemporal(settings.env, onLog, programs.signal);
      const { temporal, temporalUi: ui } = ports;
      await startTemporal(program, state, { temporal, ui }, programs.context, programs.register('temporal'));
      onLog(`Temporal answers on ${loopback}:${temporal}, its UI on ${addresses.temporalUiUrl}.`);
    },
  ]);

  const nodePrograms = listNodePrograms(settings, state, secrets, addresses);
  if (nodePrograms.length > 0) {
    // Only here, so that a stack without workers needs nothing of the database's own code.
    const { migrateToLatest } = await import('../../db/migrate-to-latest.ts');
    const applied = await migrateToLatest(addresses.ownerDatabaseUrl);
    if (applied.length > 0) onLog(`Schema changes applied: ${applied.join(', ')}.`);
    if (!settings.externalDatabase) {
      const { registerDemoCompany } = await import('./register-demo-company.ts');
      await registerDemoCompany(addresses.databaseUrl);
    }
    if (settings.externalTemporal) await prepareExternalTemporal(addresses.temporalAddress, onLog);
    if (services.has('worker')) await scheduleCare(addresses.temporalAddress, onLog);
    await programs.all(
      nodePrograms.map(
        (program) => () => startNodeProgram(program, programs.context, programs.register(program.entry)),
      ),
    );
    onLog(
      `Running: ${nodePrograms.map((program) => program.name).join(', ')}${services.has('api') ? ` on ${addresses.apiUrl}` : ''}.`,
    );
  }
  return { addresses, secrets };
}

async function prepareExternalTemporal(address: string, onLog: (line: string) => void): Promise<void> {
  try {
    await prepareNamespace(address);
  } catch {
    onLog(
      `Temporal at ${address} could not be prepared. Unless it is away, register there as Keyword: ${searchAttributes.join(', ')}.`,
    );
  }
}

async function scheduleCare(address: string, onLog: (line: string) => void): Promise<void> {
  try {
    await prepareSchedules(address);
  } catch {
    onLog(`Temporal at ${address} has got no schedules: retention and drills of backups are not done by themselves.`);
  }
}

async function choosePorts(settings: StackSettings): Promise<Ports> {
  const given = new Set<number>();
  const choose = async (isNeeded: boolean, wish: PortWish) => {
    if (!isNeeded) return 0;
    const port = await choosePort(wish, given, settings.onLog);
    given.add(port);
    return port;
  };
  const { services, externalDatabase, externalTemporal } = settings;
  const hasTemporal = services.has('temporal') && !externalTemporal;
  const hasPostgres = services.has('postgres') && !externalDatabase;
  return {
    postgres: await choose(hasPostgres, { purpose: 'PostgreSQL', wanted: settings.postgresPort, usual: 54_329 }),
    temporal: await choose(hasTemporal, { purpose: 'Temporal', wanted: settings.temporalPort, usual: 7233 }),
    temporalUi: await choose(hasTemporal, { purpose: 'the Temporal UI', wanted: settings.temporalUiPort, usual: 8233 }),
    api: await choose(services.has('api'), { purpose: 'the API', wanted: settings.apiPort, usual: 3030 }),
  };
}

function nameAddresses(settings: StackSettings, secrets: StackSecrets, ports: Ports): StackAddresses {
  const own = ports.postgres ? postgresUrls(secrets, ports.postgres) : null;
  const at = (port: number, scheme = '') => (port ? `${scheme}${loopback}:${port}` : '');
  return {
    databaseUrl: own?.service ?? settings.externalDatabase?.url ?? '',
    ownerDatabaseUrl: own?.owner ?? settings.externalDatabase?.ownerUrl ?? '',
    temporalAddress: at(ports.temporal) || (settings.externalTemporal?.address ?? ''),
    temporalUiUrl: at(ports.temporalUi, 'http://') || (settings.externalTemporal?.uiUrl ?? ''),
    apiUrl: at(ports.api, 'http://'),
  };
}
