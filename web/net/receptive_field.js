// Which part of the drawing, and of every layer between, can change one unit's value.
//
// The browser's half of `model/explain/receptive_field.py`: a unit's regions only. What lays maps over the
// drawing for captions and Grad-CAM stays in Python.

import { INPUT, layerIndex, sizeOf, slides } from './network.js';

/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Network} Network */

/**
 * A rectangle on one layer's output: rows top to bottom − 1, columns left to right − 1. A layer whose output is a
 * row of numbers counts as one row.
 *
 * @typedef {{layer: string, top: number, left: number, bottom: number, right: number}} Region
 */

/** @typedef {[number, number]} Span The first, and the one after the last. */

/**
 * The regions that a unit depends on, from the drawing up to the unit itself.
 *
 * @param {Network} network
 * @param {string} name The unit's layer.
 * @param {number[]} position [row, column] or [row, column, channel] in maps, [index] in a row of numbers.
 * @returns {Region[]} One for the drawing and for each layer up to the unit's, in their order, each clipped to its
 *   layer's borders. The last one is the unit itself.
 * @throws {RangeError} There is no such layer or unit.
 */
export function receptiveField(network, name, position) {
  const index = layerIndex(network, name);
  checkPosition(network.layers[index], position);
  const [row, column] = position.length > 1 ? position : [0, position[0]];
  /** @type {[Span, Span]} */
  let spans = [
    [row, row + 1],
    [column, column + 1],
  ];
  const regions = [region(name, spans)];
  for (let at = index; at >= 0; at--) {
    spans = spansBefore(network.layers[at], spans);
    regions.unshift(region(at ? network.layers[at - 1].name : INPUT, spans));
  }
  return regions;
}

/**
 * @param {Layer} layer
 * @param {number[]} position
 * @throws {RangeError} The layer has no such unit. A unit of a map may be named without its channel.
 */
export function checkPosition({ name, outputShape }, position) {
  const wanted = outputShape.slice(0, Math.max(position.length, outputShape.length - 1));
  const isThere = wanted.every((size, axis) => position[axis] >= 0 && position[axis] < size);
  if (position.length !== wanted.length || !isThere || !position.every(Number.isInteger)) {
    throw new RangeError(`${name} puts out ${outputShape.join(' × ')}; it has no unit at ${position}`);
  }
}

/**
 * Row, column and channel of a number in a flattened array.
 *
 * @param {number} index
 * @param {readonly number[]} shape
 * @returns {number[]} As many as the shape has axes.
 */
export function unravel(index, shape) {
  return shape.map((size, axis) => Math.floor(index / sizeOf(shape.slice(axis + 1))) % size);
}

/** The way back: where a number stands in a flattened array. @param {readonly number[]} position @param {readonly number[]} shape */
export const ravel = (position, shape) => position.reduce((at, place, axis) => at * shape[axis] + place, 0);

/** @param {string} layer @param {[Span, Span]} spans @returns {Region} */
const region = (layer, [[top, bottom], [left, right]]) => ({ layer, top, left, bottom, right });

/**
 * The rows and columns of a layer's input that these rows and columns of its output need.
 *
 * @param {Layer} layer
 * @param {[Span, Span]} spans
 * @returns {[Span, Span]}
 */
function spansBefore(layer, spans) {
  if (slides(layer)) return [underWindow(layer, 0, spans[0]), underWindow(layer, 1, spans[1])];
  if (layer.kind === 'flatten') return unflattened(layer, spans[1]);
  if (layer.kind === 'dense' || layer.activation === 'softmax') {
    return [
      [0, 1],
      [0, layer.inputShape[layer.inputShape.length - 1]],
    ];
  }
  return spans;
}

/** @param {Layer} layer @param {0 | 1} axis @param {Span} span @returns {Span} */
function underWindow({ window, strides, dilation, pads, inputShape }, axis, [first, end]) {
  const reach = (window[axis] - 1) * dilation[axis] + 1;
  const before = first * strides[axis] - pads[axis];
  const after = (end - 1) * strides[axis] - pads[axis] + reach;
  return [Math.max(before, 0), Math.min(after, inputShape[axis])];
}

/** @param {Layer} layer @param {Span} indices @returns {[Span, Span]} */
function unflattened({ inputShape }, [first, end]) {
  if (inputShape.length === 1)
    return [
      [0, 1],
      [first, end],
    ];
  const places = Array.from({ length: end - first }, (_, i) => unravel(first + i, inputShape));
  const [rows, columns] = [places.map(([row]) => row), places.map(([, column]) => column)];
  return [spanOf(rows), spanOf(columns)];
}

/** @param {number[]} values @returns {Span} */
const spanOf = (values) => [Math.min(...values), Math.max(...values) + 1];
