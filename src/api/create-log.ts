import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * The API's log: JSON lines on stdout, or to `destination`. Of an error it keeps name, message and stack, none of the
 * properties that libraries hang on one: those can hold a request.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? { type: error.name, message: error.message, stack: error.stack }
          : { type: typeof error },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
