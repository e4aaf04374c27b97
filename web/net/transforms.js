// Change a 28×28 image on purpose: shift, turn, scale, thicken, add noise, shuffle its pixels.
//
// The browser's half of `model/image/transforms.py`, one image at a time. Nothing is put back in the middle
// afterwards: that is the point.

import { CENTRE, SIDE } from './geometry.js';

/**
 * Several changes at once, in this order: thickness, size, angle, place, noise.
 *
 * @typedef {object} Change
 * @property {number} [dx] Pixels to the right.
 * @property {number} [dy] Pixels down.
 * @property {number} [degrees] Counter-clockwise.
 * @property {number} [factor] Above 0; 2 is twice as large.
 * @property {number} [pixels] How far each line's edge moves outward.
 * @property {number} [sigma] The noise's standard deviation, at least 0.
 * @property {number} [seed] The same seed gives the same noise.
 */

/** Brightness below which no pixel counts as ink: thinned to nothing, a digit is blank. */
const INK = 0.05;

/**
 * Apply changes to an image.
 *
 * @param {Float32Array} image (28, 28) in [0, 1].
 * @param {Change} change
 * @returns {Float32Array} A new image of the same kind.
 * @throws {RangeError} `factor` or `sigma` is out of range.
 */
export function changed(image, { pixels = 0, sigma = 0, seed = 0, ...place }) {
  return withNoise(warped(thickened(image, pixels), place), sigma, seed);
}

/** @param {Float32Array} image @returns {boolean} Whether there is anything to read. */
export const hasInk = (image) => image.some((value) => value >= INK);

/**
 * Scale, then turn, then shift, in one resampling about the pixel where MNIST puts a digit's centre of mass.
 *
 * @param {Float32Array} image (28, 28) in [0, 1].
 * @param {{dx?: number, dy?: number, degrees?: number, factor?: number}} place
 * @returns {Float32Array} 0 where nothing came from.
 */
export function warped(image, { dx = 0, dy = 0, degrees = 0, factor = 1 }) {
  if (!(factor > 0)) throw new RangeError(`the factor must be above 0, not ${factor}`);
  if (dx === 0 && dy === 0 && degrees === 0 && factor === 1) return image.slice();
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = degrees === 0 ? [1, 0] : [Math.cos(angle), Math.sin(angle)];
  const width = Math.max(1, 1 / factor); // when shrinking, no source pixel may fall between two samples
  return image.map((_, at) => {
    // The way back from each pixel of the result. y points down: this turns counter-clockwise for the eye.
    const [x, y] = [(at % SIDE) - CENTRE - dx, Math.floor(at / SIDE) - CENTRE - dy];
    const columns = tent(CENTRE + (cosine * x - sine * y) / factor, width);
    const rows = tent(CENTRE + (sine * x + cosine * y) / factor, width);
    return Math.min(Math.max(weighedSum(image, rows, columns), 0), 1);
  });
}

/**
 * Move the edges of all lines outward (positive) or inward (negative) by greyscale morphology (Serra, 1982). Crosses
 * and squares take turns, which makes an octagon; between two whole steps the two pictures are blended.
 *
 * @param {Float32Array} image (28, 28) in [0, 1].
 * @param {number} pixels How far each edge moves; a line grows by twice as much.
 * @returns {Float32Array}
 */
export function thickened(image, pixels) {
  const widest = pixels > 0 ? Math.max : Math.min;
  const whole = Math.floor(Math.abs(pixels));
  const rest = Math.abs(pixels) - whole;
  let below = image.slice();
  for (let step = 0; step < whole; step++) below = spread(below, widest, step % 2 === 1);
  if (rest === 0) return below;
  const above = spread(below, widest, whole % 2 === 1);
  return below.map((value, i) => value + rest * (above[i] - value));
}

