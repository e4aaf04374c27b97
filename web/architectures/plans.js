/** Where the blocks of a diagram stand: from a layer table to rectangles, before anything is drawn. */

import { t } from '../shared/messages.js';

/** @typedef {import('./layers.js').Block} Block */
/** @typedef {import('./layers.js').Table} Table */
/**
 * A block with its place: its room from `x` on, its slabs, how high they are and how far their sides go back.
 * @typedef {{block: Block, x: number, room: number, slabs: {x: number, width: number}[], height: number, lean: number}} Place
 */

/** Of a map as large as the input. */
const TALLEST = 150;

/** Slabs of one block; more are counted in words. */
const MOST_SLABS = 6;

/** Areas, not sides, are what the eye compares. @param {number} side of a map @param {number} most of the input */
const heightOf = (side, most) => Math.max(9, TALLEST * Math.sqrt(side / most));
/** @param {number} maps */
const widthOf = (maps) => Math.max(5, 1.6 * maps ** 0.42);
/** @param {number} numbers */
const barOf = (numbers) => Math.min(TALLEST, 12 * Math.log2(numbers));

/**
 * Place all blocks from left to right, the input first.
 * @param {Table} table
 * @returns {{places: Place[], width: number}}
 */
export function planOf({ input, blocks }) {
  const sizes = { parameters: 0, multiplications: 0 };
  const first = { name: t('Input'), kind: 'input', times: 1, shape: input, layers: [], ...sizes };
  let x = 8;
  const places = [first, ...blocks].map((block) => {
    const place = placeOf(block, x, input[0]);
    x += place.room;
    return place;
  });
  return { places, width: x + 8 };
}

/** @param {Block} block @param {number} x @param {number} most rows of the input @returns {Place} */
function placeOf(block, x, most) {
  const isFlat = block.shape.length === 1;
  const height = isFlat ? barOf(block.shape[0]) : heightOf(block.shape[0], most);
  const count = Math.min(block.times, MOST_SLABS);
  const width = isFlat ? 8 : widthOf(block.shape[2]) / Math.sqrt(count) + 1;
  const lean = isFlat ? 4 : 0.3 * height;
  const pitch = width + Math.max(3, Math.min(8, lean / 6));
  const inner = (count - 1) * pitch + width + lean;
  const room = Math.max(roomForWords(block), inner + 12);
  const start = x + (room - inner) / 2;
  const slabs = Array.from({ length: count }, (_, i) => ({ x: start + i * pitch, width }));
  return { block, x, room, slabs, height, lean };
}

/** Below a block stands "112 × 112", above it its name. @param {Block} block */
function roomForWords({ kind, name, shape }) {
  const above = kind === 'pooling' ? 0 : 7.4 * name.length + 10;
  return Math.max(above, shape[0] >= 100 && shape.length > 1 ? 66 : 56);
}

/** What the colours of a diagram mean. @type {Record<string, () => string>} */
export const KINDS = {
  convolution: () => t('convolution'),
  pooling: () => t('pooling'),
  inception: () => t('Inception modules'),
  residual: () => t('residual blocks'),
  inverted: () => t('widening and narrowing blocks'),
  upward: () => t('enlarging and convolution'),
  dense: () => t('dense layer'),
};

/** What several units of a block are. @type {Record<string, (times: number) => string>} */
const SEVERAL = {
  convolution: (times) => t('{} convolutions', times),
  inception: (times) => t('{} Inception modules', times),
  residual: (times) => t('{} residual blocks', times),
  inverted: (times) => t('{} widening and narrowing blocks', times),
  upward: (times) => t('enlarging and {} convolutions', times),
};

/** "Conv 3 to 5". @param {string} name in English */
export const called = (name) => t(name.replace(/\d+/g, '{}'), ...(name.match(/\d+/g) ?? []));

/** "3 residual blocks". @param {Block} block */
export function whatIsIn({ kind, times }) {
  if (times > 1 && kind in SEVERAL) return SEVERAL[kind](times);
  return kind === 'inverted' ? t('a widening and narrowing block') : KINDS[kind]();
}
