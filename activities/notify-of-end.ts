import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordEvent } from '../db/queries/audit.ts';
import { clearNotice, listWaitingNotices } from '../db/queries/completion-notices.ts';
import { releaseClaims } from '../db/queries/target-claims.ts';
import type { CompletionNotice } from '../src/contract/completion-notice.ts';
import type { Dependencies } from './dependencies.ts';

/** A message as it goes out: plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for a repeat, so that a mailbox can tell that it has the message already. */
  readonly messageId: string;
}

/** Sends e-mail. */
export interface Mailer {
  /** Resolves when the server has taken the message. @throws Error with a `code` that names what went wrong. */
  send(mail: Mail): Promise<void>;
}

const pausesMs = [1_000, 4_000] as const;

/** What became of the messages of a notice, of each in one way. */
export interface Told {
  readonly sent: number;
  /** Given up: they are on record as not sent. */
  readonly failed: number;
  /** They may still be sent by another try. */
  readonly waiting: number;
}

/** A message that was not sent. */
interface SendFailure {
  /** What went wrong, without the text of the error: it may hold the address. */
  readonly code: string;
  /** Another try would end the same way. */
  readonly isFinal: boolean;
}

/**
 * Tells those who asked how an undo or a restore has ended, one message each, by e-mail. The target is free before. What became of each
 * message is in the audit, and its address is deleted. A repeat sends nothing to whom a message was sent; a worker that dies between the server's answer and the record sends
 * one again, under the same id.
 * It never fails for the sake of a message: what could not be sent after three tries waits for another call where it may, and otherwise is on record as not sent.
 */
export const notifyOfEnd =
  ({ database, mailer }: Dependencies) =>
  async (notice: CompletionNotice): Promise<Told> => {
    const { companyId, noticeId, work, subjectId, claimedBy = '', mayWait = false } = notice;
    const waiting = await database.withCompany(companyId, async (tx) => {
      await releaseClaims(tx, claimedBy);
      return listWaitingNotices(tx, noticeId);
    });
    const sums = { sent: 0, failed: 0, waiting: 0 };
    for (const address of waiting) {
      const mail = { to: address, ...describe(notice), messageId: idOf(noticeId, address) };
      const failure = mailer ? await trySending(mailer, mail) : { code: 'noEmailService', isFinal: true };
      if (mayWait && failure?.isFinal === false) {
        sums.waiting += 1;
        continue;
      }
      await database.withCompany(companyId, async (tx) => {
        if (!(await clearNotice(tx, noticeId, address))) return;
        const migrationId = work === 'undo' ? subjectId : null;
        const details = { noticeId, work, subjectId, ...(failure === null ? {} : { failure: failure.code }) };
        const event = failure === null ? 'completionNotified' : 'completionNotNotified';
        await recordEvent(tx, { migrationId, actor: 'careferry', event, details });
      });
      sums[failure === null ? 'sent' : 'failed'] += 1;
    }
    return sums;
  };

function idOf(noticeId: string, address: string): string {
  return `<${noticeId}.${createHash('sha256').update(address).digest('hex').slice(0, 16)}@careferry>`;
}

/** @returns null, or the last failure. */
async function trySending(mailer: Mailer, mail: Mail): Promise<SendFailure | null> {
  for (let tries = 0; ; tries += 1) {
    try {
      await mailer.send(mail);
      return null;
    } catch (error) {
      const pause = pausesMs[tries];
      if (pause === undefined) return failureOf(error);
      await sleep(pause);
    }
  }
}

function failureOf(error: unknown): SendFailure {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const name = typeof code === 'string' ? code : 'unknown';
  if (typeof responseCode !== 'number') return { code: name, isFinal: false };
  // RFC 5321, 4.2.1: what is refused by a code of 500 and above is refused for good.
  return { code: `${name} ${responseCode}`, isFinal: responseCode >= 500 };
}

const inWords = { completed: 'is completed', refused: 'was refused', failed: 'has failed' } as const;

function describe({ companyId, work, subjectId, ended, counts }: CompletionNotice): Pick<Mail, 'subject' | 'text'> {
  const what = work === 'undo' ? `The undo of migration ${subjectId}` : `The restore of backup ${subjectId}`;
  const look =
    work === 'undo'
      ? `npx careferry rollback ${subjectId} --report --company-id ${companyId}`
      : `npx careferry backup list --company-id ${companyId}`;
  const lines = [
    `${what} ${inWords[ended]}.`,
    `Company: ${companyId}`,
    ...Object.entries(counts).map(([name, count]) => `${name}: ${count}`),
    '',
    'To see more:',
    `  ${look}`,
    '',
    'You get this message because somebody gave your address when asking for it.',
  ];
  return { subject: `Careferry: ${what.slice(4)} ${inWords[ended]}`, text: `${lines.join('\n')}\n` };
}
