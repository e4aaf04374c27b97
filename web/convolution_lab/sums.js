/** One step written out: what the window shows × the kernel = the products, and their sum. */

import { multiplied } from '../net/convolution.js';
import { alike, chain, saidRounded } from '../shared/addition.js';
import { blueOrange, levelOf, signedLevel } from '../shared/colours.js';
import { all, make } from '../shared/dom.js';
import { fillCells } from '../shared/matrix.js';
import { counted, t } from '../shared/messages.js';
import { nth, plain } from '../shared/numbers.js';
import { cellText } from './view.js';

/** @typedef {import('../shared/addition.js').Alike} Alike */
/** @typedef {import('./view.js').View} View */
/** @typedef {import('../net/convolution.js').Seen} Seen */

/** One place of the window. @typedef {Seen & {row: number, column: number}} Step */

const MOST_TERMS = 13; // that are written out

/** What a channel is called. @param {string} name R, G or B */
export const channelName = (name) => ({ R: t('Red'), G: t('Green'), B: t('Blue') })[name] ?? '';

/**
 * The tables of a step, and beside them the sentences that add them up. Tables are made once and filled at each step.
 * @param {HTMLElement} holder
 * @param {HTMLElement} above as wide as the place there is: the holder itself is not laid out while it is empty
 * @returns {(view: View, step: Step, written: Alike, result: Node) => void} `result` is the number, or a guess to be made
 */
export function makeSum(holder, above) {
  let made = ''; // what the tables were made for
  /** @type {HTMLTableElement[]} */
  let tables = [];
  const heading = make('h3');
  const sheet = make('div');
  const told = make('div', { class: 'cl-told-sum' });

  /** @param {View} view @param {number} width */
  function build({ state, names }, width) {
    const pooling = state.operation !== 'convolution';
    const size = cellWidth(width, state.size, pooling ? names.length : 3);
    holder.style.setProperty('--cl-cell', `${size}px`);
    const rows = names.map((name) => captions(name, pooling).map((caption) => makeTable(caption, state.size)));
    tables = rows.flat();
    sheet.replaceChildren(...(pooling ? [make('div', { class: 'cl-product' }, ...tables)] : rows.map(productRow)));
    holder.replaceChildren(heading, sheet, told);
  }

  return (view, step, written, result) => {
    const { state, names } = view;
    const width = above.clientWidth;
    const pooling = state.operation !== 'convolution';
    const wanted = JSON.stringify([pooling, state.size, names.length, width]);
    if (wanted !== made || !holder.children.length) build(view, width);
    made = wanted;
    const lines = (pooling ? showPooling : showConvolution)(tables, view, step, written);
    heading.textContent = t('Output row {}, column {}', nth(step.row), nth(step.column));
    const terms = lines.map((text) => make('p', { class: 'cl-terms', text }));
    told.replaceChildren(...terms, make('div', { class: 'cl-result' }, result));
  };
}

/** @param {string} name @param {boolean} pooling */
function captions(name, pooling) {
  const window = name ? channelName(name).toLowerCase() : t('window');
  return pooling ? [window] : [window, t('kernel'), t('products')];
}

/** @param {HTMLElement[]} tables */
const productRow = ([seen, kernel, products]) =>
  make('div', { class: 'cl-product' }, seen, sign('×'), kernel, sign('='), products);

/** @param {string} text */
const sign = (text) => make('span', { class: 'cl-sign', text });

/**
 * Three tables side by side if their numbers stay readable, else one below the other.
 * @param {number} width of the page there
 * @param {number} size
 * @param {number} tables
 */
function cellWidth(width, size, tables) {
  const beside = Math.floor((width - 50 - 2 * tables) / (tables * size)) - 2; // 50: × and = with their gaps
  return beside >= 22 ? Math.min(32, beside) : Math.min(40, Math.floor(width / size) - 4);
}

/** @param {string} caption @param {number} size */
function makeTable(caption, size) {
  const row = () => make('tr', {}, ...Array.from({ length: size }, () => make('td')));
  const body = make('tbody', {}, ...Array.from({ length: size }, row));
  const table = make('table', { class: 'ui-cells cl-table' }, make('caption', { text: caption }), body);
  table.style.width = `calc(${size} * (var(--cl-cell) + 2px) + 2px)`; // a long number makes no cell wider
  return table;
}

/**
 * Put numbers with their colours into a table.
 * @param {HTMLElement} table
 * @param {(number | null)[][]} rows
 * @param {import('../shared/colours.js').Colours} colours
 * @param {(value: number) => number} level
 * @param {{border?: string, best?: number}} [more]
 */
