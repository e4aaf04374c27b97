// How a network learns: the gradients of its loss, and four ways to use them.
//
// For networks whose weights lie in one array (small_networks.js): convolutions of stride 1 without padding, pooling
// windows side by side, activations as layers of their own, a softmax at the end. One digit at a time; a batch is the
// sum over its digits.

import { sizeOf } from './network.js';

/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Network} Network */
/** @typedef {import('./network.js').Outputs} Outputs */

/**
 * The loss −ln p of the right digit, from the logits: finite even where p is rounded to 0.
 *
 * @param {Float32Array} logits (10,)
 * @param {number} digit
 */
export function lossOf(logits, digit) {
  const largest = Math.max(...logits);
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - largest);
  return Math.log(sum) + largest - logits[digit];
}

/**
 * Zeros in double precision. JavaScript computes in no other, and learns a tenth faster where nothing is rounded on the
 * way; everything here takes either precision, though types call it Float32Array.
 *
 * @param {number} count
 * @returns {Float32Array}
 */
export const doubles = (count) => /** @type {any} */ (new Float64Array(count));

/** @param {ArrayLike<number>} values @returns {number} Where the largest is; the first of several. */
export function argmax(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/**
 * What `addGradients` works with: sums of gradients as the weights lie, and room for the gradients of every layer's
 * output.
 *
 * @typedef {object} Slopes
 * @property {Float32Array} sums
 * @property {Network} network The same layers over `sums`: a layer's kernel holds the gradients of its weights.
 * @property {Float32Array[]} outputs By layer.
 * @property {Float32Array | null} kept What a layer "dropout" multiplied its numbers by; null: it let all of them pass.
 */

/**
 * @param {Network} network
 * @param {(sums: Float32Array) => Network} like Makes the same network over other weights.
 * @returns {Slopes}
 */
export function makeSlopes(network, like) {
  const sums = doubles(network.layers.reduce((sum, layer) => sum + layer.parameters, 0));
  const outputs = network.layers.map((layer) => doubles(sizeOf(layer.outputShape)));
  return { sums, network: like(sums), outputs, kept: null };
}

/**
 * Add the gradients of one digit's loss to the sums.
 *
 * It starts at the logits, where softmax and −ln p together have the gradient p − y: y is 1 for the right digit and 0
 * for the others. From there the chain rule leads back, layer by layer (Rumelhart, Hinton and Williams, 1986).
 *
 * @param {Network} network
 * @param {Outputs} outputs What `forward` returned.
 * @param {Float32Array} pixels What it read.
 * @param {number} digit The right one.
 * @param {Slopes} slopes
 */
export function addGradients(network, outputs, pixels, digit, slopes) {
  const last = network.layers.length - 1;
  const errors = slopes.outputs[last - 1];
  errors.set(outputs[network.layers[last].name]);
  errors[digit] -= 1;
  for (let index = last - 1; index >= 0; index--) {
    const [layer, before] = [network.layers[index], network.layers[index - 1]];
    const input = before ? outputs[before.name] : pixels;
    const back = before ? slopes.outputs[index - 1].fill(0) : null;
    goBack(layer, slopes.network.layers[index], input, outputs[layer.name], slopes.outputs[index], back);
    if (layer.kind === 'identity' && back && slopes.kept) multiply(back, slopes.kept);
  }
}

/** @param {Float32Array} values Changed. @param {Float32Array} factors */
export function multiply(values, factors) {
  for (let i = 0; i < values.length; i++) values[i] *= factors[i];
}

/**
 * From the gradient of a layer's output to those of its weights and of its input.
 *
 * @param {Layer} layer
 * @param {Layer} sums
 * @param {Float32Array} input
 * @param {Float32Array} output
 * @param {Float32Array} gradient Of the output.
 * @param {Float32Array | null} back The gradient of the input, 0 so far; null: nobody asks for it.
 */
function goBack(layer, sums, input, output, gradient, back) {
  if (layer.kind === 'convolution') convolutionBack(layer, sums, input, gradient, back);
  else if (layer.kind === 'dense') denseBack(layer, sums, input, gradient, back);
  else if (!back) return;
  else if (layer.kind === 'max pooling') poolBack(layer, input, gradient, back);
  else if (layer.kind === 'activation') activationBack(layer, output, gradient, back);
  else back.set(gradient);
}

/**
 * A weight's gradient is what it was multiplied by, times the gradient of the sum it went into; an input's is the same
 * with weight and input swapped. A bias adds to every place. Most gradients of maps are 0 after a pooling and a ReLU.
 *
 * @param {Layer} layer
 * @param {Layer} sums
 * @param {Float32Array} input
 * @param {Float32Array} gradient
 * @param {Float32Array | null} back
 */
function convolutionBack({ kernel, inputShape, outputShape, window }, sums, input, gradient, back) {
  const [weights, slopes, biases] = /** @type {Float32Array[]} */ ([kernel, sums.kernel, sums.bias]);
  const [rows, columns, filters] = outputShape;
  const line = inputShape[1] * inputShape[2];
  const span = window[1] * inputShape[2]; // the numbers under one row of the window lie side by side
  const below = window[0] * line;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const corner = row * line + column * inputShape[2];
      for (let filter = 0; filter < filters; filter++, at++) {
        const slope = gradient[at];
        if (slope === 0) continue;
        biases[filter] += slope;
        let weight = filter;
        for (let from = corner; from < corner + below; from += line) {
          for (let x = from; x < from + span; x++, weight += filters) {
            slopes[weight] += input[x] * slope;
            if (back) back[x] += weights[weight] * slope;
          }
        }
      }
    }
  }
}

