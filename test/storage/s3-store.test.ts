import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { StepFailure } from '../../src/contract/failure.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { S3Store } from '../../src/storage/s3-store.ts';
import { startObjectStore, type TestObjectStore } from '../support/object-store.ts';

describe('S3Store', { timeout: 300_000 }, () => {
  let found: TestObjectStore | string;
  before(async () => {
    found = await startObjectStore();
  });
  after(async () => {
    if (typeof found !== 'string') await found.stop();
  });

  /** The server, or undefined where the test is left out and says why. */
  function serverOr(t: TestContext): TestObjectStore | undefined {
    if (typeof found === 'string') t.skip(found);
    else return found;
    return undefined;
  }
  const storeOn = ({ url, endpoint }: TestObjectStore, prefix: string) =>
    new S3Store(`${url}/${prefix}-${randomBytes(4).toString('hex')}`, { endpoint, region: 'us-east-1' });

  async function listOf(store: S3Store, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of store.list(prefix)) keys.push(key);
    return keys;
  }

  it('gives back the bytes that were put, replaces them by put, and never by putNew', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    const store = storeOn(server, 'bytes');
    const large = randomBytes(9_000_000);
    await store.put('demo/one', large);
    assert.ok((await store.get('demo/one')).equals(large));
    await store.put('demo/one', Buffer.from('second'));
    assert.equal(await store.putNew('demo/one', Buffer.from('third')), false);
    assert.equal(await store.putNew('demo/one', Buffer.from('second')), true);
    assert.equal(await store.putNew('demo/new', Buffer.from('new')), true);
    assert.equal((await store.get('demo/one')).toString(), 'second');
    const writers = ['a', 'b', 'c', 'd'].map((text) => store.putNew('demo/raced', Buffer.from(text)));
    assert.equal((await Promise.all(writers)).filter(Boolean).length, 1);
  });

  it('lists keys in order over several pages, and folders', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    const store = storeOn(server, 'list');
    const keys = Array.from({ length: 1_005 }, (_, index) => `alpha/backups/${String(index).padStart(6, '0')}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, Buffer.from('x'))));
    await store.put('beta/backups/b/manifest', Buffer.from('x'));
    assert.deepEqual(await listOf(store, 'alpha/'), keys);
    assert.deepEqual(await listOf(store, 'alpha/backups/00100'), keys.slice(1_000));
    assert.deepEqual(await listOf(store, 'none/'), []);
    assert.deepEqual(await store.listFolders(''), ['alpha', 'beta']);
    assert.deepEqual(await store.listFolders('beta/backups/'), ['b']);
    await assert.rejects(listOf(store, '../'), RangeError);
  });

  it('deletes an object once or more often, and says of a missing one that it is missing', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    const store = storeOn(server, 'delete');
    await store.put('demo/one', Buffer.from('x'));
    await store.delete('demo/one');
    await store.delete('demo/one');
    assert.equal(await store.find('demo/one'), undefined);
    await assert.rejects(store.get('demo/one'), (error) => isFailure(error, 'storageDamaged', "'demo/one'"));
  });

  it('refuses keys that could leave the prefix', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    const store = storeOn(server, 'keys');
    for (const key of ['', '../x', 'a/../b', 'a//b', 'a~b', 'ä']) {
      await assert.rejects(store.put(key, Buffer.from('x')), RangeError);
      await assert.rejects(store.get(key), RangeError);
    }
  });

  it('never gives out an object that lies damaged or cut in the server as if it were whole', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    if (server.folder === null) return t.skip('left out: the files of the server cannot be reached');
    const store = new S3Store(
      `${server.url}/raw`,
      server.endpoint ? { ...server, region: 'us-east-1' } : { region: '' },
    );
    const bytes = randomBytes(50_000);
    await store.put('demo/cut', bytes);
    await truncate(join(server.folder, 'raw/demo/cut'), 25_000);
    const cut = await store.get('demo/cut').catch((error: unknown) => error);
    assert.ok(cut instanceof StepFailure || (Buffer.isBuffer(cut) && cut.length === 25_000));
    await store.put('demo/flipped', bytes);
    const file = join(server.folder, 'raw/demo/flipped');
    const raw = await readFile(file);
    raw[100] = (raw[100] ?? 0) ^ 1;
    await writeFile(file, raw);
    await assert.rejects(store.get('demo/flipped'), (error) => isFailure(error, 'storageDamaged', 'checksum'));
  });

  it('names a server that is away, a bucket that is not there and a wrong secret, and quotes none', async (t) => {
    const server = serverOr(t);
    if (!server) return;
    const away = new S3Store('s3://careferry/x', { endpoint: 'http://127.0.0.1:9', region: 'us-east-1' });
    await assert.rejects(away.put('demo/one', Buffer.from('x')), (error) =>
      isFailure(error, 'storageUnwritable', 'ECONNREFUSED'),
    );
    const nowhere = new S3Store('s3://no-such-bucket', { endpoint: server.endpoint, region: 'us-east-1' });
    await assert.rejects(nowhere.put('demo/one', Buffer.from('x')), (error) =>
      isFailure(error, 'storageUnwritable', 'NoSuchBucket'),
    );
    await assert.rejects(nowhere.get('demo/one'), (error) => isFailure(error, 'storageUnwritable', 'NoSuchBucket'));
    const secret = process.env.AWS_SECRET_ACCESS_KEY;
    process.env.AWS_SECRET_ACCESS_KEY = 'planted-wrong-secret';
    try {
      await assert.rejects(storeOn(server, 'secret').put('demo/one', Buffer.from('x')), (error) => {
        assert.ok(error instanceof StepFailure && !error.message.includes('planted'));
        return isFailure(error, 'storageUnwritable', 'SignatureDoesNotMatch');
      });
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = secret;
    }
  });
});

describe('openStore', () => {
  it('takes a folder for a folder, s3:// for a bucket, and nothing else', () => {
    assert.ok(openStore('/var/backups', { region: 'us-east-1' }) instanceof FolderStore);
    assert.ok(openStore('s3://bucket/some/prefix', { region: 'us-east-1' }) instanceof S3Store);
    assert.throws(() => openStore('gs://bucket', { region: 'us-east-1' }), /no store of the kind 'gs'/);
    for (const wrong of ['s3://', 's3://B', 's3://bucket/../x', 's3://bucket/a//b'])
      assert.throws(() => openStore(wrong, { region: 'us-east-1' }), Error, wrong);
  });
});

function isFailure(error: unknown, type: string, part: string): boolean {
  assert.ok(error instanceof StepFailure, String(error));
  assert.equal(error.type, type, error.message);
  assert.ok(error.message.includes(part), error.message);
  return true;
}
