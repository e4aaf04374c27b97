/** Input, window and output side by side; stepping through them by key, press or play. */

import { seenAt } from '../net/convolution.js';
import { saidRounded } from '../shared/addition.js';
import { contextOf, levelOf } from '../shared/colours.js';
import { finder, isCommand, make, whenWidthChanges } from '../shared/dom.js';
import { makeMatrix } from '../shared/matrix.js';
import { t, told } from '../shared/messages.js';
import { nth, plain } from '../shared/numbers.js';
import { showFormula } from './formula.js';
import { Guessing } from './guessing.js';
import { channelName, makeSum, writtenStep } from './sums.js';
import { cellText, sameNumbers } from './view.js';

/** @typedef {import('./view.js').View} View */
/** @typedef {import('./view.js').Result} Result */
/** @typedef {import('../shared/matrix.js').Matrix} Matrix */
/** @typedef {View & {result: Result}} Whole */

const SLOWEST = 700; // milliseconds of a step while it plays
const QUICKEST = 30;
const WHOLE = 14_000; // a long way is played in about this time
const LARGE = 64; // numbers across, from which on a picture is shown larger

export class Stage {
  /**
   * @param {HTMLElement} panel
   * @param {import('../start.js').Context} context
   * @param {(step: number) => void} moved
   */
  constructor(panel, context, moved) {
    this.find = finder(panel);
    this.box = this.find('.cl-stage');
    this.moved = moved;
    this.grids = this.find('.cl-grids');
    this.showSum = makeSum(this.find('.cl-sum'), this.grids);
    /** @type {View | null} */
    this.view = null;
    this.at = 0;
    /** @type {Matrix[]} */
    this.inputs = [];
    /** @type {Matrix[]} */
    this.outputs = [];
    /** Which picture the inputs show, and how. @type {{of: import('./view.js').Subject, look: string} | null} */
    this.painted = null;
    /** @type {{of: import('./view.js').Subject, canvas: HTMLCanvasElement} | null} */
    this.whole = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.version = 0; // grows with every other output: a guess belongs to one of them
    this.guessing = new Guessing(panel, context, (right) => this.guessed(right));
    this.listen();
    this.showPlaying();
  }

  listen() {
    const steps = this.find('.cl-steps');
    this.find('.cl-play').addEventListener('click', () => this.toggle());
    this.find('.cl-back').addEventListener('click', () => this.go(this.at - 1));
    this.find('.cl-on').addEventListener('click', () => this.go(this.at + 1));
    // Keys work on the buttons too, except those that a button needs for itself.
    steps.addEventListener('keydown', (event) => {
      if (event.key !== ' ') this.press(event);
    });
    whenWidthChanges(this.grids, () => {
      if (this.view?.result && !this.guessing.hides(this.key)) this.showStep(/** @type {Whole} */ (this.view));
    });
  }

  get key() {
    return `${this.version}:${this.at}`;
  }

  /** @param {View} view @param {number} step below 0 it is the one in the middle */
  show(view, step) {
    if (!this.view || !sameNumbers(this.view, view)) this.version += 1;
    this.view = view;
    this.build(view);
    this.showInput(view);
    const { result } = view;
    if (!result) return this.showProblem(told(view.problem));
    const { rows, columns } = result;
    const middle = Math.floor(rows.places / 2) * columns.places + Math.floor(columns.places / 2);
    this.at = step < 0 ? middle : Math.min(step, countOf(result) - 1);
    this.showOutput({ ...view, result });
    showFormula(this.find('.cl-formula'), result, view.state.padding);
    this.showStep({ ...view, result });
    this.moved(this.at);
  }

