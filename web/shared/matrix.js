/**
 * A matrix as colours, with numbers where there is room, and what a window does on it. Used wherever a picture or map
 * is shown number by number. Its style sheet is `matrix.css`: name it where the tab is furnished.
 */

import { colourOf, colourTable, gradientOf, inkOn, paintColours } from './colours.js';
import { boxPath, make, makeSvg, whenWidthChanges } from './dom.js';
import { plain } from './numbers.js';

/** @typedef {import('./colours.js').Colours} Colours */

/** Cells of border around the matrix. @typedef {{top: number, left: number, bottom: number, right: number}} Border */

/**
 * What a matrix shows.
 * @typedef {object} Look
 * @property {number} rows
 * @property {number} columns
 * @property {ArrayLike<number>} values rows × columns, row by row
 * @property {Colours} table
 * @property {(value: number) => number} level of a value's colour, 0 to 255
 * @property {(value: number) => string} text what is written into a value's cell, where cells are large enough
 * @property {string} [title] above it
 * @property {Border} [border] as padding adds it
 * @property {string} [borderText] what is written into the border's cells
 * @property {{rows: number, columns: number}} [cut] how many at the end, border included, no window reaches: hatched
 * @property {number} [hidden] index of a value that the visitor has to guess: "?"; −1 or left out for none
 * @property {number} [low] the legend's ends; without them there is no legend
 * @property {number} [high]
 * @property {boolean} [isClipped] whether values beyond the legend's ends share the last colours
 */

/** @typedef {Look & {border: Border, cut: {rows: number, columns: number}, width: number, height: number}} Shown */

/**
 * Where a window stands: `size` × `size` cells from (top, left) on, `step` apart; negative in the border.
 * @typedef {{top: number, left: number, size: number, step?: number}} Window
 */

/** @typedef {ReturnType<typeof makeMatrix>} Matrix */

const SMALLEST = 8; // screen pixels of a number; below that none is written
const LARGEST_NUMBER = 0.36; // of a cell
const NO_BORDER = { top: 0, left: 0, bottom: 0, right: 0 };
const NO_CUT = { rows: 0, columns: 0 };
let patterns = 0;

/** The colours of a colour picture's channels, from none to full. @type {Record<string, Colours>} */
export const PRIMARIES = {
  R: colourTable('000000 ff4a3d'),
  G: colourTable('000000 35d05a'),
  B: colourTable('000000 5b8cff'),
};

/**
 * Make a matrix; nothing is in it until `show`.
 * @param {object} [actions]
 * @param {(row: number, column: number) => void} [actions.press] a cell was pressed, or the mouse dragged over it; may
 *   lie in the border
 * @param {(event: KeyboardEvent) => void} [actions.keys] for a matrix that the keyboard moves on: it gets the focus
 */
export function makeMatrix({ press, keys } = {}) {
  const parts = makeParts();
  /** @type {Shown | null} */
  let shown = null;
  let isWritten = false;

  /** @param {Look} look */
  function show(look) {
    shown = completed(look);
    paint(parts, shown);
    showLegend(parts.legend, shown);
    isWritten = write(parts, shown);
  }

  if (press) listen(parts.picture, (event) => shown && press(...cellAt(event, parts.picture, shown)));
  if (keys) {
    parts.picture.tabIndex = 0;
    parts.picture.addEventListener('keydown', keys);
  }
  whenWidthChanges(parts.picture, () => {
    if (shown && fontSize(parts.picture, shown) > 0 !== isWritten) isWritten = write(parts, shown);
  });
  return {
    /** All of it: a <figure>. */
    figure: parts.figure,
    /** The cells; give it a role and a name. */
    picture: parts.picture,
    show,
    /** Outline the cells that a window reads. @param {Window} where */
    mark: (where) => mark(parts, where),
    unmark: () => unmark(parts),
  };
}

/** @typedef {ReturnType<typeof makeParts>} Parts */

