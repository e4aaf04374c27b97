/** A kernel slides over the 5×5 example or over the visitor's digit: stride and padding can be changed, windows stepped. */

import { convolve, KERNELS, multiplied, seenAt } from '../../net/convolution.js';
import { blueOrange, greys, levelOf, signedLevel } from '../../shared/colours.js';
import { ARROWS, isCommand, make, radios } from '../../shared/dom.js';
import { makeMatrix } from '../../shared/matrix.js';
import { t } from '../../shared/messages.js';
import { plain, shortFigure } from '../../shared/numbers.js';
import { hintIn, makeDial } from '../parts.js';
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
  /** @type {Settings} */
  const now = { source: 'grid', kernel: 'lesson', stride: 1, padding: 0, row: 0, column: 0 };
  /** @type {Picture | null} */
  let digit = null;
  /** @type {Slid | null} */
  let slid = null;
  const input = makeMatrix();
  const output = makeMatrix({ press: goTo, keys });
  const said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  const size = make('p', { class: 'le-size' });
  const next = make('button', { type: 'button', class: 'ui-button', text: t('Next window') });
  const change = (/** @type {Partial<Settings>} */ changed) => {
    Object.assign(now, changed);
    show();
  };

  function show() {
    const picture = now.source === 'grid' ? FIVE : digit;
    hintIn(box, picture ? '' : t('Draw a digit: the kernel slides over it here.'));
    slid = picture && convolve(picture, [KERNELS[now.kernel]], now);
    if (!picture || !slid) return;
    now.row = Math.min(now.row, slid.rows.places - 1);
    now.column = Math.min(now.column, slid.columns.places - 1);
    const { top, left, patches } = seenAt(picture, slid, now.row, now.column);
    input.show(inputLook(picture, now, slid));
    input.mark({ top, left, size: SIZE });
    output.show(outputLook(slid));
    output.mark({ top: now.row, left: now.column, size: 1 });
    tell(multiplied(patches, [KERNELS[now.kernel]]).products.flat(2));
  }

  /** @param {number[]} products */
  function tell(products) {
    const { rows } = /** @type {Slid} */ (slid);
    said.textContent = t('Row {}, column {}: {}', now.row + 1, now.column + 1, writtenSum(products));
    const values = [rows.cells, now.padding, SIZE, now.stride, rows.places];
    size.textContent = t('size = floor(({} + 2 · {} − {}) / {}) + 1 = {}', ...values);
    output.picture.setAttribute(
      'aria-label',
      `${t('The output, {} by {}', rows.places, rows.places)}. ${said.textContent}`,
    );
  }

  /** @param {number} row @param {number} column */
  function goTo(row, column) {
    if (!slid) return;
    const inside = (/** @type {number} */ place, /** @type {number} */ places) =>
      Math.min(places - 1, Math.max(0, place));
    change({ row: inside(row, slid.rows.places), column: inside(column, slid.columns.places) });
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    const move = ARROWS[event.key];
    if (!move || isCommand(event)) return;
    event.preventDefault();
    goTo(now.row + move[0], now.column + move[1]);
  }

  next.addEventListener('click', () => {
    if (!slid) return;
    const { rows, columns } = slid;
    const at = (now.row * columns.places + now.column + 1) % (rows.places * columns.places);
    goTo(Math.floor(at / columns.places), at % columns.places);
  });
  output.picture.setAttribute('role', 'img');
  box.setAttribute('aria-label', t('A kernel to slide'));
  const both = make('div', { class: 'le-two le-slid' }, input.figure, output.figure);
  box.append(
    ...controls(now, change),
    make('div', { class: 'ui-live' }, both, make('div', { class: 'le-tools' }, next), said, size),
  );
  studio.watch('reading', box, (/** @type {import('../../shared/studio.js').Reading} */ { pixels }) => {
    digit = pixels && { height: SIDE, width: SIDE, planes: [pixels] };
    if (now.source === 'digit') show();
  });
  show();
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

/** @param {string} label @param {Record<string, string>} choices by value @param {string} chosen @param {(value: string) => void} choose */
function makeChoice(label, choices, chosen, choose) {
  const buttons = Object.entries(choices).map(([value, text]) =>
    make('button', { type: 'button', role: 'radio', 'data-value': value, text }),
  );
  const group = make('div', { class: 'ui-segments', role: 'radiogroup', 'aria-label': label }, ...buttons);
  const mark = radios(group, (value) => {
    mark(value);
    choose(value);
  });
  mark(chosen);
  return group;
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
