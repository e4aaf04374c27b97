// Pen strokes become the 28×28 image that the networks read.
//
// The browser's half of `model/image/digit_image.py`, which is the reference: the same
// arithmetic, limits and refusals. Files that Python writes (tests/golden) hold the two together. Photos are
// read by Python alone.

import { BOX, boxOf, clip, drawLines, EDGE, SIDE, STROKE_WIDTH, shiftToCentre } from './geometry.js';
import { lineWidth } from './line_width.js';
import { findStrays } from './stray_marks.js';

/** @typedef {import('./geometry.js').Point} Point */
/** @typedef {import('./geometry.js').Lines} Lines */

export { SIDE } from './geometry.js';

export const MAX_STROKES = 64;
export const MAX_POINTS = 4000;
const [MIN_CANVAS, MAX_CANVAS] = [16, 10_000];

/** Share of the canvas's longer edge below which a mark is not enlarged to full size any further. */
const SMALLEST_MARK = 0.03;

const PREVIEW_SIDE = 112;

const DIM = 0.35; // brightness, in the first stage, of marks that are left out

/** @typedef {{strokes: Point[][], width: number, height: number}} Drawing Pen positions in canvas pixels, y down. */

/** @typedef {{key: string, values: (string | number)[]}} Message English with {} for each value. */

/**
 * One step on the way: `values` is the picture after it, (height, width) in [0, 1], ink bright.
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {Message} sentence
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} values
 */

/**
 * What the networks see, and how it came to be. `pixels` is (28, 28) in [0, 1]; `isBlank` says that there was no
 * ink at all: then `pixels` is all zero and no network is asked. `stages` is computed when it is first read.
 *
 * @typedef {object} DigitImage
 * @property {Float32Array} pixels
 * @property {readonly Stage[]} stages
 * @property {boolean} isBlank
 */

/** What was handed in is no drawing. `key` is an English sentence with {} for each of `values`. */
export class NotADrawing extends Error {
  /** @param {string} key @param {...(string | number)} values */
  constructor(key, ...values) {
    super(values.reduce((text, value) => /** @type {string} */ (text).replace('{}', String(value)), key).toString());
    this.name = 'NotADrawing';
    this.key = key;
    this.values = values;
  }
}

/**
 * Turn pen strokes into a 28×28 image in MNIST's geometry.
 *
 * However large, small, thin or off-centre the drawing is, its bounding box, line width included, becomes 20
 * pixels long on its longer side, and its centre of mass goes to MNIST's centre. Tiny marks far away are left out,
 * and lines are drawn thin where an eye would fill up.
 *
 * @param {unknown} value A `Drawing`. Points may lie outside the canvas.
 * @returns {DigitImage} With the stages "drawn", "scaled" and "centred"; "drawn" alone if it is blank.
 * @throws {NotADrawing} It is no such object, a number is missing or not finite, the canvas is absurdly small or
 *   large, or there are more than 64 strokes or 4,000 points.
 */
export function fromStrokes(value) {
  const drawing = checkDrawing(value);
  if (!drawing.strokes.length) return digitImage(new Float32Array(SIDE * SIDE), () => [nothing(drawing)], true);
  const strays = findStrays(drawing.strokes, longestOf(drawing));
  const kept = { ...drawing, strokes: drawing.strokes.filter((_, i) => !strays[i]) };
  const lines = inBox(kept);
  const width = lineWidth(lines);
  const boxed = widened(lines, width);
  const scaled = drawLines(boxed, SIDE, width, EDGE);
  const [right, down] = shiftToCentre(scaled);
  const moved = boxed.map((x, i) => x + (i % 2 ? down : right));
  const centred = drawLines(moved, SIDE, width, EDGE);
  return digitImage(centred, () => stagesOf(drawing, kept, scaled, centred), false);
}

/**
 * Check a drawing and leave its empty strokes out.
 *
 * @param {unknown} value
 * @returns {Drawing}
 * @throws {NotADrawing} See `fromStrokes`.
 */
export function checkDrawing(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotADrawing('a drawing is {"strokes": [...], "width": ..., "height": ...}');
  }
  const { strokes, width, height } = /** @type {Record<string, unknown>} */ (value);
  const edges = { width: canvasEdge('width', width), height: canvasEdge('height', height) };
  if (!Array.isArray(strokes)) throw new NotADrawing("the drawing's strokes must be a list of lists of [x, y] points");
  if (strokes.length > MAX_STROKES) {
    throw new NotADrawing('a drawing has at most {} strokes; this has {}', MAX_STROKES, strokes.length);
  }
  if (!strokes.every(Array.isArray)) throw new NotADrawing('each stroke must be a list of [x, y] points');
  const total = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (total > MAX_POINTS) throw new NotADrawing('a drawing has at most {} points; this has {}', MAX_POINTS, total);
  const furthest = 100 * Math.max(edges.width, edges.height);
  for (const stroke of strokes) for (const point of stroke) checkPoint(point, furthest);
  return { strokes: strokes.filter((stroke) => stroke.length), ...edges };
}

/** @param {string} name @param {unknown} value @returns {number} */
function canvasEdge(name, value) {
  if (typeof value === 'number' && value >= MIN_CANVAS && value <= MAX_CANVAS) return value;
  throw new NotADrawing("the drawing's {} must be a number from {} to {} pixels", name, MIN_CANVAS, MAX_CANVAS);
}

