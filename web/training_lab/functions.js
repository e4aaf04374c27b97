/** Activation functions: what each computes, its slope, and what it is good and bad at. */

import { t } from '../shared/messages.js';
import { plain } from '../shared/numbers.js';

const LEAK = 0.1;

/** exp may overflow to Infinity: 1 / Infinity is 0, as it should be. @param {number} x */
const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/**
 * @typedef {object} ActivationFunction
 * @property {string} title
 * @property {(x: number) => number} value
 * @property {(x: number) => number} slope
 * @property {() => string} formula
 * @property {() => string} slopeFormula
 * @property {() => string} strength
 * @property {() => string} weakness
 */

/** @type {Record<string, ActivationFunction>} */
export const FUNCTIONS = {
  relu: {
    title: 'ReLU',
    value: (x) => Math.max(0, x),
    slope: (x) => (x > 0 ? 1 : 0),
    formula: () => 'max(0, x)',
    slopeFormula: () => t('1 if x > 0, else 0'),
    strength: () => t('Costs one comparison, and its slope of 1 passes gradients on undiminished.'),
    weakness: () => t('A unit whose input is always negative has slope 0 and stops learning: it is dead.'),
  },
  leaky_relu: {
    title: 'Leaky ReLU',
    value: (x) => (x > 0 ? x : LEAK * x),
    slope: (x) => (x > 0 ? 1 : LEAK),
    formula: () => t('x if x > 0, else {} · x', plain(LEAK)),
    slopeFormula: () => t('1 if x > 0, else {}', plain(LEAK)),
    strength: () => t('No unit can die: a little slope is left on the negative side.'),
    weakness: () => t('One more number to choose, and often no better than ReLU.'),
  },
  sigmoid: {
    title: 'Sigmoid',
    value: sigmoid,
    slope: (x) => sigmoid(x) * (1 - sigmoid(x)),
    formula: () => '1 / (1 + e^−x)',
    slopeFormula: () => t('s · (1 − s), with s the sigmoid'),
    strength: () => t('Between 0 and 1, so it can be read as a probability: right for a yes or no at the end.'),
    weakness: () => t('Far from 0 it is flat, and even at 0 its slope is only 1/4: gradients vanish layer by layer.'),
  },
  tanh: {
    title: 'tanh',
    value: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    formula: () => '(e^x − e^−x) / (e^x + e^−x)',
    slopeFormula: () => '1 − tanh² x',
    strength: () => t('Between −1 and 1 around zero, which the next layer learns from more easily.'),
    weakness: () => t('Flat far from 0, like the sigmoid: large inputs learn almost nothing.'),
  },
};
