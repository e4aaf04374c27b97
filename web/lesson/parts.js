/** What the widgets share: the visitor's digit, curves, sliders in a row, choices. */

import { make, radios, whenSeen } from '../shared/dom.js';
import { fixed } from '../shared/numbers.js';
import { makeSlider } from '../shared/slider.js';

/** @typedef {import('../shared/studio.js').Reading} Reading */

/**
 * Show an empty state, or take it away.
 * @param {HTMLElement} box
 * @param {string} text '' when there is something to see
 */
export function hintIn(box, text) {
  const hint = box.querySelector('.le-hint') ?? box.appendChild(make('p', { class: 'ui-hint le-hint' }));
  hint.textContent = text;
  box.classList.toggle('empty', Boolean(text));
}

/**
 * Follow the drawing, at every move of the pen; every layer of the CNN is known with it.
 * @param {HTMLElement} box
 * @param {import('../shared/studio.js').Studio} studio
 * @param {string} invitation what the box says while nothing is drawn
 * @param {(reading: Reading & {pixels: Float32Array}) => void} show
 */
export function followDigit(box, studio, invitation, show) {
  studio.watch('reading', box, (/** @type {Reading} */ reading) => {
    const { pixels, answer, outputs } = reading;
    const isRead = pixels && answer.state === 'answer' && answer.verdict !== 'blank' && outputs.cnn;
    hintIn(box, isRead ? '' : answer.message || invitation);
    if (isRead) show({ ...reading, pixels });
  });
  whenSeen(box, (isSeen) => studio.want(box, isSeen ? { layers: ['cnn'] } : null));
}

/**
 * @param {{id: string, label: string, low: number, high: number, step: number, value: number, decimals?: number}} slider
 * @param {(value: number) => void} tell called with every new position
 * @returns {HTMLElement}
 */
export function makeDial({ value, decimals = 1, ...slider }, tell) {
  const { row, show } = makeSlider({ ...slider, zero: Math.max(slider.low, 0) }, (moved) => {
    show(moved, fixed(moved, decimals));
    tell(moved);
  });
  row.classList.add('le-dial');
  show(value, fixed(value, decimals));
  return row;
}

/**
 * One of a few, chosen by a press or by arrow keys.
 * @param {string} label
 * @param {Record<string, string>} choices by value
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
export function makeChoice(label, choices, chosen, choose) {
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

/**
 * Points of a curve.
 * @param {(x: number) => number} f
 * @param {number} low
 * @param {number} high
 * @returns {[number, number][]}
 */
export function curveOf(f, low, high) {
  return Array.from({ length: 101 }, (_, i) => low + ((high - low) * i) / 100).map((x) => [x, f(x)]);
}
