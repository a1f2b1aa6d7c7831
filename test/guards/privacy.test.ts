import assert from 'node:assert/strict';
import { appendFileSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { companyOfWorkflow, taskQueues } from '../../src/contract/migration.ts';
import { createPayloadCodec } from '../../src/contract/payload-codec.ts';
import { examinationRow, patientRow, patientRows, writeExport } from '../support/workflow-export.ts';
import { TestMigration } from '../support/workflow-migration.ts';
import { findPlanted, planted } from '../support/workflow-planted.ts';
import { WorkflowStack } from '../support/workflow-stack.ts';

const { History } = proto.temporal.api.history.v1;

/**
 * Unmistakable values go through every path of a migration: sound records, quarantined ones, conflicting ones, a step that fails with the
 * values in the database's own message, decisions, a rollback. Then they are searched for wherever they must not be.
 */
describe('the values of records', () => {
  let stack: WorkflowStack;
  let targetText: string;
  let quarantineText: string;
  before(async () => {
    stack = await WorkflowStack.start();
    ({ targetText, quarantineText } = await migratePlantedRecords(stack));
  });
  after(() => stack.remove());

  it('reach the target and the quarantine, so that there was something to leak', () => {
    const { reason: _, ...values } = planted;
    const found = findPlanted(Buffer.from(targetText + quarantineText));
    assert.deepEqual(found, Object.values(values));
    assert.ok(findPlanted(Buffer.from(targetText)).length >= 12);
  });

  it('are found by the search in any case and encoding', () => {
    for (const value of Object.values(planted)) {
      const title = Buffer.from(`some text before ${value.toUpperCase()} and after`);
      assert.deepEqual(findPlanted(title), [value]);
      assert.deepEqual(findPlanted(Buffer.from(`before ${value} after`, 'utf16le')), [value]);
      assert.deepEqual(findPlanted(Buffer.from(`x${value}`, 'utf16le').swap16()), [value]);
      for (const before of ['', 'a', 'ab']) {
        assert.deepEqual(findPlanted(Buffer.from(Buffer.from(`${before}${value} after`).toString('base64'))), [value]);
      }
    }
    assert.deepEqual(findPlanted(Buffer.from('nothing of the kind')), []);
  });

  it('are in no log, no landing chunk, no backup and no file of Temporal', () => {
    const files = globSync('**/*', { cwd: stack.stateDirectory })
      // The target itself; and SQLite's journal, which comes and goes and holds nothing that its database does not.
      .filter((file) => !file.startsWith('postgres') && !file.endsWith('-journal'))
      .map((file) => join(stack.stateDirectory, file))
      .filter((file) => statSync(file).isFile());
    for (const kind of [
      'logs/worker-data-1.log',
      'logs/postgres.log',
      'landing/',
      'backups/',
      'temporal/temporal.sqlite',
    ]) {
      assert.ok(
        files.some((file) => file.includes(kind)),
        `${kind} was looked at`,
      );
    }
    const leaks = files.flatMap((file) => findPlanted(readFileSync(file)).map((value) => `${file}: ${value}`));
    assert.deepEqual(leaks, []);
    assert.deepEqual(findPlanted(Buffer.from(stack.notices.join('\n'))), []);
    assert.match(readFileSync(join(stack.stateDirectory, 'logs/worker-data-1.log'), 'utf8'), /PostgreSQL answered/);
  });

  it('are in no history, memo or search attribute of Temporal as its database has them', async () => {
    const plain = new Client({ connection: stack.connection });
    let workflows = 0;
    for await (const execution of plain.workflow.list()) {
      workflows += 1;
      const handle = plain.workflow.getHandle(execution.workflowId, execution.runId);
      const { raw } = await handle.describe();
      for (const bytes of viewsOf(await handle.fetchHistory())) {
        assert.deepEqual(findPlanted(bytes), [], execution.workflowId);
      }
      assert.deepEqual(findPlanted(Buffer.from(JSON.stringify(raw))), [], execution.workflowId);
    }
    assert.equal(workflows, 4);
  });

  it('are in no history after decryption either, but for the reason that a person gave for a decision', async () => {
    const codec = createPayloadCodec(Buffer.from(stack.stack.secrets.masterKey, 'base64'));
    const leaks: string[] = [];
    let decrypted = 0;
    for await (const { workflowId, runId } of stack.client.workflow.list()) {
      const history = await stack.client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const payload of payloadsOf(History.toObject(History.fromObject(history)))) {
        const [clear] = await codec.decode([payload]);
        decrypted += 1;
        leaks.push(...findPlanted(clear?.data ?? Buffer.alloc(0)));
      }
    }
    assert.ok(decrypted > 100);
    assert.deepEqual([...new Set(leaks)], [planted.reason]);
  });

  it('open for the company of their workflow, and for no other', async () => {
    const codec = createPayloadCodec(Buffer.from(stack.stack.secrets.masterKey, 'base64'));
    let encrypted = 0;
    for await (const { workflowId, runId } of stack.client.workflow.list()) {
      const company = companyOfWorkflow(workflowId);
      if (!company) continue;
      const history = await stack.client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const payload of payloadsOf(History.toObject(History.fromObject(history)))) {
        const [clear] = codec.decodeFor(company, [payload]);
        if (Buffer.from(clear?.data ?? []).equals(Buffer.from(payload.data ?? []))) continue;
        encrypted += 1;
        assert.throws(() => codec.decodeFor('another', [payload]), /not of a workflow of this company/, workflowId);
      }
    }
    assert.ok(encrypted > 50);
  });

  it('would be noticed in Temporal without encryption', async () => {
    const plain = new Client({ connection: stack.connection });
    const handle = await plain.workflow.start('nothing', {
      taskQueue: 'nobody',
      workflowId: 'leak',
      args: [{ name: planted.lastName }],
      memo: { city: planted.city },
    });
    const views = viewsOf(await handle.fetchHistory());
    assert.ok(views.every((bytes) => findPlanted(bytes).includes(planted.lastName)));
    const found = findPlanted(readFileSync(join(stack.stateDirectory, 'temporal', 'temporal.sqlite')));
    assert.ok(found.includes(planted.lastName) && found.includes(planted.city));
    await handle.terminate();
  });
});

