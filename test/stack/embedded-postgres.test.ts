import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startStack } from '../../src/stack/start-stack.ts';
import { afterwards } from './afterwards.ts';
import { eventually } from './eventually.ts';
import { query } from './query.ts';
import { quietOptions, temporaryState } from './temporary-state.ts';

test('gives a service role that owns nothing and cannot pass row level security, in a UTF-8 database of the owner', async (t) => {
  const stack = await startStack(quietOptions(temporaryState(t)));
  afterwards(t, () => stack.stop());
  const roles = await query(
    stack.databaseUrl,
    `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'careferry%' order by 1`,
  );
  const harmless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
  assert.deepEqual(roles, [
    { rolname: 'careferry_owner', ...harmless },
    { rolname: 'careferry_service', ...harmless },
  ]);
  const [facts] = await query(
    stack.databaseUrl,
    `select current_user::text as who, pg_get_userbyid(datdba)::text as owner, pg_encoding_to_char(encoding)::text as encoding, datcollate,
            current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
            current_setting('data_checksums') as data_checksums
       from pg_database where datname = current_database()`,
  );
  assert.deepEqual(facts, {
    who: 'careferry_service',
    owner: 'careferry_owner',
    encoding: 'UTF8',
    datcollate: 'C.UTF-8',
    fsync: 'on',
    synchronous_commit: 'on',
    data_checksums: 'on',
  });
  await assert.rejects(query(stack.databaseUrl, 'create table mine (id int)'), /permission denied/);
});

test('keeps the values of records out of the log of PostgreSQL', async (t) => {
  const state = temporaryState(t);
  const stack = await startStack(quietOptions(state));
  afterwards(t, () => stack.stop());
  await query(stack.ownerDatabaseUrl, 'create table people (name text primary key, born date)');
  await query(stack.ownerDatabaseUrl, `insert into people values ('Unmistakable Name', '1950-01-01')`);
  await assert.rejects(
    query(stack.ownerDatabaseUrl, `insert into people values ('Unmistakable Name', '1950-01-01')`),
    /duplicate key/,
  );
  await assert.rejects(
    query(stack.ownerDatabaseUrl, `insert into people values ('Other', 'Unmistakable Date')`),
    /Unmistakable Date/,
  );
  // When a backend dies, the server says what it was doing, unless it is told not to.
  const victim = query(stack.ownerDatabaseUrl, `select pg_sleep(60), 'Unmistakable Text'`);
  const victimFails = assert.rejects(victim);
  const pid = await eventually('the victim runs', async () => {
    const [found] = await query<{ pid: number }>(
      stack.ownerDatabaseUrl,
      `select pid from pg_stat_activity where query like 'select pg_sleep%' and pid <> pg_backend_pid()`,
    );
    return found?.pid ?? null;
  });
  process.kill(pid, 'SIGKILL');
  await victimFails;
  const logFile = join(state, 'logs', 'postgres.log');
  await eventually('the crash is in the log', () => /terminated by signal 9/.test(readFileSync(logFile, 'utf8')));
  await eventually('the server has recovered', () => query(stack.databaseUrl, 'select 1').catch(() => null));
  assert.doesNotMatch(readFileSync(logFile, 'utf8'), /Unmistakable/);
});