  /** One matrix for each channel going in; out of a convolution comes one, out of pooling as many. @param {View} view */
  build(view) {
    const channels = view.picture.planes.length;
    const outs = view.result?.outs.length ?? 1;
    this.box.classList.toggle('three', channels === 3);
    this.box.classList.toggle('large', view.picture.width > LARGE);
    if (this.inputs.length !== channels) {
      const press = (/** @type {number} */ row, /** @type {number} */ column) => this.pressInput(row, column);
      this.inputs = Array.from({ length: channels }, () => makeMatrix({ press }));
      this.find('.cl-in').replaceChildren(...this.inputs.map(({ figure }) => figure));
    }
    if (this.outputs.length !== outs) this.buildOutputs(outs);
    if (channels > outs) this.showWhole(view);
    else this.box.querySelector('.cl-whole')?.remove();
  }

  /** The colour picture itself, painted once. @param {View} view */
  showWhole(view) {
    const words = make('span', { text: channelsInWords(view) });
    const canvas = this.whole?.of === view.picture ? this.whole.canvas : inColour(view.picture);
    this.whole = { of: view.picture, canvas };
    this.box.querySelector('.cl-whole')?.remove();
    this.find('.cl-out').append(make('div', { class: 'cl-whole' }, canvas, words));
  }

  /** @param {number} outs */
  buildOutputs(outs) {
    const press = (/** @type {number} */ row, /** @type {number} */ column) => this.pressOutput(row, column);
    const keys = (/** @type {KeyboardEvent} */ event) => this.press(event);
    this.outputs = Array.from({ length: outs }, (_, i) => makeMatrix({ press, keys: i ? undefined : keys }));
    this.find('.cl-out').replaceChildren(...this.outputs.map(({ figure }) => figure));
  }

  /** @param {View} view */
  showInput({ picture, names, tables, result, state }) {
    const { height, width, full } = picture;
    const around = result ? aroundInput(result) : {};
    const look = JSON.stringify([around, state.operation === 'convolution']);
    if (this.painted?.of === picture && this.painted.look === look) return; // another kernel, the same input
    this.painted = { of: picture, look };
    picture.planes.forEach((values, c) => {
      this.inputs[c].show({
        rows: height,
        columns: width,
        values,
        table: tables[c],
        level: (value) => levelOf(value, 0, full),
        text: cellText,
        ...around,
        borderText: state.operation === 'convolution' ? '0' : '·',
        title: names[c] ? t('{} {} × {}', channelName(names[c]), height, width) : t('Input {} × {}', height, width),
        low: names[c] ? undefined : 0,
        high: full,
      });
    });
  }

  /** @param {Whole} view */
  showOutput({ result, names }) {
    const { outs, tables, level, low, high, isClipped } = result;
    const [rows, columns] = [result.rows.places, result.columns.places];
    const isOne = outs.length === 1;
    const hidden = this.guessing.hides(this.key) ? this.at : -1;
    outs.forEach((values, c) => {
      const title = isOne ? t('Output {} × {}', rows, columns) : t('{}, {} × {}', channelName(names[c]), rows, columns);
      const look = { rows, columns, values, table: tables[c], level, text: cellText, title, high, isClipped };
      this.outputs[c].show({ ...look, hidden: c ? -1 : hidden, low: isOne ? low : undefined });
      this.outputs[c].picture.setAttribute('role', c ? 'img' : 'slider');
    });
  }

  /** @param {string} text */
  showProblem(text) {
    this.stop();
    for (const matrix of this.inputs) matrix.unmark();
    this.outputs = [];
    this.find('.cl-out').replaceChildren(make('p', { class: 'cl-hint', text }));
    this.find('.cl-sum').replaceChildren();
    this.find('.cl-formula').replaceChildren();
    this.find('.cl-at').textContent = '';
    this.box.dataset.state = 'problem';
  }

  /** @param {Whole} view */
  showStep(view) {
    const { result, picture, state } = view;
    const [row, column] = placeOf(result, this.at);
    const step = { row, column, ...seenAt(picture, result, row, column) };
    const isHidden = this.guessing.hides(this.key);
    this.box.dataset.state = 'shown';
    const { top, left } = step;
    for (const matrix of this.inputs) matrix.mark({ top, left, size: state.size, step: result.rows.dilation });
    for (const matrix of this.outputs) matrix.mark({ top: row, left: column, size: 1 });
    const addition = writtenStep(view, step, result.sums[0][this.at]);
    const line = isHidden ? this.guessForm(view, row, column) : resultLine(view, this.at, addition);
    this.showSum(view, step, addition.written, line);
    this.find('.cl-at').textContent = t('Step {} of {}', this.at + 1, countOf(result));
    this.describe(view, step, isHidden);
  }

