import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { startStack } from '../../src/stack/start-stack.ts';
import { afterwards } from './afterwards.ts';
import { eventually } from './eventually.ts';
import { query } from './query.ts';
import { quietOptions, temporaryState } from './temporary-state.ts';

test('restarts PostgreSQL and Temporal when they are killed, with what they knew', async (t) => {
  const lines: string[] = [];
  const stack = await startStack({ ...quietOptions(temporaryState(t), lines), services: ['postgres', 'temporal'] });
  afterwards(t, () => stack.stop());
  await query(stack.ownerDatabaseUrl, 'create table kept (id int); insert into kept values (7)');
  await startWorkflow(stack.temporalAddress);

  const before = new Map(stack.processes.map(({ name, pid }) => [name, pid]));
  assert.deepEqual([...before.keys()].sort(), ['postgres', 'temporal']);
  for (const pid of before.values()) process.kill(pid, 'SIGKILL');
  for (const name of before.keys()) {
    await eventually(`${name} is up again`, () => lines.some((line) => line.startsWith(`${name} is up again`)));
    assert.notEqual(stack.processes.find((one) => one.name === name)?.pid, before.get(name));
    assert.ok(
      lines.some((line) => line.startsWith(`${name} (process ${before.get(name)}) is gone: it was ended by SIGKILL`)),
    );
  }
  assert.deepEqual(await query(stack.ownerDatabaseUrl, 'select id from kept'), [{ id: 7 }]);
  assert.deepEqual(await readWorkflow(stack.temporalAddress), {
    status: 'RUNNING',
    company: 'demo',
    retentionDays: 30,
  });
  await eventually('the Temporal UI is there', () =>
    fetch(stack.temporalUiUrl).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
});

const company = defineSearchAttributeKey('CareferryCompany', SearchAttributeType.KEYWORD);

async function startWorkflow(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection });
    // No worker is needed for a workflow to be known.
    await client.workflow.start('anything', {
      workflowId: 'kept',
      taskQueue: 'nobody',
      typedSearchAttributes: [{ key: company, value: 'demo' }],
    });
  } finally {
    await connection.close();
  }
}

async function readWorkflow(
  address: string,
): Promise<{ status: string; company: string | undefined; retentionDays: number }> {
  const connection = await Connection.connect({ address });
  try {
    const workflow = await new Client({ connection }).workflow.getHandle('kept').describe();
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    return {
      status: workflow.status.name,
      company: workflow.typedSearchAttributes.get(company),
      retentionDays: Number(config?.workflowExecutionRetentionTtl?.seconds) / 86_400,
    };
  } finally {
    await connection.close();
  }
}
