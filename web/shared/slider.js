/** A labelled slider whose fill begins at its zero. */

import { make } from './dom.js';

/**
 * @typedef {object} Slider
 * @property {string} id of the range input
 * @property {string} label
 * @property {string} [note] smaller, after the label: what its ends mean
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {number} [zero] where the fill begins
 */

/**
 * Let the fill of a range input begin at its zero and not at its left end.
 * @param {HTMLInputElement} input of type "range"
 * @param {number} [zero] one of its positions
 * @returns {() => void} call it when the value was set by a script
 */
function fillFromZero(input, zero = 0) {
  /** @param {number} value */
  const place = (value) => String((value - Number(input.min)) / (Number(input.max) - Number(input.min)));
  function fill() {
    input.style.setProperty('--low', place(Math.min(zero, Number(input.value))));
    input.style.setProperty('--high', place(Math.max(zero, Number(input.value))));
  }
  input.classList.add('ui-zeroed');
  input.addEventListener('input', fill);
  fill();
  return fill;
}

/**
 * Make a slider: a label, the value, and the range input, in a row of class `ui-slider`.
 * @param {Slider} slider
 * @param {(value: number) => void} onMove the visitor moved it
 * @returns {{row: HTMLElement, input: HTMLInputElement, show: (value: number, written: string, spoken?: string) => void}}
 *   `show` sets its value, as it is written beside the label and as it is read aloud
 */
export function makeSlider({ id, label, note, low, high, step, zero = 0 }, onMove) {
  const input = make('input', { type: 'range', id, min: low, max: high, step, value: zero });
  const output = make('output', { for: id });
  const name = make('label', { for: id, text: label });
  if (note) name.append(' ', make('small', { text: note }));
  const row = make('div', { class: 'ui-slider' }, name, output, input);
  const fill = fillFromZero(input, zero);
  input.addEventListener('input', () => onMove(Number(input.value)));
  return {
    row,
    input,
    show(value, written, spoken = written) {
      input.value = String(value);
      input.setAttribute('aria-valuetext', spoken);
      output.textContent = written;
      row.classList.toggle('moved', value !== zero);
      fill();
    },
  };
}
