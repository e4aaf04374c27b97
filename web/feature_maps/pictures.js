/** Pictures of maps with outlines over them, legends, and few numbers as bars. */

import { activations, contextOf, gradientOf } from '../shared/colours.js';
import { make, makeSvg } from '../shared/dom.js';
import { shortFigure } from '../shared/numbers.js';
import { gridOf, isMaps, paintInto, scaleOf } from './maps.js';

/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('./maps.js').Mosaic} Mosaic */
/** @typedef {import('./maps.js').Scale} Scale */
/** @typedef {ReturnType<typeof makePicture>} Picture */
/** @typedef {ReturnType<typeof makeLegend>} Legend */

const ORIGIN = { x: 0, y: 0 };

/**
 * A canvas, one pixel a cell, in an element with an outline over it.
 * @param {number} width
 * @param {number} height
 * @param {import('../shared/dom.js').Attributes} [attributes] of the canvas
 * @param {string} [line] class of the outline
 */
export function makePicture(width, height, attributes = { 'aria-hidden': 'true' }, line = 'fm-line') {
  const canvas = make('canvas', { width, height, ...attributes });
  const paths = ['fm-halo', line].map((name) => makeSvg('path', { class: name })); // seen on every colour
  const overlay = makeSvg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...paths);
  const holder = make('div', { class: 'fm-picture' }, canvas, overlay);
  holder.style.aspectRatio = `${width} / ${height}`;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const context = contextOf(canvas);

  return {
    canvas,
    holder,
    /** @param {Maps} maps @param {number} channel @param {Scale} [scale] */
    paint(maps, channel = 0, scale = scaleOf(maps)) {
      paintInto(pixels, width, ORIGIN, maps, channel, scale);
      context.putImageData(image, 0, 0);
    },
    /** @param {Maps} maps @param {Mosaic} mosaic @param {Scale} scale */
    paintAll(maps, mosaic, scale) {
      for (let k = 0; k < maps.shape[2]; k += 1) paintInto(pixels, width, mosaic.corner(k), maps, k, scale);
      context.putImageData(image, 0, 0);
    },
    clear: () => context.clearRect(0, 0, width, height),
    /** @param {string} path */
    outline(path) {
      for (const each of paths) each.setAttribute('d', path);
    },
  };
}

/** A picture for one map, or a row of numbers. @param {number[]} shape @param {import('../shared/dom.js').Attributes} [attributes] */
export function makeGrid(shape, attributes) {
  const { rows, columns } = gridOf(shape);
  return makePicture(columns, rows, attributes);
}

/** A scale's colours with the numbers at both ends. */
export function makeLegend() {
  const [low, bar, high] = [make('span'), make('i'), make('span')];
  /** @type {import('../shared/colours.js').Colours | null} */
  let table = null;

  /** @param {Scale} scale @param {(value: number) => string} [written] */
  function show(scale, written = shortFigure) {
    write(low, written(scale.low));
    write(high, written(scale.high));
    if (table !== scale.table) bar.style.backgroundImage = gradientOf(scale.table);
    table = scale.table;
  }

  show({ low: 0, high: 1, table: activations });
  return { element: make('p', { class: 'ui-legend fm-legend' }, low, bar, high), show };
}

/** Text that stays as it is costs no layout. @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Few numbers, each with its bar and figure; with negative ones among them, bars begin in the middle.
 * @param {number} count
 * @param {(value: number) => string} written
 * @param {((index: number, byKeyboard: boolean) => void) | null} press
 */
export function makeNumbers(count, written, press) {
  const rows = Array.from({ length: count }, (_, index) => makeNumber(index, press));
  const element = make(press ? 'div' : 'ol', { class: 'fm-bars' }, ...rows.map(({ row }) => row));

  return {
    element,
    rows: rows.map(({ row }) => row),
    /** @param {ArrayLike<number> | null} values null: none */
    show(values) {
      const { low, high } = scaleOf({ values: values ?? [] });
      const most = low < 0 ? high : Math.max(high, 1);
      element.classList.toggle('signed', low < 0);
      rows.forEach(({ bar, text }, i) => {
        bar.style.transform = `scaleX(${values ? values[i] / most : 0})`;
        bar.classList.toggle('negative', (values?.[i] ?? 0) < 0);
        write(text, values ? written(values[i]) : '');
      });
    },
    /** @param {number} from @param {number} to the one after the last */
    mark: (from, to) => rows.forEach(({ row }, i) => row.classList.toggle('seen', i >= from && i < to)),
  };
}

/** @param {number} index @param {((index: number, byKeyboard: boolean) => void) | null} press */
function makeNumber(index, press) {
  const [bar, text] = [make('i'), make('em')];
  const inner = [make('b', { text: index }), make('span', {}, bar), text];
  if (!press) return { row: make('li', { class: 'fm-bar' }, ...inner), bar, text };
  const row = make('button', { type: 'button', class: 'fm-bar' }, ...inner);
  row.addEventListener('click', (event) => press(index, !event.detail));
  return { row, bar, text };
}

/**
 * Buttons over a mosaic, one on each map.
 * @param {Mosaic} mosaic
 * @param {number[]} shape (height, width, channels)
 * @returns {HTMLButtonElement[]}
 */
export function buttonsOver(mosaic, [height, width, channels]) {
  const [across, down] = [100 / mosaic.width, 100 / mosaic.height];
  return Array.from({ length: channels }, (_, k) => {
    const { x, y } = mosaic.corner(k);
    const button = make('button', { type: 'button', class: 'fm-map', 'data-channel': k });
    Object.assign(button.style, {
      left: `${x * across}%`,
      top: `${y * down}%`,
      width: `${width * across}%`,
      height: `${height * down}%`,
    });
    return button;
  });
}

/** How numbers of a layer are shown: few of them as bars. @param {number[]} shape */
export const areFew = (shape) => !isMaps(shape) && shape[0] <= 16;
