import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backward, forward, START, stepped } from '../../../web/lesson/backward.js';
import { makeProgress } from '../../../web/lesson/progress.js';
import {
  batchesOf,
  lossOf,
  scoresOf,
  stackedKernels,
  throughLayers,
  writtenPower,
  writtenSum,
} from '../../../web/lesson/sums.js';

/** @param {string} [text] what is in it @returns {any} */
function storage(text) {
  const items = new Map(text ? [['digit-lesson', text]] : []);
  return {
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => items.set(key, value),
  };
}

test('only the first try counts', () => {
  const progress = makeProgress(() => storage());
  progress.answer('one', false);
  progress.answer('one', true);
  progress.answer('two', true);
  assert.deepEqual(progress.of('one'), { first: false, solved: true });
  assert.deepEqual(progress.score(['one', 'two', 'three']), { answered: 2, first: 1 });
});

test('what was read and answered is kept, told, and forgotten', () => {
  const kept = storage();
  const progress = makeProgress(() => kept);
  let changes = 0;
  progress.watch(() => {
    changes += 1;
  });
  progress.read(3);
  progress.read(3);
  progress.answer('one', true);
  assert.equal(changes, 2);
  assert.ok(makeProgress(() => kept).isRead(3));
  progress.forget(['one']);
  assert.ok(progress.isRead(3) && !progress.of('one'));
  progress.forget();
  assert.ok(!makeProgress(() => kept).isRead(3));
});

test('without storage, or with something else in it, all begins anew', () => {
  const refuse = () => {
    throw new Error('not allowed');
  };
  const progress = makeProgress(refuse);
  progress.read(1);
  assert.ok(progress.isRead(1));
  for (const text of ['no JSON', '[]', '{"read": 1, "answers": {}}', 'null']) {
    assert.equal(makeProgress(() => storage(text)).isRead(1), false, text);
  }
});

test('scores become shares that add up to 1', () => {
  const network = { name: 'cnn', layers: /** @type {any} */ ([{ name: 'dense2' }, { name: 'softmax' }]) };
  const { shares, best, total } = scoresOf(network, { dense2: Float32Array.of(2, 1, 0.1) });
  assert.equal(best, 0);
  assert.ok(Math.abs(total - (Math.exp(2) + Math.exp(1) + Math.exp(0.1))) < 1e-5);
  assert.ok(Math.abs(shares[0] / shares[1] - Math.E) < 1e-6); // a lead of 1 is e times the share
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share) - 1) < 1e-12);
});

test('the loss of a probability is −ln p, never below 0 and never infinite', () => {
  assert.ok(Math.abs(lossOf(0.1) - Math.LN10) < 1e-12);
  assert.equal(Object.is(lossOf(1), 0), true);
  assert.ok(lossOf(0) > 700 && Number.isFinite(lossOf(0)));
});

test('large and small powers are written with a power of ten', () => {
  assert.deepEqual([0, 0.5, 123.4, 1e5, 0.001].map(writtenPower), [
    '0.00',
    '0.50',
    '123',
    '1.0\u00a0×\u00a010⁵',
    '1.0\u00a0×\u00a010⁻³',
  ]);
});

test('a sum leaves out products of 0 and has real minus signs', () => {
  assert.equal(writtenSum([1, 0, 3, 0, 7, 0, 11, 0, 13]), '1 + 3 + 7 + 11 + 13 = 35');
  assert.equal(writtenSum([-1, 0, 0.5, -2]), '−1 + 0.5 − 2 = −2.5');
  assert.equal(writtenSum([0, 0]), '0 = 0');
});

test('slopes by the chain rule are those by a small nudge, and a step lowers the loss', () => {
  for (const x of [
    [1, 2],
    [-1, 0.5],
    [2, -3],
  ]) {
    const slopes = backward(x, START);
    const nudge = 1e-6;
    const lossWith = (/** @type {(weights: import('../../../web/lesson/backward.js').Weights) => void} */ change) => {
      const weights = structuredClone(START);
      change(weights);
      return forward(x, weights).loss;
    };
    const now = forward(x, START).loss;
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]) {
      const slope =
        (lossWith(({ w }) => {
          w[i][j] += nudge;
        }) -
          now) /
        nudge;
      assert.ok(Math.abs(slope - slopes.w[i][j]) < 1e-5, `w ${i} ${j}`);
    }
    for (const j of [0, 1]) {
      const slope =
        (lossWith(({ v }) => {
          v[j] += nudge;
        }) -
          now) /
        nudge;
      assert.ok(Math.abs(slope - slopes.v[j]) < 1e-5, `v ${j}`);
      const moved = x.map((value, i) => value + (i === j ? nudge : 0));
      assert.ok(Math.abs((forward(moved, START).loss - now) / nudge - slopes.inputs[j]) < 1e-5, `x ${j}`);
    }
    assert.ok(forward(x, stepped(START, slopes, 0.1)).loss <= now);
  }
});

test('batches, stacked kernels and signals add up', () => {
  assert.deepEqual(batchesOf({ pictures: 60_000, size: 128, epochs: 2 }), { steps: 469, last: 96, all: 938 });
  assert.deepEqual(batchesOf({ pictures: 256, size: 128, epochs: 1 }), { steps: 2, last: 128, all: 2 });
  assert.deepEqual(stackedKernels(2), { sees: 5, small: 18, large: 25 });
  assert.deepEqual(stackedKernels(3), { sees: 7, small: 27, large: 49 });
  assert.deepEqual(throughLayers(100, 0), { plainly: 0, skipping: 1 });
});
