/** Predict before you look: the open step's number stays hidden until the visitor has named it. */

import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { isWhole, numberIn, plain } from '../shared/numbers.js';

export class Guessing {
  /** @type {Set<string>} */
  #seen = new Set(); // steps whose number is known
  /** @type {Set<string>} */
  #tried = new Set(); // steps that were scored
  /** What is written in the row in sight stays when the same numbers are shown again. @type {{key: string, name: string, row: HTMLElement} | null} */
  #asked = null;

  /**
   * @param {HTMLElement} panel
   * @param {import('../start.js').Context} context
   * @param {(right?: boolean) => void} changed something is to be shown anew; `right` after a guess
   */
  constructor(panel, { studio, guess }, changed) {
    this.guess = guess;
    this.changed = changed;
    this.isOn = guess.now().on;
    studio.watch('guessing', panel, (next) => {
      const isSwitched = next.on !== this.isOn;
      this.isOn = next.on;
      if (isSwitched) changed();
    });
  }

  /** @param {string} key of a step */
  hides(key) {
    return this.isOn && !this.#seen.has(key);
  }

  /**
   * A row to write a guess into.
   * @param {string} key of the step
   * @param {number} value the right number
   * @param {string} name says what is asked for
   */
  form(key, value, name) {
    if (this.#asked?.key !== key || this.#asked.name !== name) {
      const check = (/** @type {string} */ text) => this.#check(key, value, text);
      this.#asked = { key, name, row: newForm(name, check, () => this.#reveal(key, false)) };
    }
    const { row } = this.#asked;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && row.contains(activeElement)) {
      queueMicrotask(() => activeElement.focus({ preventScroll: true }));
    }
    return row;
  }

  /** @param {string} key @param {number} value @param {string} text @returns {string} what is said of a guess that was not right */
  #check(key, value, text) {
    const guessed = numberIn(text);
    if (Number.isNaN(guessed)) return t('Write a number.');
    if (!isClose(guessed, value)) {
      this.#score(key, false);
      return t('Not {}. Try again.', plain(guessed));
    }
    this.#reveal(key, true);
    return '';
  }

  /** @param {string} key @param {boolean} right */
  #score(key, right) {
    if (this.#tried.has(key)) return;
    this.#tried.add(key);
    this.guess.record(right);
  }

  /** @param {string} key @param {boolean} right */
  #reveal(key, right) {
    this.#score(key, right);
    this.#seen.add(key);
    this.changed(right);
  }
}

/** @param {string} name @param {(text: string) => string} check @param {() => void} give */
function newForm(name, check, give) {
  const field = make('input', { class: 'ui-field', inputmode: 'text', autocomplete: 'off', 'aria-label': name });
  const submit = make('button', { type: 'submit', class: 'ui-button ui-strong', text: t('Check') });
  const show = make('button', { type: 'button', class: 'ui-button', text: t('Show it') });
  const said = make('span', { class: 'cl-said', role: 'status' });
  const row = make('form', { class: 'cl-guess' }, make('span', { text: '= ' }), field, submit, show, said);
  row.addEventListener('submit', (event) => {
    event.preventDefault();
    said.textContent = check(field.value);
    if (said.textContent) field.select();
  });
  show.addEventListener('click', give);
  return row;
}

/** Whole numbers must be met; of broken ones the first two or three digits. @param {number} guessed @param {number} value */
function isClose(guessed, value) {
  return Math.abs(guessed - value) <= (isWhole(value) ? 0.001 : Math.max(0.011, 0.01 * Math.abs(value)));
}
