/**
 * "Follow a pixel": from one pixel to the answer in twenty seconds, as a pure function of time. What is said at any moment
 * is computed from the network's weights and outputs on the visitor's digit. Leaves out how it looks.
 */

import { isSpatial, slides } from '../net/network.js';
import { explainUnit } from '../net/units.js';
import { saidRounded, writtenUnit } from '../shared/addition.js';
import { aDigit } from '../shared/answers.js';
import { t } from '../shared/messages.js';
import { figure, nth, percent } from '../shared/numbers.js';

/** @typedef {import('../net/network.js').Layer} Layer */
/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/network.js').Outputs} Outputs */

/** Rows or columns from `from` up to, and without, `to`. @typedef {{from: number, to: number}} Span */

/** Maps as they leave a convolution with its ReLU, or a pooling; and which of their cells depend on the pixel. @typedef {{kind: string, nth: number, shape: number[], values: Float32Array, rows: Span, columns: Span}} Station */

/** What is followed: a pixel, and through which filter of the first layer. @typedef {{row: number, column: number, filter: number}} Start */

/**
 * @typedef {object} Journey
 * @property {Start} start
 * @property {Float32Array} pixels (side, side) in [0, 1]
 * @property {number} side
 * @property {import('../net/units.js').ConvolutionUnit} unit of the first layer, whose window holds the pixel
 * @property {Station[]} stations from the first maps to the last
 * @property {Float32Array[]} rows after the maps: flattened, then each dense layer up to the scores
 * @property {Float32Array} shares
 */

/** Scenes in their order, and how many seconds each takes. @type {Record<string, number>} */
export const SCENES = {
  digit: 2,
  lift: 2,
  multiply: 4.5,
  add: 2.5,
  finish: 1.5,
  land: 1.5,
  maps: 4,
  row: 1,
  answer: 2,
};

/** Seconds of the whole: about 20. */
export const LENGTH = Object.values(SCENES).reduce((sum, seconds) => sum + seconds, 0);

/**
 * Which scene runs at a moment.
 * @param {number} seconds from 0 to LENGTH
 * @returns {{scene: string, part: number}} `part` of it is done, 0 to 1
 */
export function sceneAt(seconds) {
  let began = 0;
  for (const [scene, long] of Object.entries(SCENES)) {
    if (seconds < began + long) return { scene, part: Math.max(0, seconds - began) / long };
    began += long;
  }
  return { scene: 'answer', part: 1 };
}

/**
 * Moments at which everything stands still, one for each thing that happened: for steps, and for those who want calm.
 * @param {Journey} journey
 * @returns {number[]} seconds, rising
 */
export function stopsOf({ unit, stations }) {
  const parts = { multiply: unit.products.length, add: unit.products.length, maps: stations.length };
  const stops = [0];
  let began = 0;
  for (const [scene, long] of Object.entries(SCENES)) {
    const many = parts[/** @type {keyof typeof parts} */ (scene)] ?? 1;
    for (let i = 1; i <= many; i += 1) stops.push(began + (long * (i - 0.01)) / many); // just before the next begins
    began += long;
  }
  return stops;
}

/**
 * Where of `many` equal parts a scene is.
 * @param {number} part 0 to 1
 * @param {number} many
 * @returns {{at: number, part: number}} the number of the part that runs, and how much of it is done
 */
export function partAt(part, many) {
  const at = Math.min(many - 1, Math.floor(part * many));
  return { at, part: part * many - at };
}

/**
 * The pixel and the filter that answer most: the middle of the window with the largest number in the first maps.
 * @param {Network} network whose first layer is a convolution
 * @param {Outputs} outputs
 * @returns {Start}
 */
export function strongestStart({ layers }, outputs) {
  const { outputShape, window, strides, pads } = layers[0];
  const values = outputs[layers[0].name];
  const at = values.indexOf(values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY));
  const [, width, filters] = outputShape;
  const cell = Math.floor(at / filters);
  const middle = (/** @type {number} */ place, /** @type {number} */ axis) =>
    place * strides[axis] - pads[axis] + Math.floor(window[axis] / 2);
  return { row: middle(Math.floor(cell / width), 0), column: middle(cell % width, 1), filter: at % filters };
}

/**
 * @param {Network} network a chain: convolutions and poolings, flatten, dense layers, softmax
 * @param {Outputs} outputs of it
 * @param {Float32Array} pixels that it read
 * @param {Start} start
 * @returns {Journey}
 */
export function journeyOf(network, outputs, pixels, start) {
  const [first] = network.layers;
  const place = [start.row, start.column].map((pixel, axis) => {
    const middle = Math.round((pixel + first.pads[axis] - Math.floor(first.window[axis] / 2)) / first.strides[axis]);
    return Math.min(first.outputShape[axis] - 1, Math.max(0, middle));
  });
  const unit = explainUnit(network, outputs, pixels, first.name, [...place, start.filter]);
  const last = network.layers[network.layers.length - 1];
  return {
    start,
    pixels,
    side: first.inputShape[0],
    unit: /** @type {import('../net/units.js').ConvolutionUnit} */ (unit),
    stations: stationsOf(network, outputs, start),
    rows: rowsOf(network, outputs),
    shares: outputs[last.name],
  };
}

