/** The visitor's digit as the 784 numbers that the networks see: 0 is paper, 255 is ink. Zoom in to read them. */

import { greys } from '../../shared/colours.js';
import { ARROWS, isCommand, make } from '../../shared/dom.js';
import { makeMatrix } from '../../shared/matrix.js';
import { t } from '../../shared/messages.js';
import { fixed } from '../../shared/numbers.js';
import { followDigit } from '../parts.js';

const SIDE = 28;
const ZOOMS = [28, 14, 7]; // how many pixels are in view, each way
const NARROW = 520; // screen pixels
const INK = 200;

/** @typedef {{row: number, column: number}} Cell */

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function pixels(box, { studio }) {
  const matrix = makeMatrix({ press, keys });
  const nearer = button(t('Zoom in'), () => zoomBy(1));
  const farther = button(t('Zoom out'), () => zoomBy(-1));
  const said = make('p', { class: 'le-chosen', role: 'status' });
  const tools = make('div', { class: 'le-tools' }, nearer, farther, said);
  const hint = t('Press a pixel to read its number. Arrow keys move, + and − zoom.');
  box.setAttribute('aria-label', t('Your digit as numbers'));
  box.append(make('div', { class: 'ui-live' }, matrix.figure, tools), make('p', { class: 'le-keys', text: hint }));
  matrix.picture.setAttribute('role', 'img');
  /** @type {Uint8Array | null} */
  let levels = null;
  /** @type {Cell} */
  let chosen = { row: 13, column: 13 };
  let isChosen = false;
  let zoom = box.clientWidth < NARROW ? 1 : 0;
  let corner = centredOn(chosen, ZOOMS[zoom]);

  function show() {
    if (!levels) return;
    const view = ZOOMS[zoom];
    corner = { row: reaching(chosen.row, corner.row, view), column: reaching(chosen.column, corner.column, view) };
    const { row: top, column: left } = corner;
    matrix.show({ rows: view, columns: view, values: cutOut(levels, top, left, view), ...LOOK });
    matrix.mark({ top: chosen.row - top, left: chosen.column - left, size: 1 });
    said.textContent = toldOf(chosen, levels[chosen.row * SIDE + chosen.column]);
    const label = t('Your digit as 28 by 28 numbers from 0 to 255. {}.', said.textContent);
    matrix.picture.setAttribute('aria-label', label);
    nearer.disabled = zoom === ZOOMS.length - 1;
    farther.disabled = zoom === 0;
  }

  /** @param {number} steps */
  function zoomBy(steps) {
    zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + steps));
    corner = centredOn(chosen, ZOOMS[zoom]);
    show();
  }

  /** @param {number} row @param {number} column */
  function choose(row, column) {
    const inside = (/** @type {number} */ place) => Math.min(SIDE - 1, Math.max(0, place));
    chosen = { row: inside(row), column: inside(column) };
    isChosen = true;
    show();
  }

  /** @param {number} row @param {number} column in view */
  function press(row, column) {
    choose(corner.row + row, corner.column + column);
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    const move = ARROWS[event.key];
    if (isCommand(event) || (!move && !'+-='.includes(event.key))) return;
    event.preventDefault();
    if (move) choose(chosen.row + move[0], chosen.column + move[1]);
    else zoomBy(event.key === '-' ? -1 : 1);
  }

  const invitation = t('Draw a digit: the 784 numbers that the networks see appear here.');
  followDigit(box, studio, invitation, (reading) => {
    levels = Uint8Array.from(reading.pixels, (value) => Math.round(255 * value));
    if (!isChosen) {
      chosen = inkNearMiddle(levels);
      corner = centredOn(chosen, ZOOMS[zoom]);
    }
    show();
  });
}

const LOOK = {
  table: greys,
  level: (/** @type {number} */ value) => value,
  text: (/** @type {number} */ value) => fixed(value),
};

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const made = make('button', { type: 'button', class: 'ui-button', text });
  made.addEventListener('click', press);
  return made;
}

/** The first row and column in view: a pixel in the middle, as far as the picture reaches. @param {Cell} cell @param {number} view @returns {Cell} */
function centredOn({ row, column }, view) {
  const start = (/** @type {number} */ place) => Math.min(SIDE - view, Math.max(0, place - Math.floor(view / 2)));
  return { row: start(row), column: start(column) };
}

/** The first row in view: no further from `first` than it takes to see `place`. @param {number} place @param {number} first @param {number} view */
const reaching = (place, first, view) => Math.min(place, Math.max(place - view + 1, first));

/** @param {Uint8Array} levels @param {number} top @param {number} left @param {number} view */
function cutOut(levels, top, left, view) {
  const rows = Array.from({ length: view }, (_, i) => (top + i) * SIDE + left);
  return rows.flatMap((from) => [...levels.subarray(from, from + view)]);
}

/** @param {Cell} cell @param {number} level */
function toldOf({ row, column }, level) {
  if (level === 0) return t('Row {}, column {}: {}, paper', row + 1, column + 1, level);
  if (level > INK) return t('Row {}, column {}: {}, ink', row + 1, column + 1, level);
  return t('Row {}, column {}: {}, the edge of the ink', row + 1, column + 1, level);
}

/** Where a first look is worth most. @param {Uint8Array} levels @returns {Cell} */
function inkNearMiddle(levels) {
  const away = (/** @type {number} */ at) => Math.abs((at % SIDE) - 13.5) + Math.abs(Math.floor(at / SIDE) - 13.5);
  const ink = [...levels.keys()].filter((at) => levels[at] > INK);
  const [best = 13 * SIDE + 13] = ink.sort((a, b) => away(a) - away(b));
  return { row: Math.floor(best / SIDE), column: best % SIDE };
}
