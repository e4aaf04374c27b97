/**
 * What a visitor may say about a photo: take the other polarity, or look at a part of it alone. The part is a box that
 * is dragged on the photo; with the keyboard, arrow keys move it, Shift and arrow keys size it, Enter takes it.
 */

import { ARROWS, finder } from '../shared/dom.js';
import { pictureIn } from './ink.js';

/** @typedef {import('./ink.js').Shown} Shown */
/** @typedef {[number, number, number, number]} Crop left, top, right, bottom as shares of the photo */

const LEAST = 0.05; // share of the photo's edge that a part has at least
const STEP = 0.04; // shares that an arrow key moves the box
/** @type {Crop} */
const MIDDLE = [0.2, 0.2, 0.8, 0.8];

/**
 * @typedef {object} Actions
 * @property {() => Shown} shown
 * @property {(event: PointerEvent) => [number, number]} place where a pointer is, in the drawing's own coordinates
 * @property {(asked: {invert?: boolean, crop?: Crop}) => void} change
 */

export class Cropping {
  /** @type {Crop | null} */
  #chosen = null;
  /** @type {[number, number] | null} */
  #start = null;
  #actions;

  /** @param {HTMLElement} root @param {Actions} actions */
  constructor(root, actions) {
    this.find = finder(root);
    this.layer = this.find('.dc-crop-layer');
    this.box = this.find('.dc-crop-box');
    this.#actions = actions;
    this.find('.dc-invert').addEventListener('click', () => actions.change({ invert: !actions.shown().invert }));
    this.find('.dc-crop').addEventListener('click', () => this.#toggle());
    this.box.addEventListener('keydown', (event) => this.#press(event));
    this.#listenToPointer();
  }

  /** The drawing has changed. */
  show() {
    const { picture, invert, crop } = this.#actions.shown();
    this.find('.dc-photo').hidden = !picture;
    if (!picture) this.#chosen = null;
    this.find('.dc-invert').setAttribute('aria-pressed', String(Boolean(invert)));
    this.find('.dc-crop').setAttribute('aria-pressed', String(Boolean(this.#chosen ?? crop)));
    this.layer.hidden = !this.#chosen;
    if (this.#chosen) this.#placeBox(this.#chosen);
  }

  /** @param {Crop} crop */
  #placeBox([left, top, right, bottom]) {
    const { width, height } = this.#actions.shown();
    const [x, y, across, down] = pictureIn(this.#actions.shown());
    Object.assign(this.box.style, {
      left: `${(100 * (x + left * across)) / width}%`,
      top: `${(100 * (y + top * down)) / height}%`,
      width: `${(100 * (right - left) * across) / width}%`,
      height: `${(100 * (bottom - top) * down) / height}%`,
    });
  }

  /** Where a pointer is, as shares of the photo. @param {PointerEvent} event @returns {[number, number]} */
  #shareAt(event) {
    const [x, y, across, down] = pictureIn(this.#actions.shown());
    const [px, py] = this.#actions.place(event);
    return [inside((px - x) / across), inside((py - y) / down)];
  }

  /** @param {Crop | null} crop */
  #choose(crop) {
    this.#chosen = crop;
    this.show();
  }

  #take() {
    const crop = this.#chosen;
    this.#chosen = null;
    if (crop) this.#actions.change({ crop });
    this.find('.dc-crop').focus();
  }

  #toggle() {
    if (this.#chosen) return this.#choose(null);
    if (this.#actions.shown().crop) return this.#actions.change({ crop: undefined });
    this.#choose(MIDDLE);
    this.box.focus();
  }

  #listenToPointer() {
    this.layer.addEventListener('pointerdown', (event) => {
      this.#start = this.#shareAt(event);
      this.layer.setPointerCapture(event.pointerId);
    });
    this.layer.addEventListener('pointermove', (event) => {
      if (this.#start) this.#choose(between(this.#start, this.#shareAt(event)));
    });
    this.layer.addEventListener('pointerup', () => {
      this.#start = null;
      if (this.#chosen && isLarge(this.#chosen)) this.#take();
      else this.#choose(MIDDLE);
    });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const { key } = event;
    if (key === 'Enter') this.#take();
    else if (key === 'Escape') this.#choose(null);
    else if (key in ARROWS && this.#chosen) this.#choose(moved(this.#chosen, ARROWS[key], event.shiftKey));
    else return;
    event.preventDefault();
  }
}

/** @param {number} share */
const inside = (share) => Math.min(1, Math.max(0, share));

/** The box between two corners. @param {[number, number]} a @param {[number, number]} b @returns {Crop} */
export const between = (a, b) => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
];

/** @param {Crop} crop */
const isLarge = ([left, top, right, bottom]) => right - left >= LEAST && bottom - top >= LEAST;

/**
 * A box after an arrow key: moved, or with its lower right corner moved; never beyond the photo or too small.
 * @param {Crop} crop
 * @param {[number, number]} step rows and columns
 * @param {boolean} isSized
 * @returns {Crop}
 */
export function moved([left, top, right, bottom], [rows, columns], isSized) {
  const [x, y] = [STEP * columns, STEP * rows];
  if (isSized) return [left, top, Math.max(left + LEAST, inside(right + x)), Math.max(top + LEAST, inside(bottom + y))];
  const [dx, dy] = [Math.max(-left, Math.min(1 - right, x)), Math.max(-top, Math.min(1 - bottom, y))];
  return [left + dx, top + dy, right + dx, bottom + dy];
}
