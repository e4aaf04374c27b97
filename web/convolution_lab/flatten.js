/** Maps laid out as one row of numbers: which cell gets which index, and where an index came from. */

import { flattened } from '../net/convolution.js';
import { ravel, unravel } from '../net/receptive_field.js';
import { activations, levelOf } from '../shared/colours.js';
import { isCommand, make } from '../shared/dom.js';
import { makeMatrix, PRIMARIES } from '../shared/matrix.js';
import { t } from '../shared/messages.js';
import { plain } from '../shared/numbers.js';
import { stepOf } from './stage.js';
import { cellText, extremes } from './view.js';

/** @typedef {import('../net/convolution.js').Picture} Picture */
/** @typedef {import('../net/convolution.js').Shape} Shape */
/** @typedef {import('../shared/matrix.js').Matrix} Matrix */

/**
 * What is flattened.
 * @typedef {object} Maps
 * @property {Picture} maps
 * @property {string} title
 * @property {boolean} [isExample] the numbers are their own indices
 * @property {boolean} [isColour] the maps are a picture's red, green and blue
 */

const FIELDS = /** @type {const} */ (['row', 'column', 'channel', 'index']);

/** @typedef {typeof FIELDS[number]} Field */

export class Flatten {
  /**
   * @param {HTMLElement} holder
   * @param {(index: number) => void} moved
   */
  constructor(holder, moved) {
    this.holder = holder;
    this.moved = moved;
    /** @type {Matrix[]} */
    this.matrices = [];
    /** @type {(Maps & {shape: Shape, row: Float64Array, across: number}) | null} */
    this.shown = null;
    this.at = -1;
    this.fields = this.makeFields();
    this.row = makeMatrix({ press: (y, x) => this.pressRow(y, x), keys: (event) => this.press(event) });
    this.row.picture.setAttribute('role', 'slider');
    this.row.picture.setAttribute('aria-label', t('The flattened row'));
    this.parts = {
      title: make('h3'),
      maps: make('div', { class: 'cl-maps' }),
      rowTitle: make('h3'),
      note: make('p', { class: 'ui-note cl-note' }),
    };
    this.told = make('div', { class: 'cl-told', role: 'status' });
    this.build();
  }

  /** @returns {Record<Field, HTMLInputElement>} */
  makeFields() {
    const found = FIELDS.map((name) => [
      name,
      make('input', {
        class: 'ui-field',
        type: 'number',
        min: 0,
        step: 1,
        inputmode: 'numeric',
        'aria-label': fieldName(name),
      }),
    ]);
    const fields = Object.fromEntries(found);
    for (const name of FIELDS) fields[name].addEventListener('change', () => this.typed(name));
    return fields;
  }

  build() {
    const labels = FIELDS.map((name) =>
      make('label', { class: name }, make('span', { text: fieldName(name) }), this.fields[name]),
    );
    const { title, maps, rowTitle, note } = this.parts;
    this.holder.append(
      make('section', {}, title, maps),
      make('section', {}, make('div', { class: 'cl-fields' }, ...labels), this.told),
      make('section', {}, rowTitle, note, this.row.figure),
    );
  }

  /** @param {Maps} what @param {number} index */
  show(what, index) {
    const { height, width, planes } = what.maps;
    const row = flattened(what.maps);
    this.shown = { ...what, row, shape: [height, width, planes.length], across: lineLength(width, planes.length) };
    const [, most] = extremes(row);
    const look = {
      table: activations,
      level: (/** @type {number} */ value) => levelOf(value, 0, most),
      text: cellText,
    };
    this.showMaps(what, look);
    const { across } = this.shown;
    this.row.show({ ...look, rows: Math.ceil(row.length / across), columns: across, values: row, low: 0, high: most });
    this.showWords(what.title, row.length, across);
    this.at = -1;
    this.open(Math.min(Math.max(0, index), row.length - 1));
  }

  /** @param {string} title @param {number} count @param {number} across */
  showWords(title, count, across) {
    const [height, width, channels] = /** @type {NonNullable<typeof this.shown>} */ (this.shown).shape;
    const limits = { row: height, column: width, channel: channels, index: count };
    for (const name of FIELDS) this.fields[name].max = String(limits[name] - 1);
    this.parts.title.textContent = `${title}: ${height} × ${width} × ${channels}`;
    this.parts.rowTitle.textContent = t('Flattened: one row of {} numbers', count);
    this.parts.note.textContent = t(
      'Broken into lines of {} to fit here. The channel changes fastest. All places are counted from 0 here, as in Python.',
      across,
    );
  }

