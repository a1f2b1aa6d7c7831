import type { StoryEvent } from '../../src/contract/story.ts';
import type { CompanyTransaction } from '../database.ts';

/** How many events are read at once. */
export const mostEventsAtOnce = 200;

/**
 * The place of an event: its number, and a digest of what it is. Where a database was lost and an older one was brought back, another event may
 * have come under the same number since; its place is another one.
 */
const placeOf = (event: string) =>
  `${event}.no || '-' || left(encode(sha256(convert_to(
     concat_ws('/', ${event}.company_id, ${event}.migration_id, ${event}.no, ${event}.id, extract(epoch from ${event}.at), ${event}.event), 'UTF8')), 'hex'), 16)`;

/**
 * The events of a migration after a place, in the order in which they became visible: whoever goes on after the last one misses none. Reasons,
 * which people have written as they liked, are left out.
 * @param after A place that an earlier event had; null: from the beginning.
 * @returns at most `mostEventsAtOnce`; null where this migration of this company has no such place.
 */
export async function readStory(
  tx: CompanyTransaction,
  migrationId: string,
  after: string | null,
): Promise<StoryEvent[] | null> {
  const said = after === null ? '0' : /^([1-9]\d{0,17})-[0-9a-f]{16}$/.exec(after)?.[1];
  if (said === undefined) return null;
  if (after !== null) {
    const [known] = await tx.query(
      `select from migration_audit a where a.company_id = $1 and a.migration_id = $2 and a.no = $3 and ${placeOf('a')} = $4`,
      [tx.companyId, migrationId, said, after],
    );
    if (!known) return null;
  }
  return tx.query<StoryEvent>(
    `select ${placeOf('a')} as place, a.no, a.at, a.actor, a.event, a.details - 'reason' as details
       from migration_audit a where a.company_id = $1 and a.migration_id = $2 and a.no > $3
      order by a.no limit ${mostEventsAtOnce}`,
    [tx.companyId, migrationId, said],
  );
}