/**
 * Add normally distributed noise to every pixel, then cut back to [0, 1].
 *
 * @param {Float32Array} image (28, 28) in [0, 1].
 * @param {number} sigma The noise's standard deviation, at least 0.
 * @param {number} [seed] A whole number from 0 to 2³² − 1; the same one gives the same noise.
 * @returns {Float32Array}
 */
export function withNoise(image, sigma, seed = 0) {
  if (!(sigma >= 0)) throw new RangeError(`sigma must be at least 0, not ${sigma}`);
  if (sigma === 0) return image.slice();
  return image.map((value, at) => Math.min(Math.max(value + sigma * normal(seed, at), 0), 1));
}

/**
 * Give every pixel the value of another one.
 *
 * @param {Float32Array} image (28, 28) in [0, 1].
 * @param {ArrayLike<number>} order (784,), each of 0 to 783 once: pixel i of the result is pixel order[i].
 * @returns {Float32Array}
 */
export const shuffled = (image, order) => image.map((_, i) => image[order[i]]);

/**
 * Number `index` of a stream of standard normal numbers, by Box and Muller's transform (1958) of two hashes.
 * `model/image/transforms.py` has the same stream.
 *
 * @param {number} seed
 * @param {number} index
 */
export function normal(seed, index) {
  const [first, second] = [uniform(seed, 2 * index), uniform(seed, 2 * index + 1)];
  return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
}

/** Number `counter` of a stream of evenly distributed ones. @param {number} seed @param {number} counter @returns {number} In (0, 1). */
export const uniform = (seed, counter) => (hash(counter + hash(seed + 1)) + 0.5) / 2 ** 32;

/**
 * Mix 32 bits so that each bit of the result depends on all: the last steps of MurmurHash3 (Appleby, 2011) after a
 * step of Weyl's sequence, which tells neighbours apart.
 *
 * @param {number} value Taken modulo 2³².
 * @returns {number} A whole number from 0 to 2³² − 1.
 */
function hash(value) {
  let bits = Math.imul(value, 0x9e3779b9);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** @typedef {{first: number, weights: number[]}} Tent Pixels along an axis from `first` on, and how much each counts. */

/**
 * How much each pixel along an axis counts at a position. With width 1 this is linear interpolation between the two
 * nearest. Pixels outside the frame have their share too: outside is black.
 *
 * @param {number} position
 * @param {number} width
 * @returns {Tent}
 */
function tent(position, width) {
  const first = Math.ceil(position - width);
  const count = Math.floor(position + width) - first + 1;
  const weights = Array.from({ length: count }, (_, i) => 1 - Math.abs(first + i - position) / width);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { first, weights: weights.map((weight) => weight / total) };
}

/** @param {Float32Array} image @param {Tent} rows @param {Tent} columns */
function weighedSum(image, rows, columns) {
  let sum = 0;
  for (let i = 0; i < rows.weights.length; i++) {
    for (let j = 0; j < columns.weights.length; j++) {
      sum += rows.weights[i] * columns.weights[j] * pixelAt(image, rows.first + i, columns.first + j);
    }
  }
  return sum;
}

/** @param {Float32Array} image @param {number} y @param {number} x @returns {number} 0 outside. */
const pixelAt = (image, y, x) => (y < 0 || y >= SIDE || x < 0 || x >= SIDE ? 0 : image[y * SIDE + x]);

const CROSS = [
  [0, 0],
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
];
const SQUARE = [...CROSS, [-1, -1], [-1, 1], [1, -1], [1, 1]];

/**
 * Give each pixel the largest (or smallest) value among itself and its neighbours. Outside is black.
 *
 * @param {Float32Array} image
 * @param {(...values: number[]) => number} widest
 * @param {boolean} corners Whether the four diagonal neighbours count.
 */
function spread(image, widest, corners) {
  const around = corners ? SQUARE : CROSS;
  return image.map((_, at) => {
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    return widest(...around.map(([down, right]) => pixelAt(image, y + down, x + right)));
  });
}
