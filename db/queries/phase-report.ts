import { type Disposition, dispositions } from '../../src/contract/migration.ts';
import type { PhaseView } from '../../src/contract/phases.ts';
import type { CompanyTransaction } from '../database.ts';
import { isoMoment } from '../iso-moment.ts';

interface PhaseRow extends Omit<PhaseView, 'records'> {
  readonly counts: Partial<Record<Disposition, number>> | null;
}

/** The phases of a migration with what became of their records so far; empty where it has none. */
export async function readPhases(tx: CompanyTransaction, migrationId: string): Promise<PhaseView[]> {
  const phases = await tx.query<PhaseRow>(
    `select p.phase_no as "phaseNo", p.title, p.people, p.approved_by as "approvedBy", ${isoMoment('p.approved_at')} as "approvedAt",
            (select jsonb_object_agg(disposition, lines) from (
               select disposition, count(*) as lines from migration_records r
                where r.company_id = p.company_id and r.migration_id = p.migration_id and r.phase_no = p.phase_no group by 1) c) as counts
       from migration_phases p where p.company_id = $1 and p.migration_id = $2 order by 1`,
    [tx.companyId, migrationId],
  );
  return phases.map(({ counts, ...phase }) => ({
    ...phase,
    records: Object.fromEntries(dispositions.map((name) => [name, counts?.[name] ?? 0])) as Record<Disposition, number>,
  }));
}
