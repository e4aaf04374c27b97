import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeHistory } from '../../../web/canvas/history.js';
import { keep, kept } from '../../../web/canvas/keeping.js';
import { extend, firstPoints, thinned } from '../../../web/canvas/pen.js';

/** @type {(count: number) => [number, number][]} */
const line = (count) => Array.from({ length: count }, (_, i) => [i, 2 * i]);

test('a thinned stroke keeps its first and its last point', () => {
  const [long, short] = thinned([line(100), line(10)], 80);
  assert.deepEqual(long[0], [0, 0]);
  assert.deepEqual(long.at(-1), [99, 198]);
  assert.equal(short.length, 10);
  assert.ok(long.length + short.length <= 80);
  const few = [line(5)];
  assert.equal(thinned(few, 80), few);
});

test('points closer than a pixel are left out', () => {
  const stroke = line(1);
  extend(stroke, [0.5, 0.5]);
  extend(stroke, [1, 0]);
  assert.deepEqual(stroke, [
    [0, 0],
    [1, 0],
  ]);
});

test('the first points of several strokes', () => {
  assert.deepEqual(firstPoints([line(2), line(3)], 3), [line(2), line(1)]);
});

test('undo and redo', () => {
  const history = makeHistory('a');
  history.add('b');
  history.add('c');
  history.undo();
  assert.equal(history.now, 'b');
  history.redo();
  assert.equal(history.now, 'c');
  history.undo();
  history.add('d');
  assert.equal(history.canRedo, false);
  history.undo();
  history.undo();
  assert.deepEqual([history.now, history.canUndo], ['a', false]);
});

/** @param {number} room characters */
function storage(room) {
  /** @type {Map<string, string>} */
  const content = new Map();
  return {
    getItem: (/** @type {string} */ key) => content.get(key) ?? null,
    removeItem: (/** @type {string} */ key) => void content.delete(key),
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
      if (value.length > room) throw new Error('QuotaExceededError');
      content.set(key, value);
    },
  };
}

test('a drawing is kept for a reload; of a photo that is too large, the image', () => {
  const store = storage(6000);
  const place = () => store;
  keep({ strokes: [line(3)], width: 280, height: 280 }, place);
  assert.deepEqual(kept(place)?.strokes, [line(3)]);
  const pixels = new Float32Array(784).fill(0.25);
  keep({ strokes: [], width: 280, height: 280, pixels, picture: `data:${'x'.repeat(9000)}` }, place);
  assert.deepEqual(kept(place)?.pixels, pixels);
  assert.equal(kept(place)?.picture, undefined);
  keep({ strokes: [], width: 280, height: 280 }, place);
  assert.equal(kept(place), null);
});
