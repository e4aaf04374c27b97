// Pen strokes become the 28×28 image that the networks read.
//
// The browser's half of `model/image/digit_image.py` and `geometry.py`, which are the reference: the same
// arithmetic, limits and refusals. Files that Python writes (tests/golden) hold the two together. Photos are
// read by Python alone.

/** Pixels along each edge of what the networks see. */
export const SIDE = 28;

/** Pixels along the longer side of a digit's bounding box (LeCun et al., 1998). */
export const BOX = 20;

/** Where MNIST puts the centre of mass, as a pixel index. */
export const CENTRE = 14;

/** Pixels across a pen line in the 28×28 frame, from its half-bright edge to the other. */
export const STROKE_WIDTH = 2.5;

/** Pixels over which a line's edge fades. */
export const EDGE = 1.3;

export const MAX_STROKES = 64;
export const MAX_POINTS = 4000;
const [MIN_CANVAS, MAX_CANVAS] = [16, 10_000];

/** Share of the canvas's longer edge below which a mark is not enlarged to full size any further. */
const SMALLEST_MARK = 0.03;

const PREVIEW_SIDE = 112;

/** @typedef {[number, number]} Point */

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

/** @typedef {Float64Array} Lines Pairs of ends: x, y, x, y, and so on. */

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
 * pixels long on its longer side, and its centre of mass goes to MNIST's centre.
 *
 * @param {unknown} value A `Drawing`. Points may lie outside the canvas.
 * @returns {DigitImage} With the stages "drawn", "scaled" and "centred"; "drawn" alone if it is blank.
 * @throws {NotADrawing} It is no such object, a number is missing or not finite, the canvas is absurdly small or
 *   large, or there are more than 64 strokes or 4,000 points.
 */
export function fromStrokes(value) {
  const drawing = checkDrawing(value);
  if (!drawing.strokes.length) return digitImage(new Float32Array(SIDE * SIDE), () => [nothing(drawing)], true);
  const lines = inBox(drawing);
  const scaled = drawLines(lines, SIDE, STROKE_WIDTH, EDGE);
  const [right, down] = shiftToCentre(scaled);
  const moved = lines.map((x, i) => x + (i % 2 ? down : right));
  const centred = drawLines(moved, SIDE, STROKE_WIDTH, EDGE);
  return digitImage(centred, () => stagesOf(drawing, scaled, centred), false);
}

/**
 * How far to move a digit in the middle of its frame so that its centre of mass sits where MNIST has it, but never
 * so far that its box leaves the frame.
 *
 * @param {Float32Array} ink (28, 28), the middle of the digit's box in the middle.
 * @returns {Point} Pixels to the right and down.
 */
export function shiftToCentre(ink) {
  const room = (SIDE - BOX) / 2;
  const [x, y] = centreOfMass(ink);
  return [clip(CENTRE - x, -room, room), clip(CENTRE - y, -room, room)];
}

/**
 * Draw pen lines with round ends. A pixel at distance d from the nearest line gets
 * clip((width / 2 − d) / edge + 1/2, 0, 1).
 *
 * @param {Lines} lines In pixel indices. A point is a line whose ends coincide.
 * @param {number} side Pixels along each edge of the square picture.
 * @param {number} width Pixels across a line between its half-bright edges.
 * @param {number} edge Pixels over which the edge fades.
 * @returns {Float32Array} (side, side) in [0, 1].
 */
export function drawLines(lines, side, width, edge) {
  const squared = new Float64Array(side * side).fill(Infinity);
  const reach = (width + edge) / 2;
  for (let at = 0; at < lines.length; at += 4) {
    comeNearer(squared, side, reach, lines[at], lines[at + 1], lines[at + 2], lines[at + 3]);
  }
  return Float32Array.from(squared, (d) => clip((width / edge + 1) / 2 - Math.sqrt(d) / edge, 0, 1));
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

/** @param {Drawing} drawing @param {Float32Array} scaled @param {Float32Array} centred @returns {Stage[]} */
function stagesOf(drawing, scaled, centred) {
  const boxed = 'Its bounding box scaled to {} pixels, aspect kept, line about 2 pixels wide.';
  return [
    stage('drawn', 'Your drawing, as the pen left it.', [], PREVIEW_SIDE, preview(drawing)),
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

/** @param {Drawing} drawing @returns {Lines} Its lines in the middle of 28×28, its box as large as MNIST's. */
function inBox(drawing) {
  const [left, top, right, bottom] = boxOf(drawing.strokes);
  const longest = Math.max(drawing.width, drawing.height);
  const extent = Math.max(right - left, bottom - top, SMALLEST_MARK * longest);
  const scale = (BOX - STROKE_WIDTH) / extent;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const strokes = drawing.strokes.map((stroke) => stroke.map((p) => point((p[0] - x) * scale, (p[1] - y) * scale)));
  return segments(strokes).map((z) => z + (SIDE - 1) / 2);
}

/** @param {number} x @param {number} y @returns {Point} */
const point = (x, y) => [x, y];

/** @param {Point[][]} strokes @returns {[number, number, number, number]} Left, top, right, bottom of the points. */
function boxOf(strokes) {
  /** @type {[number, number, number, number]} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

/** @param {Drawing} drawing @returns {Float32Array} The drawing as it stands on the canvas, (112, 112). */
function preview({ strokes, width, height }) {
  const longest = Math.max(width, height);
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

/** @param {Float32Array} ink (28, 28), with ink somewhere. @returns {Point} */
function centreOfMass(ink) {
  let [total, x, y] = [0, 0, 0];
  ink.forEach((value, i) => {
    total += value;
    x += value * (i % SIDE);
    y += value * Math.floor(i / SIDE);
  });
  return [x / total, y / total];
}

/**
 * Lower squared distances to those to a line, wherever that is within reach.
 *
 * @param {Float64Array} squared (side, side), changed in place.
 * @param {number} side
 * @param {number} reach Pixels from a line to where it is not seen any more.
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function comeNearer(squared, side, reach, x0, y0, x1, y1) {
  const [wayX, wayY] = [x1 - x0, y1 - y0];
  const length = Math.max(wayX * wayX + wayY * wayY, 1e-12);
  const [left, right] = [firstPixel(x0, x1, reach), lastPixel(x0, x1, reach, side)];
  const bottom = lastPixel(y0, y1, reach, side);
  for (let y = firstPixel(y0, y1, reach); y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const passed = clip(((x - x0) * wayX + (y - y0) * wayY) / length, 0, 1);
      const [offX, offY] = [x - x0 - passed * wayX, y - y0 - passed * wayY];
      const distance = offX * offX + offY * offY;
      if (distance < squared[y * side + x]) squared[y * side + x] = distance;
    }
  }
}

/** @param {number} a @param {number} b @param {number} reach */
const firstPixel = (a, b, reach) => Math.max(Math.ceil(Math.min(a, b) - reach), 0);

/** @param {number} a @param {number} b @param {number} reach @param {number} side */
const lastPixel = (a, b, reach, side) => Math.min(Math.floor(Math.max(a, b) + reach), side - 1);

/** @param {number} value @param {number} low @param {number} high */
const clip = (value, low, high) => Math.min(Math.max(value, low), high);
