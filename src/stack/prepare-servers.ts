import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { migrateToLatest } from '../../db/migrate-to-latest.ts';
import { createRolesAndDatabase, databaseName, ownerRole } from './postgres/database-roles.ts';
import { createNamespace, prepareNamespace } from './temporal/prepare-namespace.ts';
import { prepareSchedules } from './temporal/prepare-schedules.ts';

/*
 * Program, for servers that somebody else runs (docker-compose.yml): makes the two roles, the database and the schema
 * in PostgreSQL, the namespace, its search attributes and schedules in Temporal. To be run before the workers and the API, at
 * every deployment; a repeat changes only what is missing. Ends with 0 when all is there.
 */

const environment = z
  .object({
    /** A superuser's connection to any database of the server. */
    DATABASE_SUPERUSER_URL: z.url(),
    CAREFERRY_OWNER_PASSWORD: z.string().min(1),
    CAREFERRY_SERVICE_PASSWORD: z.string().min(1),
    TEMPORAL_ADDRESS: z.string().min(1),
  })
  .safeParse(process.env);
if (!environment.success) {
  const names = new Set(environment.error.issues.map((issue) => issue.path.join('.')));
  process.stderr.write(`Missing or unusable in the environment: ${[...names].join(', ')}.\n`);
  process.exit(2);
}
const { data } = environment;

await createRolesAndDatabase(data.DATABASE_SUPERUSER_URL, {
  owner: data.CAREFERRY_OWNER_PASSWORD,
  service: data.CAREFERRY_SERVICE_PASSWORD,
});
const ownerUrl = new URL(data.DATABASE_SUPERUSER_URL);
ownerUrl.username = ownerRole;
ownerUrl.password = encodeURIComponent(data.CAREFERRY_OWNER_PASSWORD);
ownerUrl.pathname = databaseName;
const applied = await migrateToLatest(ownerUrl.href);
process.stderr.write(`PostgreSQL is ready; schema changes applied: ${applied.join(', ') || 'none'}.\n`);

// A server that has just begun does not know its own namespace everywhere yet.
for (let tries = 1; ; tries += 1) {
  try {
    await createNamespace(data.TEMPORAL_ADDRESS);
    await prepareNamespace(data.TEMPORAL_ADDRESS);
    await prepareSchedules(data.TEMPORAL_ADDRESS);
    break;
  } catch (error) {
    if (tries === 60) throw error;
    await sleep(1000);
  }
}
process.stderr.write('Temporal is ready.\n');
