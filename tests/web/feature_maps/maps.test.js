// How layers' outputs become pictures: colours, layout, and which unit lies where.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cellsFor,
  mosaicFor,
  oneMap,
  paintInto,
  peakOf,
  placeOf,
  positionAt,
  regionPath,
  scaleOf,
  together,
} from '../../../web/feature_maps/maps.js';
import { activations, blueOrange, greys } from '../../../web/shared/colours.js';

const MAPS = { shape: [2, 2, 3], values: Float32Array.from({ length: 12 }, (_, i) => i - 4) };

test('zero is recognisable: the dark end, or with negative numbers the middle', () => {
  assert.deepEqual(scaleOf({ values: [0, 2, 5] }), { low: 0, high: 5, table: activations });
  assert.deepEqual(scaleOf({ values: [-1, 2, 5] }), { low: -5, high: 5, table: blueOrange });
  assert.deepEqual(scaleOf({ values: [-7, 2] }), { low: -7, high: 7, table: blueOrange });
  assert.deepEqual(scaleOf({ values: [3, 4] }), { low: 0, high: 4, table: activations });
  assert.deepEqual(scaleOf({ values: [0.2], isInk: true }), { low: 0, high: 1, table: greys });
});

test('a map is painted in its place, every number in its colour', () => {
  const scale = scaleOf(MAPS);
  const pixels = new Uint32Array(5 * 2);
  paintInto(pixels, 5, { x: 3, y: 0 }, MAPS, 1, scale);
  const level = (/** @type {number} */ value) => blueOrange[Math.floor((value - scale.low) * (255 / 14) + 0.5)];
  assert.deepEqual([...pixels], [0, 0, 0, level(-3), level(0), 0, 0, 0, level(3), level(6)]);
});

test('numbers that are all 0 are painted, and cells beyond the last number are not', () => {
  const pixels = new Uint32Array(4);
  paintInto(pixels, 2, { x: 0, y: 0 }, { shape: [3], values: [0, 0, 0] }, 0, scaleOf({ values: [0] }));
  assert.deepEqual([...pixels], [activations[0], activations[0], activations[0], 0]);
});

test('grids have no torn last row where one can be avoided', () => {
  assert.deepEqual(
    [16, 32, 6, 120, 84, 7].map((count) => cellsFor(count)),
    [
      { columns: 4, rows: 4 },
      { columns: 8, rows: 4 },
      { columns: 3, rows: 2 },
      { columns: 12, rows: 10 },
      { columns: 12, rows: 7 },
      { columns: 3, rows: 3 },
    ],
  );
  const mosaic = mosaicFor([26, 24, 32]);
  assert.deepEqual([mosaic.width, mosaic.height, mosaic.corner(9)], [8 * 25 - 1, 4 * 27 - 1, { x: 25, y: 27 }]);
});

test('one map, all together, and the largest number', () => {
  assert.deepEqual(Array.from(oneMap(MAPS, 2).values), [-2, 1, 4, 7]);
  assert.deepEqual(Array.from(together(MAPS).values), [9, 2, 9, 18]);
  assert.deepEqual(peakOf(MAPS, 0), [1, 1, 0]);
  assert.deepEqual(peakOf({ shape: [4], values: [1, 9, 2, 9] }, null), [1]);
});

test('a pressed place is the unit that is marked there, and never outside', () => {
  for (const shape of [[26, 24, 16], [84], [10]]) {
    for (const position of shape.length === 3
      ? [
          [25, 3, 5],
          [0, 0, 5],
        ]
      : [[0], [shape[0] - 1], [7]]) {
      const { row, column } = placeOf(shape, position);
      assert.deepEqual(positionAt(shape, shape.length === 3 ? 5 : null, row, column), position);
    }
  }
  assert.deepEqual(positionAt([26, 24, 16], 5, -1, 99), [0, 23, 5]);
  assert.deepEqual(positionAt([7], null, 9, 9), [6]);
});

test('a region is outlined in the grid of its layer', () => {
  const region = { layer: 'x', top: 2, left: 3, bottom: 5, right: 7 };
  assert.equal(regionPath([26, 26, 16], region), 'M3 2h4v3h-4z');
  assert.equal(regionPath([16], { ...region, top: 0, bottom: 1, left: 5, right: 6 }), 'M1 1h1v1h-1z');
  assert.equal(regionPath([16], { ...region, top: 0, bottom: 1, left: 0, right: 16 }), 'M0 0h4v4h-4z');
});