/**
 * @param {Layer} layer
 * @param {Layer} sums
 * @param {Float32Array} input
 * @param {Float32Array} gradient
 * @param {Float32Array | null} back
 */
function denseBack({ kernel }, sums, input, gradient, back) {
  const weights = /** @type {Float32Array} */ (kernel);
  const [slopes, biases] = /** @type {Float32Array[]} */ ([sums.kernel, sums.bias]);
  const units = gradient.length;
  for (let unit = 0; unit < units; unit++) biases[unit] += gradient[unit];
  for (let i = 0; i < input.length; i++) {
    const value = input[i];
    if (value === 0 && !back) continue;
    const from = i * units;
    let sum = 0;
    for (let unit = 0; unit < units; unit++) {
      slopes[from + unit] += value * gradient[unit];
      sum += weights[from + unit] * gradient[unit];
    }
    if (back) back[i] = sum;
  }
}

/**
 * All of the gradient goes to the cell that won; the first one, where several are equal.
 *
 * @param {Layer} layer
 * @param {Float32Array} input
 * @param {Float32Array} gradient
 * @param {Float32Array} back
 */
function poolBack({ inputShape, outputShape, window }, input, gradient, back) {
  const [rows, columns, channels] = outputShape;
  const line = inputShape[1] * channels;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const corner = row * window[0] * line + column * window[1] * channels;
      for (let channel = 0; channel < channels; channel++, at++) {
        if (gradient[at] === 0) continue;
        let best = corner + channel;
        for (let i = 0; i < window[0]; i++) {
          for (let j = 0; j < window[1]; j++) {
            const cell = corner + channel + i * line + j * channels;
            if (input[cell] > input[best]) best = cell;
          }
        }
        back[best] = gradient[at];
      }
    }
  }
}

/** The slope of each activation function, from its value y. @type {Record<string, (y: number) => number>} */
const SLOPES = { relu: (y) => (y > 0 ? 1 : 0), tanh: (y) => 1 - y * y, sigmoid: (y) => y * (1 - y), linear: () => 1 };

/**
 * @param {Layer} layer
 * @param {Float32Array} output
 * @param {Float32Array} gradient
 * @param {Float32Array} back
 */
function activationBack({ activation }, output, gradient, back) {
  const slope = SLOPES[activation];
  for (let i = 0; i < output.length; i++) if (gradient[i] !== 0) back[i] = gradient[i] * slope(output[i]);
}

/**
 * An optimizer's rule, for all weights at once; it changes `weights` and what it remembers in place.
 *
 * @typedef {object} Optimizer
 * @property {number} remembers How many arrays, each as long as the weights and 0 at the start.
 * @property {(weights: Float32Array, gradients: Float32Array, memory: Float32Array[], rate: number, time: number) => void} update
 *   `time` is 1 for the first step.
 */

/**
 * The constants are those of Keras, whose optimizers these equal.
 *
 * - sgd, stochastic gradient descent: a step downhill, as long as the slope is steep.
 * - momentum: roll on, nine tenths of the last step are added to this one (Polyak, 1964).
 * - rmsprop: divide by the gradient's recent size, so that all weights move about alike (Hinton, 2012).
 * - adam: both at once, corrected for starting from zero (Kingma and Ba, 2015).
 *
 * @type {Record<string, Optimizer>}
 */
export const OPTIMIZERS = {
  sgd: {
    remembers: 0,
    update(weights, gradients, _, rate) {
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * gradients[i];
    },
  },
  momentum: {
    remembers: 1,
    update(weights, gradients, [steps], rate) {
      for (let i = 0; i < weights.length; i++) {
        steps[i] = 0.9 * steps[i] - rate * gradients[i];
        weights[i] += steps[i];
      }
    },
  },
  rmsprop: {
    remembers: 1,
    update(weights, gradients, [squares], rate) {
      for (let i = 0; i < weights.length; i++) {
        squares[i] = 0.9 * squares[i] + 0.1 * gradients[i] ** 2;
        weights[i] -= (rate * gradients[i]) / Math.sqrt(squares[i] + 1e-7);
      }
    },
  },
  adam: {
    remembers: 2,
    update(weights, gradients, [means, squares], rate, time) {
      const step = (rate * Math.sqrt(1 - 0.999 ** time)) / (1 - 0.9 ** time);
      for (let i = 0; i < weights.length; i++) {
        means[i] = 0.9 * means[i] + 0.1 * gradients[i];
        squares[i] = 0.999 * squares[i] + 0.001 * gradients[i] ** 2;
        weights[i] -= (step * means[i]) / (Math.sqrt(squares[i]) + 1e-7);
      }
    },
  },
};
