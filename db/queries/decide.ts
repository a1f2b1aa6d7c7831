import { type Entity, entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fingerprintSql } from '../target-columns.ts';
import { adoptLines } from './adopt-ledger.ts';
import { markApplied } from './conflicts.ts';
import { decideClinicalHolds } from './decide-clinical.ts';
import { decideLive, dropIdleConflicts, holdAsked, reopenIdleConflicts } from './decide-live.ts';
import { joinBySets } from './join-by-sets.ts';
import { keepBothPeople, keepBothRows, mergePeople, mergeWithFirst, mergeWithTarget } from './merge-fields.ts';
import { applyResolutions, raiseConflicts } from './raise-conflicts.ts';
import {
  askedIn,
  type DecisionRules,
  type EntityStep,
  mine,
  rememberStaged,
  restoreStaged,
  sameRow,
} from './staged-decisions.ts';

/**
 * Decides about every staged record of a migration, over the whole set: insert, update, merge, skip, quarantine, or ask.
 * People's resolutions that are on record are honoured. It begins anew each time, so a repeat gives the same decisions; once loading
 * has begun by them they stand, and a worker that comes late changes nothing.
 * @returns how many conflicts are open.
 */
export async function decideStaged(tx: CompanyTransaction, rules: DecisionRules): Promise<number> {
  await joinBySets(tx);
  const { isDecided, isLoading } = await findMarks(tx, rules.migrationId);
  const stands = isDecided && isLoading && !(await isAsking(tx, rules));
  if (!stands) await decideAnew(tx, rules, isLoading);
  const [open] = await tx.query<{ count: number }>(
    `select count(*) from migration_conflicts where company_id = $1 and migration_id = ${askedIn} and resolution is null`,
    [tx.companyId, rules.migrationId],
  );
  const count = open?.count ?? 0;
  // From now on the decisions are acted upon, and stand.
  if (count === 0 || rules.isPart) await markApplied(tx, rules);
  return count;
}

/** What there is of this migration: marks of loaded slices, and the mark that its staged records are decided about. */
async function findMarks(
  tx: CompanyTransaction,
  migrationId: string,
): Promise<{ readonly isDecided: boolean; readonly isLoading: boolean }> {
  const [marks] = await tx.query<{ isDecided: boolean; isLoading: boolean }>(
    `select exists (select from staging.decided where company_id = $1 and migration_id = $2) as "isDecided",
            exists (select from migration_slices where company_id = $1 and migration_id = $2) as "isLoading"`,
    [tx.companyId, migrationId],
  );
  return marks ?? { isDecided: false, isLoading: false };
}

/** Whether staged records wait for answers still, so that nothing can have been loaded by the decision about them. */
async function isAsking(tx: CompanyTransaction, { migrationId, entities }: DecisionRules): Promise<boolean> {
  for (const name of entities) {
    const asked = await tx.query(
      `select from staging.${entityNamed(name).table} s where ${mine('s')} and s.decision = 'ask' limit 1`,
      [tx.companyId, migrationId],
    );
    if (asked.length > 0) return true;
  }
  return false;
}

async function decideAnew(tx: CompanyTransaction, rules: DecisionRules, isLoading: boolean): Promise<void> {
  const [now] = await tx.query<{ snapshot: string }>('select pg_current_snapshot()::text as snapshot');
  await forgetDecisions(tx, rules);
  for (const name of rules.entities) {
    const entity = entityNamed(name);
    const before = isLoading ? targetBefore(entity) : entity.table;
    const step: EntityStep = { tx, rules, entity, before, values: [tx.companyId, rules.migrationId] };
    // What is loaded stands: where others have changed it since, nobody is asked about it.
    const mayGoIdle = rules.isPart || rules.isAmended || isLoading;
    if (mayGoIdle) await reopenIdleConflicts(step);
    await decideSameIdentifier(step);
    await decideSamePerson(step);
    await (rules.isPart ? decideLive(step) : decideExisting(step));
    await decideReferences(step);
    await decideClinicalHolds(step);
    if (isLoading && !rules.isPart) await adoptLines(step);
    if (mayGoIdle) await dropIdleConflicts(step);
    if (rules.isPart) await holdAsked(step);
  }
  await tx.execute(
    'insert into staging.decided (company_id, migration_id, decided_in) values ($1, $2, $3) on conflict do nothing',
    [tx.companyId, rules.migrationId, now?.snapshot],
  );
}

/**
 * When staged records are made again in the middle of a load, the target is not any more what was decided by: what this migration has
 * updated stands in the ledger as it was.
 */
