import { choicesOf } from '../../src/contract/conflict-rules.ts';
import { askedIn, type EntityStep, mine, sameRow } from './staged-decisions.ts';

const code = 'clinical.unreadable';

/**
 * Raises a conflict for each clinical field with values that cannot be read. The records are held until a named person decides; no
 * policy does, but where nobody is to be asked they stay held.
 */
export async function decideClinicalHolds(step: EntityStep): Promise<void> {
  const { tx, rules, entity, values } = step;
  const clinical = entity.fields.filter(({ isClinical }) => isClinical).map(({ name }) => name);
  if (clinical.length === 0) return;
  const held = await tx.execute(
    `update staging.refused r
        set conflict_id = md5(${askedIn}::text || '${code}' || $3 || f.field)::uuid, decision = 'quarantine'
       from (select c.file_no, c.row_no, c.part_no,
                    (select split_part(i, '/', 2) from unnest(c.issues) i
                      where i like 'error:%/%' and i not like 'error:required.missing/%' and split_part(i, '/', 2) = any ($4) limit 1) as field
               from staging.refused c where ${mine('c')} and c.entity = $3) f
      where ${mine('r')} and r.entity = $3 and f.field is not null and ${sameRow('r', 'f')}`,
    [...values, entity.name, clinical],
  );
  if (held === 0) return;
  const byRule = rules.holdDoubts ? 'hold' : null;
  await tx.execute(
    `insert into migration_conflicts (company_id, migration_id, id, kind, code, entity, records, external_ids, choices, is_clinical, resolution,
                                      decided_by, reason, policy, policy_set_by, decided_at)
     select $1, ${askedIn}, r.conflict_id, 'clinicalHold', '${code}/' || min(h.field), $3, count(*),
            coalesce((array_agg(distinct r.external_id) filter (where r.external_id is not null))[1:5], '{}'), $5, true, $6::text,
            case when $6::text is not null then 'rule' end, case when $6::text is not null then 'What is in doubt is held in quarantine.' end,
            case when $6::text is not null then 'autoApprove' end, case when $6::text is not null then $7 end,
            case when $6::text is not null then now() end
       from staging.refused r
       join unnest($4::text[]) as h (field) on r.conflict_id = md5(${askedIn}::text || '${code}' || $3 || h.field)::uuid
      where ${mine('r')} and r.entity = $3 and r.conflict_id is not null
      group by r.conflict_id
     on conflict do nothing`,
    [...values, entity.name, clinical, choicesOf(code), byRule, rules.requestedBy ?? 'rule'],
  );
  await keepHeldRows(step);
  await tx.execute(
    `update staging.refused r set decision = case c.resolution when 'skip' then 'skip' else 'quarantine' end
       from migration_conflicts c
      where ${mine('r')} and r.entity = $3 and c.company_id = $1 and c.migration_id = ${askedIn} and c.id = r.conflict_id and c.resolution is not null`,
    [...values, entity.name],
  );
}

/** Keeps where the held records of open conflicts stand, so that people can see what the source says. */
async function keepHeldRows({ tx, entity, values }: EntityStep): Promise<void> {
  const open = `select c.id from migration_conflicts c
    where c.company_id = $1 and c.migration_id = ${askedIn} and c.kind = 'clinicalHold' and c.entity = $3 and c.resolution is null`;
  const asked = `asked as (
    select r.*, row_number() over (partition by r.conflict_id order by r.file_no, r.row_no, r.part_no) as place
      from staging.refused r where ${mine('r')} and r.entity = $3 and r.conflict_id in (${open}))`;
  const parameters = [...values, entity.name];
  await tx.execute(
    `with ${asked} delete from migration_conflict_sides d
      where d.company_id = $1 and d.migration_id = ${askedIn} and d.conflict_id in (select conflict_id from asked)`,
    parameters,
  );
  await tx.execute(
    `with ${asked}
     insert into migration_conflict_sides
       (company_id, migration_id, conflict_id, side_no, side, origin, external_id, issues, landed_in, file_no, chunk_no, row_no)
     select $1, ${askedIn}, conflict_id, place, 'new', 'source', external_id, issues, $2::uuid, file_no, chunk_no, row_no
       from asked where place <= 20`,
    parameters,
  );
}
