/** How a drawing or photo became the networks' 28×28 pixels: every stage as a picture, the last one large and pixel by pixel. */

import { paintInk, wipe } from '../shared/colours.js';
import { ARROWS, finder, make } from '../shared/dom.js';
import { capital, t, told } from '../shared/messages.js';
import { fixed, nth } from '../shared/numbers.js';

/** @typedef {import('../shared/studio.js').Stage} Stage */
/** @typedef {{name: string, sentence: any, values?: Float32Array, width?: number, height?: number}} Step */

const SIDE = 28;

/** What will be shown, before anything is drawn. @type {Step[]} */
const EXPECTED = [
  { name: 'drawn', sentence: 'Your drawing, as the pen leaves it.' },
  { name: 'scaled', sentence: 'Fitted into 20 × 20 pixels, however large or small it was drawn.' },
  { name: 'centred', sentence: 'Moved so that its ink balances in the middle of 28 × 28.' },
];

/**
 * @param {HTMLElement} panel
 * @returns {(stages: Stage[] | null) => void}
 */
export function makeStages(panel) {
  const find = finder(panel);
  const list = find('.draw-stages ol');
  const last = find('.draw-seen');
  const image = /** @type {HTMLCanvasElement} */ (find('.draw-image'));
  const pixel = makePixelReader(image, find('.draw-mark'), find('.draw-pixel'));
  /** @type {HTMLElement[]} */
  const views = [];

  /** @param {number} index */
  function viewAt(index) {
    views[index] ??= make('li', {}, make('canvas', { role: 'img' }), make('h4'), make('p'));
    if (!views[index].isConnected) list.append(views[index]);
    return views[index];
  }

  return (stages) => {
    const shown = stages?.length ? stages : EXPECTED;
    const final = stages?.length && isImage(shown[shown.length - 1]) ? shown[shown.length - 1] : null;
    const before = final || !stages?.length ? shown.slice(0, -1) : shown;
    before.forEach((stage, i) => showStage(viewAt(i), stage));
    views.forEach((view, i) => {
      view.hidden = i >= before.length;
    });
    const told_ = final ?? EXPECTED[EXPECTED.length - 1];
    find('.draw-sentence').textContent = t('{}: {}', title(told_.name), told(told_.sentence));
    last.classList.toggle('empty', !final);
    image.setAttribute(
      'aria-label',
      final ? described(t('what the networks see'), final) : t('What the networks see: nothing yet'),
    );
    if (final?.values) paintInk(image, picture(final));
    else wipe(image);
    pixel(final?.values ?? null);
  };
}

/** @param {Step} stage */
const isImage = ({ width, height }) => width === SIDE && height === SIDE;

/** @param {Step} stage */
const picture = ({ width = 0, height = 0, values = new Float32Array() }) => ({ width, height, values });

/** "drawn" as a title, in the visitor's language. @param {string} name */
const title = (name) => t(capital(name));

/** @param {HTMLElement} view @param {Step} stage */
function showStage(view, stage) {
  const find = finder(view);
  const canvas = /** @type {HTMLCanvasElement} */ (find('canvas'));
  find('h4').textContent = title(stage.name);
  find('p').textContent = told(stage.sentence);
  view.classList.toggle('empty', !stage.values);
  view.classList.toggle('fine', (stage.width ?? 0) > SIDE || (stage.height ?? 0) > SIDE);
  canvas.setAttribute(
    'aria-label',
    stage.values ? described(title(stage.name), stage) : t('{}: nothing yet', title(stage.name)),
  );
  if (stage.values) paintInk(canvas, picture(stage));
  else wipe(canvas);
}

/** @param {string} name @param {Step} stage */
function described(name, { width = 0, height = 0, values = new Float32Array() }) {
  let bright = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i] > 0.5) bright += 1;
  return t('{}: {} by {} pixels, {} of them bright', capital(name), width, height, bright);
}

/**
 * Reads a pixel of the 28×28 image to whoever points at it, with pointer, finger or arrow keys.
 * @param {HTMLCanvasElement} image
 * @param {HTMLElement} mark on the pixel
 * @param {HTMLElement} place beside it
 * @returns {(pixels: Float32Array | null) => void} the image changed
 */
function makePixelReader(image, mark, place) {
  /** @type {Float32Array | null} */
  let pixels = null;
  /** @type {[number, number] | null} */
  let pointed = null;

  function show() {
    mark.hidden = !pixels || !pointed;
    if (!pixels || !pointed) {
      place.textContent = '';
      return;
    }
    const [row, column] = pointed;
    for (const part of [mark, place]) {
      part.style.setProperty('--row', String(row));
      part.style.setProperty('--column', String(column));
    }
    place.classList.toggle('below', row < SIDE / 2);
    place.textContent = t('Row {}, column {}: {}', nth(row), nth(column), fixed(pixels[row * SIDE + column], 2));
  }

  /** @param {number} row @param {number} column */
  function pointAt(row, column) {
    const inside = (/** @type {number} */ value) => Math.min(SIDE - 1, Math.max(0, value));
    pointed = [inside(row), inside(column)];
    show();
  }

  /** @param {PointerEvent} event */
  function follow(event) {
    const box = image.getBoundingClientRect();
    const cell = (/** @type {number} */ offset, /** @type {number} */ length) => Math.floor((offset / length) * SIDE);
    pointAt(cell(event.clientY - box.top, box.height), cell(event.clientX - box.left, box.width));
  }

  image.addEventListener('pointermove', follow);
  image.addEventListener('pointerdown', follow);
  image.addEventListener('pointerleave', (event) => {
    if (event.pointerType !== 'mouse') return; // a finger that has left still wants to read
    pointed = null;
    show();
  });
  image.addEventListener('keydown', (event) => {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    const [down, right] = ARROWS[event.key];
    const [row, column] = pointed ?? [13, 13];
    pointAt(row + down, column + right);
  });

  return (next) => {
    pixels = next;
    show();
  };
}
