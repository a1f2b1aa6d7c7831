import type { CompanyTransaction } from '../database.ts';

/** Puts on record who is to be told of an end. A repeat changes nothing. */
export async function insertNotices(
  tx: CompanyTransaction,
  noticeId: string,
  addresses: readonly string[],
  requestedBy: string,
): Promise<void> {
  await tx.execute(
    `insert into completion_notices (company_id, notice_id, address, requested_by)
     select $1, $2, address, $4 from unnest($3::text[]) as address on conflict do nothing`,
    [tx.companyId, noticeId, addresses, requestedBy],
  );
}

/** Addresses to which nothing has been sent yet, in order. */
export async function listWaitingNotices(tx: CompanyTransaction, noticeId: string): Promise<string[]> {
  const rows = await tx.query<{ address: string }>(
    `select address from completion_notices where company_id = $1 and notice_id = $2 and state = 'waiting' order by address`,
    [tx.companyId, noticeId],
  );
  return rows.map(({ address }) => address);
}

/** Deletes an address to which the message was sent, or given up. @returns whether it was still there. */
export async function clearNotice(tx: CompanyTransaction, noticeId: string, address: string): Promise<boolean> {
  const deleted = await tx.execute(
    `delete from completion_notices where company_id = $1 and notice_id = $2 and address = $3 and state = 'waiting'`,
    [tx.companyId, noticeId, address],
  );
  return deleted > 0;
}

/** Deletes the addresses of notices that were asked for before a time (ISO 8601), or all: what they wait for will not end any more. */
export async function forgetNotices(tx: CompanyTransaction, before: string | null): Promise<number> {
  return tx.execute(
    `delete from completion_notices where company_id = $1 and ($2::timestamptz is null or requested_at < $2::timestamptz)`,
    [tx.companyId, before],
  );
}
