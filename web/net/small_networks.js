// The training lab's two networks, small enough to learn from scratch while somebody watches.
//
// The browser's half of `model/networks/small_networks.py`. All weights of a network lie in one array, layer by layer,
// kernel before bias, as Keras orders them: an optimizer goes through all of them in one loop.

import { sizeOf } from './network.js';
import { normal, uniform } from './transforms.js';

/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Network} Network */
/** @typedef {import('./network.js').Activation} Activation */

/** @typedef {'cnn' | 'ann'} SmallName */

/**
 * @typedef {object} Build
 * @property {Activation} [activation] Of the hidden layers.
 * @property {number} [width] Times as many filters or units as usual.
 * @property {number} [dropout] Above 0, a layer "dropout" stands before the logits; it does nothing unless a training does.
 */

const DIGITS = 10;
const FILTERS = [8, 24];
const UNITS = 32;

/**
 * Make a network.
 *
 * @param {SmallName} name
 * @param {Float32Array} weights As many as `parameterCount` says; the network reads and never copies them.
 * @param {Build} [build]
 * @returns {Network}
 * @throws {RangeError} There are too many or too few weights.
 */
export function smallNetwork(name, weights, build = {}) {
  const layers = plan(name, build);
  let at = 0;
  const next = (/** @type {number} */ count) => {
    at += count;
    return weights.subarray(at - count, at);
  };
  for (const layer of layers) {
    if (!layer.parameters) continue;
    const units = layer.outputShape[layer.outputShape.length - 1];
    layer.kernel = next(layer.parameters - units);
    layer.bias = next(units);
  }
  if (at !== weights.length) throw new RangeError(`${name} has ${at} weights, not ${weights.length}`);
  return { name, layers };
}

/** @param {SmallName} name @param {Build} [build] @returns {number} How many weights a network has. */
export const parameterCount = (name, build = {}) => plan(name, build).reduce((sum, layer) => sum + layer.parameters, 0);

/**
 * Draw the weights that a training starts from.
 *
 * Kernels keep a signal's size from layer to layer: normal numbers of variance 2 / inputs before a ReLU (He et al.,
 * 2015), else uniform ones of variance 2 / (inputs + outputs) (Glorot and Bengio, 2010). Biases are 0.
 *
 * @param {SmallName} name
 * @param {number} seed
 * @param {Build} [build]
 * @returns {Float32Array}
 */
export function initialWeights(name, seed, build = {}) {
  const weights = new Float32Array(parameterCount(name, build));
  let index = 0;
  for (const layer of smallNetwork(name, weights, build).layers) {
    if (!layer.kernel) continue;
    const units = layer.outputShape[layer.outputShape.length - 1];
    const inputs = layer.kernel.length / units;
    const isBeforeRelu = layer.name !== 'logits' && (build.activation ?? 'relu') === 'relu';
    const spread = Math.sqrt(2 / inputs);
    const reach = Math.sqrt(6 / (inputs + units * sizeOf(layer.window)));
    for (let i = 0; i < layer.kernel.length; i++, index++) {
      layer.kernel[i] = isBeforeRelu ? spread * normal(seed, index) : reach * (2 * uniform(seed, index) - 1);
    }
  }
  return weights;
}

/** @param {SmallName} name @param {Build} build @returns {Layer[]} Without weights. */
function plan(name, { activation = 'relu', width = 1, dropout = 0 }) {
  const [first, second] = FILTERS.map((filters) => Math.round(filters * width));
  const units = Math.round(UNITS * width);
  const hidden =
    name === 'ann'
      ? [
          plain('flatten', 'flatten', [28, 28, 1], [784]),
          dense('dense1', 784, units),
          active('active1', activation, [units]),
        ]
      : [
          ...block(1, [28, 28, 1], first, activation),
          ...block(2, [13, 13, first], second, activation),
          plain('flatten', 'flatten', [5, 5, second], [25 * second]),
        ];
  const inputs = hidden[hidden.length - 1].outputShape[0];
  if (dropout) hidden.push(plain('dropout', 'identity', [inputs], [inputs]));
  return [...hidden, dense('logits', inputs, DIGITS), active('probabilities', 'softmax', [DIGITS])];
}

/** A 3×3 convolution, its activation, and a pooling. @param {number} number @param {number[]} shape @param {number} filters @param {Activation} activation */
function block(number, shape, filters, activation) {
  const places = [shape[0] - 2, shape[1] - 2, filters];
  const halved = [places[0] >> 1, places[1] >> 1, filters];
  return [
    {
      ...plain(`conv${number}`, 'convolution', shape, places),
      window: pair(3),
      parameters: (9 * shape[2] + 1) * filters,
    },
    active(`active${number}`, activation, places),
    { ...plain(`pool${number}`, 'max pooling', places, halved), window: pair(2), strides: pair(2) },
  ];
}

/** @param {string} name @param {Activation} activation @param {number[]} shape */
const active = (name, activation, shape) => ({ ...plain(name, 'activation', shape, shape), activation });

/** @param {string} name @param {number} inputs @param {number} units */
const dense = (name, inputs, units) => ({
  ...plain(name, 'dense', [inputs], [units]),
  parameters: (inputs + 1) * units,
});

/** @param {number} size @returns {[number, number]} */
const pair = (size) => [size, size];

/** @param {string} name @param {import('./network.js').Kind} kind @param {number[]} inputShape @param {number[]} outputShape @returns {Layer} */
const plain = (name, kind, inputShape, outputShape) => ({
  name,
  kind,
  inputShape,
  outputShape,
  activation: 'linear',
  window: pair(1),
  strides: pair(1),
  dilation: pair(1),
  pads: pair(0),
  parameters: 0,
  kernel: null,
  bias: null,
});