function fill(table, rows, colours, level, more = {}) {
  const told = (/** @type {number | null} */ value) => (value === null ? t('the border') : plain(value));
  fillCells(all(table, 'td'), rows.flat(), { table: colours, level, text: cellText, told, ...more });
}

/** @param {HTMLElement[]} tables @param {View} view @param {Step} step @param {Alike} written @returns {string[]} the addition in words */
function showConvolution(tables, view, { patches }, written) {
  const { kernels, picture } = view;
  const { products, sums } = multiplied(patches, kernels);
  const [biggest, most] = [products, kernels].map((numbers) => Math.max(...numbers.flat(2).map(Math.abs)) || 1);
  patches.forEach((patch, c) => {
    const [seen, kernel, product] = tables.slice(3 * c);
    fill(seen, patch, view.tables[c], (value) => levelOf(value, 0, picture.full), { border: '0' });
    fill(kernel, kernels[c] ?? kernels[0], blueOrange, (value) => signedLevel(value, most));
    fill(product, products[c], blueOrange, (value) => signedLevel(value, biggest));
  });
  return additionInWords(view, products, sums, written);
}

/**
 * How the numbers of a step are written, and whether its last line adds up as it is written.
 * @param {View} view
 * @param {Step} step
 * @param {number} total what comes out, before ReLU
 * @returns {{written: Alike, isExact: boolean}}
 */
export function writtenStep({ state: { operation, bias }, kernels }, { patches }, total) {
  if (operation !== 'convolution') return { written: alike([...insideOf(patches.flat(2)), total]), isExact: true };
  const { products, sums } = multiplied(patches, kernels);
  const terms = sums.length > 1 ? sums : products.flat(2);
  const written = alike([...products.flat(2), ...sums, bias, total]);
  return { written, isExact: written.addsUp([...terms, bias], total) };
}

/** @param {(number | null)[]} values */
const insideOf = (values) => values.filter((value) => value !== null);

/** @param {View} view @param {number[][][]} products @param {number[]} sums @param {Alike} written */
function additionInWords({ names, state }, products, sums, { write, addsUp }) {
  const lines = products.map((product, c) => {
    const terms = addedUp(product.flat(), write);
    if (names.length === 1) return terms;
    const worth = product.flat().some(Boolean) ? ` = ${write(sums[c])}` : '';
    return saidRounded(`${channelName(names[c])}: ${terms}${worth}`, addsUp(product.flat(), sums[c]));
  });
  if (names.length > 1) lines.push(t('The channels are added up: {}', chain(sums, write)));
  if (state.bias) lines.push(t('Then the bias: {}', `${state.bias < 0 ? '−' : '+'} ${write(Math.abs(state.bias))}`));
  return lines;
}

/** "1 + 3 − 7": products of 0 are left out. @param {number[]} numbers @param {Alike['write']} write */
function addedUp(numbers, write) {
  const terms = numbers.filter((value) => value !== 0);
  if (!terms.length) return t('0, as all products are');
  return terms.length > MOST_TERMS ? t('{} products that are not 0, added up', terms.length) : chain(terms, write);
}

/** @param {HTMLElement[]} tables @param {View} view @param {Step} step @param {Alike} written @returns {string[]} what is kept, in words */
function showPooling(tables, { names, state, picture, tables: colours }, { patches }, { write }) {
  const lines = patches.map((patch, c) => {
    const cells = patch.flat();
    const inside = insideOf(cells);
    const best = state.operation === 'max' ? cells.indexOf(Math.max(...inside)) : -1;
    fill(tables[c], patch, colours[c], (value) => levelOf(value, 0, picture.full), { border: '·', best });
    const kept = state.operation === 'max' ? largestInWords(inside) : meanInWords(inside, write);
    return names.length > 1 ? `${channelName(names[c])}: ${kept}` : kept;
  });
  if (patches[0].flat().includes(null)) lines.push(t('Cells on the border do not count.'));
  return lines;
}

/** @param {number[]} inside */
const largestInWords = (inside) => counted(inside.length, 'the largest of {} number', 'the largest of {} numbers');

/** @param {number[]} inside @param {Alike['write']} write */
const meanInWords = (inside, write) =>
  inside.length > MOST_TERMS
    ? t('the sum of {} numbers ÷ {}', inside.length, inside.length)
    : `(${chain(inside, write)}) ÷ ${inside.length}`;
