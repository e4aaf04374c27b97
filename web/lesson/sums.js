/** Pure sums of the widgets: a network's scores, a loss, and how very large and small numbers are written. */

import { uniform } from '../net/transforms.js';
import { alike, chain, saidRounded } from '../shared/addition.js';
import { count, fixed, power } from '../shared/numbers.js';

const PIXELS = 28 * 28;

/** One order of all pixels that has nothing to do with where they lie, always the same. */
export const SHUFFLE = Array.from({ length: PIXELS }, (_, at) => at).sort((a, b) => uniform(7, a) - uniform(7, b));

/** @typedef {{scores: number[], powers: number[], shares: number[], total: number, best: number}} Scores */

/**
 * A network's last sums, and what softmax makes of them: e to each score, divided by the sum of all such powers.
 * @param {import('../net/network.js').Network} network that ends with a softmax
 * @param {import('../net/network.js').Outputs} outputs of it
 * @returns {Scores}
 */
export function scoresOf({ layers }, outputs) {
  const scores = [...outputs[layers[layers.length - 2].name]];
  const powers = scores.map(Math.exp);
  const total = powers.reduce((sum, each) => sum + each, 0);
  return {
    scores,
    powers,
    shares: powers.map((each) => each / total),
    total,
    best: scores.indexOf(Math.max(...scores)),
  };
}

/**
 * Cross-entropy of one class: −ln p, at least 0.
 * @param {number} p its probability in [0, 1]
 */
export const lossOf = (p) => Math.max(0, -Math.log(Math.max(p, Number.MIN_VALUE)));

/**
 * "4.9 × 10⁸", for what does not fit.
 * @param {number} value at least 0
 */
export function writtenPower(value) {
  if (value && (value < 0.01 || value >= 100_000)) return power(value);
  return value >= 100 ? count(Math.round(value)) : fixed(value, 2);
}

/**
 * "1 + 3 + 7 + 11 + 13 = 35": products that are not 0, and their sum.
 * @param {number[]} products
 */
export function writtenSum(products) {
  const counted = products.filter((product) => product !== 0);
  const sum = counted.reduce((total, product) => total + product, 0);
  const { write, addsUp } = alike([...counted, sum]);
  return saidRounded(`${chain(counted, write) || '0'} = ${write(sum)}`, addsUp(counted, sum));
}

/**
 * Steps of a training; the last batch of an epoch may be short.
 * @param {{pictures: number, size: number, epochs: number}} training all at least 1
 */
export function batchesOf({ pictures, size, epochs }) {
  const steps = Math.ceil(pictures / size);
  return { steps, last: pictures - (steps - 1) * size, all: steps * epochs };
}

/**
 * Layers of 3×3 with stride 1: how far they see together, their weights, and those of one kernel that sees as far.
 * @param {number} layers at least 1
 */
export function stackedKernels(layers) {
  const sees = 2 * layers + 1;
  return { sees, small: 9 * layers, large: sees * sees };
}

/**
 * What is left of a signal of 1 after layers that multiply by a weight, and with a skip around each of them.
 * @param {number} layers
 * @param {number} weight
 */
export const throughLayers = (layers, weight) => ({ plainly: weight ** layers, skipping: (1 + weight) ** layers });
