// Works through the cases in a JSON file, `node convolve_all.js CASES`; tests/web/test_convolution.py compares.

import { readFileSync } from 'node:fs';
import * as convolution from '../../../web/net/convolution.js';
import { describeFilter, phraseOf } from '../../../web/net/filters.js';
import { ravel, unravel } from '../../../web/net/receptive_field.js';
import { english } from './golden.js';

const { convolve, flattened, KERNELS, multiplied, place, pool, seenAt, unflattened } = convolution;

/** @typedef {{shape: [number, number, number], values: number[]}} Array3 */

/** @type {Record<string, (asked: any) => unknown>} */
const WORK = {
  kernels: () => KERNELS,
  place: ({ window: [cells, kernel, ...others] }) => orProblem(() => place(cells, kernel, ...others)),
  convolve: ({ picture, kernels, settings }) => orProblem(() => convolved(picture, kernels, settings)),
  pool: ({ picture, size, settings }) => orProblem(() => pooled(picture, size, settings)),
  filter: ({ kernel }) => described(kernel),
  flatten: ({ shape }) => indices(shape),
};

/** @param {Array3} picture @param {number[][][]} kernels @param {any} settings */
function convolved(picture, kernels, settings) {
  const planes = unflattened(picture.values, picture.shape);
  const found = convolve(planes, kernels, settings);
  const steps = eachPlace(found, (row, column) => {
    const { top, left, patches } = seenAt(planes, found, row, column);
    const { sums } = multiplied(patches, kernels);
    return [top, left, sums.reduce((sum, value) => sum + value, settings.bias)];
  });
  return { output: [...found.output], steps };
}

/** @param {Array3} picture @param {number} size @param {any} settings */
function pooled(picture, size, settings) {
  const planes = unflattened(picture.values, picture.shape);
  const { rows, columns, planes: shrunk } = pool(planes, size, settings);
  const seen = eachPlace({ rows, columns }, (row, column) => seenAt(planes, { rows, columns }, row, column).patches);
  return { output: [...flattened({ height: rows.places, width: columns.places, planes: shrunk })], seen };
}

/** @template T @param {convolution.Axes} axes @param {(row: number, column: number) => T} work @returns {T[]} */
function eachPlace({ rows, columns }, work) {
  return Array.from({ length: rows.places * columns.places }, (_, at) =>
    work(Math.floor(at / columns.places), at % columns.places),
  );
}

/** @param {number[][]} kernel */
function described(kernel) {
  const found = describeFilter(kernel);
  return { ...found, phrase: english(phraseOf(found)) };
}

/** @param {[number, number, number]} shape */
function indices(shape) {
  const [height, width, channels] = shape;
  return Array.from({ length: height * width * channels }, (_, index) => {
    const cell = unravel(index, shape);
    return [...cell, ravel(cell, shape)];
  });
}

/** @param {() => unknown} work */
function orProblem(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof convolution.DoesNotFit) return { problem: english(error) };
    throw error;
  }
}

const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(cases.map((/** @type {any} */ asked) => WORK[asked.what](asked))));
