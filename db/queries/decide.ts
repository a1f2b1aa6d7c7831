import type { ConflictKind, DuplicatePolicy, Resolution } from '../../src/contract/migration.ts';
import { type Entity, entityNamed } from '../../src/record/catalogue.ts';
import type { CompanyTransaction } from '../database.ts';
import { fingerprintSql } from '../target-columns.ts';

export interface DecisionRules {
  readonly migrationId: string;
  /** Entities of this migration in load order. */
  readonly entities: readonly string[];
  readonly onDuplicate: DuplicatePolicy;
  /** True: what is in doubt goes to quarantine, by rule. False: it waits for a person. */
  readonly holdDoubts: boolean;
}

/**
 * Decides about every staged record of a migration, over the whole set: insert, update, merge, skip, quarantine, or ask.
 * People's resolutions that are on record are honoured. It begins anew each time, so a repeat gives the same decisions; once loading
 * has begun by them they stand, and a worker that comes late changes nothing.
 * @returns how many conflicts are open.
 */
export async function decideStaged(tx: CompanyTransaction, rules: DecisionRules): Promise<number> {
  // Staged rows are new and without statistics: the planner would take them for few and join them row by row.
  await tx.execute('set local enable_nestloop = off');
  const { isDecided, isLoading } = await findMarks(tx, rules.migrationId);
  if (!(isDecided && isLoading)) await decideAnew(tx, rules, isLoading);
  const [open] = await tx.query<{ count: number }>(
    `select count(*) from migration_conflicts where company_id = $1 and migration_id = $2 and resolution is null`,
    [tx.companyId, rules.migrationId],
  );
  return open?.count ?? 0;
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

async function decideAnew(tx: CompanyTransaction, rules: DecisionRules, isLoading: boolean): Promise<void> {
  await forgetDecisions(tx, rules);
  for (const name of rules.entities) {
    const entity = entityNamed(name);
    const before = isLoading ? targetBefore(entity) : entity.table;
    const step: EntityStep = { tx, rules, entity, before, values: [tx.companyId, rules.migrationId] };
    await decideSameIdentifier(step);
    await decideSamePerson(step);
    await decideExisting(step);
    await decideReferences(step);
  }
  await tx.execute(`insert into staging.decided (company_id, migration_id) values ($1, $2) on conflict do nothing`, [
    tx.companyId,
    rules.migrationId,
  ]);
}

interface EntityStep {
  readonly tx: CompanyTransaction;
  readonly rules: DecisionRules;
  readonly entity: Entity;
  /** A table expression: the target before this migration, and rows that this migration has written. */
  readonly before: string;
  /** `$1` is the company, `$2` the migration. */
  readonly values: readonly [string, string];
}

const mine = (alias: string) => `${alias}.company_id = $1 and ${alias}.migration_id = $2::uuid`;
const sameRow = (a: string, b: string) =>
  `${a}.file_no = ${b}.file_no and ${a}.row_no = ${b}.row_no and ${a}.part_no = ${b}.part_no`;

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
    await tx.execute(
      `update staging.${entityNamed(name).table} s
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
            conflict_id = case when r.fingerprint = r.first_fingerprint then null else md5($2::text || 'externalId' || $3 || s.id)::uuid end
       from ranked r where ${mine('s')} and r.place > 1 and ${sameRow('s', 'r')}`,
    [...values, entity.name],
  );
  if (repeated === 0) return;
  const byPolicy = { ask: undefined, skip: 'keepExisting', update: 'useNew' } as const;
  await raiseConflicts(step, {
    code: 'duplicate.externalId',
    kind: 'duplicate',
    choices: ['hold', 'keepExisting', 'useNew'],
    byPolicy: byPolicy[step.rules.onDuplicate],
  });
  await applyResolutions(
    step,
    'duplicate.externalId',
    `case c.resolution when 'keepExisting' then 'skip' when 'useNew' then 'insert' else 'quarantine' end`,
  );
  // Of several newcomers the last one is used, and what stood before it is skipped.
  await tx.execute(
    `with latest as (
       select s.conflict_id, s.id, max((s.file_no::bigint << 32) + s.row_no) as place from staging.${entity.table} s
        where ${mine('s')} and s.decision = 'insert' and s.conflict_id is not null group by 1, 2
     )
     update staging.${entity.table} s set decision = 'skip', decision_issue = 'info:duplicate.replaced'
       from latest l where ${mine('s')} and s.id = l.id and (s.file_no::bigint << 32) + s.row_no <> l.place`,
    values,
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
  if (!entity.fields.some((field) => field.type.kind === 'nhsNumber')) return;
  const decide = (others: string) =>
    tx.execute(
      `${others}
       update staging.${entity.table} s
          set decision = case when ${samePerson('s', 'o')} then 'merge' else 'ask' end,
              decision_issue = case when ${samePerson('s', 'o')} then 'info:duplicate.samePerson' else 'error:duplicate.nhsNumber' end,
              target_id = o.id,
              conflict_id = case when ${samePerson('s', 'o')} then null else md5($2::text || 'nhsNumber' || $3 || s.id)::uuid end
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
  await raiseConflicts(step, { code: 'duplicate.nhsNumber', kind: 'duplicate', choices: ['hold', 'skip', 'merge'] });
  await applyResolutions(
    step,
    'duplicate.nhsNumber',
    `case c.resolution when 'merge' then 'merge' when 'skip' then 'skip' else 'quarantine' end`,
  );
}

/** The record is in the target from an earlier migration: identical ones are skipped, different ones follow the policy. */
async function decideExisting(step: EntityStep): Promise<void> {
  const { tx, entity, before, values, rules } = step;
  const onDifference = { ask: 'ask', skip: 'skip', update: 'update' }[rules.onDuplicate];
  const existing = await tx.execute(
    `update staging.${entity.table} s
        set decision = case when ${fingerprintSql(entity, 't')} = s.fingerprint then 'skip' else $4 end,
            decision_issue = case when ${fingerprintSql(entity, 't')} = s.fingerprint then 'info:existing.identical' else $5 end,
            conflict_id = case when ${fingerprintSql(entity, 't')} = s.fingerprint or $4 <> 'ask' then null else md5($2::text || 'existing' || $3 || s.id)::uuid end
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
  await raiseConflicts(step, {
    code: 'existing.different',
    kind: 'existing',
    choices: ['hold', 'keepExisting', 'useNew'],
  });
  await applyResolutions(
    step,
    'existing.different',
    `case c.resolution when 'useNew' then 'update' when 'keepExisting' then 'skip' else 'quarantine' end`,
  );
}

/** What belongs to a merged person goes to the other one; what refers to nobody is in doubt. */
async function decideReferences(step: EntityStep): Promise<void> {
  const { tx, entity, values } = step;
  for (const field of entity.fields) {
    if (field.type.kind !== 'reference') continue;
    const parent = entityNamed(field.type.entity);
    const moved = fingerprintSql(entity, 's').replace(`s.${field.column}::text`, 'p.target_id::text');
    await tx.execute(
      `update staging.${entity.table} s set ${field.column} = p.target_id, fingerprint = ${moved}
         from staging.${parent.table} p
        where ${mine('s')} and ${mine('p')} and p.decision = 'merge' and p.id = s.${field.column}
          and s.fingerprint = ${fingerprintSql(entity, 's')}`,
      values,
    );
    const orphans = await tx.execute(
      `update staging.${entity.table} s
          set decision = 'ask', decision_issue = $4, conflict_id = md5($2::text || 'reference' || $3 || s.${field.column})::uuid
        where ${mine('s')} and s.decision in ('insert', 'update') and s.${field.column} is not null
          and not exists (select from staging.${parent.table} p where ${mine('p')} and p.id = s.${field.column} and p.decision in ('insert', 'update', 'ask'))
          and not exists (select from ${parent.table} t where t.company_id = $1 and t.id = s.${field.column})`,
      [...values, `${entity.name}.${field.name}`, `error:reference.missing/${field.name}`],
    );
    if (orphans === 0) continue;
    const code = `reference.missing/${field.name}`;
    await raiseConflicts(step, { code, kind: 'missingReference', choices: ['hold', 'skip'] });
    await applyResolutions(step, code, `case c.resolution when 'skip' then 'skip' else 'quarantine' end`);
  }
}

/** Makes one conflict of all records that wait for the same answer. A conflict that is on record already stays as it is. */
async function raiseConflicts(
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
     select $1, $2::uuid, s.conflict_id, $3, $4, $5, count(*), (array_agg(distinct s.external_id))[1:5], $6,
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
async function applyResolutions({ tx, entity, values }: EntityStep, code: string, decision: string): Promise<void> {
  await tx.execute(
    `update staging.${entity.table} s set decision = ${decision}
       from migration_conflicts c
      where ${mine('s')} and ${mine('c')} and s.conflict_id = c.id and s.decision = 'ask' and c.code = $3 and c.resolution is not null`,
    [...values, code],
  );
}
