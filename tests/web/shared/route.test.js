import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, readImage, readStrokes, written } from '../../../web/shared/route.js';

test('strokes survive a link', () => {
  const drawing = {
    strokes: [
      [
        [1, 2],
        [30, 40],
      ],
      [[5, 6]],
    ],
    width: 280,
    height: 280,
  };
  const { drawing: text } = written(/** @type {any} */ (drawing));
  assert.deepEqual(readStrokes(text), drawing);
});

test('a drawing that came from a photo is shared as its image', () => {
  const pixels = Float32Array.from({ length: 784 }, (_, i) => (i % 256) / 255);
  const { image } = written({ strokes: [], width: 280, height: 280, pixels });
  assert.deepEqual(readImage(image)?.pixels, pixels);
  assert.match(image, /^[\w-]*$/);
});

test('a long drawing keeps the last point of each stroke', () => {
  const stroke = Array.from({ length: 1001 }, (_, i) => [i, i]);
  const { drawing } = written(/** @type {any} */ ({ strokes: [stroke], width: 2000, height: 2000 }));
  const read = readStrokes(drawing);
  assert.deepEqual(read?.strokes[0].at(-1), [1000, 1000]);
  assert.ok((read?.strokes[0].length ?? 0) <= 401);
});

test('what is no drawing is none', () => {
  for (const text of ['', '1,2,x', '280,280', '280,280_NaN,3', '0,0_1,1']) assert.equal(readStrokes(text), null, text);
  for (const text of ['', 'abc', '%%%']) assert.equal(readImage(text), null, text);
});

test('an address', () => {
  assert.equal(hashOf('draw', {}), '#draw');
  assert.equal(hashOf('lesson', { chapter: 4 }), '#lesson?chapter=4');
});

test('a lent sample is no drawing of the visitor, and is not shared', () => {
  assert.deepEqual(written(/** @type {any} */ ({ strokes: [[[1, 2]]], width: 280, height: 280, isLent: true })), {});
});