  /** @param {Maps} what @param {Pick<import('../shared/matrix.js').Look, 'table' | 'level' | 'text'>} look */
  showMaps({ maps: { height, width, planes }, isColour }, look) {
    if (this.matrices.length !== planes.length) this.buildMaps(planes.length);
    planes.forEach((values, k) => {
      const [table, title] = isColour ? [PRIMARIES['RGB'[k]], 'RGB'[k]] : [look.table, String(k)];
      this.matrices[k].show({ ...look, table, title, rows: height, columns: width, values });
      this.matrices[k].picture.setAttribute('role', 'img');
      this.matrices[k].picture.setAttribute('aria-label', t('Channel {}, {} by {} numbers', k, height, width));
    });
  }

  /** @param {number} channels */
  buildMaps(channels) {
    this.matrices = Array.from({ length: channels }, (_, channel) =>
      makeMatrix({ press: (y, x) => this.shown && this.open(ravel([y, x, channel], this.shown.shape)) }),
    );
    this.parts.maps.replaceChildren(...this.matrices.map(({ figure }) => figure));
    this.holder.style.setProperty('--cl-channels', String(channels > 8 ? 16 : channels));
    this.holder.classList.toggle('few', channels < 8);
    this.holder.classList.toggle('many', channels > 8);
  }

  /** @param {Field} name */
  typed(name) {
    if (!this.shown) return;
    const field = this.fields[name];
    const value = Math.min(Number(field.max), Math.max(0, Math.round(Number(field.value) || 0)));
    const place = unravel(this.at, this.shown.shape);
    if (name !== 'index') place[FIELDS.indexOf(name)] = value;
    this.open(name === 'index' ? value : ravel(place, this.shown.shape));
    field.value = String(value);
  }

  /** @param {number} index */
  open(index) {
    if (!this.shown || index === this.at) return;
    this.at = index;
    const [row, column, channel] = unravel(index, this.shown.shape);
    for (const [k, matrix] of this.matrices.entries()) {
      if (k === channel) matrix.mark({ top: row, left: column, size: 1 });
      else matrix.unmark();
    }
    const { across } = this.shown;
    this.row.mark({ top: Math.floor(index / across), left: index % across, size: 1 });
    const values = { row, column, channel, index };
    for (const name of FIELDS) this.fields[name].value = String(values[name]);
    this.tell(row, column, channel);
    this.moved(index);
  }

  /** @param {number} row @param {number} column @param {number} channel */
  tell(row, column, channel) {
    const { shape, row: numbers, isExample } = /** @type {NonNullable<typeof this.shown>} */ (this.shown);
    const [, width, channels] = shape;
    const cell = row * width + column;
    const lines = [
      t('(row {} · {} + column {}) · {} + channel {} = index {}', row, width, column, channels, channel, this.at),
      t(
        'Back: {} ÷ {} = {}, remainder {}, the channel; {} ÷ {} = {}, the row, remainder {}, the column.',
        this.at,
        channels,
        cell,
        channel,
        cell,
        width,
        row,
        column,
      ),
    ];
    if (!isExample) lines.push(t('The number there: {}.', plain(numbers[this.at])));
    this.told.replaceChildren(...lines.map((text) => make('p', { text })));
    const now = t('index {}: row {}, column {}, channel {}', this.at, row, column, channel);
    const values = { valuemin: 0, valuemax: numbers.length - 1, valuenow: this.at, valuetext: now };
    for (const [name, value] of Object.entries(values)) this.row.picture.setAttribute(`aria-${name}`, String(value));
  }

  /** @param {number} y @param {number} x */
  pressRow(y, x) {
    if (!this.shown) return;
    const index = y * this.shown.across + x;
    if (x >= 0 && x < this.shown.across && index >= 0 && index < this.shown.row.length) this.open(index);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.shown || isCommand(event)) return;
    const next = stepOf(event.key, this.at, this.shown.across, this.shown.row.length);
    if (next === null) return;
    event.preventDefault();
    this.open(next);
  }
}

/** @param {Field} name */
const fieldName = (name) => ({ row: t('row'), column: t('column'), channel: t('channel'), index: t('index') })[name];

/**
 * A line holds a row of the maps if that is short or has few channels, else one cell with all its channels.
 * @param {number} width
 * @param {number} channels
 */
function lineLength(width, channels) {
  const short = matchMedia('(max-width: 43.6875em)').matches ? 16 : 64;
  return width * channels <= short || channels < 8 ? width * channels : channels;
}
