import pg from 'pg';

/** The database that Careferry owns in a server of its own. */
export const databaseName = 'careferry';
/** Owns the database and the schema; used for schema changes only. */
export const ownerRole = 'careferry_owner';
/** Used by workers and the API; owns nothing, so that row level security holds for it. */
export const serviceRole = 'careferry_service';

export interface RolePasswords {
  readonly owner: string;
  readonly service: string;
}

/**
 * Makes the two roles and the database where they are missing, and sets the roles' passwords and rights. A repeat
 * changes nothing else.
 * @param superuserUrl a superuser's connection to any database of the server.
 */
export async function createRolesAndDatabase(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await setRole(client, ownerRole, passwords.owner);
    await setRole(client, serviceRole, passwords.service);
    await letOwnerCheckBySets(client);
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) {
      await client.query(`create database ${databaseName} owner ${ownerRole} encoding 'UTF8' template template0`);
    }
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query(`grant connect, temporary on database ${databaseName} to ${serviceRole}`);
  } finally {
    await client.end();
  }
}

/** With it, an undo can check foreign keys by sets; it only takes longer without it, as on a server before release 15. */
async function letOwnerCheckBySets(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ can: boolean }>(
    `select current_setting('server_version_num')::integer >= 150000 as can`,
  );
  if (rows[0]?.can) await client.query(`grant set on parameter session_replication_role to ${ownerRole}`);
}

async function setRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select from pg_roles where rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`create role ${role}`);
  await client.query(
    `alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${client.escapeLiteral(password)}`,
  );
}
