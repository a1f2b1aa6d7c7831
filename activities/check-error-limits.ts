import { countSeverities, type SeverityCounts } from '../db/queries/count-severities.ts';
import { getJob } from '../db/queries/jobs.ts';
import { requireDecided } from '../db/queries/require-decided.ts';
import { StepFailure } from '../src/contract/failure.ts';
import type { ErrorLimit } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';

/**
 * Compares what was decided about the staged records with the limits of the request, before anything is loaded.
 * @throws StepFailure `errorLimitExceeded`, or `errorLimitFailed` where the request wants no question: with each limit and how it was
 * exceeded, in counts; `stagingLost`.
 */
export const checkErrorLimits =
  ({ database }: Pick<Dependencies, 'database'>) =>
  (input: MigrationKey & { readonly entities: readonly string[] }): Promise<void> =>
    database.withCompany(
      input.companyId,
      async (tx) => {
        await requireDecided(tx, input.migrationId);
        const { errorLimits = [], onErrorLimit } = (await getJob(tx, input.migrationId)).request;
        const counts = await countSeverities(tx, input.migrationId, input.entities);
        const exceeded = errorLimits.flatMap((limit) => describeExcess(limit, counts) ?? []);
        if (exceeded.length === 0) return;
        const type = onErrorLimit === 'rollBack' ? 'errorLimitFailed' : 'errorLimitExceeded';
        throw new StepFailure(type, exceeded.join(' '));
      },
      { isReadOnly: true },
    );

/** @returns null where the limit holds. */
function describeExcess(limit: ErrorLimit, counts: readonly SeverityCounts[]): string | null {
  const { severity, entity, count, share } = limit;
  const meant = counts.filter((one) => entity === undefined || one.entity === entity);
  const found = meant.reduce((sum, one) => sum + one[severity], 0);
  const eligible = meant.reduce((sum, one) => sum + one.eligible, 0);
  const isTooMany = count !== undefined && found > count;
  const isTooLarge = share !== undefined && found > share * eligible;
  if (!isTooMany && !isTooLarge) return null;
  const allowed = isTooMany ? String(count) : `${Math.round((share ?? 0) * 10_000) / 100} %`;
  return `${found} of ${eligible} records${entity ? ` of ${entity}` : ''} have an issue of severity ${severity}; ${allowed} are allowed.`;
}
