// Far accidental taps are told from the digit, so that they do not set its box.
//
// The browser's half of `model/image/stray_marks.py`, which is the reference and says why.

import { boxOf } from './geometry.js';

const SMALL = 0.06; // share of the canvas's longer edge that a stray mark may be long
const MINOR = 0.25; // share of the writing's extent that a stray mark may be long
const FAR = 0.5; // extents of the writing that lie between it and a stray mark

/** @typedef {import('./geometry.js').Box} Box */

/**
 * Say of each stroke whether it is a stray mark.
 *
 * @param {import('./geometry.js').Point[][]} strokes None of them empty, in canvas pixels.
 * @param {number} longest The canvas's longer edge in pixels.
 * @returns {boolean[]} At least one is false unless there are no strokes.
 */
export function findStrays(strokes, longest) {
  const boxes = strokes.map((stroke) => boxOf([stroke]));
  const small = boxes.map((box) => extent(box) <= SMALL * longest);
  const large = strokes.filter((_, i) => !small[i]);
  if (!large.length || large.length === strokes.length) return strokes.map(() => false);
  const writing = boxOf(large);
  const size = extent(writing);
  return boxes.map((box, i) => small[i] && extent(box) <= MINOR * size && gap(box, writing) > FAR * size);
}

/** @param {Box} box */
const extent = ([left, top, right, bottom]) => Math.max(right - left, bottom - top);

/** @param {Box} one @param {Box} other */
function gap(one, other) {
  const x = Math.max(other[0] - one[2], one[0] - other[2], 0);
  const y = Math.max(other[1] - one[3], one[1] - other[3], 0);
  return Math.hypot(x, y);
}