  /** @param {Whole} view @param {number} row @param {number} column */
  guessForm({ result, state }, row, column) {
    const after = state.relu === '1' && state.operation === 'convolution';
    const name =
      result.outs.length > 1
        ? t('Your guess for the red output at row {}, column {}', nth(row), nth(column))
        : after
          ? t('Your guess for the output at row {}, column {}, after ReLU', nth(row), nth(column))
          : t('Your guess for the output at row {}, column {}', nth(row), nth(column));
    return this.guessing.form(this.key, result.outs[0][this.at], name);
  }

  /** A guess was made, or guessing was turned on or off. @param {boolean} [right] */
  guessed(right) {
    if (this.guessing.isOn) this.stop();
    this.showPlaying();
    if (!this.view?.result) return;
    const view = /** @type {Whole} */ (this.view);
    this.showOutput(view);
    this.showStep(view);
    if (right === undefined) return;
    const text = right ? t('Right.') : t('Shown. That counts as a wrong guess.');
    this.find('.cl-told-sum').append(make('p', { class: 'cl-terms', role: 'status', text }));
  }

  /** Say in words what is to be seen. @param {Whole} view @param {import('./sums.js').Step} step @param {boolean} isHidden */
  describe({ result, picture, state, names }, { row, column, top, left }, isHidden) {
    const { height, width } = picture;
    const last = result.rows.dilation * (state.size - 1);
    const reads = t(
      'The window reads rows {} to {}, columns {} to {}',
      ...[top, top + last, left, left + last].map(nth),
    );
    for (const [c, matrix] of this.inputs.entries()) {
      const what = names[c]
        ? t('{} of the input, {} by {} numbers', channelName(names[c]), height, width)
        : t('Input, {} by {} numbers', height, width);
      matrix.picture.setAttribute('role', 'img');
      matrix.picture.setAttribute('aria-label', `${what}. ${reads}`);
    }
    for (const [c, matrix] of this.outputs.entries()) {
      const size = /** @type {const} */ ([result.rows.places, result.columns.places]);
      const what =
        this.outputs.length > 1
          ? t('{} of the output, {} by {} numbers', channelName(names[c]), ...size)
          : t('Output, {} by {} numbers', ...size);
      matrix.picture.setAttribute('aria-label', what);
    }
    const now = isHidden
      ? t('row {}, column {}: hidden, guess it', nth(row), nth(column))
      : t('row {}, column {}: {}', nth(row), nth(column), plain(result.outs[0][this.at]));
    const values = { valuemin: 0, valuemax: countOf(result) - 1, valuenow: this.at, valuetext: now };
    for (const [name, value] of Object.entries(values))
      this.outputs[0].picture.setAttribute(`aria-${name}`, String(value));
  }

  // ---- moving ----

  /** @param {number} step */
  open(step) {
    if (!this.view?.result) return;
    const view = /** @type {Whole} */ (this.view);
    const next = Math.min(countOf(view.result) - 1, Math.max(0, step));
    if (next === this.at) return;
    this.at = next;
    if (this.guessing.isOn) this.showOutput(view); // another cell is hidden now
    this.showStep(view);
    this.moved(this.at);
  }

  /** The visitor goes somewhere: no more playing. @param {number} step */
  go(step) {
    this.stop();
    this.open(step);
  }

  /** @param {number} row @param {number} column */
  pressInput(row, column) {
    if (!this.view?.result) return;
    const { rows, columns } = this.view.result;
    this.go(nearest(rows, row) * columns.places + nearest(columns, column));
  }

