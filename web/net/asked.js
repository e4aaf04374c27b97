// What the page may ask the worker beside reading a drawing: {type: "ask", fn, args}, by name.
//
// What takes long is a generator: the worker does one step of it at a time, and a drawing never waits for the rest.

import { fromStrokes } from './digit_image.js';
import { answerOf, forward } from './network.js';
import { sweepRates, takeStep } from './training_step.js';
import { changed, hasInk, shuffled } from './transforms.js';

/** @typedef {import('./reading.js').State} State */
/** @typedef {import('./transforms.js').Change} Change */

/**
 * What networks say of an image that was changed on purpose. Without ink no network is asked: then all is 0.
 *
 * @typedef {object} Reading
 * @property {Float32Array} pixels
 * @property {boolean} isBlank
 * @property {Record<string, Float32Array>} probabilities By network.
 */

/** @param {State} state @param {{networks: string[], pixels: Float32Array, change: Change}} about */
const change = (state, about) => reading(state, about.networks, changed(about.pixels, about.change));

/** @param {State} state @param {{networks: string[], pixels: Float32Array, order: number[]}} about */
const shuffle = (state, about) => reading(state, about.networks, shuffled(about.pixels, about.order));

/** @param {State} state @param {{networks: string[], drawing: import('./digit_image.js').Drawing}} about */
const readStrokes = (state, about) => reading(state, about.networks, fromStrokes(about.drawing).pixels.slice());

/**
 * What networks say along one slider, the others staying where they are.
 *
 * @param {State} state
 * @param {{networks: string[], pixels: Float32Array, change: Change, slider: keyof Change, values: number[]}} about
 * @returns {Generator<void, Omit<Reading, 'pixels'>[], void>} One reading for each of `values`.
 */
function* curve(state, { networks, pixels, change: others, slider, values }) {
  const readings = [];
  for (const value of values) {
    const { isBlank, probabilities } = reading(state, networks, changed(pixels, { ...others, [slider]: value }));
    readings.push({ isBlank, probabilities });
    yield;
  }
  return readings;
}

/** @type {Record<string, import('./reading.js').Asked>} */
export const ASKED = {
  change,
  shuffle,
  readStrokes,
  curve,
  takeStep: (_, about) => takeStep(about.subject, about.rate),
  sweepRates: (_, subject) => sweepRates(subject),
};

/** @param {State} state @param {string[]} names @param {Float32Array} pixels @returns {Reading} */
function reading({ networks, spare }, names, pixels) {
  const isBlank = !hasInk(pixels);
  const found = names.map((name) => {
    if (isBlank) return [name, new Float32Array(10)];
    const outputs = forward(networks[name], pixels, { outputs: spare[name].outputs });
    return [name, answerOf(networks[name], outputs).slice()];
  });
  return { pixels, isBlank, probabilities: Object.fromEntries(found) };
}