/** @param {Network} network @param {Outputs} outputs @param {Start} start @returns {Station[]} */
function stationsOf({ layers }, outputs, { row, column }) {
  let spans = [row, column].map((at) => ({ from: at, to: at + 1 }));
  /** @type {Station[]} */
  const stations = [];
  /** @type {Record<string, number>} */
  const met = {};
  let kind = '';
  layers.filter(isSpatial).forEach((layer, at) => {
    if (slides(layer)) {
      spans = spans.map((span, axis) => reached(layer, span, axis));
      kind = layer.kind === 'convolution' ? 'convolution' : 'pooling';
      met[kind] = (met[kind] ?? 0) + 1;
    }
    if (layers[at + 1].kind === 'activation') return; // shown with it
    const [rows, columns] = spans;
    stations.push({ kind, nth: met[kind], shape: layer.outputShape, values: outputs[layer.name], rows, columns });
  });
  return stations;
}

/**
 * The cells of a layer's output that depend on a span of its input.
 * @param {Layer} layer
 * @param {Span} span
 * @param {number} axis 0 for rows, 1 for columns
 * @returns {Span}
 */
export function reached({ window, strides, dilation, pads, outputShape }, { from, to }, axis) {
  const wide = (window[axis] - 1) * dilation[axis];
  const first = Math.ceil((from + pads[axis] - wide) / strides[axis]);
  const last = Math.floor((to - 1 + pads[axis]) / strides[axis]);
  return { from: Math.max(0, first), to: Math.min(outputShape[axis], last + 1) };
}

/** Numbers in a row, after activations, up to the scores. @param {Network} network @param {Outputs} outputs */
function rowsOf({ layers }, outputs) {
  const isShown = (/** @type {Layer} */ layer, /** @type {number} */ at) =>
    !isSpatial(layer) && at < layers.length - 1 && (layers[at + 1].kind !== 'activation' || at === layers.length - 2);
  return layers.flatMap((layer, at) => (isShown(layer, at) ? [outputs[layer.name]] : []));
}

/** The sum of a unit's first products. @param {Journey} journey @param {number} many */
export const addedUp = ({ unit }, many) => unit.products.slice(0, many).reduce((sum, product) => sum + product, 0);

/** How far a dense layer or softmax is known at the end. @param {Journey} journey */
export const bestOf = ({ shares }) => shares.indexOf(Math.max(...shares));

/**
 * What is said at a moment, with the numbers in it.
 * @param {Journey} journey
 * @param {number} seconds
 */
export function sayAt(journey, seconds) {
  const { scene, part } = sceneAt(seconds);
  return SAID[scene](journey, part);
}

/** @type {Record<string, (journey: Journey, part: number) => string>} */
const SAID = {
  digit: ({ pixels, side, start: { row, column } }) =>
    t(
      'Your digit is {} numbers. We follow the one in row {}, column {}: {}.',
      pixels.length,
      nth(row),
      nth(column),
      figure(pixels[row * side + column]),
    ),
  lift: ({ unit, start }) =>
    t(
      'The window of {} pixels around it lifts off. Filter {} has a weight for each of them.',
      unit.patch.length,
      nth(start.filter),
    ),
  multiply: ({ unit }, part) => {
    const { at } = partAt(part, unit.products.length);
    const numbers = [figure(unit.patch[at]), figure(unit.kernel[at]), writtenUnit(unit).write(unit.products[at])];
    return t('Product {} of {}: {} × ({}) = {}', at + 1, unit.products.length, ...numbers);
  },
  add: (journey, part) => {
    const { products } = journey.unit;
    const { at } = partAt(part, products.length);
    const { write, addsUp } = writtenUnit(journey.unit);
    const sum = addedUp(journey, at + 1);
    const told = saidRounded(write(sum), addsUp(products.slice(0, at + 1), sum));
    return t('{} of {} products added up: {}', at + 1, products.length, told);
  },
  finish: ({ unit }) => {
    const { write, addsUp } = writtenUnit(unit);
    const { sum, bias, total, after, result } = unit;
    return t(
      'The sum {} and the bias {} make {}. After ReLU it is {}.',
      write(sum),
      write(bias),
      saidRounded(write(total), addsUp([sum, bias], total)),
      write(after ?? result),
    );
  },
  land: ({ unit, start: { filter } }) =>
    t(
      'It lands in map {}, row {}, column {}. The same weights slide over the whole picture and fill the map.',
      ...[filter, unit.position[0], unit.position[1]].map(nth),
    ),
  maps: ({ stations }, part) => sayStation(stations[partAt(part, stations.length).at]),
  row: ({ rows }) =>
    t(
      'The last maps become one row of {} numbers. Dense layers make {} of it, and then {} scores.',
      rows[0].length,
      rows[1].length,
      rows[rows.length - 1].length,
    ),
  answer: (journey) => {
    const best = bestOf(journey);
    return t('Softmax turns the scores into shares. It reads {}: {}.', aDigit(best), percent(journey.shares[best]));
  },
};

/** @param {Station} station */
function sayStation({ kind, nth, shape, rows, columns }) {
  const name = kind === 'convolution' ? t('Convolution {} with ReLU', nth) : t('Pooling {}', nth);
  const [height, width, maps] = shape;
  const touched = (rows.to - rows.from) * (columns.to - columns.from);
  return t(
    '{}: {} maps of {} × {}. In each, {} of {} numbers depend on your pixel.',
    name,
    maps,
    height,
    width,
    touched,
    height * width,
  );
}
