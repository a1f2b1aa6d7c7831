import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { askLanguageModel } from '../../activities/ask-language-model.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { listEvents } from '../../db/queries/audit.ts';
import { questionAbout, toMessages } from '../../src/mapping/model-question.ts';
import type { Mapping } from '../../src/record/mapping.ts';
import { connectLanguageModel } from '../../src/worker/language-model.ts';
import { HandmadeMigration } from '../support/staged.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const planted = ['Quixworthy', '9434765919', '1931-07-04', 'zq-handy-1', 'Likes marmalade'];
const columns = ['PID', 'SNAME', 'HLTHNO', 'BRN', 'XTRA'];
const rows = new Map([['CLIENTS', [['C1', ...planted.slice(0, 3), planted.slice(3).join(' ')]]]]);
const mapping: Mapping = {
  sourceSystem: 'lumen',
  domain: 'optical',
  tables: [
    {
      table: 'CLIENTS',
      columns,
      targets: [
        {
          entity: 'patients',
          fields: [{ field: 'externalId', columns: ['PID'], by: 'matcher', confidence: 0.99 }],
        },
      ],
      dateOrders: {},
      unmapped: columns.slice(1).map((column) => ({ column, fillRate: 1 })),
    },
  ],
};

describe('a language model', () => {
  let test: TestDatabase;
  let server: Server;
  let sent: { path: string; authorization: string | undefined; body: string }[] = [];
  let reply: { status: number; body: string } = { status: 200, body: '' };

  before(async () => {
    test = await createTestDatabase('language_model');
    server = createServer(async (request: IncomingMessage, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      sent.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    sent = [];
  });
  after(async () => {
    server.close();
    await test.drop();
  });

  const says = (content: string, status = 200) => {
    reply = { status, body: JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }) };
  };
  const suggests = (...suggestions: readonly object[]) => says(JSON.stringify({ suggestions }));

  /** The suggestions by column, and what the audit has of it. */
  async function ask(url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`) {
    const migration = await new HandmadeMigration(test.db).stage({});
    const languageModel = connectLanguageModel({ url, name: 'small', apiKey: 'key-of-a-test' });
    const dependencies = { database: test.db, languageModel } as unknown as Dependencies;
    const asked = await askLanguageModel(
      dependencies,
      { companyId: 'alpha', migrationId: migration.id },
      mapping,
      rows,
    );
    const events = await test.db.withCompany('alpha', (tx) => listEvents(tx, migration.id));
    const suggested = asked.tables[0]?.unmapped.flatMap(({ column, modelSuggestion }) =>
      modelSuggestion ? [[column, modelSuggestion.field, modelSuggestion.confidence]] : [],
    );
    assert.deepEqual(asked.tables[0]?.targets, mapping.tables[0]?.targets, 'it feeds nothing by itself');
    return { suggested, event: events.find(({ event }) => event === 'languageModelAsked')?.details };
  }

  it('is sent names, types and shapes, and no value', async () => {
    suggests();
    await ask();
    const [request] = sent;
    assert.deepEqual([request?.path, request?.authorization], ['/v1/chat/completions', 'Bearer key-of-a-test']);
    const body = request?.body ?? '';
    for (const column of columns.slice(1)) assert.ok(body.includes(column), column);
    assert.ok(body.includes('patients.lastName') && body.includes('100 % filled'));
    for (const value of planted.flatMap((text) => [text, ...text.split(/[-\s]/)]).filter((text) => text.length > 2))
      assert.ok(!body.includes(value), `${value} has left`);
  });

  it('gives suggestions with a confidence of their own, which are on record', async () => {
    suggests(
      { table: 'CLIENTS', column: 'SNAME', field: 'patients.lastName', confidence: 0.9 },
      { table: 'CLIENTS', column: 'BRN', field: 'patients.dateOfBirth', confidence: 0.6 },
    );
    assert.deepEqual(await ask(), {
      suggested: [
        ['SNAME', 'patients.lastName', 0.9],
        ['BRN', 'patients.dateOfBirth', 0.6],
      ],
      event: { model: 'small', columns: 4, suggested: 2 },
    });
  });

  it('is not believed about columns and fields that it was not asked about', async () => {
    suggests(
      { table: 'CLIENTS', column: 'PID', field: 'patients.lastName', confidence: 1 },
      { table: 'CLIENTS', column: 'SNAME', field: 'patients.externalId', confidence: 1 },
      { table: 'CLIENTS', column: 'SNAME', field: 'patients.constructor', confidence: 1 },
      { table: 'OTHER', column: 'SNAME', field: 'patients.lastName', confidence: 1 },
    );
    assert.deepEqual((await ask()).suggested, []);
  });

  for (const [what, answer, failure] of [
    ['an answer that is no JSON', () => says('I am afraid I cannot.'), /form/],
    [
      'a confidence above 1',
      () => suggests({ table: 'CLIENTS', column: 'SNAME', field: 'patients.lastName', confidence: 7 }),
      /form/,
    ],
    ['an error', () => says('', 503), /status 503/],
  ] as const) {
    it(`leaves the mapping as it is after ${what}`, async () => {
      answer();
      const { suggested, event } = await ask();
      assert.deepEqual(suggested, []);
      assert.match(String(event?.failure), failure);
    });
  }

  it('need not answer at all', async () => {
    const { suggested, event } = await ask('http://127.0.0.1:9/v1');
    assert.deepEqual(suggested, []);
    assert.equal(typeof event?.failure, 'string');
  });

  it('is asked nothing where every column feeds a field', () => {
    const [table] = mapping.tables;
    assert.ok(table);
    assert.equal(questionAbout({ ...mapping, tables: [{ ...table, unmapped: [] }] }, rows), null);
    assert.equal(toMessages({ tables: [] }).length, 2);
  });
});
