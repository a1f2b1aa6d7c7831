import type { CompanyTransaction } from '../db/database.ts';
import { isLive } from '../db/queries/intervals.ts';
import { findLastChunk } from '../db/queries/landing.ts';
import { sumLedger } from '../db/queries/ledger.ts';
import {
  type VerifyRange,
  type VerifyScope,
  verifyEntity,
  verifyFingerprints,
  verifyLines,
} from '../db/queries/verify.ts';
import { dispositions, type Ledger, type Mismatch } from '../src/contract/migration.ts';
import type { Dependencies, MigrationKey } from './dependencies.ts';
import { type InPhase, phaseIn } from './in-phase.ts';
import type { EntityPlan } from './propose-mapping.ts';

export type RangeInput = MigrationKey & VerifyRange;

/**
 * Compares the written rows of a range of ledger lines with the target, field by field through their fingerprints. Those of a parallel run
 * whose intervals have begun were compared before, and have changed since: its workflow was reset.
 */
export const verifyRange =
  (dependencies: Dependencies) =>
  (input: RangeInput & InPhase): Promise<readonly Mismatch[]> =>
    dependencies.database.withCompany(
      input.companyId,
      async (tx) => ((await isLive(tx, input.migrationId)) ? [] : verifyFingerprints(tx, input, phaseIn(input))),
      { isReadOnly: true, stopSignal: dependencies.stopSignal?.() },
    );

export interface LedgerCheck {
  readonly ledger: Ledger;
  readonly mismatches: readonly Mismatch[];
}

/**
 * Checks the whole, or one phase: the ledger balances entity by entity, each row of the landing has its line, the target has as many rows as
 * the ledger says, nothing refers to nothing, and no date lies outside of what the landing holds. Of a parallel run whose intervals have
 * begun, the ledger alone.
 */
export const verifyLedger =
  (dependencies: Dependencies) =>
  (input: MigrationKey & InPhase & { readonly plan: readonly EntityPlan[] }): Promise<LedgerCheck> =>
    checkEntities(dependencies, input, async (tx, scope) =>
      (await isLive(tx, input.migrationId)) ? verifyLines(tx, scope) : verifyEntity(tx, scope),
    );

/** Checks the ledger alone, over all phases: it balances, and each row of the landing has its line. */
export const verifyBalance =
  (dependencies: Dependencies) =>
  (input: MigrationKey & { readonly plan: readonly EntityPlan[] }): Promise<LedgerCheck> =>
    checkEntities(dependencies, input, verifyLines);

function checkEntities(
  dependencies: Dependencies,
  input: MigrationKey & InPhase & { readonly plan: readonly EntityPlan[] },
  check: (tx: CompanyTransaction, scope: VerifyScope) => Promise<readonly Mismatch[]>,
): Promise<LedgerCheck> {
  const { companyId, migrationId, plan } = input;
  return dependencies.database.withCompany(
    companyId,
    async (tx) => {
      const mismatches: Mismatch[] = [];
      for (const { entity, files } of plan) {
        const landed = [];
        for (const { fileNo, isConditional } of files) {
          const last = await findLastChunk(tx, migrationId, fileNo);
          landed.push({ fileNo, rows: isConditional ? null : last ? last.firstRowNo + last.rowCount - 1 : 0 });
        }
        mismatches.push(...(await check(tx, { migrationId, entity, phaseNo: phaseIn(input), landed })));
      }
      const entities = plan.map(({ entity }) => entity);
      const ledger = await sumLedger(tx, migrationId, entities);
      return { ledger, mismatches: [...mismatches, ...findImbalances(ledger)] };
    },
    { isReadOnly: true, stopSignal: dependencies.stopSignal?.() },
  );
}

/** Entities whose dispositions do not add up to what was eligible. */
function findImbalances(ledger: Ledger): Mismatch[] {
  return Object.entries(ledger).flatMap(([entity, line]) => {
    const found = dispositions.reduce((sum, disposition) => sum + line[disposition], 0);
    return found === line.eligible ? [] : [{ entity, check: 'ledger' as const, expected: line.eligible, found }];
  });
}
