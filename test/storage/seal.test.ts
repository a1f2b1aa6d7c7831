import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDataKey } from '../../src/storage/envelope.ts';
import { open, seal } from '../../src/storage/seal.ts';

const key = createDataKey();
const name = 'demo/landing/0198c0de/0001/000001';
const plain = Buffer.from('Zebedee Quixworthy, 999 123 4567');

describe('seal and open', () => {
  it('give back what was sealed: nothing, text, and bytes of every value', async () => {
    const everyByte = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * 31) & 255));
    for (const content of [Buffer.alloc(0), plain, everyByte]) {
      assert.deepEqual(await open(await seal(content, key, name), key, name), content);
    }
  });

  it('open a view into a larger buffer', async () => {
    const sealed = await seal(plain, key, name);
    const larger = Buffer.concat([Buffer.alloc(9, 1), sealed, Buffer.alloc(9, 2)]);
    assert.deepEqual(await open(new Uint8Array(larger.buffer, larger.byteOffset + 9, sealed.length), key, name), plain);
  });

  it('show nothing of the content', async () => {
    const sealed = await seal(plain, key, name);
    assert.ok(!sealed.includes('Quixworthy') && !sealed.includes('4567'));
  });

  it('seal the same text to other bytes each time', async () => {
    const [one, two] = await Promise.all([seal(plain, key, name), seal(plain, key, name)]);
    assert.notDeepEqual(one, two);
    assert.deepEqual(await open(two, key, name), await open(one, key, name));
  });

  it('notice every single flipped bit as damage, also in the header', async () => {
    const sealed = await seal(plain, key, name);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await assert.rejects(open(flipped, key, name), { type: 'storageDamaged' }, `bit ${bit}`);
    }
  });

  it('notice a cut at every length', async () => {
    const sealed = await seal(plain, key, name);
    for (let length = 0; length < sealed.length; length += 1) {
      await assert.rejects(open(sealed.subarray(0, length), key, name), { type: 'storageDamaged' }, `length ${length}`);
    }
  });

  it('notice added bytes', async () => {
    const sealed = await seal(plain, key, name);
    for (const added of [Buffer.from([0]), Buffer.alloc(64), sealed]) {
      await assert.rejects(open(Buffer.concat([sealed, added]), key, name), { type: 'storageDamaged' });
    }
  });

  it('notice an object in the place of another', async () => {
    const other = `${name}x`;
    await assert.rejects(open(await seal(plain, key, name), key, other), (error) => {
      assert.ok(error instanceof Error && 'type' in error);
      assert.equal(error.type, 'storageDamaged');
      return error.message.includes(`'${other}'`);
    });
  });

  it('name a wrong key as such', async () => {
    const sealed = await seal(plain, key, name);
    await assert.rejects(open(sealed, createDataKey(), name), { type: 'keyWrong' });
  });
});