function makeParts() {
  patterns += 1;
  const id = `mx-hatch-${patterns}`;
  const svg = makeSvg('svg', { 'aria-hidden': 'true' });
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const picture = make('div', { class: 'mx-picture' }, canvas, svg);
  const title = make('figcaption');
  const legend = make('p', { class: 'ui-legend mx-legend' }, make('span'), make('i'), make('span'));
  const stripe = makeSvg('path', { class: 'mx-stripe' });
  const pattern = makeSvg('pattern', { id, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, stripe);
  const path = (/** @type {string} */ name) => makeSvg('path', { class: name });
  const lines = { edge: path('mx-edge'), reach: path('mx-reach'), halo: path('mx-halo'), line: path('mx-line') };
  const hatch = makeSvg('path', { class: 'mx-hatch', fill: `url(#${id})` });
  const texts = makeSvg('g', { class: 'mx-numbers' });
  svg.append(makeSvg('defs', {}, pattern), hatch, texts, ...Object.values(lines));
  const figure = make('figure', { class: 'mx' }, title, picture, legend);
  return { figure, title, picture, canvas, svg, legend, pattern, stripe, hatch, texts, ...lines };
}

/** @param {Look} look @returns {Shown} */
function completed(look) {
  const border = look.border ?? NO_BORDER;
  const width = border.left + look.columns + border.right;
  const height = border.top + look.rows + border.bottom;
  return { ...look, border, cut: look.cut ?? NO_CUT, width, height };
}

/** @param {Shown} shown */
const isBordered = ({ border }) => Object.values(border).some(Boolean);

/** @param {Parts} parts @param {Shown} shown */
function paint(parts, shown) {
  const { rows, columns, values, table, level, border, width, height } = shown;
  paintColours(parts.canvas, columns, rows, levelsOf(values, level), table);
  Object.assign(parts.canvas.style, {
    left: `${(100 * border.left) / width}%`,
    top: `${(100 * border.top) / height}%`,
    width: `${(100 * columns) / width}%`,
    height: `${(100 * rows) / height}%`,
  });
  parts.picture.style.aspectRatio = `${width} / ${height}`;
  parts.picture.style.setProperty('--mx-tall', String(width / height));
  parts.picture.classList.toggle('bordered', isBordered(shown));
  parts.svg.setAttribute('viewBox', `${-border.left} ${-border.top} ${width} ${height}`);
  parts.title.textContent = shown.title ?? '';
  parts.edge.setAttribute('d', isBordered(shown) ? boxPath(0, 0, columns, rows) : '');
  showHatch(parts, shown);
}

/** As `Uint8Array.from`, which takes five times as long. @param {ArrayLike<number>} values @param {(value: number) => number} level */
function levelsOf(values, level) {
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i += 1) levels[i] = level(values[i]);
  return levels;
}

/** Hatch what falls off at the end. @param {Parts} parts @param {Shown} shown */
function showHatch({ hatch, pattern, stripe }, { border, cut, width, height }) {
  const right = width - border.left - cut.columns;
  const bottom = height - border.top - cut.rows;
  const strips = [];
  if (cut.rows) strips.push(boxPath(-border.left, bottom, width, cut.rows));
  if (cut.columns) strips.push(boxPath(right, -border.top, cut.columns, height - cut.rows));
  hatch.setAttribute('d', strips.join(''));
  const size = Math.max(0.3, width / 46);
  for (const name of ['width', 'height']) pattern.setAttribute(name, String(size));
  stripe.setAttribute('d', `M0 0V${size}`);
  stripe.setAttribute('stroke-width', String(0.7 * size)); // half of it falls outside the pattern
}

/** @param {HTMLElement} legend @param {Shown} shown */
function showLegend(legend, { low, high, table, isClipped }) {
  legend.hidden = low === undefined || high === undefined;
  if (low === undefined || high === undefined) return;
  const [from, bar, to] = /** @type {HTMLElement[]} */ ([...legend.children]);
  from.textContent = `${isClipped ? '≤ ' : ''}${plain(low)}`;
  to.textContent = `${isClipped ? '≥ ' : ''}${plain(high)}`;
  bar.style.backgroundImage = gradientOf(table);
}

/**
 * How high a number may be in units of a cell; 0 where it would be too small to be read.
 * @param {HTMLElement} picture
 * @param {Shown} shown
 */
function fontSize(picture, { width, values, text }) {
  const cell = picture.clientWidth / width;
  if (cell * LARGEST_NUMBER < SMALLEST) return 0;
  let longest = 1;
  for (let i = 0; i < values.length; i += 1) longest = Math.max(longest, text(values[i]).length);
  const size = Math.min(LARGEST_NUMBER, 1.5 / longest);
  return cell * size < SMALLEST ? 0 : size;
}

/**
 * Write numbers into the cells if they are large enough.
 * @param {Parts} parts
 * @param {Shown} shown
 * @returns {boolean} whether they are
 */
