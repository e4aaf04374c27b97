/** Canvases of 28×28 pixels that say in words what is on them. */

import { blueOrange, paintColours, paintInk, signedLevel, wipe } from '../shared/colours.js';

const SIDE = 28;

/** @typedef {[number, number, number, number][]} Changes row, column, before, after */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Float32Array} pixels (28, 28) in [0, 1]
 * @param {string} label
 */
export function showPicture(canvas, pixels, label) {
  paintInk(canvas, { width: SIDE, height: SIDE, values: pixels });
  canvas.setAttribute('aria-label', label);
}

/** @param {HTMLCanvasElement} canvas @param {string} label */
export function wipePicture(canvas, label) {
  wipe(canvas);
  canvas.setAttribute('aria-label', label);
}

/**
 * What was taken away is blue, what was added orange; the middle of the colours is no change.
 * @param {HTMLCanvasElement} canvas
 * @param {Changes} changes
 * @param {string} label
 */
export function showDifference(canvas, changes, label) {
  const levels = new Uint8Array(SIDE * SIDE).fill(signedLevel(0, 1));
  for (const [row, column, before, after] of changes) levels[SIDE * row + column] = signedLevel(after - before, 1);
  paintColours(canvas, SIDE, SIDE, levels, blueOrange);
  canvas.setAttribute('aria-label', label);
}
