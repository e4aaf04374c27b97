/** What several parts of the tab use: what they are given, where they say why they are empty, radio buttons. */

import { all } from '../shared/dom.js';
import { told } from '../shared/messages.js';
import { count, fixed, power } from '../shared/numbers.js';

export const TAB = 'training-lab';

/** @typedef {'cnn' | 'ann'} Name */
/** @typedef {import('../shared/studio.js').Reading} Reading */

/** @type {Name[]} */
export const BOTH = ['cnn', 'ann'];

/**
 * What each part is given.
 * @typedef {object} Lab
 * @property {HTMLElement} panel
 * @property {<E extends Element = HTMLElement>(selector: string) => E} find in the panel
 * @property {import('../start.js').Context} context
 * @property {import('../shared/files.js').Files} files
 * @property {() => Reading | null} reading what is drawn
 * @property {() => void} remember the part's settings have changed: write them into the address
 */

/**
 * A part of the tab. `show` is called when it is opened, and while it is open when the drawing has changed.
 * @typedef {object} Part
 * @property {() => void} show
 * @property {() => Record<string, unknown>} settings what a link carries
 * @property {(settings: Record<string, string>) => void} adopt what a link asks for
 * @property {() => void} [hide]
 */

/**
 * Show in a place either what belongs there or, in its hint, why there is nothing.
 * @param {HTMLElement} place
 * @param {unknown} there
 * @param {string} [why] in place of what its template says
 */
export function showIn(place, there, why = '') {
  place.classList.toggle('empty', !there);
  const hint = place.querySelector(':scope > .tl-hint');
  if (hint) hint.textContent = there ? '' : why || (place.dataset.hint ?? '');
}

/** Why there is no image of the drawing; '' where nothing is drawn. @param {Reading | null} reading */
export function whyNoDigit(reading) {
  return reading && reading.answer.state !== 'answer' ? told(reading.answer.message) : '';
}

/**
 * Some radio buttons with one name.
 * @param {HTMLElement} panel
 * @param {string} name
 * @param {() => void} onChange
 */
export function radioGroup(panel, name, onChange) {
  const inputs = /** @type {HTMLInputElement[]} */ (all(panel, `input[name="${name}"]`));
  for (const input of inputs) input.addEventListener('change', onChange);
  return {
    value: () => inputs.find((input) => input.checked)?.value ?? '',
    set(/** @type {string} */ value) {
      const input = inputs.find((one) => one.value === value);
      if (input) input.checked = true;
    },
  };
}

/** Numbers of any size in a table: four decimals where that is readable, else a power of ten. @param {number} value */
export function tidy(value) {
  const size = Math.abs(value);
  if (size >= 1000) return count(Math.round(value));
  if (size === 0 || size >= 0.001) return fixed(value, size >= 100 ? 1 : 4);
  return power(value);
}
