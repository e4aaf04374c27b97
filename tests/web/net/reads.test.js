// What a map is computed from, for every kind of layer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readsOf } from '../../../web/net/reads.js';

/** @param {object} layer @returns {any} */
const networkOf = (layer) => ({ name: 'x', layers: [{ name: 'a', activation: 'linear', kernel: null, ...layer }] });

test('a filter of a convolution reads every map, by the sum of its weights', () => {
  const kernel = new Float32Array([1, 10, 2, 20, 3, 30, 4, 40]); // (2, 1, 2, 2)
  const network = networkOf({ kind: 'convolution', kernel, inputShape: [4, 4, 2], outputShape: [3, 4, 2] });
  assert.deepEqual(readsOf(network, 'a', 0), [
    { index: 0, weight: 4 },
    { index: 1, weight: 6 },
  ]);
  assert.deepEqual(
    readsOf(network, 'a', 1).map(({ weight }) => weight),
    [40, 60],
  );
});

test('a dense unit reads every number', () => {
  const kernel = new Float32Array([1, 2, -3, 4, 5, 6]); // (3, 2)
  const network = networkOf({ kind: 'dense', kernel, inputShape: [3], outputShape: [2] });
  assert.deepEqual(
    readsOf(network, 'a', 0).map(({ weight }) => weight),
    [1, -3, 5],
  );
});

test('activations and pooling keep maps apart, flatten takes a number out of one, softmax needs all', () => {
  const maps = { inputShape: [2, 2, 3], outputShape: [2, 2, 3] };
  assert.deepEqual(readsOf(networkOf({ kind: 'activation', activation: 'relu', ...maps }), 'a', 2), [
    { index: 2, weight: 1 },
  ]);
  assert.deepEqual(readsOf(networkOf({ kind: 'flatten', ...maps, outputShape: [12] }), 'a', 7)[0].index, 1);
  const softmax = { kind: 'activation', activation: 'softmax', inputShape: [10], outputShape: [10] };
  assert.equal(readsOf(networkOf(softmax), 'a', 0).length, 10);
});
