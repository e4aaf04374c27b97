/** The same matrix product on one core and on all cores of the visitor's own device, in Web Workers. */

import { finder, make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed } from '../../shared/numbers.js';

const RUNS = 3;
const WANTED = 250; // milliseconds of one run on one core: long enough to measure, short enough to wait for
const TRIAL = 192; // rows and columns of the first small product
const SIZES = [TRIAL, 900]; // of the measured one
const LONGEST = 12_000; // milliseconds
const MOST = 16; // cores

/** `sum` is that of the product's cells: the same whoever computed them. @typedef {{count: number, ms: number, sum: number}} Run */
/** @typedef {{size: number, one: Run, many: Run}} Comparison */
/** @typedef {(done: number, text: string) => void} Tell */

class TooLong extends Error {}

/** @param {HTMLElement} box */
export function cores(box) {
  const all = Math.min(MOST, navigator.hardwareConcurrency || 1);
  const start = make('button', { type: 'button', class: 'ui-button le-start', text: t('Measure on this device') });
  const bar = make('progress', { max: (all > 1 ? 2 : 1) * RUNS + 1, hidden: true });
  const said = make('p', { class: 'le-cores-said', role: 'status' });
  const results = make('ul', { class: 'le-times' });
  box.setAttribute('aria-label', t('One core and all cores of your device'));
  box.append(make('div', { class: 'le-tools' }, start, bar), results, said);
  said.textContent = t('Your browser reports {}. The measurement takes a few seconds.', named(all));

  /** @type {Tell} */
  const tell = (done, text) => {
    bar.value = done;
    said.textContent = text;
  };

  start.addEventListener('click', async () => {
    start.disabled = true;
    results.replaceChildren();
    bar.hidden = false;
    try {
      const found = await measured(all, tell);
      results.replaceChildren(...rowsOf(found));
      said.textContent = toldOf(found);
    } catch (error) {
      said.textContent = reasonOf(error);
    }
    bar.hidden = true;
    start.disabled = false;
    start.textContent = t('Measure again');
  });
}

/** @param {unknown} error */
const reasonOf = (error) =>
  error instanceof TooLong
    ? t('This takes too long on this device just now, so it was stopped.')
    : t('This browser does not let the page start workers, so nothing can be measured here.');

/** @param {number} count */
const named = (count) => (count === 1 ? t('one core') : t('{} cores', count));

/** @param {number} all @param {Tell} tell @returns {Promise<Comparison>} */
async function measured(all, tell) {
  /** @type {Worker[]} */
  const workers = [];
  // The worker's text comes with the page: the server may be gone when it is wanted.
  const source = URL.createObjectURL(new Blob([`(${inWorker})()`], { type: 'text/javascript' }));
  try {
    for (let i = 0; i < all; i += 1) workers.push(new Worker(source));
    return await Promise.race([compare(workers, tell), tooLong()]);
  } finally {
    for (const worker of workers) worker.terminate();
    URL.revokeObjectURL(source);
  }
}

/** @returns {Promise<never>} */
const tooLong = () => new Promise((_, reject) => setTimeout(() => reject(new TooLong()), LONGEST));

/** @param {Worker[]} workers @param {Tell} tell @returns {Promise<Comparison>} */
async function compare(workers, tell) {
  tell(0, t('Getting ready …'));
  const size = await fittingSize(workers);
  await Promise.all(workers.map((worker) => multiply(worker, size, 0, 0))); // fills the matrices, untimed
  const counts = workers.length > 1 ? [1, workers.length] : [1];
  const runs = counts.map((count) => ({ count, times: /** @type {number[]} */ ([]), sum: 0 }));
  for (let run = 1; run <= RUNS; run += 1) {
    // by turns: whatever else runs on the device disturbs both
    for (const [i, which] of runs.entries()) {
      tell((run - 1) * runs.length + i + 1, underWay(size, which.count, run));
      which.sum = await timed(workers.slice(0, which.count), size, which.times);
    }
  }
  const [one, many = one] = runs.map(({ count, times, sum }) => ({ count, sum, ms: middle(times) }));
  return { size, one, many };
}

