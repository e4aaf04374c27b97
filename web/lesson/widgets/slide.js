/** A kernel slides over the 5×5 example or over the visitor's digit: stride and padding can be changed, windows stepped. */

import { convolve, KERNELS, multiplied, seenAt } from '../../net/convolution.js';
import { blueOrange, greys, levelOf, signedLevel } from '../../shared/colours.js';
import { ARROWS, isCommand, make } from '../../shared/dom.js';
import { makeMatrix } from '../../shared/matrix.js';
import { t } from '../../shared/messages.js';
import { nth, plain, shortFigure } from '../../shared/numbers.js';
import { hintIn, makeChoice, makeDial } from '../parts.js';
import { writtenSum } from '../sums.js';

/** @typedef {import('../../net/convolution.js').Picture} Picture */
/** @typedef {import('../../net/convolution.js').Axes & {output: Float64Array}} Slid */
/** @typedef {{source: string, kernel: string, stride: number, padding: number, row: number, column: number}} Settings */

const SIDE = 28;
const SIZE = 3; // of every kernel here

const CORNER = { row: 0, column: 0 };
const MIDDLE = { row: 12, column: 12 }; // of a digit: its corners are blank

/** The lesson's example. @type {Picture} */
const FIVE = { height: 5, width: 5, planes: [Array.from({ length: 25 }, (_, i) => i + 1)] };

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function slide(box, { studio }) {
  const view = new Slide(box);
  studio.watch('reading', box, (/** @type {import('../../shared/studio.js').Reading} */ { pixels }) =>
    view.read(pixels),
  );
  view.show();
}

class Slide {
  /** @type {Settings} */
  now = { source: 'grid', kernel: 'lesson', stride: 1, padding: 0, row: 0, column: 0 };
  /** @type {Picture | null} */
  digit = null;
  /** @type {Slid | null} */
  slid = null;
  input = makeMatrix();
  output = makeMatrix({ press: (row, column) => this.goTo(row, column), keys: (event) => this.keys(event) });
  said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  size = make('p', { class: 'le-size' });

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    const next = make('button', { type: 'button', class: 'ui-button', text: t('Next window') });
    next.addEventListener('click', () => this.next());
    this.output.picture.setAttribute('role', 'img');
    box.setAttribute('aria-label', t('A kernel to slide'));
    const both = make('div', { class: 'le-two le-slid' }, this.input.figure, this.output.figure);
    const tools = make('div', { class: 'le-tools' }, next);
    box.append(...controls(this.now, (changed) => this.change(changed)));
    box.append(make('div', { class: 'ui-live' }, both, tools, this.said, this.size));
  }

  /** @param {Partial<Settings>} changed */
  change(changed) {
    Object.assign(this.now, changed);
    this.show();
  }

  /** @param {Float32Array | null} pixels */
  read(pixels) {
    this.digit = pixels && { height: SIDE, width: SIDE, planes: [pixels] };
    if (this.now.source === 'digit') this.show();
  }

  show() {
    const { now } = this;
    const picture = now.source === 'grid' ? FIVE : this.digit;
    hintIn(this.box, picture ? '' : t('Draw a digit: the kernel slides over it here.'));
    const slid = picture && convolve(picture, [KERNELS[now.kernel]], now);
    this.slid = slid;
    if (!picture || !slid) return;
    now.row = Math.min(now.row, slid.rows.places - 1);
    now.column = Math.min(now.column, slid.columns.places - 1);
    const { top, left, patches } = seenAt(picture, slid, now.row, now.column);
    this.input.show(inputLook(picture, now, slid));
    this.input.mark({ top, left, size: SIZE });
    this.output.show(outputLook(slid));
    this.output.mark({ top: now.row, left: now.column, size: 1 });
    this.tell(slid, multiplied(patches, [KERNELS[now.kernel]]).products.flat(2));
  }

  /** @param {Slid} slid @param {number[]} products */
  tell({ rows }, products) {
    const { row, column, padding, stride } = this.now;
    const sum = t('Row {}, column {}: {}', nth(row), nth(column), writtenSum(products));
    const values = [rows.cells, padding, SIZE, stride, rows.places];
    this.said.textContent = sum;
    this.size.textContent = t('size = floor(({} + 2 · {} − {}) / {}) + 1 = {}', ...values);
    this.output.picture.setAttribute('aria-label', t('The output, {} by {}. {}', rows.places, rows.places, sum));
  }

  /** @param {number} row @param {number} column */
  goTo(row, column) {
    if (!this.slid) return;
    const { rows, columns } = this.slid;
    const inside = (/** @type {number} */ place, /** @type {number} */ places) =>
      Math.min(places - 1, Math.max(0, place));
    this.change({ row: inside(row, rows.places), column: inside(column, columns.places) });
  }

  next() {
    if (!this.slid) return;
    const { rows, columns } = this.slid;
    const at = (this.now.row * columns.places + this.now.column + 1) % (rows.places * columns.places);
    this.goTo(Math.floor(at / columns.places), at % columns.places);
  }

  /** @param {KeyboardEvent} event */
  keys(event) {
    const move = ARROWS[event.key];
    if (!move || isCommand(event)) return;
    event.preventDefault();
    this.goTo(this.now.row + move[0], this.now.column + move[1]);
  }
}

/** @param {Settings} now @param {(changed: Partial<Settings>) => void} change */
function controls(now, change) {
  const source = makeChoice(t('Input'), { grid: t('1 to 25'), digit: t('Your digit') }, now.source, (chosen) =>
    change({ source: chosen, ...(chosen === 'grid' ? CORNER : MIDDLE) }),
  );
  const names = {
    lesson: t('the lesson’s'),
    'sobel-x': t('Sobel across'),
    'sobel-y': t('Sobel down'),
    blur: t('blur'),
  };
  const kernel = makeChoice(t('Kernel'), names, now.kernel, (chosen) => change({ kernel: chosen }));
  const whole = { step: 1, decimals: 0 };
  const stride = { id: 'le-slide-stride', label: t('Stride'), low: 1, high: 3, value: now.stride, ...whole };
  const padding = { id: 'le-slide-padding', label: t('Padding'), low: 0, high: 2, value: now.padding, ...whole };
  return [
    make('div', { class: 'le-tools' }, source, kernel),
    makeDial(stride, (value) => change({ stride: value })),
    makeDial(padding, (value) => change({ padding: value })),
  ];
}

/** @param {Picture} picture @param {Settings} now @param {Slid} slid @returns {import('../../shared/matrix.js').Look} */
function inputLook(picture, { padding }, { rows, columns }) {
  const values = picture.planes[0];
  const most = picture === FIVE ? 25 : 1;
  const border = { top: padding, left: padding, bottom: padding, right: padding };
  const cut = { rows: rows.leftOver, columns: columns.leftOver };
  const level = (/** @type {number} */ value) => levelOf(value, 0, most);
  const shape = { rows: picture.height, columns: picture.width, values };
  return { ...shape, table: greys, level, text: plain, title: t('input'), border, borderText: '0', cut };
}

/** @param {Slid} slid @returns {import('../../shared/matrix.js').Look} */
function outputLook({ rows, columns, output }) {
  const most = output.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const level = (/** @type {number} */ value) => signedLevel(value, most);
  const shape = { rows: rows.places, columns: columns.places, values: output };
  return { ...shape, table: blueOrange, level, text: shortOrWhole, title: t('output'), low: -most, high: most };
}

/** @param {number} value */
const shortOrWhole = (value) => (Number.isInteger(value) ? plain(value) : shortFigure(value));
