// How thick a drawing's lines may be before its smallest eye or gap fills up.
//
// The browser's half of `model/image/line_width.py`, which is the reference and says what is computed: paper that
// lines of full width would close in on is narrow, each narrow part of some size is an eye, and lines get thinner by
// twice what the smallest eye lacks.

import { distances, SIDE, STROKE_WIDTH } from './geometry.js';

/** Pixels. One MNIST digit in twenty has thinner lines than this. */
export const THINNEST = 1.5;

const FINER = 3; // samples along each pixel
const HALF_A_STEP = 0.5 / FINER; // pixels by which an eye's width comes out too small on average
const SEEN = 0.5; // pixels from a line's middle from which on paper counts
const LEAST = FINER * FINER; // samples in one square pixel

const RADIUS = STROKE_WIDTH / 2;
const ACROSS = FINER * SIDE;

const REACH = Math.trunc(RADIUS * FINER); // samples
const PADDED = ACROSS + 2 * REACH; // the frame with room around it for a disc

/** Offsets of the samples in a disc of the line's radius, in a padded frame. @type {number[]} */
const DISC = [];
for (let down = -REACH; down <= REACH; down += 1) {
  for (let right = -REACH; right <= REACH; right += 1) {
    if (Math.hypot(down, right) <= RADIUS * FINER) DISC.push(down * PADDED + right);
  }
}

/**
 * The line width for a drawing.
 *
 * @param {import('./geometry.js').Lines} lines In pixel indices of the 28×28 frame.
 * @returns {number} Pixels from THINNEST to STROKE_WIDTH.
 */
export function lineWidth(lines) {
  const fine = lines.map((place) => FINER * place + (FINER - 1) / 2);
  const field = distances(fine, ACROSS, FINER * RADIUS);
  for (let at = 0; at < field.length; at += 1) field[at] /= FINER;
  const narrow = narrowIn(field);
  let fills = STROKE_WIDTH;
  for (let at = narrow.indexOf(1); at >= 0; at = narrow.indexOf(1, at + 1)) {
    const { size, furthest } = takePart(narrow, field, at);
    const widest = 2 * furthest + HALF_A_STEP;
    if (size >= LEAST && widest >= THINNEST) fills = Math.min(fills, widest);
  }
  return Math.max(2 * fills - STROKE_WIDTH, THINNEST);
}

/**
 * @param {Float64Array} field Each sample's distance to the nearest line, (84, 84).
 * @returns {Uint8Array} 1 where there is paper that a disc of the line's radius cannot reach.
 */
function narrowIn(field) {
  const open = openIn(field);
  const narrow = new Uint8Array(field.length);
  for (let at = 0; at < field.length; at += 1) {
    if (field[at] > SEEN && field[at] < RADIUS && !isReached(open, at)) narrow[at] = 1;
  }
  return narrow;
}

/** Whether a disc around some open sample covers this one. @param {Uint8Array} open @param {number} at */
function isReached(open, at) {
  const middle = padded(at);
  for (let i = 0; i < DISC.length; i += 1) if (open[middle + DISC[i]]) return true;
  return false;
}

/** 1 where a disc around the sample touches no line; beyond the frame all is open. @param {Float64Array} field */
function openIn(field) {
  const open = new Uint8Array(PADDED * PADDED).fill(1);
  for (let at = 0; at < field.length; at += 1) {
    if (field[at] < RADIUS) open[padded(at)] = 0;
  }
  return open;
}

/** Where a sample lies in the padded frame. @param {number} at */
const padded = (at) => (Math.floor(at / ACROSS) + REACH) * PADDED + (at % ACROSS) + REACH;

/**
 * Take one connected part (by edges) out of what is narrow.
 *
 * @param {Uint8Array} narrow Changed in place.
 * @param {Float64Array} field
 * @param {number} first
 */
function takePart(narrow, field, first) {
  const part = [first];
  narrow[first] = 0;
  let furthest = 0;
  for (let i = 0; i < part.length; i += 1) {
    const at = part[i];
    furthest = Math.max(furthest, field[at]);
    const column = at % ACROSS;
    for (const near of [at - ACROSS, at + ACROSS, column > 0 ? at - 1 : -1, column < ACROSS - 1 ? at + 1 : -1]) {
      if (!narrow[near]) continue; // undefined beyond the frame
      narrow[near] = 0;
      part.push(near);
    }
  }
  return { size: part.length, furthest };
}
