// The sum behind one unit: every number that goes in, every product, and what comes out.
//
// The browser's half of `model/explain/arithmetic.py` and `units.py`. Sums are added up here, in double precision,
// and must equal what the network's layers say.

import { activate, layerIndex, sizeOf, slides } from './network.js';
import { checkPosition, ravel, receptiveField, unravel } from './receptive_field.js';

/** @typedef {import('./network.js').Activation} Activation */
/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Network} Network */
/** @typedef {import('./network.js').Outputs} Outputs */
/** @typedef {import('./receptive_field.js').Region} Region */

/**
 * A sentence for the visitor: English with {} for each value, in order. A whole number that counts something and a
 * number that was computed are both numbers; what has words of its own is a message again.
 *
 * @typedef {{key: string, values: (string | number | Message)[]}} Message
 */

/** A line of the arithmetic. `terms` are those that add up to its last value. @typedef {Message & {terms?: ArrayLike<number>}} Step */

/** @typedef {{layer: string, position: number[], result: number, steps: Step[]}} Common What every unit has. */

/**
 * `sum` + `bias` = `total`; `result` is `total` after the layer's own activation. `afterLayer` and `after` are the
 * activation layer that follows, such as a ReLU, and what it makes of the result; null where there is none.
 *
 * @typedef {object} Weighted
 * @property {number} sum
 * @property {number} bias
 * @property {number} total
 * @property {Activation} activation
 * @property {number} result
 * @property {string | null} afterLayer
 * @property {number | null} after
 */

/**
 * Patch × kernel, added up, plus bias. `shape` is (height, width, channels), of `patch`, `kernel` and `products`;
 * cells on the border of zeros are 0 in `patch` and 0 in `inside` (height, width). `channelSums` (channels,) are
 * the products of each channel, added up.
 *
 * @typedef {Common & Weighted & {kind: 'convolution', source: Region, shape: number[], patch: Float64Array, inside: Uint8Array, kernel: Float64Array, products: Float64Array, channelSums: Float64Array}} ConvolutionUnit
 */

/**
 * All inputs × weights, added up, plus bias. `indices`, `inputs`, `weights` and `products` hold the largest
 * products by size, sign ignored; `places` says where in the maps before a flatten layer each input comes from, as
 * [row, column, channel], and is empty where there are no maps. `restCount` products not listed add up to `restSum`.
 *
 * @typedef {Common & Weighted & {kind: 'dense', indices: number[], places: number[][], inputs: number[], weights: number[], products: number[], restCount: number, restSum: number}} DenseUnit
 */

/**
 * The largest value in a window, or the average. `shape` is (height, width), of `values` and `inside`; cells outside
 * the input are 0 in `inside` and NaN in `values`. `winner` is the [row, column] of the largest on the layer before,
 * the first where several are equal; null for an average.
 *
 * @typedef {Common & {kind: 'pooling', source: Region, shape: number[], values: Float64Array, inside: Uint8Array, winner: number[] | null, sum: number, count: number}} PoolingUnit
 */

/** @typedef {Common & {kind: 'flatten', place: number[], shape: number[]}} FlattenUnit The same number at an index. */

/** @typedef {Common & {kind: 'activation', function: Activation, value: number}} ActivationUnit A number in, a number out. */

/**
 * e to the power of its logit, divided by the sum of all such powers. `largest` is taken off every logit first: that
 * changes no probability, and keeps large logits from overflowing.
 *
 * @typedef {Common & {kind: 'softmax', logits: Float64Array, largest: number, powers: Float64Array, sum: number}} SoftmaxUnit
 */

/** @typedef {ConvolutionUnit | DenseUnit | PoolingUnit | FlattenUnit | ActivationUnit | SoftmaxUnit} Unit */

/**
 * The arithmetic of one unit.
 *
 * @param {Network} network
 * @param {Outputs} outputs What `forward` returned; only the layer before is read.
 * @param {Float32Array} pixels The drawing those outputs belong to.
 * @param {string} name The unit's layer.
 * @param {number[]} position [row, column, channel] in maps, [index] in a row of numbers.
 * @param {number} [largest] How many products of a dense unit are listed.
 * @returns {Unit}
 * @throws {RangeError} There is no such layer or unit.
 */
