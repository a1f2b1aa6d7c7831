import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a worker and PostgreSQL, and cuts the connection at the moment at which the answer to a commit comes back. */
export interface CommitProxy {
  /** `url` with the proxy's port instead of the server's. */
  through(url: string): string;
  /** Numbers of the commits whose answer never reached the worker although the server had given it, in order. */
  readonly cuts: readonly number[];
  close(): Promise<void>;
}

// PostgreSQL's simple query message: type, length, text, zero. https://www.postgresql.org/docs/18/protocol-message-formats.html
const commitMessage = Buffer.from('Q\0\0\0\x0bcommit\0');
const beginsToWrite = 'read write';
/** The server's CommandComplete of a commit that was done; one of an aborted transaction says ROLLBACK. */
const commitDone = 'COMMIT\0';

/** @param isCut says which commits are cut, counted from 1 over all connections. Transactions that only read are not counted. */
export async function startCommitProxy(port: number, isCut: (nth: number) => boolean): Promise<CommitProxy> {
  const cuts: number[] = [];
  const sockets = new Set<Socket>();
  let commits = 0;

  const join = (client: Socket) => {
    const server = connect(port, '127.0.0.1');
    let isWriting = false;
    let cutting: number | null = null;
    client.on('data', (bytes) => {
      if (bytes.includes(beginsToWrite)) isWriting = true;
      if (isWriting && bytes.includes(commitMessage)) {
        isWriting = false;
        commits += 1;
        if (isCut(commits)) cutting = commits;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (cutting === null) {
        client.write(bytes);
      } else if (bytes.includes(commitDone)) {
        cuts.push(cutting);
        cutting = null;
        client.resetAndDestroy();
        server.destroy();
      }
    });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  };
  const listener = createServer(join);
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    cuts,
    through: (url) => {
      const copy = new URL(url);
      copy.port = String((listener.address() as AddressInfo).port);
      return copy.href;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
