import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as a server has taken it. */
export interface TakenMail {
  readonly to: readonly string[];
  /** Headers and body, with their lines put together again. */
  readonly text: string;
}

/** A real SMTP server on a port of its own. */
export interface MailServer {
  readonly url: string;
  /** In the order in which they came. */
  readonly mails: TakenMail[];
  /** Answers with this code to whoever is to get a message; null: takes all. */
  refuseWith: number | null;
  /** Addresses that nothing can be sent to for now: try again (450). */
  readonly busy: Set<string>;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: TakenMail[] = [];
  const busy = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const refuseWith = busy.has(address) ? 450 : started.refuseWith;
      if (refuseWith === null) return done();
      done(Object.assign(new Error('not now, or never'), { responseCode: refuseWith }));
    },
    onData: async (stream, session, done) => {
      let text = '';
      for await (const chunk of stream) text += String(chunk);
      // Folded headers (RFC 5322, 2.2.3) and soft line breaks (RFC 2045, 6.7).
      text = text.replace(/\r\n[ \t]+/g, ' ').replace(/=\r\n/g, '');
      mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
      done();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const started: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith: null,
    busy,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return started;
}
