import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/** Everything binds to this machine only. */
export const loopback = '127.0.0.1';

/** Which port a part would like. */
export interface PortWish {
  /** Whom it is for, in words: `PostgreSQL`. */
  readonly purpose: string;
  /** The port that the person named; 0 for any free one; undefined for the usual one. */
  readonly wanted: number | undefined;
  readonly usual: number;
}

/**
 * Finds a port on the loopback address that nobody listens on. Where the usual one is taken, another is found and
 * `onLog` is told.
 * @param given ports that this stack has already given to its other parts.
 * @throws Error where the port that the person named is taken or is no port.
 */
export async function choosePort(
  wish: PortWish,
  given: ReadonlySet<number>,
  onLog: (line: string) => void,
): Promise<number> {
  const { purpose, wanted, usual } = wish;
  if (wanted !== undefined && wanted !== 0) {
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
      throw new Error(`${wanted}, asked for ${purpose}, is not a port.`);
    if (given.has(wanted))
      throw new Error(`Port ${wanted} is asked for ${purpose} and for another part. Choose two different ports.`);
    if (!(await isPortFree(wanted))) {
      throw new Error(
        `Port ${wanted}, asked for ${purpose}, is taken by another program. Stop that program, or choose another port.`,
      );
    }
    return wanted;
  }
  if (wanted === undefined && !given.has(usual)) {
    if (await isPortFree(usual)) return usual;
    const port = await findFreePort(given);
    onLog(`Port ${usual}, usual for ${purpose}, is taken by another program; using ${port}.`);
    return port;
  }
  return findFreePort(given);
}

async function findFreePort(given: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    // Below the range that systems give to outgoing connections: one of those must not take the port of a part that
    // restarts.
    const port = randomInt(15_000, 32_768);
    if (!given.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error('No free port was found between 15000 and 32767.');
}

async function isPortFree(port: number): Promise<boolean> {
  // A listener on all addresses does not keep every system from lending out the loopback one: so ask both ways.
  return !(await answers(port)) && (await canListen(port));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: loopback });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
