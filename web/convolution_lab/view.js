/** What the window makes of the whole input, ready to be shown: planes of numbers and their colours. */

import { convolve, DoesNotFit, pool } from '../net/convolution.js';
import { describeFilter, phraseOf } from '../net/filters.js';
import { activations, blueOrange, greys, levelOf, signedLevel } from '../shared/colours.js';
import { PRIMARIES } from '../shared/matrix.js';
import { plain, shortFigure } from '../shared/numbers.js';
import { paddingOf } from './settings.js';
import { kernelsInUse } from './state.js';

/** @typedef {import('../net/convolution.js').Picture} Picture */
/** @typedef {import('../net/convolution.js').Axes} Axes */
/** @typedef {import('../net/convolution.js').Kernel} Kernel */
/** @typedef {import('../shared/colours.js').Colours} Colours */
/** @typedef {import('../shared/messages.js').Message} Message */
/** @typedef {import('./state.js').State} State */

const MANY = 4096; // numbers: more than a digit has
const STEPS = 1000; // in which the usual size of many numbers is found

/** A picture with the brightest number that it can hold. @typedef {Picture & {full: number}} Subject */

/**
 * @typedef {object} View
 * @property {State} state
 * @property {Subject} picture
 * @property {Kernel[]} kernels those in use
 * @property {string[]} names of the channels: R, G, B, or '' for the only one
 * @property {Colours[]} tables the channels' colours
 * @property {Result | null} result
 * @property {Message | null} problem why there is none
 * @property {Message | null} phrase what the kernel answers to, if it is one
 */

/**
 * What comes out: one plane, or one for each channel. `sums` are before ReLU, `outs` after it.
 * @typedef {Axes & {sums: ArrayLike<number>[], outs: ArrayLike<number>[]} & Scale} Result
 * @typedef {{tables: Colours[], level: (value: number) => number, low: number, high: number, isClipped?: boolean}} Scale
 */

/**
 * @param {Subject} picture
 * @param {State} state
 * @returns {View}
 */
export function viewOf(picture, state) {
  const names = picture.planes.length === 3 ? ['R', 'G', 'B'] : [''];
  const kernels = kernelsInUse(state);
  const isOne = state.operation === 'convolution' && kernels.length === 1;
  const view = {
    ...{ state, picture, kernels, names },
    tables: names.map((name) => PRIMARIES[name] ?? greys),
    phrase: isOne ? phraseOf(describeFilter(kernels[0])) : null,
  };
  try {
    return { ...view, result: resultOf(view), problem: null };
  } catch (error) {
    if (error instanceof DoesNotFit) return { ...view, result: null, problem: error };
    throw error;
  }
}

/** @param {Pick<View, 'state' | 'picture' | 'kernels' | 'tables'>} view @returns {Result} */
function resultOf({ state, picture, kernels, tables }) {
  const { stride, dilation, bias, size } = state;
  const padding = paddingOf(state.padding);
  if (state.operation !== 'convolution') {
    const { planes, ...axes } = pool(picture, size, {
      stride,
      padding,
      kind: state.operation === 'max' ? 'max' : 'average',
    });
    return { ...axes, sums: planes, outs: planes, ...unsigned(tables, picture.full) };
  }
  const { output, ...axes } = convolve(picture, kernels, { stride, padding, dilation, bias });
  const out = state.relu === '1' ? output.map((value) => Math.max(0, value)) : output;
  const scale = isPictureAgain(state, picture, kernels) ? unsigned([greys], picture.full) : scaleOf(out);
  return { ...axes, sums: [output], outs: [out], ...scale };
}

/** Whether a grey picture stays one: the kernel's numbers add up to 1. @param {State} state @param {Subject} picture @param {Kernel[]} kernels */
function isPictureAgain({ input, bias }, { planes }, [kernel]) {
  const sum = kernel.flat().reduce((all, value) => all + value, 0);
  return input === 'picture' && planes.length === 1 && !bias && Math.abs(sum - 1) < 1e-9;
}

/**
 * The colours of sums. Of a picture with thousands of them the few largest would leave all others pale: they share the
 * last colour.
 * @param {ArrayLike<number>} values
 * @returns {Scale}
 */
function scaleOf(values) {
  const [least, most] = extremes(values);
  if (least >= 0) return unsigned([activations], most);
  const largest = Math.max(-least, most);
  const size = values.length < MANY ? largest : usual(values, largest);
  const level = (/** @type {number} */ value) => signedLevel(value, size);
  return { tables: [blueOrange], level, low: -size, high: size, isClipped: size < largest };
}

/**
 * What all but a hundredth of the numbers stay below, without their sign; as near as a thousand steps can say.
 * @param {ArrayLike<number>} values
 * @param {number} largest
 */
function usual(values, largest) {
  const counts = new Uint32Array(STEPS + 1);
  for (let i = 0; i < values.length; i += 1) counts[Math.floor((STEPS * Math.abs(values[i])) / largest)] += 1;
  let [step, beyond] = [STEPS, counts[STEPS]];
  while (step > 1 && beyond + counts[step - 1] <= 0.01 * values.length) {
    step -= 1;
    beyond += counts[step];
  }
  return (step * largest) / STEPS;
}

/** @param {Colours[]} tables @param {number} high @returns {Scale} */
const unsigned = (tables, high) => ({ tables, level: (value) => levelOf(value, 0, high), low: 0, high });

/**
 * Smallest and largest number; too many for Math.min(...) in one go.
 * @param {ArrayLike<number>} values
 * @returns {[number, number]}
 */
export function extremes(values) {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return [least, most];
}

/**
 * Whether two views give the same output: then a number that was guessed stays known.
 * @param {View} one
 * @param {View} other
 */
export function sameNumbers({ result: one }, { result: other }) {
  if (!one || !other || one.outs.length !== other.outs.length) return false;
  return one.outs.every((plane, c) => sameValues(plane, other.outs[c]));
}

/** @param {ArrayLike<number>} one @param {ArrayLike<number>} other */
function sameValues(one, other) {
  let i = 0;
  while (i < one.length && one[i] === other[i]) i += 1;
  return i === one.length && i === other.length;
}

/** A number in a cell, where there is room for four signs. @param {number} value */
export function cellText(value) {
  const text = plain(value);
  return text.length <= 4 ? text : shortFigure(value);
}
