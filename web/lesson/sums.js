/** Pure sums of the widgets: a network's scores, a loss, and how very large and small numbers are written. */

import { count, fixed, plain, power } from '../shared/numbers.js';

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
  const terms = counted.map((product, i) =>
    i && product < 0 ? `− ${plain(-product)}` : `${i ? '+ ' : ''}${plain(product)}`,
  );
  return `${terms.join(' ') || '0'} = ${plain(sum)}`;
}
