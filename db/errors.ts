import pg from 'pg';
import { StepFailure } from '../src/contract/failure.ts';

/** SQLSTATE classes and codes after which another try may succeed. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const passing: readonly string[] = [
  '08', // connection exceptions
  '25P03', // ended because it was silent for too long in a transaction
  '40', // serialization failure, deadlock
  '53', // insufficient resources: disk full, out of memory, too many connections
  '57P', // operator intervention: shutdown, crash, starting up
  '58', // system error: I/O
  '55P03', // lock not available
];

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'ENOENT']);

/**
 * Says what a database error means for a step. The message carries the SQLSTATE, the table and the constraint,
 * never PostgreSQL's own message or DETAIL, which quote values.
 */
export function toStepFailure(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    const place = [error.table && `table ${error.table}`, error.constraint && `constraint ${error.constraint}`]
      .filter(Boolean)
      .join(', ');
    const message = `PostgreSQL answered ${error.code ?? 'an unknown code'}${place ? ` (${place})` : ''}.`;
    const isPassing = passing.some((prefix) => error.code?.startsWith(prefix));
    return new StepFailure(isPassing ? 'databaseUnavailable' : 'databaseRefused', message);
  }
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (connectionErrors.has(code))
      return new StepFailure('databaseUnavailable', `No connection to PostgreSQL (${code}).`);
    if (
      /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
        error.message,
      )
    ) {
      return new StepFailure('databaseUnavailable', 'The connection to PostgreSQL broke.');
    }
  }
  return error;
}
