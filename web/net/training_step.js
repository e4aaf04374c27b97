// One training step taken apart: forward, loss, gradients, update, and forward again.
//
// On one image, by plain gradient descent: what an optimizer does with a whole batch, small enough to be shown number
// by number. Nothing learns here for good. A step on a single image always fits that image, however long it is: its
// overshooting shows on others.

import { addGradients, argmax, lossOf, makeSlopes } from './learn.js';
import { forward } from './network.js';
import { smallNetwork } from './small_networks.js';
import { put } from './training.js';

/** @typedef {import('./network.js').Network} Network */
/** @typedef {import('./network.js').Outputs} Outputs */
/** @typedef {import('./small_networks.js').SmallName} SmallName */
/** @typedef {import('./training.js').Digits} Digits */

/**
 * What a step is taken with: a network's weights, the image that it reads, and what that shows.
 *
 * @typedef {{name: SmallName, weights: Float32Array, pixels: Float32Array, digit: number, others: Digits}} Subject
 */

/** Learning rates at which the losses after a step are computed, to show where it overshoots: 0.001 to 10. */
export const SWEEP = Array.from({ length: 17 }, (_, i) => 10 ** (-3 + i / 4));

/**
 * Ten probabilities, and the loss −ln p of the right digit.
 * @typedef {{probabilities: Float32Array, loss: number}} Answer
 */

/** How other digits are read: mean loss, and the share read correctly. @typedef {{loss: number, accuracy: number}} Others */

/**
 * How a layer with weights is changed, in root mean squares over its kernel and bias. `change` is learning rate times
 * gradient.
 * @typedef {{name: string, parameters: number, weight: number, gradient: number, change: number}} LayerStep
 */

/**
 * Three times three weights of the first layer: w, its gradient g, and w − rate · g. In a CNN the whole of filter
 * `unit`; in an ANN the weights of unit `unit` for the pixels from (row, column) on, where its gradient is largest.
 * @typedef {{unit: number, row: number, column: number, weights: number[], gradients: number[], updated: number[]}} NineWeights
 */

/**
 * The ten weights that join the most active feature to the ten digits. The gradient of each is error · activation,
 * where error is p − 1 for the right digit, else p.
 * @typedef {{feature: number, activation: number, errors: number[], weights: number[], gradients: number[], updated: number[]}} LastWeights
 */

/**
 * @typedef {object} Step
 * @property {Answer} before
 * @property {Answer} after
 * @property {Others} othersBefore
 * @property {Others} othersAfter
 * @property {LayerStep[]} layers
 * @property {NineWeights} nine
 * @property {LastWeights} last
 */

/**
 * Take one step of gradient descent on one image.
 *
 * @param {Subject} subject
 * @param {number} rate
 * @returns {Step}
 */
export function takeStep(subject, rate) {
  const { name, weights, pixels, digit, others } = subject;
  const network = smallNetwork(name, weights);
  const { outputs, slopes } = gradientsOf(network, subject);
  const moved = smallNetwork(name, stepped(weights, slopes.sums, rate));
  const before = answer(outputs, digit);
  return {
    before,
    after: answer(forward(moved, pixels), digit),
    othersBefore: judged(network, others),
    othersAfter: judged(moved, others),
    layers: layerSteps(network, slopes.network, rate),
    nine: nineWeights(network, slopes.network, rate),
    last: lastWeights(network, slopes.network, outputs, before, digit, rate),
  };
}

/**
 * Take the same step at every rate of `SWEEP`; one of them at a time.
 *
 * @param {Subject} subject
 * @returns {Generator<void, {own: number[], others: number[]}, void>} The loss on the image itself, and on the others.
 */
export function* sweepRates(subject) {
  const { name, weights, pixels, digit } = subject;
  const { slopes } = gradientsOf(smallNetwork(name, weights), subject);
  const losses = { own: /** @type {number[]} */ ([]), others: /** @type {number[]} */ ([]) };
  for (const rate of SWEEP) {
    const moved = smallNetwork(name, stepped(weights, slopes.sums, rate));
    losses.own.push(answer(forward(moved, pixels), digit).loss);
    losses.others.push(judged(moved, subject.others).loss);
    yield;
  }
  return losses;
}

/** @param {Network} network @param {Subject} subject */
function gradientsOf(network, { name, pixels, digit }) {
  const outputs = forward(network, pixels);
  const slopes = makeSlopes(network, (sums) => smallNetwork(name, sums));
  addGradients(network, outputs, pixels, digit, slopes);
  return { outputs, slopes };
}

