/** The six ways to disturb a digit: a slider each, over the range that is measured on the test set. */

import { counted, t } from '../shared/messages.js';
import { fixed, signed } from '../shared/numbers.js';

/** @typedef {'dx' | 'dy' | 'degrees' | 'factor' | 'pixels' | 'sigma'} Name */
/** The sliders that are not neutral. @typedef {Partial<Record<Name, number>>} Positions */

/**
 * `sample` is the distance between points of a curve over the whole range; the slider itself moves by `step`.
 * `short` writes a position beside the slider, `long` in a sentence. `tabs/ann_vs_cnn/changes.py` has the same ranges.
 * @typedef {object} Disturbance
 * @property {Name} name the field of `Change` in net/transforms.js that it sets
 * @property {() => string} label
 * @property {() => string} ends
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} sample
 * @property {number} neutral
 * @property {number[]} ticks of a curve
 * @property {(value: number) => string} short
 * @property {(value: number) => string} long
 */

/** @type {Disturbance[]} */
export const SLIDERS = [
  {
    ...{ name: 'dx', low: -8, high: 8, step: 1, sample: 1, neutral: 0, ticks: [-8, -4, 0, 4, 8] },
    label: () => t('Sideways'),
    ends: () => t('left, right'),
    short: (value) => t('{} px', signed(value)),
    long: (value) =>
      value < 0
        ? counted(-value, '{} pixel to the left', '{} pixels to the left')
        : counted(value, '{} pixel to the right', '{} pixels to the right'),
  },
  {
    ...{ name: 'dy', low: -8, high: 8, step: 1, sample: 1, neutral: 0, ticks: [-8, -4, 0, 4, 8] },
    label: () => t('Up and down'),
    ends: () => t('up, down'),
    short: (value) => t('{} px', signed(value)),
    long: (value) =>
      value < 0 ? counted(-value, '{} pixel up', '{} pixels up') : counted(value, '{} pixel down', '{} pixels down'),
  },
  {
    ...{ name: 'degrees', low: -60, high: 60, step: 1, sample: 3, neutral: 0, ticks: [-60, -30, 0, 30, 60] },
    label: () => t('Turn'),
    ends: () => t('clockwise, counter-clockwise'),
    short: (value) => `${signed(value)}°`,
    long: (value) =>
      value < 0
        ? counted(-value, '{} degree clockwise', '{} degrees clockwise')
        : counted(value, '{} degree counter-clockwise', '{} degrees counter-clockwise'),
  },
  {
    ...{ name: 'factor', low: 0.5, high: 1.5, step: 0.05, sample: 0.05, neutral: 1, ticks: [0.5, 0.75, 1, 1.25, 1.5] },
    label: () => t('Size'),
    ends: () => t('smaller, larger'),
    short: (value) => `× ${fixed(value, 2)}`,
    long: (value) => t('{} percent of its size', Math.round(100 * value)),
  },
  {
    ...{ name: 'pixels', low: -1.5, high: 3, step: 0.25, sample: 0.25, neutral: 0, ticks: [-1.5, 0, 1.5, 3] },
    label: () => t('Thickness'),
    ends: () => t('thinner, thicker'),
    short: (value) => t('{} px', signed(value, 2)),
    long: (value) => {
      const shown = fixed(Math.abs(value), 2, 0);
      return value < 0
        ? counted(-value, 'edges {} pixel further in', 'edges {} pixels further in', shown)
        : counted(value, 'edges {} pixel further out', 'edges {} pixels further out', shown);
    },
  },
  {
    ...{ name: 'sigma', low: 0, high: 0.6, step: 0.02, sample: 0.02, neutral: 0, ticks: [0, 0.2, 0.4, 0.6] },
    label: () => t('Noise'),
    ends: () => t('none, strong'),
    short: (value) => fixed(value, 2),
    long: (value) => t('standard deviation {}', fixed(value, 2)),
  },
];

/** Every slider at rest. @type {Record<Name, number>} */
export const NEUTRAL = /** @type {any} */ (Object.fromEntries(SLIDERS.map(({ name, neutral }) => [name, neutral])));

/** @param {string} name */
export const sliderOf = (name) => /** @type {Disturbance} */ (SLIDERS.find((slider) => slider.name === name));

/** @param {Name} name @param {Positions} change */
export const positionOf = (name, change) => change[name] ?? NEUTRAL[name];

/** A slider's name inside a sentence. @param {Name} name */
export const labelOf = (name) => sliderOf(name).label().toLowerCase();

/**
 * The positions of a curve, both ends included; the neutral one is among them.
 * @param {Disturbance} slider
 */
export function valuesOf({ low, high, sample }) {
  const last = Math.round((high - low) / sample);
  return Array.from({ length: last + 1 }, (_, i) => Math.round(1000 * (low + sample * i)) / 1000);
}

/**
 * "3 pixels to the right, 12 degrees clockwise"; "as drawn" where nothing is changed.
 * @param {Positions} change
 */
export function changeInWords(change) {
  const moved = SLIDERS.filter(({ name, neutral }) => positionOf(name, change) !== neutral);
  return moved.map(({ name, long }) => long(positionOf(name, change))).join(', ') || t('as drawn');
}