export function explainUnit(network, outputs, pixels, name, position, largest = 12) {
  const index = layerIndex(network, name);
  const layer = network.layers[index];
  if (position.length !== layer.outputShape.length) {
    throw new RangeError(`a unit of ${name} has ${layer.outputShape.length} coordinates, not ${position.length}`);
  }
  checkPosition(layer, position);
  const input = index ? outputs[network.layers[index - 1].name] : pixels;
  if (layer.kind === 'convolution') return convolutionUnit(network, index, input, position);
  if (layer.kind === 'dense') return denseUnit(network, index, input, position, largest);
  if (slides(layer)) return poolingUnit(network, index, input, position);
  if (layer.kind === 'flatten') return flattenUnit(layer, input, position);
  if (layer.activation === 'softmax') return softmaxUnit(layer, input, position);
  return activationUnit(layer, input, position);
}

/**
 * The layer whose filters, or units, made a layer's maps, or numbers; null if none did. Activations and pooling keep
 * maps apart, so their maps are those of the filters before. Flatten and softmax do not.
 *
 * @param {Network} network
 * @param {string} name
 * @returns {Layer | null}
 */
export function filterLayer(network, name) {
  for (let index = layerIndex(network, name); index >= 0; index--) {
    const layer = network.layers[index];
    if (layer.kernel) return layer;
    if (layer.kind === 'flatten' || layer.activation === 'softmax') return null;
  }
  return null;
}

/**
 * The weights that made a map, or a number of a row. Those of a unit fed by a flatten layer are laid out as the maps
 * they weigh.
 *
 * @param {Network} network
 * @param {string} name
 * @param {number} channel Which map, or number.
 * @returns {{layer: string, kind: string, shape: number[], weights: Float32Array, bias: number | null} | null} The
 *   layer they belong to, and weights (height, width, channels).
 */
export function filterOf(network, name, channel) {
  const layer = filterLayer(network, name);
  if (!layer) return null;
  const weights = Float32Array.from(weightsOf(layer, channel));
  const bias = layer.bias ? layer.bias[channel] : null;
  const maps = mapsBefore(network, layerIndex(network, layer.name));
  const row = [1, weights.length, 1];
  const shape = layer.kind === 'dense' ? (maps ?? row) : [...layer.window, layer.inputShape[2]];
  return { layer: layer.name, kind: layer.kind, shape, weights, bias };
}

/**
 * The numbers of one channel, of numbers (…, channels).
 * @template {Float32Array | Float64Array} Numbers
 * @param {Numbers} values
 * @param {number} channels
 * @param {number} channel
 * @returns {Numbers}
 */
export const channelOf = (values, channels, channel) =>
  /** @type {Numbers} */ (values.filter((_, at) => at % channels === channel));

/** @param {Network} network @param {number} index @param {Float32Array} input @param {number[]} position @returns {ConvolutionUnit} */
function convolutionUnit(network, index, input, position) {
  const layer = network.layers[index];
  const shape = [...layer.window, layer.inputShape[2]];
  const { patch, inside } = windowAt(layer, input, position, 0);
  const kernel = weightsOf(layer, position[2]);
  const products = patch.map((value, i) => value * kernel[i]);
  const channelSums = new Float64Array(shape[2]);
  products.forEach((product, i) => (channelSums[i % shape[2]] += product));
  const sums = weighted(network, index, added(products), position[2]);
  const first = { key: '{} products add up to {}', values: [products.length, sums.sum], terms: products };
  const steps = [first, ...lastSteps(sums)];
  const source = sourceOf(network, layer, position);
  return {
    kind: 'convolution',
    layer: layer.name,
    position,
    source,
    shape,
    patch,
    inside,
    kernel,
    products,
    channelSums,
    ...sums,
    steps,
  };
}

/** @param {Network} network @param {number} index @param {Float32Array} input @param {number[]} position @param {number} largest @returns {DenseUnit} */
function denseUnit(network, index, input, position, largest) {
  const layer = network.layers[index];
  const all = weightsOf(layer, position[0]);
  const each = all.map((weight, i) => weight * input[i]);
  const indices = [...each.keys()].sort((a, b) => Math.abs(each[b]) - Math.abs(each[a])).slice(0, largest);
  const maps = mapsBefore(network, index);
  const products = indices.map((i) => each[i]);
  const rest = { restCount: each.length - indices.length, restSum: added(each) - added(products) };
  const sums = weighted(network, index, added(each), position[0]);
  return {
    kind: 'dense',
    layer: layer.name,
    position,
    indices,
    places: maps ? indices.map((i) => unravel(i, maps)) : [],
    inputs: indices.map((i) => input[i]),
    weights: indices.map((i) => all[i]),
    products,
    ...rest,
    ...sums,
    steps: [...denseSteps(products, rest.restCount, rest.restSum, sums.sum), ...lastSteps(sums)],
  };
}