/** @param {unknown} point @param {number} furthest */
function checkPoint(point, furthest) {
  if (!Array.isArray(point) || point.length !== 2 || !point.every((x) => typeof x === 'number')) {
    throw new NotADrawing('each point must be two numbers, [x, y]');
  }
  if (!point.every((x) => Math.abs(x) <= furthest)) {
    // false for NaN as well
    throw new NotADrawing('a point is not finite or lies absurdly far outside the canvas');
  }
}

/** @param {Float32Array} pixels @param {() => Stage[]} paint @param {boolean} isBlank @returns {DigitImage} */
function digitImage(pixels, paint, isBlank) {
  /** @type {Stage[] | undefined} */
  let stages;
  return {
    pixels,
    isBlank,
    get stages() {
      stages ??= paint();
      return stages;
    },
  };
}

const DRAWN = 'Your drawing, as the pen left it.';
const DRAWN_WITHOUT = 'Your drawing, as the pen left it. The tiny marks far from it, shown dim, are left out.';

/**
 * @param {Drawing} drawing
 * @param {Drawing} kept The same without stray marks.
 * @param {Float32Array} scaled
 * @param {Float32Array} centred
 * @returns {Stage[]}
 */
function stagesOf(drawing, kept, scaled, centred) {
  const boxed =
    'Scaled, its proportions kept, until its longer side has {} pixels; a mere dot stays a dot. The line is about 2 pixels wide.';
  const isWhole = kept.strokes.length === drawing.strokes.length;
  const whole = preview(drawing);
  const bright = isWhole ? whole : preview(kept);
  const shown = isWhole ? whole : whole.map((value, i) => Math.max(DIM * value, bright[i]));
  return [
    stage('drawn', isWhole ? DRAWN : DRAWN_WITHOUT, [], PREVIEW_SIDE, shown),
    stage('scaled', boxed, [BOX], SIDE, scaled),
    stage('centred', 'Moved so that its centre of mass sits in the centre.', [], SIDE, centred),
  ];
}

/** @param {Drawing} drawing */
const nothing = (drawing) => stage('drawn', 'Nothing is drawn yet.', [], PREVIEW_SIDE, preview(drawing));

/**
 * @param {string} name
 * @param {string} key
 * @param {(string | number)[]} values
 * @param {number} side
 * @param {Float32Array} picture
 * @returns {Stage}
 */
const stage = (name, key, values, side, picture) => ({
  name,
  sentence: { key, values },
  width: side,
  height: side,
  values: picture,
});

/** @param {Drawing} drawing */
const longestOf = ({ width, height }) => Math.max(width, height);

/** @param {Lines} lines @param {number} width @returns {Lines} Scaled so that their box is MNIST's with lines of this width. */
function widened(lines, width) {
  const [middle, scale] = [(SIDE - 1) / 2, (BOX - width) / (BOX - STROKE_WIDTH)];
  return lines.map((place) => middle + (place - middle) * scale);
}

/** @param {Drawing} drawing @returns {Lines} Its lines in the middle of 28×28, its box with lines of STROKE_WIDTH as large as MNIST's. */
function inBox(drawing) {
  const [left, top, right, bottom] = boxOf(drawing.strokes);
  const extent = Math.max(right - left, bottom - top, SMALLEST_MARK * longestOf(drawing));
  const scale = (BOX - STROKE_WIDTH) / extent;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const strokes = drawing.strokes.map((stroke) => stroke.map((p) => point((p[0] - x) * scale, (p[1] - y) * scale)));
  return segments(strokes).map((z) => z + (SIDE - 1) / 2);
}

/** @param {number} x @param {number} y @returns {Point} */
const point = (x, y) => [x, y];

/** @param {Drawing} drawing @returns {Float32Array} The drawing as it stands on the canvas, (112, 112). */
function preview({ strokes, width, height }) {
  const longest = longestOf({ strokes, width, height });
  const scale = (PREVIEW_SIDE - 1) / longest;
  const near = (/** @type {number} */ x) => clip(x, -PREVIEW_SIDE, 2 * PREVIEW_SIDE); // far away is far away
  const [right, down] = [(longest - width) / 2, (longest - height) / 2];
  const placed = strokes.map((stroke) =>
    stroke.map(([x, y]) => point(near((x + right) * scale), near((y + down) * scale))),
  );
  return drawLines(segments(placed), PREVIEW_SIDE, 5, 1);
}

/** @param {Point[][]} strokes In pixels. @returns {Lines} The points of each stroke, joined. */
const segments = (strokes) => Float64Array.from(strokes.flatMap(joined));

/**
 * Join points by lines, leaving out those that a third of a pixel would not tell apart. The first and the last
 * point stay.
 *
 * @param {Point[]} stroke
 * @returns {number[]}
 */
function joined(stroke) {
  const kept = thinned(stroke);
  if (kept.length === 1) return [...kept[0], ...kept[0]];
  return kept.slice(1).flatMap((end, i) => [...kept[i], ...end]);
}

/** @param {Point[]} stroke @returns {Point[]} */
function thinned(stroke) {
  let [way, third] = [0, 0];
  return stroke.filter((end, i) => {
    if (i === 0) return true;
    const [x, y] = [end[0] - stroke[i - 1][0], end[1] - stroke[i - 1][1]];
    way += 3 * Math.sqrt(x * x + y * y);
    const before = third;
    third = Math.floor(way);
    return third !== before || i === stroke.length - 1;
  });
}