function write({ texts, picture }, shown) {
  const { columns, values, table, level, hidden = -1, text } = shown;
  const size = fontSize(picture, shown);
  texts.replaceChildren();
  if (hidden >= 0) texts.append(cover(hidden % columns, Math.floor(hidden / columns)));
  if (!size) return false;
  texts.setAttribute('font-size', String(size));
  for (let i = 0; i < values.length; i += 1) {
    const isHidden = i === hidden;
    const ink = isHidden ? 'var(--text)' : inkOn(table, level(values[i]));
    texts.append(letter(i % columns, Math.floor(i / columns), isHidden ? '?' : text(values[i]), ink));
  }
  if (isBordered(shown) && shown.borderText) texts.append(...borderLetters(shown, shown.borderText));
  return true;
}

/** @param {number} x @param {number} y @param {string} text @param {string} fill */
const letter = (x, y, text, fill) => makeSvg('text', { x: x + 0.5, y: y + 0.5, text, fill });

/** @param {number} x @param {number} y */
const cover = (x, y) => makeSvg('rect', { x, y, width: 1, height: 1, class: 'mx-cover' });

/** @param {Shown} shown @param {string} text */
function borderLetters({ rows, columns, border, width, height }, text) {
  const cells = Array.from({ length: width * height }, (_, i) => [
    (i % width) - border.left,
    Math.floor(i / width) - border.top,
  ]);
  const outside = cells.filter(([x, y]) => x < 0 || y < 0 || x >= columns || y >= rows);
  return outside.map(([x, y]) => letter(x, y, text, 'var(--quiet)'));
}

/** The cells that a window reads, and if they lie apart also all that it spans. @param {Parts} parts @param {Window} where */
function mark({ halo, line, reach }, { top, left, size, step = 1 }) {
  const taps = Array.from({ length: step === 1 ? 0 : size * size }, (_, i) =>
    boxPath(left + (i % size) * step, top + Math.floor(i / size) * step, 1, 1),
  );
  const cells = taps.join('') || boxPath(left, top, size, size);
  const span = step * (size - 1) + 1;
  for (const each of [halo, line]) each.setAttribute('d', cells);
  reach.setAttribute('d', step === 1 ? '' : boxPath(left, top, span, span));
}

/** @param {Parts} parts */
function unmark({ halo, line, reach }) {
  for (const each of [halo, line, reach]) each.setAttribute('d', '');
}

/** @param {HTMLElement} picture @param {(event: MouseEvent) => void} press */
function listen(picture, press) {
  picture.classList.add('pressable');
  picture.addEventListener('click', press);
  picture.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && event.buttons === 1) press(event);
  });
}

/**
 * Row and column under the pointer, counted on the matrix without its border.
 * @param {MouseEvent} event
 * @param {HTMLElement} picture
 * @param {Shown} shown
 * @returns {[number, number]}
 */
function cellAt(event, picture, { border, width, height }) {
  const area = picture.getBoundingClientRect();
  const column = Math.floor(((event.clientX - area.left) / area.width) * width);
  const row = Math.floor(((event.clientY - area.top) / area.height) * height);
  return [row - border.top, column - border.left];
}

/**
 * Fill a table's cells with numbers and their colours; what stays the same is not touched.
 * @param {ArrayLike<HTMLElement>} cells row by row
 * @param {ArrayLike<number | null>} values null is a cell of the border
 * @param {object} how
 * @param {Colours} how.table
 * @param {(value: number) => number} how.level 0 to 255
 * @param {(value: number) => string} how.text in the cell
 * @param {(value: number | null) => string} how.told the cell's title
 * @param {string} [how.border] what a cell of the border says
 * @param {number} [how.best] index of a cell that is marked
 */
export function fillCells(cells, values, { table, level, text, told, border = '', best = -1 }) {
  for (let i = 0; i < cells.length; i += 1) {
    const [cell, value] = [cells[i], values[i]];
    const state = `${value} ${i === best} ${level(value ?? 0)}`;
    if (cell.dataset.state === state) continue;
    cell.dataset.state = state;
    cell.className = value === null ? 'border' : i === best ? 'best' : '';
    cell.textContent = value === null ? border : text(value);
    cell.title = told(value);
    cell.style.background = value === null ? '' : colourOf(table, level(value));
    cell.style.color = value === null ? '' : inkOn(table, level(value));
  }
}
