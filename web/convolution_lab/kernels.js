/** Kernels with a name: those made by hand, and the filters that the CNN's first layer has learned. */

import { KERNELS } from '../net/convolution.js';
import { describeFilter, phraseOf } from '../net/filters.js';
import { blueOrange, paintColours, signedLevel } from '../shared/colours.js';
import { all, finder, make } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { nth } from '../shared/numbers.js';
import { LIMITS } from './settings.js';

/** @typedef {import('../net/convolution.js').Kernel} Kernel */
/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('./state.js').Named} Named */

const LEARNED = /^conv1-(\d+)$/;

/** What the kernels made by hand are called. @returns {Record<string, string>} */
const titles = () => ({
  lesson: t('lesson'),
  identity: t('identity'),
  'sobel-x': t('Sobel x'),
  'sobel-y': t('Sobel y'),
  blur: t('blur'),
  gaussian: t('Gaussian'),
  sharpen: t('sharpen'),
  emboss: t('emboss'),
  edges: t('edges'),
});

/**
 * @param {HTMLElement} panel
 * @param {(name: string) => void} choose
 */
export function makeKernels(panel, choose) {
  const find = finder(panel);
  const waiting = find('.cl-waiting');
  /** @type {Named[]} */
  let learned = [];

  const made = Object.entries(titles()).map(([name, text]) => button(name, text, KERNELS[name], t('Kernel: {}', text)));
  find('.cl-made').replaceChildren(...made);
  waiting.textContent = t('They appear here once the networks are loaded.');

  /** @param {string} name @param {string} text @param {Kernel} rows @param {string} label */
  function button(name, text, rows, label) {
    const found = makeButton(text, rows, label);
    found.dataset.name = name;
    found.addEventListener('click', () => choose(name));
    return found;
  }

  /** The CNN is here, or another one. @param {Network} network */
  function load(network) {
    learned = learnedBy(network);
    const buttons = learned.map(({ rows }, i) => button(`conv1-${i}`, '', rows, labelOf(rows, i)));
    find('.cl-learned').replaceChildren(...buttons);
    const tooLarge = t('The filters of this network’s first layer are too large to be shown here.');
    waiting.textContent = learned.length ? '' : tooLarge;
  }

  return {
    load,
    /** @type {(name: string) => Named | null} */
    of: (name) => (Object.hasOwn(KERNELS, name) ? { rows: KERNELS[name], bias: 0 } : learned[numberOf(name)]) ?? null,
    /** Whether the name is that of a learned filter, here or not. @param {string} name */
    isLearned: (name) => LEARNED.test(name),
    /** @param {string} name */
    show(name) {
      for (const each of all(panel, '.cl-made button, .cl-learned button')) {
        each.setAttribute('aria-pressed', String(each.dataset.name === name));
      }
    },
  };
}

/** @param {string} name */
const numberOf = (name) => Number(LEARNED.exec(name)?.[1] ?? -1);

/** @param {Kernel} rows @param {number} number */
const labelOf = (rows, number) =>
  t('Kernel: filter {} of conv1, answers to {}', nth(number), told(phraseOf(describeFilter(rows))));

/**
 * The filters of the first layer, where they are small squares on one channel.
 * @param {Network} network
 * @returns {Named[]}
 */
function learnedBy({ layers }) {
  const layer = layers.find(({ kind }) => kind === 'convolution');
  if (!layer?.kernel) return [];
  const [[height, width], channels, filters] = [layer.window, layer.inputShape[2], layer.outputShape[2]];
  if (channels > 1 || height !== width || height > LIMITS.size[1]) return [];
  const { kernel, bias } = layer;
  return Array.from({ length: filters }, (_, filter) => ({
    rows: Array.from({ length: height }, (_row, i) =>
      Array.from({ length: width }, (_column, j) => kernel[(i * width + j) * filters + filter]),
    ),
    bias: bias ? bias[filter] : 0,
  }));
}

/** @param {string} text @param {Kernel} rows @param {string} label */
function makeButton(text, rows, label) {
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const numbers = rows.flat();
  const most = Math.max(...numbers.map(Math.abs)) || 1;
  paintColours(
    canvas,
    rows.length,
    rows.length,
    numbers.map((value) => signedLevel(value, most)),
    blueOrange,
  );
  const attributes = { type: 'button', 'aria-pressed': 'false', 'aria-label': label, title: label };
  return make('button', attributes, canvas, text && make('span', { text }));
}
