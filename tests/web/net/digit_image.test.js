// Strokes become the same stages and the same 28×28 as in Python, and what is no drawing is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDrawing, fromStrokes, NotADrawing } from '../../../web/net/digit_image.js';
import { CENTRE, drawLines, SIDE, shiftToCentre } from '../../../web/net/geometry.js';
import { assertClose, english, golden, goldenPictures } from './golden.js';

/** @typedef {import('../../../web/net/geometry.js').Point} Point */

/** @type {Point[][]} */
const SEVEN = [
  [
    [60, 40],
    [200, 40],
    [110, 240],
  ],
];

/** @param {unknown} strokes @param {unknown} [width] @param {unknown} [height] */
const drawing = (strokes, width = 280, height = 280) => ({ strokes, width, height });

/** @param {Float32Array} ink @param {number} [above] */
function boxOf(ink, above = 0.5) {
  const inked = [...ink.keys()].filter((at) => ink[at] > above);
  const [rows, columns] = [inked.map((at) => Math.floor(at / SIDE)), inked.map((at) => at % SIDE)];
  return { left: Math.min(...columns), right: Math.max(...columns), top: Math.min(...rows), bottom: Math.max(...rows) };
}

test('every golden drawing goes through the same stages as in Python', () => {
  const next = goldenPictures();
  for (const { name, isBlank, stages, ...own } of golden('drawings.json')) {
    const image = fromStrokes(own);
    assert.equal(image.isBlank, isBlank, name);
    assert.deepEqual(
      image.stages.map(({ name, sentence, height, width }) => [name, english(sentence), height, width]),
      stages,
      name,
    );
    for (const stage of image.stages) {
      assertClose(stage.values, next(stage.width * stage.height), 1e-4, `${name}, ${stage.name}`);
    }
    if (!isBlank) assert.deepEqual(image.pixels, image.stages[image.stages.length - 1].values, name);
  }
});

test('a thinned stroke ends where the pen was lifted', () => {
  const [x, y] = [20.1, 20.1]; // the last step is far shorter than a third of a pixel
  const [long, short] = [
    fromStrokes(
      drawing([
        [
          [20, 20],
          [20, 200],
          [x, 200 + y / 100],
        ],
      ]),
    ),
    fromStrokes(
      drawing([
        [
          [20, 20],
          [20, 200],
        ],
      ]),
    ),
  ];
  assert.notDeepEqual(long.pixels, short.pixels);
});

test('a line to a last point that is near the one before is drawn', () => {
  // Its neighbours stand 0.2 pixels apart, so that all but the first and the last may be left out.
  const points = Array.from({ length: 5 }, (_, i) => [100 + 0.8 * i, 100]);
  const image = fromStrokes(drawing([points, [[0, 0]], [[280, 280]]]));
  const ends = fromStrokes(drawing([[points[0], points[4]], [[0, 0]], [[280, 280]]]));
  assert.deepEqual(image.pixels, ends.pixels);
});

test('centring never moves a digit further than its box has room', () => {
  const ink = new Float32Array(SIDE * SIDE);
  ink[0] = 1; // all mass in the top left corner: 14 pixels from where it belongs
  assert.deepEqual(shiftToCentre(ink), [4, 4]);
  ink.fill(0)[SIDE * SIDE - 1] = 1;
  assert.deepEqual(shiftToCentre(ink), [-4, -4]);
  ink.fill(0)[12 * SIDE + 15] = 1;
  assert.deepEqual(shiftToCentre(ink), [CENTRE - 15, CENTRE - 12]);
});

test('a tap stays a dot, whatever shape the canvas has', () => {
  for (const [width, height] of [
    [280, 280],
    [600, 150],
    [150, 600],
  ]) {
    const { left, right, top, bottom } = boxOf(fromStrokes(drawing([[[30, 100]]], width, height)).pixels);
    assert.ok(right - left <= 3 && bottom - top <= 3, `${width} × ${height}`);
  }
});

test('how far a small mark is enlarged goes by the longer edge of the canvas', () => {
  const tick = [
    [
      [20, 20],
      [26, 20],
    ],
  ];
  const wide = boxOf(fromStrokes(drawing(tick, 400, 100)).pixels);
  const tall = boxOf(fromStrokes(drawing(tick, 100, 400)).pixels);
  const small = boxOf(fromStrokes(drawing(tick, 100, 100)).pixels);
  assert.deepEqual(wide, tall);
  assert.ok(small.right - small.left > wide.right - wide.left + 5);
});

test('stages are computed when they are read, once', () => {
  const image = fromStrokes(drawing(SEVEN));
  assert.equal(image.stages, image.stages);
});

test('a pixel is as bright as its distance from the line says', () => {
  const picture = drawLines(Float64Array.of(4, 14, 23, 14), 28, 3, 1);
  const column = [...picture.keys()].filter((at) => at % 28 === 14).map((at) => picture[at]);
  assertClose(column.slice(11, 18), [0, 0.5 - 0.5, 1, 1, 1, 0.5 - 0.5, 0], 1e-6);
  assert.equal(
    drawLines(Float64Array.of(100, 100, 200, 120), 28, 2, 1).every((value) => value === 0),
    true,
  );
});

const REFUSED = {
  nothing: null,
  'a list': [[[1, 2]]],
  'no strokes': { width: 280, height: 280 },
  'strokes are text': drawing('abc'),
  'a stroke is text': drawing(['abc']),
  'a stroke is a number': drawing([3]),
  'a point is a number': drawing([[3]]),
  'three coordinates': drawing([[[1, 2, 3]]]),
  'text coordinates': drawing([[['1', '2']]]),
  'true and false': drawing([[[true, false]]]),
  'not a number': drawing([[[NaN, 1]]]),
  infinite: drawing([[[Infinity, 1]]]),
  'absurdly far': drawing([[[1e9, 1]]]),
  'no width': { strokes: SEVEN, height: 280 },
  'text width': drawing(SEVEN, '280'),
  'no size': drawing(SEVEN, 0),
  huge: drawing(SEVEN, 1e6),
  'canvas is no number': drawing(SEVEN, NaN),
  'too many strokes': drawing(Array(65).fill([[1, 1]])),
  'too many points': drawing([Array(4001).fill([1, 1])]),
  'an object as point': drawing([[{ x: 1, y: 2 }]]),
};

for (const [name, value] of Object.entries(REFUSED)) {
  test(`refused in words: ${name}`, () => {
    assert.throws(
      () => fromStrokes(value),
      (/** @type {unknown} */ error) => {
        assert.ok(error instanceof NotADrawing);
        assert.equal(english(error), error.message);
        assert.equal(error.key.split('{}').length - 1, error.values.length);
        return error.message.length > 10;
      },
    );
  });
}

test('the limits themselves are allowed', () => {
  fromStrokes(drawing(Array.from({ length: 64 }, (_, i) => [[i, i]])));
  fromStrokes(drawing([Array.from({ length: 4000 }, (_, i) => [i % 280, i % 97])]));
  assert.equal(checkDrawing(drawing([[], [[1, 2]], []])).strokes.length, 1);
});
