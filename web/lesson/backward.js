/**
 * Backpropagation by hand: two inputs, two hidden neurons with ReLU, one output with a sigmoid, and the loss −ln p.
 * Pure sums; every slope is a product along a path, and where two paths meet their slopes are added.
 */

/** `w[i][j]` joins input i to hidden neuron j, `v[j]` joins that to the output; no biases. @typedef {{w: number[][], v: number[]}} Weights */

/** @typedef {{sums: number[], hidden: number[], score: number, p: number, loss: number}} Forward */

/** Slopes of the loss: by what it would rise if a number rose by 1. @typedef {{score: number, hidden: number[], sums: number[], w: number[][], v: number[], inputs: number[], paths: number[][]}} Slopes */

/** @type {Weights} */
export const START = {
  w: [
    [0.5, -0.4],
    [0.3, 0.8],
  ],
  v: [0.6, -0.5],
};

/**
 * @param {number[]} x two inputs
 * @param {Weights} weights
 * @returns {Forward}
 */
export function forward(x, { w, v }) {
  const sums = [0, 1].map((j) => x[0] * w[0][j] + x[1] * w[1][j]);
  const hidden = sums.map((sum) => Math.max(0, sum));
  const score = hidden[0] * v[0] + hidden[1] * v[1];
  const p = 1 / (1 + Math.exp(-score));
  return { sums, hidden, score, p, loss: -Math.log(p) };
}

/**
 * @param {number[]} x two inputs
 * @param {Weights} weights
 * @returns {Slopes} `paths[i][j]` is input i's slope by way of hidden neuron j
 */
export function backward(x, { w, v }) {
  const { sums, hidden, p } = forward(x, { w, v });
  const score = p - 1; // of −ln(sigmoid): the logarithm cancels the sigmoid's own slope
  const toHidden = v.map((weight) => score * weight);
  const toSums = toHidden.map((slope, j) => (sums[j] > 0 ? slope : 0));
  const paths = w.map((row) => row.map((weight, j) => toSums[j] * weight));
  return {
    score,
    hidden: toHidden,
    sums: toSums,
    w: x.map((input) => toSums.map((slope) => slope * input)),
    v: hidden.map((value) => score * value),
    inputs: paths.map(([first, second]) => first + second),
    paths,
  };
}

/**
 * One step downhill.
 * @param {Weights} weights
 * @param {Slopes} slopes
 * @param {number} rate
 * @returns {Weights}
 */
export function stepped({ w, v }, slopes, rate) {
  return {
    w: w.map((row, i) => row.map((weight, j) => weight - rate * slopes.w[i][j])),
    v: v.map((weight, j) => weight - rate * slopes.v[j]),
  };
}