function targetBefore({ name, table }: Entity): string {
  return `(select * from ${table}
           union all
           select b.* from migration_records r, jsonb_populate_record(null::${table}, r.before_image) b
            where r.company_id = $1 and r.migration_id = $2::uuid and r.entity = '${name}' and r.disposition = 'updated')`;
}

/** Takes back what an earlier call has decided, which is only there where it left its mark. */
async function forgetDecisions(tx: CompanyTransaction, rules: DecisionRules): Promise<void> {
  const values = [tx.companyId, rules.migrationId];
  const marks = await tx.execute('delete from staging.decided where company_id = $1 and migration_id = $2', values);
  if (marks === 0) return;
  for (const name of rules.entities) {
    const entity = entityNamed(name);
    await restoreStaged(tx, entity, values);
    await tx.execute(
      `update staging.${entity.table} s
          set decision = 'insert', decision_issue = null, target_id = null, conflict_id = null
        where ${mine('s')} and s.decision <> 'insert'`,
      values,
    );
  }
}

/** One identifier, several rows: identical ones are skipped after the first; different ones are in doubt. */
async function decideSameIdentifier(step: EntityStep): Promise<void> {
  const { tx, entity, values } = step;
  const repeated = await tx.execute(
    `with repeated as (
       select s.id from staging.${entity.table} s where ${mine('s')} group by s.id having count(*) > 1
     ), ranked as (
       select s.file_no, s.row_no, s.part_no, s.fingerprint,
              first_value(s.fingerprint) over same as first_fingerprint, row_number() over same as place
         from staging.${entity.table} s join repeated using (id) where ${mine('s')}
       window same as (partition by s.id order by s.file_no, s.row_no, s.part_no)
     )
     update staging.${entity.table} s
        set decision = case when r.fingerprint = r.first_fingerprint then 'skip' else 'ask' end,
            decision_issue = case when r.fingerprint = r.first_fingerprint then 'info:duplicate.identical' else 'error:duplicate.externalId' end,
            conflict_id = case when r.fingerprint = r.first_fingerprint then null else md5(${askedIn}::text || 'externalId' || $3 || s.id)::uuid end
       from ranked r where ${mine('s')} and r.place > 1 and ${sameRow('s', 'r')}`,
    [...values, entity.name],
  );
  if (repeated === 0) return;
  const byPolicy = { ask: undefined, skip: 'keepExisting', update: 'useNew' } as const;
  const code = 'duplicate.externalId';
  await raiseConflicts(step, { code, byPolicy: byPolicy[step.rules.onDuplicate] });
  await applyResolutions(
    step,
    code,
    `case c.resolution when 'keepExisting' then 'skip' when 'useNew' then 'insert' when 'keepBoth' then 'insert' when 'merge' then 'merge'
                       else 'quarantine' end`,
  );
  await tx.execute(
    `update staging.${entity.table} s set target_id = s.id where ${mine('s')} and s.decision = 'merge' and s.decision_issue = $3`,
    [...values, `error:${code}`],
  );
  await mergeWithFirst(step, code);
  await keepBothRows(step, code);
  // Of several newcomers the last one is used, and what stood before it is skipped.
  await tx.execute(
    `with latest as (
       select s.conflict_id, s.id, max((s.file_no::bigint << 32) + s.row_no) as place from staging.${entity.table} s
        where ${mine('s')} and s.decision = 'insert' and s.decision_issue = $3 group by 1, 2
     )
     update staging.${entity.table} s set decision = 'skip', decision_issue = 'info:duplicate.replaced'
       from latest l where ${mine('s')} and s.id = l.id and (s.file_no::bigint << 32) + s.row_no <> l.place`,
    [...values, `error:${code}`],
  );
}

const samePerson = (a: string, b: string) =>
  `${a}.date_of_birth = ${b}.date_of_birth and lower(${a}.first_name) = lower(${b}.first_name) and lower(${a}.last_name) = lower(${b}.last_name)`;

/**
 * Two identifiers, one NHS number: the same person where name and date of birth agree as well, otherwise in doubt.
 * A number with a wrong check digit was never stored, and so never joins two people.
 */