/** @param {number[]} products @param {number} restCount @param {number} restSum @param {number} sum @returns {Step[]} */
function denseSteps(products, restCount, restSum, sum) {
  const most = added(products);
  const shown = { key: 'the {} largest products add up to {}', values: [products.length, most], terms: products };
  const terms = [most, restSum];
  const rest = { key: 'the other {} add up to {}: together {}', values: [restCount, restSum, sum], terms };
  return restCount ? [shown, rest] : [shown];
}

/** @param {Network} network @param {number} index @param {Float32Array} input @param {number[]} position @returns {PoolingUnit} */
function poolingUnit(network, index, input, position) {
  const layer = network.layers[index];
  const channels = layer.inputShape[2];
  const { patch, inside } = windowAt(layer, input, position, NaN);
  const values = channelOf(patch, channels, position[2]);
  const known = values.filter((_, i) => inside[i]);
  const [sum, count] = [added(known), known.length];
  const isMax = layer.kind === 'max pooling';
  const result = isMax ? Math.max(...known) : sum / count;
  const [top, left] = cornerOf(layer, position);
  const cell = unravel(values.indexOf(result), layer.window);
  const winner = isMax ? [cell[0] + top, cell[1] + left] : null;
  const source = sourceOf(network, layer, position);
  const steps = winner ? [maxStep(count, result, winner)] : meanSteps(known, sum, result);
  return {
    kind: 'pooling',
    layer: layer.name,
    position,
    source,
    shape: layer.window,
    values,
    inside,
    winner,
    sum,
    count,
    result,
    steps,
  };
}

/** @param {number} count @param {number} result @param {number[]} winner @returns {Message} */
const maxStep = (count, result, winner) => ({
  key: 'the largest of {} values is {}, at row {}, column {}',
  values: [count, result, winner[0] + 1, winner[1] + 1], // counted from 1, as all that visitors read
});

/** @param {Float64Array} known @param {number} sum @param {number} result @returns {Step[]} */
const meanSteps = (known, sum, result) => [
  { key: '{} values add up to {}', values: [known.length, sum], terms: known },
  { key: 'divided by {} = {}', values: [known.length, result] },
];

/** @param {Layer} layer @param {Float32Array} input @param {number[]} position @returns {FlattenUnit} */
function flattenUnit(layer, input, position) {
  const shape = layer.inputShape;
  const place = unravel(position[0], shape);
  const result = input[position[0]];
  return {
    kind: 'flatten',
    layer: layer.name,
    position,
    place,
    shape,
    result,
    steps: flattenSteps(position[0], place, shape, result),
  };
}

/** @param {number} index @param {number[]} place @param {number[]} shape @param {number} result @returns {Message[]} */
function flattenSteps(index, place, shape, result) {
  if (shape.length !== 3) return [{ key: 'number {} stays number {}: {}', values: [index + 1, index + 1, result] }];
  const [row, column, channel] = place;
  const [height, width, channels] = shape;
  return [
    {
      key: 'counted from 0, as in Python: row {}, column {}, channel {} of {} × {} × {}',
      values: [row, column, channel, height, width, channels],
    },
    { key: 'index ({} × {} + {}) × {} + {} = {}', values: [row, width, column, channels, channel, index] },
    { key: 'the number stays {}', values: [result] },
  ];
}

/** @param {Layer} layer @param {Float32Array} input @param {number[]} position @returns {SoftmaxUnit} */
function softmaxUnit(layer, input, position) {
  const logits = Float64Array.from(input);
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = added(powers);
  const [logit, power] = [logits[position[0]], powers[position[0]]];
  const result = power / sum;
  const steps = [
    { key: 'e^({} − {}) = {}', values: [logit, bracketed(largest), power] },
    { key: 'all {} such powers add up to {}', values: [powers.length, sum], terms: powers },
    { key: '{} ÷ {} = {}', values: [power, sum, result] },
  ];
  return { kind: 'softmax', layer: layer.name, position, logits, largest, powers, sum, result, steps };
}

