/**
 * What a visitor may say about a photo: take the other polarity, or look at a part of it alone. The part is a box that
 * is dragged on the photo; with the keyboard, arrow keys move it, Shift and arrow keys size it, Enter takes it.
 */

import { ARROWS, finder } from '../shared/dom.js';

/** @typedef {import('./ink.js').Shown} Shown */
/** @typedef {[number, number, number, number]} Crop left, top, right, bottom as shares of the photo */

const LEAST = 0.05; // share of the photo's edge that a part has at least
const STEP = 0.04; // shares that an arrow key moves the box
/** @type {Crop} */
const MIDDLE = [0.2, 0.2, 0.8, 0.8];

/**
 * @param {HTMLElement} root
 * @param {{shown: () => Shown, place: (event: PointerEvent) => [number, number], change: (asked: {invert?: boolean, crop?: Crop}) => void}} actions
 *   `place` says where a pointer is, in the drawing's own coordinates
 * @returns {() => void} the drawing has changed
 */
export function makeCropping(root, { shown, place, change }) {
  const find = finder(root);
  const [bar, layer, box] = [find('.dc-photo'), find('.dc-crop-layer'), find('.dc-crop-box')];
  /** @type {Crop | null} */
  let chosen = null;
  /** @type {[number, number] | null} */
  let start = null;

  function show() {
    const { picture, invert, crop } = shown();
    bar.hidden = !picture;
    if (!picture) chosen = null;
    find('.dc-invert').setAttribute('aria-pressed', String(Boolean(invert)));
    find('.dc-crop').setAttribute('aria-pressed', String(Boolean(chosen ?? crop)));
    layer.hidden = !chosen;
    if (chosen) placeBox(chosen);
  }

  /** @param {Crop} crop */
  function placeBox(crop) {
    const { width, height } = shown();
    const [x, y, across, down] = pictureIn(shown());
    const [left, top, right, bottom] = crop;
    Object.assign(box.style, {
      left: `${(100 * (x + left * across)) / width}%`,
      top: `${(100 * (y + top * down)) / height}%`,
      width: `${(100 * (right - left) * across) / width}%`,
      height: `${(100 * (bottom - top) * down) / height}%`,
    });
  }

  /** Where a pointer is, as shares of the photo. @param {PointerEvent} event @returns {[number, number]} */
  function shareAt(event) {
    const [x, y, across, down] = pictureIn(shown());
    const [px, py] = place(event);
    return [inside((px - x) / across), inside((py - y) / down)];
  }

  /** @param {Crop | null} crop */
  function choose(crop) {
    chosen = crop;
    show();
  }

  function take() {
    const crop = chosen;
    chosen = null;
    if (crop) change({ crop });
    find('.dc-crop').focus();
  }

  find('.dc-invert').addEventListener('click', () => change({ invert: !shown().invert }));
  find('.dc-crop').addEventListener('click', () => {
    if (chosen) choose(null);
    else if (shown().crop) change({ crop: undefined });
    else {
      choose(MIDDLE);
      box.focus();
    }
  });
  layer.addEventListener('pointerdown', (event) => {
    start = shareAt(event);
    layer.setPointerCapture(event.pointerId);
  });
  layer.addEventListener('pointermove', (event) => {
    if (start) choose(between(start, shareAt(event)));
  });
  layer.addEventListener('pointerup', () => {
    start = null;
    if (chosen && isLarge(chosen)) take();
    else choose(MIDDLE);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') take();
    else if (event.key === 'Escape') choose(null);
    else if (event.key in ARROWS && chosen) choose(moved(chosen, ARROWS[event.key], event.shiftKey));
    else return;
    event.preventDefault();
  });
  return show;
}

/**
 * Where the photo lies in a drawing's coordinates: x, y, width, height.
 * @param {Shown} drawing
 * @returns {[number, number, number, number]}
 */
function pictureIn({ image, width, height }) {
  if (!image) return [0, 0, width, height];
  const [across, down] =
    image instanceof HTMLImageElement ? [image.naturalWidth, image.naturalHeight] : [image.width, image.height];
  const scale = Math.min(width / across, height / down);
  return [(width - across * scale) / 2, (height - down * scale) / 2, across * scale, down * scale];
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
