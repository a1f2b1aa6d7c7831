import type { Resolution } from '../../src/contract/conflict.ts';
import { choicesOf, explainConflict } from '../../src/contract/conflict-rules.ts';
import { keepSides, reopenMoved } from './conflict-sides.ts';
import { askedIn, type DecisionRules, type EntityStep, mine } from './staged-decisions.ts';

/** A question that staged records raise. */
export interface RaisedConflict {
  /** Of `conflict-rules.ts`, with the field where it is about one. */
  readonly code: string;
  /** What `--skip-duplicates` or `--update-existing` makes of it, without a person. */
  readonly byPolicy?: Resolution | undefined;
  /** False where there is no other side to compare with. Default: true. */
  readonly hasOther?: boolean;
}

/** A decision that nobody is asked for, with the policy that gives it. */
interface RuledDecision {
  readonly resolution: Resolution;
  readonly policy: 'onDuplicate' | 'autoResolveConflicts' | 'autoApprove';
  readonly reason: string;
}

/**
 * Makes one conflict of all records that wait for the same answer, and decides what a policy decides. A conflict that is on record
 * already stays as it is; while it is open, people see both sides as they are now.
 */
export async function raiseConflicts(step: EntityStep, conflict: RaisedConflict): Promise<void> {
  const { rules, entity } = step;
  const { code, hasOther = true } = conflict;
  const { kind } = explainConflict(code);
  const standing = rules.autoResolve?.[kind];
  const atOnce = ruledAtOnce(rules, conflict, standing);
  await insertConflicts(step, code, atOnce);
  if (hasOther) await reopenMoved(step, code);
  await keepSides(step, code, hasOther);
  if (standing && choicesOf(code).includes(standing)) {
    await decideOpen(
      step,
      code,
      {
        resolution: standing,
        policy: 'autoResolveConflicts',
        reason: `The policy for conflicts of the kind '${kind}' is '${standing}'.`,
      },
      'not is_clinical',
    );
  }
  if (rules.holdDoubts) await decideOpen(step, code, inDoubt, 'true');
  await step.tx.execute(
    `insert into migration_decisions (company_id, migration_id, conflict_id, resolution, decided_by, reason, policy, policy_set_by, decided_at)
     select c.company_id, c.migration_id, c.id, c.resolution, c.decided_by, c.reason, c.policy, c.policy_set_by, c.decided_at
       from migration_conflicts c
      where c.company_id = $1 and c.migration_id = ${askedIn} and $2::uuid is not null and c.code = $3 and c.entity = $4
        and c.policy is not null
        and not exists (select from migration_decisions d where d.company_id = $1 and d.migration_id = c.migration_id and d.conflict_id = c.id)`,
    [...step.values, code, entity.name],
  );
}

const inDoubt: RuledDecision = {
  resolution: 'hold',
  policy: 'autoApprove',
  reason: 'What is in doubt is held in quarantine.',
};

/** What is decided before both sides are looked at: nobody would look at them. */
function ruledAtOnce(
  rules: DecisionRules,
  { byPolicy }: RaisedConflict,
  standing: Resolution | undefined,
): RuledDecision | null {
  if (byPolicy) {
    return {
      resolution: byPolicy,
      policy: 'onDuplicate',
      reason: `The policy for duplicates is '${rules.onDuplicate}'.`,
    };
  }
  return rules.holdDoubts && !standing ? inDoubt : null;
}

async function insertConflicts(step: EntityStep, code: string, ruled: RuledDecision | null): Promise<void> {
  const { tx, rules, entity, values } = step;
  await tx.execute(
    `insert into migration_conflicts (company_id, migration_id, id, kind, code, entity, records, external_ids, choices, resolution, decided_by,
                                      reason, policy, policy_set_by, decided_at)
     select $1, ${askedIn}, s.conflict_id, $3, $4, $5, count(*), (array_agg(distinct s.external_id))[1:5],
            case when count(*) > 1 then array_remove($6::text[], 'merge') else $6 end,
            $7::text, case when $7::text is not null then 'rule' end, $9, $10, case when $7::text is not null then $11 end,
            case when $7::text is not null then now() end
       from staging.${entity.table} s
      where ${mine('s')} and s.decision = 'ask' and s.decision_issue = $8
      group by s.conflict_id
     on conflict do nothing`,
    [
      ...values,
      explainConflict(code).kind,
      code,
      entity.name,
      choicesOf(code),
      ruled?.resolution ?? null,
      `error:${code}`,
      ruled?.reason ?? null,
      ruled?.policy ?? null,
      rules.requestedBy ?? 'rule',
    ],
  );
}

/** Decides the open conflicts of a code by a policy, where they offer that. @param condition SQL on their columns. */
async function decideOpen(step: EntityStep, code: string, ruled: RuledDecision, condition: string): Promise<void> {
  const { tx, rules, entity, values } = step;
  await tx.execute(
    `update migration_conflicts
        set resolution = $5, decided_by = 'rule', reason = $6, policy = $7, policy_set_by = $8, decided_at = now()
      where company_id = $1 and migration_id = ${askedIn} and $2::uuid is not null and code = $3 and entity = $4
        and resolution is null and $5 = any (choices) and ${condition}`,
    [...values, code, entity.name, ruled.resolution, ruled.reason, ruled.policy, rules.requestedBy ?? 'rule'],
  );
}

/** Turns the records of resolved conflicts from `ask` into what was decided. @param decision SQL of the conflict `c` and the record `s`. */
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