/** @param {Layer} layer @param {Float32Array} input @param {number[]} position @returns {ActivationUnit} */
function activationUnit(layer, input, position) {
  const value = input[ravel(position, layer.outputShape)];
  const result = activated(layer.activation, value);
  const steps = [functionStep(layer.activation, value, result)];
  return { kind: 'activation', layer: layer.name, position, function: layer.activation, value, result, steps };
}

/** @param {Network} network @param {number} index @param {number} sum @param {number} channel @returns {Weighted} */
function weighted(network, index, sum, channel) {
  const { bias: biases, activation } = network.layers[index];
  const bias = biases ? biases[channel] : 0;
  const total = sum + bias;
  const result = activated(activation, total);
  const following = network.layers[index + 1];
  const follows = following?.kind === 'activation' && following.activation !== 'softmax';
  const [afterLayer, after] = follows ? [following.name, activated(following.activation, result)] : [null, null];
  return { sum, bias, total, activation, result, afterLayer, after };
}

/** @param {Weighted} sums @returns {Step[]} The arithmetic from the sum of the products on. */
function lastSteps({ sum, bias, total, activation, result }) {
  const plus = { key: '{} + bias {} = {}', values: [sum, bracketed(bias), total], terms: [sum, bias] };
  return activation === 'linear' || activation === 'softmax' ? [plus] : [plus, functionStep(activation, total, result)];
}

/** @param {Activation} name @param {number} value @param {number} result @returns {Message} */
function functionStep(name, value, result) {
  if (name === 'relu') return { key: 'ReLU: max(0, {}) = {}', values: [value, result] };
  if (name === 'linear') return { key: '{} passes unchanged', values: [value] };
  return { key: '{}({}) = {}', values: [name, value, result] };
}

/** @param {number} value @returns {number | Message} In brackets if it is negative and follows a sign. */
const bracketed = (value) => (value < 0 ? { key: '({})', values: [value] } : value);

/** @param {Activation} activation @param {number} value */
function activated(activation, value) {
  const one = Float64Array.of(value);
  activate(activation, one);
  return one[0];
}

/** @param {Iterable<number>} values */
function added(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** @param {Layer} layer @param {number} channel @returns {Float64Array} The weights of one filter or unit. */
function weightsOf({ kernel, outputShape }, channel) {
  const filters = outputShape[outputShape.length - 1];
  const all = /** @type {Float32Array} */ (kernel);
  return Float64Array.from({ length: all.length / filters }, (_, i) => all[i * filters + channel]);
}

/** @param {Network} network @param {number} index @returns {number[] | null} The shape of maps flattened just before. */
function mapsBefore(network, index) {
  const before = network.layers[index - 1];
  return before?.kind === 'flatten' && before.inputShape.length === 3 ? before.inputShape : null;
}

/** @param {Layer} layer @param {number[]} position @returns {number[]} The input's row and column under the first cell. */
const cornerOf = ({ strides, pads }, position) => [0, 1].map((axis) => position[axis] * strides[axis] - pads[axis]);

/**
 * What the window sees, (height, width, channels), and which of its cells lie on the input.
 *
 * @param {Layer} layer
 * @param {Float32Array} input
 * @param {number[]} position
 * @param {number} outside What is written for cells that do not.
 */
function windowAt(layer, input, position, outside) {
  const [height, width, channels] = layer.inputShape;
  const [top, left] = cornerOf(layer, position);
  const patch = new Float64Array(sizeOf(layer.window) * channels).fill(outside);
  const inside = new Uint8Array(sizeOf(layer.window));
  inside.forEach((_, cell) => {
    const [i, j] = unravel(cell, layer.window);
    const [y, x] = [top + i * layer.dilation[0], left + j * layer.dilation[1]];
    if (y < 0 || y >= height || x < 0 || x >= width) return;
    inside[cell] = 1;
    const from = (y * width + x) * channels;
    patch.set(input.subarray(from, from + channels), cell * channels);
  });
  return { patch, inside };
}

/** @param {Network} network @param {Layer} layer @param {number[]} position @returns {Region} Under a unit's window. */
function sourceOf(network, layer, position) {
  const regions = receptiveField(network, layer.name, position);
  return regions[regions.length - 2];
}
