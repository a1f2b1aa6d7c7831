import { randomUUID } from 'node:crypto';
import { insertNotices } from '../../db/queries/completion-notices.ts';
import type { ApiDependencies } from './dependencies.ts';

/** Puts on record who is to be told of an end. @returns the number under which a workflow finds it; undefined where nobody is. */
export async function askForNotice(
  { database }: ApiDependencies,
  companyId: string,
  addresses: readonly string[],
  requestedBy: string,
): Promise<string | undefined> {
  if (addresses.length === 0) return undefined;
  const noticeId = randomUUID();
  await database.withCompany(companyId, (tx) => insertNotices(tx, noticeId, addresses, requestedBy));
  return noticeId;
}
