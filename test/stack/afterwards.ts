import type { TestContext } from 'node:test';

const pending = new WeakMap<TestContext, (() => unknown)[]>();

/**
 * Cleans up after the test, the latest first: what stands on something goes before it. (Hooks of `t.after` run the
 * earliest first.)
 */
export function afterwards(t: TestContext, cleanUp: () => unknown): void {
  const known = pending.get(t);
  if (known) {
    known.push(cleanUp);
    return;
  }
  const list = [cleanUp];
  pending.set(t, list);
  t.after(async () => {
    for (const next of list.reverse()) await next();
  });
}
