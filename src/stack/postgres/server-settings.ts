import { totalmem } from 'node:os';

/**
 * An eighth of the machine's memory, 128 MB to 1 GB. In the larger one the staged records of a migration of some hundred thousand rows
 * stay until they are removed; from a smaller one they are written to disk for nothing.
 */
const sharedMegabytes = Math.min(1024, Math.max(128, Math.floor(totalmem() / 2 ** 23)));

/**
 * How the embedded PostgreSQL is set: for a machine with two cores and some gigabytes, for bulk loads, and for records
 * that must not be lost. Each is passed on the command line, so that this list alone says what holds.
 * https://www.postgresql.org/docs/18/runtime-config.html
 */
export const serverSettings: Readonly<Record<string, string>> = {
  // This machine only, with a password; no socket file that other users could reach.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',

  // What is committed survives a crash of the process, of the machine, and a power cut. These are the defaults, said
  // aloud.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  // Fewer checkpoints within a load: each makes the next touch of every page a whole page of log.
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  // The build that is shipped compresses with pglz only (no lz4, no zstd), which costs more time than it saves.
  wal_compression: 'off',
  wal_buffers: '16MB',

  // Memory. One load and one check run at a time, so a query may have more than the 4 MB default.
  shared_buffers: `${sharedMegabytes}MB`,
  effective_cache_size: '1GB',
  work_mem: '32MB',
  maintenance_work_mem: '256MB',

  // The queries are short or set-based over few tables: compiling them costs more than it gains.
  jit: 'off',
  // Local solid state disks are the rule.
  random_page_cost: '1.1',

  // A date must not depend on where the server stands.
  timezone: 'UTC',
  log_timezone: 'UTC',

  // No value of a record in the log: an error of a statement goes to its sender, who knows how to strip it; what is
  // logged leaves out details (they quote rows) and statements.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_lock_waits: 'off',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_autovacuum_min_duration: '-1',
};

/** The settings as arguments of the program `postgres`. */
export function serverArguments(): string[] {
  return Object.entries(serverSettings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