/** @param {Float32Array} weights @param {Float32Array} gradients @param {number} rate */
const stepped = (weights, gradients, rate) => weights.map((weight, i) => weight - rate * gradients[i]);

/** @param {Outputs} outputs @param {number} digit @returns {Answer} */
const answer = (outputs, digit) => ({
  probabilities: outputs.probabilities.slice(),
  loss: lossOf(outputs.logits, digit),
});

/** @param {Network} network @param {Digits} digits @returns {Others} */
function judged(network, { images, labels }) {
  const [pixels, outputs] = [new Float32Array(784), {}];
  let [loss, right] = [0, 0];
  for (let which = 0; which < labels.length; which++) {
    put(images, which, 0, 0, pixels);
    const { logits } = forward(network, pixels, { outputs });
    loss += lossOf(logits, labels[which]);
    right += Number(argmax(logits) === labels[which]);
  }
  return { loss: loss / labels.length, accuracy: right / labels.length };
}

/** @param {Network} network @param {Network} slopes @param {number} rate @returns {LayerStep[]} */
function layerSteps(network, slopes, rate) {
  return network.layers.flatMap((layer, i) => {
    if (!layer.kernel) return [];
    const [weight, gradient] = [size(layer), size(slopes.layers[i])];
    return { name: layer.name, parameters: layer.parameters, weight, gradient, change: rate * gradient };
  });
}

/** Root mean square of a layer's numbers. @param {import('./network.js').Layer} layer */
function size({ kernel, bias, parameters }) {
  let sum = 0;
  for (const numbers of [kernel, bias]) for (const value of numbers ?? []) sum += value ** 2;
  return Math.sqrt(sum / parameters);
}

/** @param {Network} network @param {Network} slopes @param {number} rate @returns {NineWeights} */
function nineWeights(network, slopes, rate) {
  const index = network.layers.findIndex((layer) => layer.kernel);
  const side = network.layers[index].kind === 'dense' ? 28 : 3;
  const [kernel, gradient] = [network, slopes].map((one) => /** @type {Float32Array} */ (one.layers[index].kernel));
  const units = kernel.length / side ** 2;
  const unit = argmax(
    Array.from({ length: units }, (_, i) =>
      total(
        Array.from({ length: side ** 2 }, (_, at) => at * units + i),
        gradient,
      ),
    ),
  );
  const corners = Array.from({ length: (side - 2) ** 2 }, (_, i) => [Math.floor(i / (side - 2)), i % (side - 2)]);
  const cells = corners.map(([row, column]) =>
    Array.from({ length: 9 }, (_, i) => ((row + Math.floor(i / 3)) * side + column + (i % 3)) * units + unit),
  );
  const place = argmax(cells.map((nine) => total(nine, gradient)));
  const [row, column] = corners[place];
  return { unit, row, column, ...changed(cells[place], kernel, gradient, rate) };
}

/** The sum of some numbers' sizes. @param {number[]} cells @param {Float32Array} numbers */
const total = (cells, numbers) => cells.reduce((sum, cell) => sum + Math.abs(numbers[cell]), 0);

/** @param {number[]} cells @param {Float32Array} kernel @param {Float32Array} gradient @param {number} rate */
const changed = (cells, kernel, gradient, rate) => ({
  weights: cells.map((cell) => kernel[cell]),
  gradients: cells.map((cell) => gradient[cell]),
  updated: cells.map((cell) => kernel[cell] - rate * gradient[cell]),
});

/**
 * @param {Network} network
 * @param {Network} slopes
 * @param {Outputs} outputs
 * @param {Answer} before
 * @param {number} digit
 * @param {number} rate
 * @returns {LastWeights}
 */
function lastWeights(network, slopes, outputs, { probabilities }, digit, rate) {
  const logits = network.layers.length - 2;
  const features = outputs[network.layers[logits - 1].name];
  const feature = argmax(features);
  const cells = Array.from({ length: 10 }, (_, i) => 10 * feature + i);
  const [kernel, gradient] = [network, slopes].map((one) => /** @type {Float32Array} */ (one.layers[logits].kernel));
  const errors = Array.from(probabilities, (p, i) => p - Number(i === digit));
  return { feature, activation: features[feature], errors, ...changed(cells, kernel, gradient, rate) };
}
