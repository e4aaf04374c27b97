// Work that is asked for faster than it is done.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newest } from '../../../web/shared/newest.js';

/** Work whose answers the test gives. */
function bench() {
  /** @type {[string, () => void][]} */
  const under = [];
  /** @type {string[]} */
  const shown = [];
  const ask = newest(
    (/** @type {string} */ request) =>
      new Promise((resolve) => under.push([request, () => resolve(request.toUpperCase())])),
    (found, request, isNewest) => shown.push(`${request} ${found} ${isNewest}`),
  );
  /** Finish what is under way. @param {string} request */
  async function finish(request) {
    const [name, done] = /** @type {[string, () => void]} */ (under.shift());
    assert.equal(name, request);
    done();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ask, shown, under, finish };
}

test('one at a time, and of those that wait the newest', async () => {
  const { ask, shown, under, finish } = bench();
  for (const request of ['a', 'b', 'c']) ask(request);
  assert.equal(under.length, 1);
  await finish('a');
  await finish('c');
  assert.deepEqual(shown, ['a A false', 'c C true']);
  assert.equal(under.length, 0);
});

test('what is under way when all is off is not shown, and what waits is not begun', async () => {
  const { ask, shown, under, finish } = bench();
  ask('a');
  ask('b');
  ask(null);
  await finish('a');
  assert.deepEqual(shown, []);
  assert.equal(under.length, 0);
  ask('c');
  await finish('c');
  assert.deepEqual(shown, ['c C true']);
});

test('asked again after all was off, only the new one is shown', async () => {
  const { ask, shown, finish } = bench();
  ask('a');
  ask(null);
  ask('b');
  await finish('a');
  await finish('b');
  assert.deepEqual(shown, ['b B true']);
});
