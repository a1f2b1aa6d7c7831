import { createTransport } from 'nodemailer';
import type { Mailer } from '../../activities/notify-of-end.ts';

/** A server that does not answer must not hold a worker up for long. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * Sends e-mail through an SMTP server, a connection for each message.
 * @param url `smtp://…` (STARTTLS where the server offers it) or `smtps://…`, with user and password where it asks for them.
 * @param sender the address that the messages come from.
 */
export function openMailer(url: string, sender: string): Mailer {
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  return {
    send: async (mail) => {
      await transport.sendMail({ from: sender, ...mail });
    },
  };
}
