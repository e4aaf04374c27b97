/** One layer of the row: maps side by side, or a row of numbers as cells or, where they are few, as bars. */

import { boxPath, roving } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { nth, shortFigure } from '../shared/numbers.js';
import { mapName, outputOf, unitName, writtenIn } from './layers.js';
import { cellsFor, gridOf, mosaicFor, peakOf, positionAt, regionPath } from './maps.js';
import { buttonsOver, makeGrid, makeLegend, makeNumbers, makePicture } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/receptive_field.js').Region} Region */
/** @typedef {(layer: Layer, channel: number | null, position: number[] | null, byKeyboard: boolean) => void} Open */

/**
 * @typedef {object} View
 * @property {HTMLElement} picture
 * @property {import('./pictures.js').Legend | null} legend
 * @property {(maps: Maps, scale: import('./maps.js').Scale) => void} paint
 * @property {() => void} clear
 * @property {(maps: Maps | null) => void} describe
 * @property {(region: Region, channel: number | null) => void} mark
 * @property {() => void} unmark
 */

const WIDEST = 260; // pixels of a layer's picture on the page
const HIGHEST = 236;
const SMALL_SCREEN = '(max-width: 43.6875em)';
const FINGERTIP = 44; // on a small screen each map is at least so wide and high, and a layer no higher than others

/** @param {Layer} layer @param {Open} open @returns {View} */
export function makeMosaic(layer, open) {
  const mosaic = mosaicFor(layer.shape, columnsFor(layer.shape[2]));
  const picture = makePicture(mosaic.width, mosaic.height);
  const buttons = buttonsOver(mosaic, layer.shape);
  const { holder } = picture;
  holder.style.width = `${mosaic.width * scaleFor(mosaic, layer.shape)}px`;
  holder.classList.toggle('fm-single', isSingle(layer.shape));
  holder.setAttribute('role', 'group');
  holder.setAttribute('aria-label', outputOf(layer));
  holder.append(...buttons);
  holder.addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest('.fm-map');
    if (button instanceof HTMLElement) open(layer, Number(button.dataset.channel), null, !event.detail);
  });
  roving(holder, '.fm-map', mosaic.columns);
  return {
    picture: holder,
    legend: makeLegend(),
    paint: (maps, scale) => picture.paintAll(maps, mosaic, scale),
    clear: picture.clear,
    describe: (maps) => buttons.forEach((button, k) => button.setAttribute('aria-label', labelOf(layer, k, maps))),
    mark(region, channel) {
      const boxes = buttons.map((_, k) => (channel === null || channel === k ? boxOn(mosaic.corner(k), region) : ''));
      picture.outline(boxes.join(''));
      buttons.forEach((button, k) => button.classList.toggle('open', k === channel));
    },
    unmark() {
      picture.outline('');
      for (const button of buttons) button.classList.remove('open');
    },
  };
}

/** @param {{x: number, y: number}} corner @param {Region} region */
const boxOn = ({ x, y }, { top, left, bottom, right }) => boxPath(x + left, y + top, right - left, bottom - top);

/** Maps side by side: in a square, on a small screen only a few of them one below the other. @param {number} maps */
function columnsFor(maps) {
  const { columns, rows } = cellsFor(maps);
  const most = Math.floor(HIGHEST / FINGERTIP);
  if (rows <= most || !matchMedia(SMALL_SCREEN).matches) return columns;
  return Math.ceil(maps / (maps % most && maps % (most - 1) === 0 ? most - 1 : most));
}

/** Whether each map is one number: the gap between two of them is as wide as they are, and belongs to what a finger hits. @param {number[]} shape */
const isSingle = ([height, width]) => height * width === 1;

/** How large a cell is. @param {import('./maps.js').Mosaic} mosaic @param {number[]} shape */
function scaleFor(mosaic, shape) {
  const fits = Math.min(Math.floor(WIDEST / mosaic.width), Math.floor(HIGHEST / mosaic.height));
  const cells = isSingle(shape) ? 2 : Math.min(shape[0], shape[1]);
  const least = matchMedia(SMALL_SCREEN).matches ? FINGERTIP / cells : 1;
  return Math.max(1, fits, Math.ceil(least));
}

/** @param {Layer} layer @param {number} channel @param {Maps | null} maps */
function labelOf(layer, channel, maps) {
  const name = mapName(layer, channel);
  if (!maps) return t('{}: nothing drawn yet', name);
  const [height, width, channels] = layer.shape;
  const [row, column] = peakOf(maps, channel);
  const most = shortFigure(maps.values[(row * width + column) * channels + channel]);
  if (height * width === 1) return t('{}: {} by {}, at most {}', name, height, width, most);
  return t('{}: {} by {}, at most {} at row {}, column {}', name, height, width, most, nth(row), nth(column));
}

/** @param {Layer} layer @param {Open} open @returns {View} */
export function makeCells(layer, open) {
  const { rows, columns } = gridOf(layer.shape);
  const { holder, ...picture } = makeGrid(layer.shape);
  holder.style.width = `${columns * Math.max(2, Math.floor((HIGHEST - 10) / Math.max(rows, columns)))}px`;
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'fm-map fm-whole' });
  button.addEventListener('click', (event) => {
    const box = button.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    const pointed = event.detail > 0; // else the keyboard pressed it
    open(layer, null, pointed ? positionAt(layer.shape, null, row, column) : null, !pointed);
  });
  holder.append(button);
  return {
    picture: holder,
    legend: makeLegend(),
    paint: (maps, scale) => picture.paint(maps, 0, scale),
    clear: picture.clear,
    describe: (maps) => button.setAttribute('aria-label', labelOfNumbers(layer, maps)),
    mark: (region) => picture.outline(regionPath(layer.shape, region)),
    unmark: () => picture.outline(''),
  };
}

/** @param {Layer} layer @param {Maps | null} maps */
function labelOfNumbers(layer, maps) {
  if (!maps) return t('{}: nothing drawn yet', mapName(layer, null));
  const values = Array.from(maps.values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [from, to] = [shortFigure(low), shortFigure(high)];
  return t('{}: {} numbers, from {} to {}', mapName(layer, null), values.length, from, to);
}

/** @param {Layer} layer @param {Open} open @returns {View} */
export function makeBars(layer, open) {
  const written = writtenIn(layer);
  const press = (/** @type {number} */ index, /** @type {boolean} */ byKeyboard) =>
    open(layer, null, [index], byKeyboard);
  const numbers = makeNumbers(layer.shape[0], written, press);
  numbers.element.setAttribute('role', 'group');
  numbers.element.setAttribute('aria-label', outputOf(layer));
  roving(numbers.element, '.fm-bar', 1);
  /** @param {Maps | null} maps */
  const describe = (maps) =>
    numbers.rows.forEach((row, i) => {
      const value = maps ? written(maps.values[i]) : t('nothing drawn yet');
      row.setAttribute('aria-label', t('{}, {}: {}', layer.name, unitName(layer, [i]), value));
    });
  return {
    picture: numbers.element,
    legend: null, // figures stand beside the bars
    paint: (maps) => numbers.show(maps.values),
    clear: () => numbers.show(null),
    describe,
    mark: ({ left, right }) => numbers.mark(left, right),
    unmark: () => numbers.mark(0, 0),
  };
}