/** @param {number} size @param {number} count @param {number} run */
const underWay = (size, count, run) =>
  t('{} × {} times {} × {} on {}, run {} of {} …', size, size, size, size, named(count), run, RUNS);

/** @param {number[]} times */
const middle = (times) => [...times].sort((a, b) => a - b)[RUNS >> 1];

/**
 * A size that keeps one core of this device busy for a moment. The first round only warms the workers up: browsers
 * compile what is used often.
 * @param {Worker[]} workers
 */
async function fittingSize(workers) {
  const trial = () => Promise.all(workers.map((worker) => multiply(worker, TRIAL, 0, TRIAL)));
  await trial();
  const times = (await trial()).map(({ ms }) => ms);
  const wanted = TRIAL * Math.cbrt(WANTED / Math.max(0.5, Math.min(...times)));
  return Math.round(Math.min(SIZES[1], Math.max(SIZES[0], wanted)) / 16) * 16;
}

/** @param {Worker[]} workers @param {number} size @param {number[]} times where the time is put @returns {Promise<number>} the sum of all cells */
async function timed(workers, size, times) {
  const from = (/** @type {number} */ part) => Math.round((size * part) / workers.length);
  const began = performance.now();
  const parts = await Promise.all(workers.map((worker, i) => multiply(worker, size, from(i), from(i + 1))));
  times.push(performance.now() - began);
  return parts.reduce((total, part) => total + part.sum, 0);
}

/** @param {Worker} worker @param {number} size @param {number} from @param {number} to @returns {Promise<{ms: number, sum: number}>} */
function multiply(worker, size, from, to) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error('no workers'));
    };
    worker.postMessage({ size, from, to });
  });
}

/** @param {Comparison} found */
function rowsOf({ one, many }) {
  return [...new Set([one, many])].map(({ count, ms }) => {
    const row = make('li', {}, make('span', { text: named(count) }), make('i', {}, make('i')));
    finder(row)('i > i').style.transform = `scaleX(${ms / Math.max(one.ms, many.ms)})`;
    row.append(make('b', { text: t('{} ms', fixed(ms)) }));
    return row;
  });
}

/** @param {Comparison} found */
function toldOf({ size, one, many }) {
  const work = t('{} million multiplications and additions; the middle one of {} runs.', fixed(size ** 3 / 1e6), RUNS);
  if (one === many) return `${work} ${t('With one core there is nobody to share the work with.')}`;
  const isSame = Math.abs(one.sum - many.sum) <= 1e-6 * Math.abs(one.sum);
  return [work, isSame && t('The result is the same.'), ...verdict(one.ms / many.ms, many.count)]
    .filter(Boolean)
    .join(' ');
}

/** @param {number} ratio @param {number} count */
function verdict(ratio, count) {
  const times = fixed(ratio, 1);
  if (ratio < 1.1) {
    return [t('Sharing did not help here: ratio {}. The cores may be busy, or fewer than the browser says.', times)];
  }
  const faster = t('All cores together are {} times as fast.', times);
  if (ratio >= 0.9 * count) return [faster];
  return [faster, t('Not {} times: sharing out costs time, and cores share memory, power and other work.', count)];
}

/** Runs inside a worker: rows `from` to `to` of a product of two float32 matrices made of a simple rule. */
function inWorker() {
  let a = new Float32Array();
  let b = new Float32Array();
  self.onmessage = ({ data: { size, from, to } }) => {
    if (a.length !== size * size) {
      a = Float32Array.from({ length: size * size }, (_, i) => ((i * 7) % 11) / 11);
      b = Float32Array.from({ length: size * size }, (_, i) => ((i * 5) % 13) / 13);
    }
    const began = performance.now();
    const c = new Float32Array((to - from) * size);
    for (let i = from; i < to; i += 1) {
      const row = (i - from) * size;
      for (let k = 0; k < size; k += 1) {
        const factor = a[i * size + k];
        for (let j = 0; j < size; j += 1) c[row + j] += factor * b[k * size + j];
      }
    }
    const ms = performance.now() - began;
    postMessage({ ms, sum: c.reduce((sum, value) => sum + value, 0) });
  };
}
