/** Layers' outputs: how they are laid out as pictures, and which colour a number has. Knows no page. */

import { INPUT } from '../net/network.js';
import { activations, blueOrange, greys } from '../shared/colours.js';
import { boxPath } from '../shared/dom.js';

/** @typedef {import('../net/network.js').Outputs} Outputs */
/** @typedef {import('../net/receptive_field.js').Region} Region */
/** @typedef {import('../shared/colours.js').Colours} Colours */

/** A layer's output: (height, width, channels), or a row of numbers; or the drawing. @typedef {{shape: number[], values: ArrayLike<number>, isInk?: boolean}} Maps */

/** @typedef {{low: number, high: number, table: Colours}} Scale */

/**
 * How maps are put side by side, in cells, with a gap of one between them.
 * @typedef {{columns: number, rows: number, width: number, height: number, corner: (map: number) => {x: number, y: number}}} Mosaic
 */

/** @param {number[]} shape whether it is that of maps, and not of a row of numbers */
export const isMaps = (shape) => shape.length === 3;

/**
 * The drawing and every layer's output, by layer.
 * @param {{name: string, shape: number[]}[]} layers
 * @param {Float32Array} pixels
 * @param {Outputs} outputs
 * @returns {Record<string, Maps>}
 */
export const mapsOf = (layers, pixels, outputs) =>
  Object.fromEntries(
    layers.map(({ name, shape }) =>
      name === INPUT ? [name, { shape, values: pixels, isInk: true }] : [name, { shape, values: outputs[name] }],
    ),
  );

/** @type {Scale} */
const INK = { low: 0, high: 1, table: greys };

/**
 * The colours of a layer's numbers: 0 is pale, what is above orange, what is below blue.
 * @param {Pick<Maps, 'values' | 'isInk'>} maps
 * @returns {Scale}
 */
export function scaleOf({ values, isInk }) {
  if (isInk) return INK;
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < low) low = values[i];
    else if (values[i] > high) high = values[i];
  }
  return low < 0 ? signedScale(Math.max(-low, high)) : { low, high, table: activations };
}

/** @param {number} most @returns {Scale} From −most to most, with 0 in the middle. */
export const signedScale = (most) => ({ low: -most, high: most, table: blueOrange });

/**
 * Paint one map, or a row of numbers in cells, into a picture's pixels.
 * @param {Uint32Array} pixels
 * @param {number} across how wide the picture is
 * @param {{x: number, y: number}} corner
 * @param {Maps} maps
 * @param {number} channel
 * @param {Scale} scale
 */
export function paintInto(pixels, across, corner, { shape, values }, channel, { low, high, table }) {
  const { rows, columns } = gridOf(shape);
  const channels = isMaps(shape) ? shape[2] : 1;
  const factor = high > low ? 255 / (high - low) : 0;
  let from = channel;
  for (let row = 0; row < rows; row += 1) {
    let to = (corner.y + row) * across + corner.x;
    for (let column = 0; column < columns && from < values.length; column += 1, to += 1, from += channels) {
      pixels[to] = table[((values[from] - low) * factor + 0.5) | 0];
    }
  }
}

/**
 * One of a layer's maps by itself; a row of numbers stays as it is.
 * @param {Maps} maps
 * @param {number | null} channel
 * @returns {Maps}
 */
export function oneMap(maps, channel) {
  const { shape, values } = maps;
  if (!isMaps(shape) || channel === null || shape[2] === 1) return maps;
  const [height, width, channels] = shape;
  const own = Float32Array.from({ length: height * width }, (_, i) => values[i * channels + channel]);
  return { shape: [height, width, 1], values: own };
}

/**
 * All maps of a layer in one: how much each place answers on the whole, signs ignored.
 * @param {Maps} maps
 * @returns {Maps}
 */
export function together(maps) {
  const { shape, values } = maps;
  if (!isMaps(shape) || shape[2] === 1) return maps;
  const [height, width, channels] = shape;
  const sums = new Float32Array(height * width);
  for (let i = 0; i < values.length; i += 1) sums[Math.floor(i / channels)] += Math.abs(values[i]);
  return { shape: [height, width, 1], values: sums };
}

/**
 * Where the largest number is: [row, column, channel], or [index].
 * @param {Maps} maps
 * @param {number | null} channel which map is looked at
 */
export function peakOf({ shape, values }, channel) {
  const channels = isMaps(shape) ? shape[2] : 1;
  let best = channel ?? 0;
  for (let i = best; i < values.length; i += channels) if (values[i] > values[best]) best = i;
  if (channel === null || !isMaps(shape)) return [best];
  const cell = Math.floor(best / channels);
  return [Math.floor(cell / shape[1]), cell % shape[1], channel];
}

/**
 * How so many things are laid out: near a square, without a ragged end if it can be.
 * @param {number} count
 */
export function cellsFor(count) {
  const root = Math.ceil(Math.sqrt(count));
  for (let columns = root; columns <= 1.5 * root; columns += 1) {
    if (count % columns === 0) return { columns, rows: count / columns };
  }
  return { columns: root, rows: Math.ceil(count / root) };
}

/** @param {number[]} shape The grid that a map, or a row of numbers, is shown in. */
export const gridOf = (shape) => (isMaps(shape) ? { rows: shape[0], columns: shape[1] } : cellsFor(shape[0]));

/**
 * Where a unit lies in that grid.
 * @param {number[]} shape
 * @param {number[]} position
 */
export function placeOf(shape, position) {
  if (isMaps(shape)) return { row: position[0], column: position[1] };
  const { columns } = cellsFor(shape[0]);
  return { row: Math.floor(position[0] / columns), column: position[0] % columns };
}

/**
 * Which unit lies at a place of that grid, or nearest to it.
 * @param {number[]} shape
 * @param {number | null} channel
 * @param {number} row
 * @param {number} column
 */
export function positionAt(shape, channel, row, column) {
  const { rows, columns } = gridOf(shape);
  const inside = (/** @type {number} */ value, /** @type {number} */ size) => Math.min(size - 1, Math.max(0, value));
  const [y, x] = [inside(row, rows), inside(column, columns)];
  return isMaps(shape) ? [y, x, channel ?? 0] : [Math.min(y * columns + x, shape[0] - 1)];
}

/**
 * @param {number[]} shape (height, width, channels)
 * @param {number} [columns] how many side by side; near a square by default
 * @returns {Mosaic}
 */
export function mosaicFor([height, width, channels], columns = cellsFor(channels).columns) {
  const rows = Math.ceil(channels / columns);
  const [across, down] = [width + 1, height + 1];
  return {
    columns,
    rows,
    width: columns * across - 1,
    height: rows * down - 1,
    corner: (map) => ({ x: (map % columns) * across, y: Math.floor(map / columns) * down }),
  };
}

/**
 * SVG path of a region of a layer, in the grid that the layer is shown in.
 * @param {number[]} shape
 * @param {Region} region
 */
export function regionPath(shape, { top, left, bottom, right }) {
  if (isMaps(shape)) return boxPath(left, top, right - left, bottom - top);
  const { rows, columns } = gridOf(shape);
  if (right - left > 1) return boxPath(0, 0, columns, rows);
  const { row, column } = placeOf(shape, [left]);
  return boxPath(column, row, 1, 1);
}
