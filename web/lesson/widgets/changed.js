/** The visitor's digit, changed by a slider, and what both networks read then: `what` is turn, shift, invert or shuffle. */

import { answerOf, forward } from '../../net/network.js';
import { warped } from '../../net/transforms.js';
import { NAMES, ranked, TITLES } from '../../shared/answers.js';
import { paintInk } from '../../shared/colours.js';
import { make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { percent } from '../../shared/numbers.js';
import { followDigit, makeDial } from '../parts.js';
import { SHUFFLE } from '../sums.js';

const SIDE = 28;

/** @typedef {{label: string, low: number, high: number, step: number, decimals: number, apply: (pixels: Float32Array, amount: number) => Float32Array}} Change */

/** @type {Record<string, () => Change>} */
const CHANGES = {
  turn: () => ({
    label: t('Degrees'),
    low: -180,
    high: 180,
    step: 5,
    decimals: 0,
    apply: (pixels, degrees) => warped(pixels, { degrees }),
  }),
  shift: () => ({
    label: t('Pixels'),
    low: -10,
    high: 10,
    step: 1,
    decimals: 0,
    apply: (pixels, dx) => warped(pixels, { dx }),
  }),
  invert: () => ({ label: t('Inverted'), low: 0, high: 1, step: 0.05, decimals: 2, apply: inverted }),
  shuffle: () => ({ label: t('Shuffled'), low: 0, high: 1, step: 0.05, decimals: 2, apply: partlyShuffled }),
};

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function changed(box, { studio, reader }) {
  const what = box.dataset.what ?? '';
  const { label, apply, ...range } = CHANGES[what]();
  let amount = 0;
  /** @type {Float32Array | null} */
  let digit = null;
  const picture = make('canvas', { class: 'le-changed', role: 'img' });
  const lines = NAMES.map((name) => make('li', { class: name }, make('b', { text: TITLES[name] }), make('span')));
  const show = () => {
    if (!digit) return;
    const values = apply(digit, amount);
    paintInk(picture, { width: SIDE, height: SIDE, values });
    const told = NAMES.map((name, i) => {
      const network = reader.known(name);
      const found = network && ranked(answerOf(network, forward(network, values)));
      const text = found ? t('reads {}, {} sure', found.best, percent(found.p)) : t('is still on its way');
      /** @type {HTMLElement} */ (lines[i].lastChild).textContent = text;
      return `${TITLES[name]} ${text}`;
    });
    picture.setAttribute('aria-label', t('Your digit, changed. {}', told.join(', ')));
  };
  const dial = makeDial({ id: `le-changed-${what}`, label, value: 0, ...range }, (moved) => {
    amount = moved;
    show();
  });
  box.setAttribute('aria-label', t('Your digit, changed'));
  const answers = make('ul', { class: 'le-losses', 'aria-live': 'polite' }, ...lines);
  box.append(make('div', { class: 'ui-live' }, dial, make('div', { class: 'le-two' }, picture, answers)));
  followDigit(box, studio, t('Draw a digit: change it here, and see what both networks read.'), ({ pixels }) => {
    digit = pixels;
    show();
  });
}

/** From the digit, at 0, to its negative, at 1. @param {Float32Array} pixels @param {number} amount */
const inverted = (pixels, amount) => pixels.map((value) => value + amount * (1 - 2 * value));

/** A share of the pixels trade places, always the same ones. @param {Float32Array} pixels @param {number} share */
function partlyShuffled(pixels, share) {
  const chosen = SHUFFLE.slice(0, Math.round(share * SHUFFLE.length));
  const moved = pixels.slice();
  chosen.forEach((at, i) => {
    moved[at] = pixels[chosen[(i + 1) % chosen.length]];
  });
  return moved;
}