  /** @param {number} row @param {number} column */
  pressOutput(row, column) {
    if (!this.view?.result) return;
    const { rows, columns } = this.view.result;
    if (row >= 0 && column >= 0 && row < rows.places && column < columns.places) this.go(row * columns.places + column);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.view?.result || isCommand(event)) return;
    const next = stepOf(event.key, this.at, this.view.result.columns.places, countOf(this.view.result));
    if (event.key === ' ') this.toggle();
    else if (next === null) return;
    else this.go(next);
    event.preventDefault();
  }

  toggle() {
    if (this.timer) return this.stop();
    if (!this.view?.result || this.guessing.isOn) return;
    const count = countOf(this.view.result);
    if (this.at === count - 1) this.open(0);
    const pause = Math.min(SLOWEST, Math.max(QUICKEST, WHOLE / count));
    const stride = Math.max(1, Math.round((count * pause) / WHOLE));
    this.timer = setInterval(() => (this.at < count - 1 ? this.open(this.at + stride) : this.stop()), pause);
    this.showPlaying();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.showPlaying();
  }

  showPlaying() {
    const button = /** @type {HTMLButtonElement} */ (this.find('.cl-play'));
    button.textContent = this.timer ? t('Pause') : t('Play');
    button.setAttribute('aria-pressed', String(Boolean(this.timer)));
    button.disabled = this.guessing.isOn;
    button.title = button.disabled ? t('Off while you guess') : '';
  }
}

/** @param {Result} result */
const countOf = ({ rows, columns }) => rows.places * columns.places;

/** @param {Result} result @param {number} at */
const placeOf = ({ columns }, at) => [Math.floor(at / columns.places), at % columns.places];

/**
 * Where a key leads, or null if nowhere; at the ends it stays.
 * @param {string} key
 * @param {number} at
 * @param {number} across cells in a row
 * @param {number} count
 */
export function stepOf(key, at, across, count) {
  /** @type {Record<string, number>} */
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, Home: -at, End: count - 1 - at };
  if (!(key in steps)) return null;
  const next = at + steps[key];
  return next >= 0 && next < count ? next : at;
}

/** The place whose window has its middle nearest to a cell. @param {import('../net/convolution.js').Axis} axis @param {number} cell */
function nearest({ before, reach, stride, places }, cell) {
  const wanted = (cell + before - (reach - 1) / 2) / stride;
  return Math.min(places - 1, Math.max(0, Math.round(wanted)));
}

/** The border, and what falls off. @param {Result} result */
const aroundInput = ({ rows, columns }) => ({
  border: { top: rows.before, left: columns.before, bottom: rows.after, right: columns.after },
  cut: { rows: rows.leftOver, columns: columns.leftOver },
});

/** @param {Whole} view @param {number} at @param {ReturnType<typeof writtenStep>} addition */
function resultLine({ result, state }, at, { written: { write }, isExact }) {
  const values = result.outs.map((plane) => write(plane[at]));
  if (values.length > 1) return make('b', { text: t('= red {}, green {}, blue {}', ...values) });
  const sum = saidRounded(write(result.sums[0][at]), isExact);
  if (state.relu !== '1' || state.operation !== 'convolution') return make('b', { text: `= ${sum}` });
  return make('b', {
    text: t('= {}, and after ReLU: max(0, {}) = {}', sum, write(result.sums[0][at]), values[0]),
  });
}

/** The colours that three channels make together. @param {import('./view.js').Subject} picture */
function inColour({ planes, height, width }) {
  const canvas = make('canvas', { role: 'img', 'aria-label': t('The picture in colour'), width, height });
  const image = new ImageData(width, height);
  for (let i = 0; i < height * width; i += 1) {
    for (let c = 0; c < 3; c += 1) image.data[4 * i + c] = planes[c][i];
    image.data[4 * i + 3] = 255;
  }
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}

/** What a convolution does with three channels. @param {View} view */
const channelsInWords = ({ kernels }) =>
  kernels.length > 1
    ? t('Each channel has a kernel of its own. The three sums are added: three matrices go in, one comes out.')
    : t('The same kernel reads each channel. The three sums are added: three matrices go in, one comes out.');