/** Takes the planted records through a whole migration with trouble, and back. @returns what the database had meanwhile. */
async function migratePlantedRecords(stack: WorkflowStack): Promise<{ targetText: string; quarantineText: string }> {
  const company = await stack.addCompany('planted');
  const known = writeExport(stack.exportFolder('known'), { patients: [patientRow(1)] });
  await TestMigration.run(stack, company, known);

  const location = writePlantedExport(stack);
  await stack.client.workflow.execute('inspectSource', {
    taskQueue: taskQueues.orchestration,
    workflowId: `inspection/${company}/planted`,
    args: [{ companyId: company, source: { system: 'optix', location } }],
  });
  await stack.asSuperuser(
    `create function quote_it() returns trigger language plpgsql as $$ begin
       raise exception 'refused: %', new using detail = new.last_name, hint = new.email; end $$`,
  );
  await stack.asSuperuser(
    `create trigger quote_it before insert on patients for each row when (new.external_id = 'P100') execute function quote_it()`,
  );
  const migration = await TestMigration.start(stack, company, location, { autoApprove: false });
  await migration.untilStatus('awaitingApproval');
  await migration.approve();
  await migration.untilStatus('awaitingDecisions');
  for (const { id } of await migration.conflicts()) {
    await migration.decide({ conflictId: id, resolution: 'hold', reason: planted.reason });
  }
  const { attention } = await migration.untilStatus('needsAttention');
  assert.equal(attention?.cause, 'databaseRefused');
  assert.deepEqual(findPlanted(Buffer.from(JSON.stringify(attention))), []);
  await stack.asSuperuser('drop trigger quote_it on patients');
  await migration.retry();
  const outcome = await migration.end();
  assert.equal(outcome.status, 'completed');
  assert.ok((outcome.ledger.patients?.quarantined ?? 0) >= 3);

  const textOf = async (table: string) =>
    (
      await stack.asSuperuser<{ text: string }>(`select t::text as text from ${table} t where company_id = $1`, [
        company,
      ])
    )
      .map(({ text }) => text)
      .join('\n');
  const targetText = (await textOf('patients')) + (await textOf('examinations'));
  const quarantineText = await textOf('migration_quarantine');
  await migration.rollBack();
  return { targetText, quarantineText };
}

function writePlantedExport(stack: WorkflowStack): string {
  const person = {
    FIRST_NAME: planted.firstName,
    LAST_NAME: planted.lastName,
    DOB: planted.dateOfBirth,
    NHS_NUMBER: planted.nhsNumber,
    ADDRESS_1: planted.street,
    CITY: planted.city,
    MOBILE: planted.phone,
    EMAIL: planted.email,
    OCCUPATION: planted.occupation,
    GP_NAME: planted.generalPractitioner,
    EMERGENCY_NAME: planted.nextOfKin,
    ALLERGIES: planted.allergy,
    HOBBIES: planted.hobby,
    NOTES: planted.note,
  };
  const location = writeExport(stack.exportFolder('planted'), {
    patients: [
      ...patientRows(20),
      patientRow(100, person),
      patientRow(100, { ...person, LAST_NAME: planted.newerLastName }),
      patientRow(101, { LAST_NAME: planted.otherLastName, NHS_NUMBER: planted.nhsNumber }),
      patientRow(102, { LAST_NAME: planted.lastName, DOB: planted.unreadableDate, HOBBIES: planted.hobby }),
      patientRow(103, { NHS_NUMBER: planted.wrongNhsNumber, DOB: '' }),
    ],
    examinations: [
      examinationRow(1, 'P100', { NOTES: planted.examinationNote }),
      examinationRow(2, 'P100', { VA_OD: planted.unreadableAcuity }),
      examinationRow(3, 'P999', { NOTES: planted.examinationNote }),
    ],
  });
  appendFileSync(
    join(location, 'EXAMS.csv'),
    `E4,P100,29/02/2024,,,,,,${planted.surplusCell},${planted.surplusCell}\r\n`,
  );
  return location;
}

/** A history as proto, as JSON, and the bytes of each payload alone. */
function viewsOf(history: proto.temporal.api.history.v1.IHistory): Uint8Array[] {
  const message = History.fromObject(history);
  const payloads = payloadsOf(History.toObject(message)).map(({ data }) => data ?? Buffer.alloc(0));
  return [
    History.encode(message).finish(),
    Buffer.from(JSON.stringify(History.toObject(message, { longs: String, enums: String, bytes: String }))),
    Buffer.concat(payloads),
  ];
}

/** Every payload anywhere in a message. */
function payloadsOf(value: unknown): proto.temporal.api.common.v1.IPayload[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if ('data' in value && value.data instanceof Uint8Array) return [value as proto.temporal.api.common.v1.IPayload];
  return Object.values(value).flatMap(payloadsOf);
}
