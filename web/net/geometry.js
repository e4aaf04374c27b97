// MNIST's geometry: how big a digit is in its 28×28 frame, how thick, and where; and how pen lines are drawn.
//
// The browser's half of `model/image/geometry.py`, which is the reference.

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

/** @typedef {[number, number]} Point */

/** @typedef {[number, number, number, number]} Box Left, top, right, bottom. */

/** @typedef {Float64Array} Lines Pairs of ends: x, y, x, y, and so on. */

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
  const away = distances(lines, side, (width + edge) / 2);
  const ink = new Float32Array(away.length); // a loop: `from` with a function takes five times as long
  for (let at = 0; at < ink.length; at += 1) ink[at] = clip((width / edge + 1) / 2 - away[at] / edge, 0, 1);
  return ink;
}

/**
 * Each pixel's distance to the nearest line, in pixels; infinite beyond reach, or larger than it.
 *
 * @param {Lines} lines
 * @param {number} side
 * @param {number} reach Pixels from a line to where nobody wants to know any more.
 * @returns {Float64Array} (side, side)
 */
export function distances(lines, side, reach) {
  const squared = new Float64Array(side * side).fill(Infinity);
  for (let at = 0; at < lines.length; at += 4) {
    comeNearer(squared, side, reach, lines[at], lines[at + 1], lines[at + 2], lines[at + 3]);
  }
  for (let at = 0; at < squared.length; at += 1) squared[at] = Math.sqrt(squared[at]);
  return squared;
}

/** The box around all points. @param {Point[][]} strokes @returns {Box} */
export function boxOf(strokes) {
  /** @type {Box} */
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
export const clip = (value, low, high) => Math.min(Math.max(value, low), high);
