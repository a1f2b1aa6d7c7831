import { fingerprintSql } from '../target-columns.ts';
import { readNo } from './intervals.ts';
import { mergeWithTarget } from './merge-fields.ts';
import { applyResolutions, raiseConflicts } from './raise-conflicts.ts';
import { askedIn, type EntityStep, mine } from './staged-decisions.ts';

const code = 'existing.editedTarget';
const idle = 'It is not at issue any more.';

/** Lines that say what the run last took over of a record, or saw and left as it was. What was decided about a row stands last in its issues. */
const isSeen = `(r.disposition in ('inserted', 'updated')
  or r.disposition = 'skipped' and r.issues[array_upper(r.issues, 1)] like '%:existing.%')`;

/**
 * Of a record that the run knows already, both sides are compared with what the ledger last said of it. Changed in the source alone: it is
 * updated. Changed in the target alone, which includes that somebody removed it there: it stays. Changed on both sides: a person is asked,
 * whatever the policy for doubts is.
 */
export async function decideLive(step: EntityStep): Promise<void> {
  const { tx, entity, before, values, rules } = step;
  // Without statistics of what is staged, a merge by the number of the file alone looks cheap: each row would meet every other one.
  await tx.execute('set local enable_mergejoin = off');
  const asked = await tx.execute(
    `with compared as (
       select s.file_no, s.row_no, s.part_no, s.id, s.fingerprint as source, t.id is not null as is_there,
              ${fingerprintSql(entity, 't')} as target, t.migration_id as written_by
         from staging.${entity.table} s
         left join ${before} t on t.company_id = $1 and t.id = s.id and t.migration_id is distinct from $2::uuid
        where ${mine('s')} and s.decision = 'insert'
     ), seen as (
       select distinct on (r.target_id) r.target_id as id, coalesce(r.source_fingerprint, r.fingerprint) as fingerprint
         from migration_records r join migration_jobs j on j.company_id = r.company_id and j.id = r.migration_id
        where r.company_id = $1 and r.entity = $3 and j.id <> $2::uuid and coalesce(j.part_of, j.id) = ${askedIn} and ${isSeen}
          and r.target_id in (select c.id from compared c where not c.is_there or c.target <> c.source)
        order by r.target_id, ${readNo('j')} desc, j.started_at desc
     ), judged as (
       select c.*, case
                when c.is_there and c.target = c.source then 'info:existing.identical'
                when not c.is_there and seen.id is null then null
                when seen.fingerprint = c.source
                  then case when c.is_there and c.target = w.fingerprint then 'info:existing.different' else 'info:existing.editedInTarget' end
                when c.is_there and c.target = w.fingerprint and w.source_fingerprint is null then 'info:existing.changed'
                else 'error:${code}' end as verdict
         from compared c
         left join seen using (id)
         left join migration_records w on w.company_id = $1 and w.migration_id = c.written_by and w.entity = $3 and w.target_id = c.id
                                      and w.disposition in ('inserted', 'updated') and c.target <> c.source
     )
     update staging.${entity.table} s
        set decision = case j.verdict when 'info:existing.changed' then 'update' when 'error:${code}' then 'ask' else 'skip' end,
            decision_issue = j.verdict,
            conflict_id = case when j.verdict = 'error:${code}' then
              md5(${askedIn}::text || $3 || s.id || encode(j.source, 'hex') || case when j.is_there then encode(j.target, 'hex') else '' end)::uuid end
       from judged j
      where ${mine('s')} and s.file_no = j.file_no and s.row_no = j.row_no and s.part_no = j.part_no and j.verdict is not null`,
    [...values, entity.name],
  );
  await tx.execute('set local enable_mergejoin = on');
  if (asked === 0) return;
  await raiseConflicts({ ...step, rules: { ...rules, holdDoubts: false } }, { code });
  const isThere = `exists (select from ${entity.table} t where t.company_id = $1 and t.id = s.id)`;
  await applyResolutions(
    step,
    code,
    `case c.resolution when 'useNew' then case when ${isThere} then 'update' else 'insert' end
                       when 'merge' then case when ${isThere} then 'update' else 'quarantine' end
                       when 'keepExisting' then 'skip' else 'quarantine' end`,
  );
  await mergeWithTarget(step, code);
}

/** What is still to be asked is held for this time. So what refers to it is decided as if it did not come. */
export async function holdAsked({ tx, entity, values }: EntityStep): Promise<void> {
  await tx.execute(
    `update staging.${entity.table} s set decision = 'quarantine' where ${mine('s')} and s.decision = 'ask'`,
    values,
  );
}

/** Closes questions that are not at issue any more, because one side has changed since or both agree by now. */
export async function dropIdleConflicts({ tx, entity, values }: EntityStep): Promise<void> {
  await tx.execute(
    `update migration_conflicts c set resolution = 'hold', decided_by = 'rule', reason = $4, decided_at = now()
      where c.company_id = $1 and c.migration_id = ${askedIn} and c.entity = $3 and c.resolution is null
        and not exists (select from staging.${entity.table} s where ${mine('s')} and s.conflict_id = c.id)
        and not exists (select from staging.refused s where ${mine('s')} and s.conflict_id = c.id)`,
    [...values, entity.name, idle],
  );
}

/** Takes back what `dropIdleConflicts` has closed: should it be at issue again, a person is to answer. */
export async function reopenIdleConflicts({ tx, entity, values }: EntityStep): Promise<void> {
  await tx.execute(
    `update migration_conflicts c set resolution = null, decided_by = null, reason = null, decided_at = null
      where c.company_id = $1 and c.migration_id = ${askedIn} and c.entity = $3 and c.reason = $4 and c.decided_by = 'rule'
        and $2::uuid is not null`,
    [...values, entity.name, idle],
  );
}
