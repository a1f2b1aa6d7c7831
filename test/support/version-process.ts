import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowStack } from './workflow-stack.ts';

const entry = join(import.meta.dirname, 'version-worker.ts');

/** A worker process of one release, with all roles, on a stack that has no workers of its own. */
export class VersionProcess {
  readonly #child: ChildProcess;
  readonly #logFile: string;

  private constructor(child: ChildProcess, logFile: string) {
    this.#child = child;
    this.#logFile = logFile;
  }

  /**
   * Starts it; resolves when it takes work.
   * @param version `released`: without the changes that stand behind patches. `current`: with them.
   * @param heldPatches As `CAREFERRY_HELD_PATCHES`.
   */
  static async start(stack: WorkflowStack, version: 'released' | 'current', heldPatches = ''): Promise<VersionProcess> {
    const logFile = join(stack.folder, 'workers.log');
    const log = openSync(logFile, 'a');
    const { databaseUrl, temporalAddress, secrets } = stack.stack;
    const child = spawn(process.execPath, [entry], {
      stdio: ['ignore', log, log, 'ipc'],
      env: {
        ...process.env,
        VERSION: version,
        CAREFERRY_HELD_PATCHES: heldPatches,
        DATABASE_URL: databaseUrl,
        TEMPORAL_ADDRESS: temporalAddress,
        CAREFERRY_MASTER_KEY: secrets.masterKey,
        BACKUP_ENCRYPTION_KEY: secrets.backupEncryptionKey,
        LANDING_STORAGE_PATH: join(stack.folder, 'landing'),
        BACKUP_STORAGE_PATH: join(stack.folder, 'backups'),
        WORKER_ROLES: 'orchestration,data',
        LOG_LEVEL: 'warn',
      },
    });
    closeSync(log);
    const process_ = new VersionProcess(child, logFile);
    await Promise.race([once(child, 'message'), once(child, 'exit').then(() => process_.#fail())]);
    return process_;
  }

  /** Ends it as a deployment does: steps under way may end. A repeat does nothing. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }

  #fail(): never {
    throw new Error(`The worker ended; its log ends:\n${readFileSync(this.#logFile, 'utf8').slice(-2_000)}`);
  }
}