async function decideSamePerson(step: EntityStep): Promise<void> {
  const { tx, entity, before, values } = step;
  const number = entity.fields.find((field) => field.type.kind === 'nhsNumber');
  if (!number) return;
  const decide = (others: string) =>
    tx.execute(
      `${others}
       update staging.${entity.table} s
          set decision = case when ${samePerson('s', 'o')} then 'merge' else 'ask' end,
              decision_issue = case when ${samePerson('s', 'o')} then 'info:duplicate.samePerson' else 'error:duplicate.nhsNumber' end,
              target_id = o.id,
              conflict_id = case when ${samePerson('s', 'o')} then null else md5(${askedIn}::text || 'nhsNumber' || $3 || s.id)::uuid end
         from other o
        where ${mine('s')} and s.decision = 'insert' and s.nhs_number = o.nhs_number and s.id <> o.id`,
      [...values, entity.name],
    );
  const existing = await decide(
    `with other as (select t.id, t.nhs_number, t.date_of_birth, t.first_name, t.last_name from ${before} t
                     where t.company_id = $1 and t.nhs_number is not null and t.migration_id is distinct from $2::uuid)`,
  );
  const newcomers = await decide(
    `with other as (select distinct on (f.nhs_number) f.id, f.nhs_number, f.date_of_birth, f.first_name, f.last_name
                      from staging.${entity.table} f
                     where ${mine('f')} and f.decision = 'insert' and f.nhs_number is not null
                     order by f.nhs_number, f.file_no, f.row_no)`,
  );
  if (existing + newcomers === 0) return;
  const code = 'duplicate.nhsNumber';
  await raiseConflicts(step, { code });
  await applyResolutions(
    step,
    code,
    `case c.resolution when 'merge' then 'merge' when 'skip' then 'skip' when 'keepBoth' then 'insert' else 'quarantine' end`,
  );
  await mergePeople(step, code);
  await keepBothPeople(step, code, number);
}

/** The record is in the target from an earlier migration: identical ones are skipped, different ones follow the policy. */
async function decideExisting(step: EntityStep): Promise<void> {
  const { tx, entity, before, values, rules } = step;
  const onDifference = { ask: 'ask', skip: 'skip', update: 'update' }[rules.onDuplicate];
  const existing = await tx.execute(
    `update staging.${entity.table} s
        set decision = case when ${fingerprintSql(entity, 't')} = s.fingerprint then 'skip' else $4 end,
            decision_issue = case when ${fingerprintSql(entity, 't')} = s.fingerprint then 'info:existing.identical' else $5 end,
            conflict_id = case when ${fingerprintSql(entity, 't')} = s.fingerprint or $4 <> 'ask' then null else md5(${askedIn}::text || 'existing' || $3 || s.id)::uuid end
       from ${before} t
      where ${mine('s')} and s.decision = 'insert' and t.company_id = $1 and t.id = s.id and t.migration_id is distinct from $2::uuid`,
    [
      ...values,
      entity.name,
      onDifference,
      onDifference === 'ask' ? 'error:existing.different' : 'info:existing.different',
    ],
  );
  if (existing === 0) return;
  const code = 'existing.different';
  await raiseConflicts(step, { code });
  await applyResolutions(
    step,
    code,
    `case when c.resolution in ('useNew', 'merge') then 'update' when c.resolution = 'keepExisting' then 'skip' else 'quarantine' end`,
  );
  await mergeWithTarget(step, code);
}

/** What belongs to a merged person goes to the other one; what refers to nobody is in doubt. */
async function decideReferences(step: EntityStep): Promise<void> {
  const { tx, entity, values } = step;
  for (const field of entity.fields) {
    if (field.type.kind !== 'reference') continue;
    const parent = entityNamed(field.type.entity);
    const moved = fingerprintSql(entity, 's').replace(`s.${field.column}::text`, 'p.target_id::text');
    await tx.execute(
      `update staging.${entity.table} s set ${rememberStaged('s')}, ${field.column} = p.target_id, fingerprint = ${moved}
         from staging.${parent.table} p
        where ${mine('s')} and ${mine('p')} and p.decision in ('merge', 'update') and p.id = s.${field.column} and p.target_id <> p.id
          and s.fingerprint = ${fingerprintSql(entity, 's')}`,
      values,
    );
    const orphans = await tx.execute(
      `update staging.${entity.table} s
          set decision = 'ask', decision_issue = $4, conflict_id = md5(${askedIn}::text || 'reference' || $3 || s.${field.column})::uuid
        where ${mine('s')} and s.decision in ('insert', 'update') and s.${field.column} is not null
          and not exists (select from staging.${parent.table} p where ${mine('p')} and p.id = s.${field.column} and p.decision in ('insert', 'update', 'ask'))
          and not exists (select from ${parent.table} t where t.company_id = $1 and t.id = s.${field.column})`,
      [...values, `${entity.name}.${field.name}`, `error:reference.missing/${field.name}`],
    );
    if (orphans === 0) continue;
    const code = `reference.missing/${field.name}`;
    await raiseConflicts(step, { code, hasOther: false });
    await applyResolutions(step, code, `case c.resolution when 'skip' then 'skip' else 'quarantine' end`);
  }
}
