import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { createDataKey, parseMasterKey, unwrapKey, wrapKey } from '../../src/storage/envelope.ts';

const masterText = Buffer.alloc(32, 7).toString('base64');
const master = parseMasterKey(masterText);
const owner = 'demo/0198c0de';

describe('parseMasterKey', () => {
  it('reads 32 bytes in base64 and base64url, with a line end behind them', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    assert.equal(parseMasterKey(`${bytes.toString('base64')}\n`).id, parseMasterKey(bytes.toString('base64url')).id);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['too few bytes', Buffer.alloc(16).toString('base64')],
    ['too many bytes', Buffer.alloc(33).toString('base64')],
    ['a pass phrase', 'correct horse battery staple, and more of it'],
    ['hex', Buffer.alloc(32, 7).toString('hex')],
  ] as const) {
    it(`refuses ${what} without showing it`, () => {
      assert.throws(
        () => parseMasterKey(text),
        (error) => {
          assert.ok(error instanceof Error);
          assert.equal('type' in error && error.type, 'keyWrong');
          assert.match(error.message, /32 bytes in base64/);
          assert.ok(text === '' || !error.message.includes(text));
          return true;
        },
      );
    });
  }

  it('gives a key that prints without its bytes', () => {
    const shown = inspect(master, { depth: 9 }) + JSON.stringify(master);
    assert.ok(!shown.includes(masterText) && !shown.includes('7, 7, 7') && !shown.includes('07 07'));
  });
});

describe('wrapKey and unwrapKey', () => {
  it('give back the data key to its owner', () => {
    const dataKey = createDataKey();
    assert.deepEqual(unwrapKey(master, wrapKey(master, dataKey, owner), owner), dataKey);
  });

  it('begin the wrapped text with the version and the id of the master key', () => {
    assert.ok(wrapKey(master, createDataKey(), owner).startsWith(`cfk1.${master.id}.`));
  });

  it('wrap the same key to another text each time', () => {
    const dataKey = createDataKey();
    assert.notEqual(wrapKey(master, dataKey, owner), wrapKey(master, dataKey, owner));
  });

  it('name both master keys where the wrong one is used', () => {
    const other = parseMasterKey(Buffer.alloc(32, 8).toString('base64'));
    const wrapped = wrapKey(master, createDataKey(), owner);
    assert.throws(
      () => unwrapKey(other, wrapped, owner),
      (error) => {
        assert.ok(error instanceof Error && 'type' in error);
        assert.equal(error.type, 'keyWrong');
        return error.message.includes(master.id) && error.message.includes(other.id);
      },
    );
  });

  it('refuse the key of another owner', () => {
    const wrapped = wrapKey(master, createDataKey(), owner);
    assert.throws(() => unwrapKey(master, wrapped, 'other/0198c0de'), { type: 'storageDamaged' });
  });

  it('notice any changed, missing or added character', () => {
    const wrapped = wrapKey(master, createDataKey(), owner);
    for (let at = 0; at < wrapped.length; at += 1) {
      const other = wrapped[at] === 'A' ? 'B' : 'A';
      assert.throws(() => unwrapKey(master, wrapped.slice(0, at) + other + wrapped.slice(at + 1), owner), {
        name: 'StepFailure',
      });
      assert.throws(() => unwrapKey(master, wrapped.slice(0, at), owner), { type: 'storageDamaged' });
    }
    assert.throws(() => unwrapKey(master, `${wrapped}A`, owner), { type: 'storageDamaged' });
  });
});
