import type { ConflictKind, DuplicatePolicy, Resolution } from '../../src/contract/migration.ts';
import type { Entity } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';

export interface DecisionRules {
  readonly migrationId: string;
  /** Entities of this migration in load order. */
  readonly entities: readonly string[];
  readonly onDuplicate: DuplicatePolicy;
  /** True: what is in doubt goes to quarantine, by rule. False: it waits for a person. */
  readonly holdDoubts: boolean;
  /** True for an interval of a parallel run, which waits for nobody: what is to be asked is held until it is answered. */
  readonly isPart?: boolean;
  /** True where the mapping was amended: what was asked about records as they were may not be at issue any more. */
  readonly isAmended?: boolean;
}

/** One entity of a migration about whose staged records it is decided. */
export interface EntityStep {
  readonly tx: CompanyTransaction;
  readonly rules: DecisionRules;
  readonly entity: Entity;
  /** A table expression: the target before this migration, and rows that this migration has written. */
  readonly before: string;
  /** `$1` is the company, `$2` the migration. */
  readonly values: readonly [string, string];
}

/** SQL for the rows of a table that belong to the migration at hand. */
export const mine = (alias: string) => `${alias}.company_id = $1 and ${alias}.migration_id = $2::uuid`;
/** SQL for the id of the migration that conflicts belong to: all intervals of a parallel run share those of the run, and their answers. */
export const askedIn = '(select coalesce(part_of, id) from migration_jobs where company_id = $1 and id = $2::uuid)';

/** Makes one conflict of all records that wait for the same answer. A conflict that is on record already stays as it is. */
export async function raiseConflicts(
  { tx, rules, entity, values }: EntityStep,
  conflict: {
    readonly code: string;
    readonly kind: ConflictKind;
    readonly choices: readonly Resolution[];
    /** What the policy that was asked for makes of it, without a person. */
    readonly byPolicy?: Resolution | undefined;
  },
): Promise<void> {
  const resolution = conflict.byPolicy ?? (rules.holdDoubts ? 'hold' : null);
  const reason = conflict.byPolicy
    ? `The policy for duplicates is '${rules.onDuplicate}'.`
    : 'What is in doubt is held in quarantine.';
  await tx.execute(
    `insert into migration_conflicts (company_id, migration_id, id, kind, code, entity, records, external_ids, choices, resolution, decided_by, reason, decided_at)
     select $1, ${askedIn}, s.conflict_id, $3, $4, $5, count(*), (array_agg(distinct s.external_id))[1:5], $6,
            $7::text, case when $7::text is not null then 'rule' end, case when $7::text is not null then $9 end,
            case when $7::text is not null then now() end
       from staging.${entity.table} s
      where ${mine('s')} and s.decision = 'ask' and s.decision_issue = $8
      group by s.conflict_id
     on conflict do nothing`,
    [
      ...values,
      conflict.kind,
      conflict.code,
      entity.name,
      conflict.choices,
      resolution,
      `error:${conflict.code}`,
      reason,
    ],
  );
}

/** Turns the records of resolved conflicts from `ask` into what was decided. */
export async function applyResolutions(
  { tx, entity, values }: EntityStep,
  code: string,
  decision: string,
): Promise<void> {
  await tx.execute(
    `update staging.${entity.table} s set decision = ${decision}
       from migration_conflicts c
      where ${mine('s')} and c.company_id = $1 and c.migration_id = ${askedIn} and s.conflict_id = c.id and s.decision = 'ask' and c.code = $3 and c.resolution is not null`,
    [...values, code],
  );
}
