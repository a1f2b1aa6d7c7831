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

/** Says what became of one. @param failure why it could not be sent; null where it was. @returns whether it was still waiting. */
export async function endNotice(
  tx: CompanyTransaction,
  noticeId: string,
  address: string,
  failure: string | null,
): Promise<boolean> {
  const updated = await tx.execute(
    `update completion_notices set state = $4, failure = $5, ended_at = now()
      where company_id = $1 and notice_id = $2 and address = $3 and state = 'waiting'`,
    [tx.companyId, noticeId, address, failure === null ? 'sent' : 'failed', failure],
  );
  return updated > 0;
}
