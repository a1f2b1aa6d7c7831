import type { AuditEventName } from '../../src/contract/audit-events.ts';
import type { CompanyTransaction } from '../database.ts';

/** What happened, in the past tense: who did it, to which migration. `details` holds counts and names of rules, no value of a record. */
export interface AuditEvent {
  readonly migrationId: string | null;
  readonly actor: string;
  readonly event: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What is to be added to the audit: one of the closed list. */
export type NewAuditEvent = AuditEvent & { readonly event: AuditEventName };

/** Adds to the audit. The service's role can neither change nor remove what is there. */
export async function recordEvent(tx: CompanyTransaction, event: NewAuditEvent): Promise<void> {
  await tx.execute(
    `insert into migration_audit (company_id, migration_id, actor, event, details) values ($1, $2, $3, $4, $5)`,
    [tx.companyId, event.migrationId, event.actor, event.event, event.details ?? {}],
  );
}

/**
 * Adds events to the audit in their order, but those that are there already: the ones of the same name and migration with the same value of
 * `key` in their details. @returns how many were added.
 */
export async function recordEventsOnce(
  tx: CompanyTransaction,
  events: readonly NewAuditEvent[],
  key: string,
): Promise<number> {
  return tx.execute(
    `insert into migration_audit (company_id, migration_id, actor, event, details)
     select $1, event."migrationId", event.actor, event.event, event.details
       from rows from (jsonb_to_recordset($2::jsonb) as ("migrationId" uuid, actor text, event text, details jsonb))
            with ordinality as event ("migrationId", actor, event, details, no)
      where not exists (
        select from migration_audit known
         where known.company_id = $1 and known.migration_id = event."migrationId" and known.event = event.event
           and known.details ->> $3 = event.details ->> $3)
      order by event.no`,
    [tx.companyId, JSON.stringify(events), key],
  );
}

/** The audit of a migration in order. */
export async function listEvents(
  tx: CompanyTransaction,
  migrationId: string,
): Promise<(AuditEvent & { readonly at: string })[]> {
  return tx.query(
    `select migration_id as "migrationId", at, actor, event, details from migration_audit
     where company_id = $1 and migration_id = $2 order by id`,
    [tx.companyId, migrationId],
  );
}

/** Every event of that name in the company's audit, in order. */
export async function listEventsNamed(tx: CompanyTransaction, event: string): Promise<AuditEvent[]> {
  return tx.query<AuditEvent>(
    `select migration_id as "migrationId", actor, event, details from migration_audit
      where company_id = $1 and event = $2 order by id`,
    [tx.companyId, event],
  );
}
