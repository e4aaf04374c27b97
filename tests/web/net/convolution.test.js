// The lesson's examples. tests/web/test_convolution.py compares all else with Python.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { convolve, DoesNotFit, KERNELS, multiplied, place, pool, seenAt } from '../../../web/net/convolution.js';
import { ravel, unravel } from '../../../web/net/receptive_field.js';
import { english } from './golden.js';

const FIVE = { height: 5, width: 5, planes: [Float64Array.from({ length: 25 }, (_, i) => i + 1)] };

test('the kernel slides, multiplies and adds', () => {
  const found = convolve(FIVE, [KERNELS.lesson]);
  assert.deepEqual([...found.output], [35, 40, 45, 60, 65, 70, 85, 90, 95]);
  const { products, sums } = multiplied(seenAt(FIVE, found, 0, 0).patches, [KERNELS.lesson]);
  assert.deepEqual(products[0], [
    [1, 0, 3],
    [0, 7, 0],
    [11, 0, 13],
  ]);
  assert.deepEqual(sums, [35]);
});

test('steps of two, a border, a wide window', () => {
  assert.deepEqual([...convolve(FIVE, [KERNELS.lesson], { stride: 2 }).output], [35, 45, 85, 95]);
  const placed = [place(5, 3), place(5, 3, 2), place(5, 3, 1, 1)];
  assert.deepEqual(
    placed.map(({ places }) => places),
    [3, 2, 5],
  );
  assert.deepEqual([...convolve(FIVE, [KERNELS.lesson], { dilation: 2 }).output], [1 + 5 + 13 + 21 + 25]);
  const { before, after, places } = place(28, 3, 2, 'same');
  assert.deepEqual([before, after, places], [0, 1, 14]);
});

test('pooling drops the last row and column', () => {
  const { rows, planes } = pool(FIVE, 2);
  assert.deepEqual([...planes[0]], [7, 9, 17, 19]);
  assert.equal(rows.leftOver, 1);
  assert.deepEqual([...pool(FIVE, 2, { kind: 'average' }).planes[0]], [4, 6, 14, 16]);
});

test('the channel changes fastest in the flattened row', () => {
  assert.equal(ravel([1, 2, 5], [4, 4, 8]), 53);
  assert.deepEqual(unravel(53, [4, 4, 8]), [1, 2, 5]);
});

test('a window that does not fit says so', () => {
  /** @param {string} words */
  const saying = (words) => (/** @type {unknown} */ error) =>
    error instanceof DoesNotFit && english(error).includes(words);
  assert.throws(() => place(5, 7), saying('reaches over 7 cells does not fit on 5'));
  assert.throws(() => pool(FIVE, 2, { padding: 2 }), saying('2 cells would hide whole windows of 2'));
});
