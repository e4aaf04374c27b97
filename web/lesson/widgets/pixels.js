/** The visitor's digit as the 784 numbers that the networks see: 0 is paper, 255 is ink. Zoom in to read them. */

import { greys } from '../../shared/colours.js';
import { ARROWS, isCommand, make } from '../../shared/dom.js';
import { makeMatrix } from '../../shared/matrix.js';
import { t } from '../../shared/messages.js';
import { fixed, nth } from '../../shared/numbers.js';
import { followDigit } from '../parts.js';

const SIDE = 28;
const ZOOMS = [28, 14, 7]; // how many pixels are in view, each way
const NARROW = 520; // screen pixels
const INK = 200;

/** @typedef {{row: number, column: number}} Cell */

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function pixels(box, { studio }) {
  const view = new Pixels(box);
  const invitation = t('Draw a digit: the 784 numbers that the networks see appear here.');
  followDigit(box, studio, invitation, (reading) => view.read(reading.pixels));
}

class Pixels {
  /** @type {Uint8Array | null} */
  levels = null;
  /** @type {Cell} */
  chosen = { row: 13, column: 13 };
  isChosen = false;

  /** @param {HTMLElement} box */
  constructor(box) {
    this.zoom = box.clientWidth < NARROW ? 1 : 0;
    this.corner = centredOn(this.chosen, ZOOMS[this.zoom]);
    this.matrix = makeMatrix({
      press: (row, column) => this.choose(this.corner.row + row, this.corner.column + column),
      keys: (event) => this.keys(event),
    });
    this.nearer = button(t('Zoom in'), () => this.zoomBy(1));
    this.farther = button(t('Zoom out'), () => this.zoomBy(-1));
    this.said = make('p', { class: 'le-chosen', role: 'status' });
    const tools = make('div', { class: 'le-tools' }, this.nearer, this.farther, this.said);
    const hint = t('Press a pixel to read its number. Arrow keys move, + and − zoom.');
    box.setAttribute('aria-label', t('Your digit as numbers'));
    box.append(
      make('div', { class: 'ui-live' }, this.matrix.figure, tools),
      make('p', { class: 'le-keys', text: hint }),
    );
    this.matrix.picture.setAttribute('role', 'img');
  }

  /** @param {Float32Array} values (28, 28) in [0, 1] */
  read(values) {
    this.levels = Uint8Array.from(values, (value) => Math.round(255 * value));
    if (!this.isChosen) {
      this.chosen = inkNearMiddle(this.levels);
      this.corner = centredOn(this.chosen, ZOOMS[this.zoom]);
    }
    this.show();
  }

  show() {
    const { levels, chosen, matrix } = this;
    if (!levels) return;
    const view = ZOOMS[this.zoom];
    const [top, left] = [
      reaching(chosen.row, this.corner.row, view),
      reaching(chosen.column, this.corner.column, view),
    ];
    this.corner = { row: top, column: left };
    matrix.show({ rows: view, columns: view, values: cutOut(levels, top, left, view), ...LOOK });
    matrix.mark({ top: chosen.row - top, left: chosen.column - left, size: 1 });
    this.said.textContent = toldOf(chosen, levels[chosen.row * SIDE + chosen.column]);
    const label = t('Your digit as 28 by 28 numbers from 0 to 255. {}.', this.said.textContent);
    matrix.picture.setAttribute('aria-label', label);
    this.nearer.disabled = this.zoom === ZOOMS.length - 1;
    this.farther.disabled = this.zoom === 0;
  }

  /** @param {number} steps */
  zoomBy(steps) {
    this.zoom = Math.min(ZOOMS.length - 1, Math.max(0, this.zoom + steps));
    this.corner = centredOn(this.chosen, ZOOMS[this.zoom]);
    this.show();
  }

  /** @param {number} row @param {number} column */
  choose(row, column) {
    const inside = (/** @type {number} */ place) => Math.min(SIDE - 1, Math.max(0, place));
    this.chosen = { row: inside(row), column: inside(column) };
    this.isChosen = true;
    this.show();
  }

  /** @param {KeyboardEvent} event */
  keys(event) {
    const move = ARROWS[event.key];
    if (isCommand(event) || (!move && !'+-='.includes(event.key))) return;
    event.preventDefault();
    if (move) this.choose(this.chosen.row + move[0], this.chosen.column + move[1]);
    else this.zoomBy(event.key === '-' ? -1 : 1);
  }
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
  if (level === 0) return t('Row {}, column {}: {}, paper', nth(row), nth(column), level);
  if (level > INK) return t('Row {}, column {}: {}, ink', nth(row), nth(column), level);
  return t('Row {}, column {}: {}, the edge of the ink', nth(row), nth(column), level);
}

/** Where a first look is worth most. @param {Uint8Array} levels @returns {Cell} */
function inkNearMiddle(levels) {
  const away = (/** @type {number} */ at) => Math.abs((at % SIDE) - 13.5) + Math.abs(Math.floor(at / SIDE) - 13.5);
  const ink = [...levels.keys()].filter((at) => levels[at] > INK);
  const [best = 13 * SIDE + 13] = ink.sort((a, b) => away(a) - away(b));
  return { row: Math.floor(best / SIDE), column: best % SIDE };
}
