// The box and the mask that are drawn around a visitor's ink.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxOf, maskOf, outline } from '../../../web/architectures/ink.js';
import { fromStrokes } from '../../../web/net/digit_image.js';

const STROKE = /** @type {[number, number][]} */ ([
  [70, 40],
  [70, 210],
]);
const IMAGE = fromStrokes({ strokes: [STROKE], width: 280, height: 280 });

test('the box lies tight around the ink, where it was drawn', () => {
  const { picture, mask, box } = outline(IMAGE.stages, IMAGE.pixels);
  const [left, top, right, bottom] = box;
  const scale = picture.width / 280;
  const inside = mask.filter((_, i) => {
    const [x, y] = [i % picture.width, Math.floor(i / picture.width)];
    return x >= left && x < right && y >= top && y < bottom;
  });
  assert.equal(inside.filter(Boolean).length, mask.filter(Boolean).length);
  assert.ok(left < 70 * scale && 70 * scale < right && right - left < 8, `${box}`);
  assert.ok(Math.abs(top - 40 * scale) <= 4 && Math.abs(bottom - 210 * scale) <= 4, `${box}`);
});

test('the mask is the ink that is shown', () => {
  const { picture, mask } = outline(IMAGE.stages, IMAGE.pixels);
  assert.deepEqual(
    mask,
    Array.from(picture.values, (value) => value >= 0.5),
  );
});

test('of a photo the grey picture is shown and its ink is outlined', () => {
  const stage = (/** @type {string} */ name, /** @type {number[]} */ values) => ({
    name,
    sentence: '',
    width: 3,
    height: 1,
    values: Float32Array.from(values),
  });
  const stages = [stage('grey', [0.8, 0.2, 0.8]), stage('ink', [0, 1, 0]), stage('centred', [0, 0, 0])];
  const { picture, mask, box } = outline(stages, IMAGE.pixels);
  assert.equal(picture, stages[0]);
  assert.deepEqual(mask, [false, true, false]); // bright paper is no ink
  assert.deepEqual(box, [1, 0, 2, 1]);
});

test('without stages it is the image that the networks see', () => {
  const { picture, mask } = outline(undefined, IMAGE.pixels);
  assert.equal(picture.values, IMAGE.pixels);
  assert.ok(mask.some(Boolean));
});

test('the faintest drawing has some ink, paper has none', () => {
  assert.deepEqual(maskOf(Float32Array.of(0, 0.1, 0.04)), [false, true, false]);
  assert.deepEqual(maskOf(new Float32Array(4)), [false, false, false, false]);
  assert.deepEqual(boxOf([false, false, false, false], 2), [0, 0, 2, 2]);
});
