// Images changed on purpose look as they do in Python.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, hasInk, normal, shuffled, thickened, warped, withNoise } from '../../../web/net/transforms.js';
import { assertClose, floatsOf, golden } from './golden.js';

const GOLDEN = golden('transforms.json');
const IMAGE = floatsOf(GOLDEN.image);

for (const { change, pixels } of GOLDEN.changed) {
  test(`as in Python: ${JSON.stringify(change)}`, () => assertClose(changed(IMAGE, change), floatsOf(pixels), 1e-5));
}

test('pixels are shuffled in the order that is asked for', () => {
  assert.deepEqual(shuffled(IMAGE, GOLDEN.order), floatsOf(GOLDEN.shuffled));
});

test('nothing asked is nothing done, on another array', () => {
  const same = changed(IMAGE, {});
  assert.deepEqual(same, IMAGE);
  assert.notEqual(same, IMAGE);
});

test('noise has the mean and the spread of a normal distribution', () => {
  const numbers = Array.from({ length: 20_000 }, (_, i) => normal(1, i));
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  const variance = numbers.reduce((a, b) => a + b * b) / numbers.length;
  assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.05, `${mean}, ${variance}`);
  assert.notDeepEqual(withNoise(IMAGE, 0.1, 1), withNoise(IMAGE, 0.1, 2));
});

test('ink is what reaches a twentieth of full brightness', () => {
  const image = new Float32Array(784);
  image[5] = 0.049;
  assert.equal(hasInk(image), false);
  image[5] = 0.051;
  assert.equal(hasInk(image), true);
  assert.equal(hasInk(thickened(image, -1)), false);
});

test('what makes no sense is refused', () => {
  for (const factor of [0, -1, NaN]) assert.throws(() => warped(IMAGE, { factor }), RangeError);
  for (const sigma of [-0.1, NaN]) assert.throws(() => withNoise(IMAGE, sigma), RangeError);
});
