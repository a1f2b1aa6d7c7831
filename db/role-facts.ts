import type pg from 'pg';

/**
 * Refuses a role, or a schema, under which one company could see another's rows: a superuser, a role that bypasses row
 * level security or owns a table, or a table with `company_id` whose security is not enabled, forced and with a policy.
 * https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 * @throws Error that names what is wrong and how to cure it.
 */
export async function assertRoleIsSafe(pool: pg.Pool): Promise<void> {
  const role = await pool.query<{ name: string; is_super: boolean; bypasses: boolean; owned: string[] }>(`
    select rolname as name, rolsuper as is_super, rolbypassrls as bypasses,
           array(select format('%I.%I', n.nspname, c.relname)
                   from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where pg_has_role(r.oid, c.relowner, 'usage') and n.nspname in ('public', 'staging', 'history') and c.relkind in ('r', 'p', 'v')
                  order by 1 limit 3) as owned
      from pg_roles r where rolname = current_user`);
  const facts = role.rows[0];
  if (!facts) throw new Error('PostgreSQL does not tell which role this is.');
  const faults: string[] = [];
  if (facts.is_super) faults.push('is a superuser');
  if (facts.bypasses) faults.push('has BYPASSRLS');
  if (facts.owned.length > 0) faults.push(`owns ${facts.owned.join(', ')}`);
  if (faults.length > 0) {
    throw new Error(
      `The database role '${facts.name}' ${faults.join(' and ')}: row level security would not hold for it. ` +
        'Connect as a role that owns nothing, such as careferry_service, and keep the owner for schema changes.',
    );
  }
  const open = await pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
     where n.nspname in ('public', 'staging', 'history') and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and c.relforcerowsecurity
                and exists (select from pg_policy p where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null))
     order by 1`);
  if (open.rows.length > 0) {
    throw new Error(
      `Row level security is not enabled, forced and with a policy on ${open.rows.map((row) => row.name).join(', ')}: run the schema changes.`,
    );
  }
}
