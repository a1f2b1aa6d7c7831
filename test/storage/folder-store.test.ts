import assert from 'node:assert/strict';
import { type FileHandle, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { StepFailure } from '../../src/contract/failure.ts';
import { FolderStore } from '../../src/storage/folder-store.ts';

describe('FolderStore', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'careferry-store-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function listOf(store: FolderStore, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of store.list(prefix)) keys.push(key);
    return keys;
  }

  it('gives back the bytes that were put', async () => {
    const store = new FolderStore(join(folder, 'bytes'));
    const bytes = Buffer.from([0, 255, 10, 13, 0x7e]);
    await store.put('demo/one', bytes);
    assert.deepEqual(await store.get('demo/one'), bytes);
  });

  it('replaces an object that is put again', async () => {
    const store = new FolderStore(join(folder, 'again'));
    await store.put('demo/one', Buffer.from('a longer first version'));
    await store.put('demo/one', Buffer.from('second'));
    assert.equal((await store.get('demo/one')).toString(), 'second');
    assert.deepEqual(await listOf(store, ''), ['demo/one']);
  });

  it('never replaces an object that is put as a new one, and takes a repeat of the same for done', async () => {
    const root = join(folder, 'new');
    const store = new FolderStore(root);
    assert.equal(await store.putNew('demo/one', Buffer.from('first')), true);
    assert.equal(await store.putNew('demo/one', Buffer.from('first')), true);
    assert.equal(await store.putNew('demo/one', Buffer.from('other')), false);
    assert.equal((await store.get('demo/one')).toString(), 'first');
    assert.deepEqual(await readdir(join(root, 'demo')), ['one']);
    const writers = ['a', 'b', 'c', 'd'].map((text) => store.putNew('demo/two', Buffer.from(text)));
    assert.equal((await Promise.all(writers)).filter(Boolean).length, 1);
  });

  it('finds an object or says that there is none', async () => {
    const store = new FolderStore(join(folder, 'find'));
    await store.put('demo/one', Buffer.from('x'));
    assert.deepEqual(await store.find('demo/one'), Buffer.from('x'));
    assert.equal(await store.find('demo/two'), undefined);
  });

  it('lists the folders below a prefix that hold anything', async () => {
    const root = join(folder, 'folders');
    const store = new FolderStore(root);
    for (const key of ['alpha/backups/1/x', 'alpha/backups/2/x', 'beta/backups/3/x'])
      await store.put(key, Buffer.from('x'));
    await mkdir(join(root, 'empty', 'backups'), { recursive: true });
    assert.deepEqual(await store.listFolders(''), ['alpha', 'beta']);
    assert.deepEqual(await store.listFolders('alpha/backups/'), ['1', '2']);
    assert.deepEqual(await store.listFolders('none/'), []);
    await assert.rejects(store.listFolders('../'), RangeError);
  });

  it('leaves no unfinished file behind, also where many write the same key at once', async () => {
    const root = join(folder, 'unfinished');
    const store = new FolderStore(root);
    const versions = Array.from({ length: 8 }, (_, n) => Buffer.alloc(70_000, n));
    await Promise.all(versions.map((bytes) => store.put('demo/one', bytes)));
    assert.deepEqual(await readdir(join(root, 'demo')), ['one']);
    const kept = await store.get('demo/one');
    assert.ok(versions.some((bytes) => bytes.equals(kept)));
  });

  it('keeps files and folders for their owner only', async () => {
    const root = join(folder, 'owner');
    await new FolderStore(root).put('demo/landing/one', Buffer.from('x'));
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    assert.equal(await modeOf(root), '700');
    assert.equal(await modeOf(join(root, 'demo/landing')), '700');
    assert.equal(await modeOf(join(root, 'demo/landing/one')), '600');
  });

  it('lists keys in order, by any prefix, and no unfinished write', async () => {
    const root = join(folder, 'list');
    const store = new FolderStore(root);
    for (const key of ['a/b', 'a-b', 'a.b', 'a/10', 'a/1', 'ab', 'b/c/d']) await store.put(key, Buffer.from(key));
    await writeFile(join(root, 'a', '2~killed'), 'half of it');
    assert.deepEqual(await listOf(store, ''), ['a-b', 'a.b', 'a/1', 'a/10', 'a/b', 'ab', 'b/c/d']);
    assert.deepEqual(await listOf(store, 'a/1'), ['a/1', 'a/10']);
    assert.deepEqual(await listOf(store, 'b/'), ['b/c/d']);
    assert.deepEqual(await listOf(store, 'none/'), []);
  });

  it('deletes an object once or more often', async () => {
    const store = new FolderStore(join(folder, 'delete'));
    await store.put('demo/one', Buffer.from('x'));
    await store.delete('demo/one');
    await store.delete('demo/one');
    await store.delete('never/there');
    assert.deepEqual(await listOf(store, ''), []);
  });

  it('names a missing object by its key', async () => {
    const store = new FolderStore(join(folder, 'missing'));
    await assert.rejects(store.get('demo/gone'), (error) => isFailure(error, 'storageDamaged', "'demo/gone'"));
  });

  for (const key of [
    '',
    '/etc/passwd',
    '../x',
    'a/../b',
    'a//b',
    './a',
    'a/',
    'a\\b',
    'a\0b',
    'a~b',
    'ä',
    'x'.repeat(201),
  ]) {
    it(`refuses the key ${JSON.stringify(key.slice(0, 20))}`, async () => {
      const store = new FolderStore(join(folder, 'keys'));
      await assert.rejects(store.put(key, Buffer.from('x')), RangeError);
      await assert.rejects(store.get(key), RangeError);
      await assert.rejects(store.delete(key), RangeError);
    });
  }

  it('refuses to list outside its folder', async () => {
    await assert.rejects(listOf(new FolderStore(join(folder, 'keys')), '../'), RangeError);
  });

  it('names a storage folder that is a file as unwritable', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const root of [join(folder, 'file'), join(folder, 'file/below')]) {
      const store = new FolderStore(root);
      await assert.rejects(store.put('demo/one', Buffer.from('x')), (error) =>
        isFailure(error, 'storageUnwritable', "'demo/one'"),
      );
    }
  });

  it('throws away what it wrote where the object cannot take its place', async () => {
    const root = join(folder, 'taken');
    await mkdir(join(root, 'demo/one'), { recursive: true });
    await assert.rejects(new FolderStore(root).put('demo/one', Buffer.from('x')));
    assert.deepEqual(await readdir(join(root, 'demo')), ['one']);
  });

  for (const way of ['put', 'putNew'] as const) {
    it(`takes what the disk did not confirm for lost, and confirms all of it again at a repeat (${way})`, async () => {
      const root = join(folder, `unconfirmed-${way}`);
      await mkdir(root);
      const bytes = Buffer.from('x');
      const undisturbed = await countSyncs(0, async () =>
        assert.ok((await new FolderStore(root)[way]('a/b/c', bytes)) ?? true),
      );
      assert.ok(undisturbed >= 4, 'two new folders, the object, and its name');
      for (let nth = 1; nth <= undisturbed; nth += 1) {
        const store = new FolderStore(join(root, String(nth)));
        await mkdir(join(root, String(nth)));
        await countSyncs(nth, () =>
          assert.rejects(
            async () => store[way]('a/b/c', bytes),
            (error) => isFailure(error, 'storageUnwritable', '(EIO)'),
          ),
        );
        if (way === 'putNew') assert.deepEqual(await listOf(store, ''), [], `after sync ${nth}`);
        const again = await countSyncs(0, async () => assert.ok((await store[way]('a/b/c', bytes)) ?? true));
        assert.ok(again >= 2, `the object and its name are confirmed after sync ${nth} failed`);
        if (nth <= 2) assert.equal(again, undisturbed, 'folders too');
        assert.deepEqual(await store.get('a/b/c'), bytes);
      }
    });
  }
});

/** Runs work in which the nth fsync fails, 0: none. @returns how many there were. */
async function countSyncs(nth: number, work: () => Promise<void>): Promise<number> {
  const probe = await open(tmpdir(), 'r');
  const prototype = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const { sync } = prototype;
  const counting = mock.method(prototype, 'sync', function count(this: FileHandle) {
    if (counting.mock.callCount() + 1 !== nth) return sync.call(this);
    return Promise.reject(Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' }));
  });
  try {
    await work();
    assert.ok(counting.mock.callCount() >= nth, 'the fault has fired');
    return counting.mock.callCount();
  } finally {
    counting.mock.restore();
  }
}

function isFailure(error: unknown, type: string, part: string): boolean {
  assert.ok(error instanceof StepFailure);
  assert.equal(error.type, type);
  assert.ok(error.message.includes(part), error.message);
  return true;
}
