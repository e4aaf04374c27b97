/** Predict before you look: the open step's number stays hidden until the visitor has named it. */

import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { numberIn, plain } from '../shared/numbers.js';

/**
 * @param {HTMLElement} panel
 * @param {import('../start.js').Context} context
 * @param {(right?: boolean) => void} changed something is to be shown anew; `right` after a guess
 */
export function makeGuessing(panel, { studio, guess }, changed) {
  /** @type {Set<string>} */
  const seen = new Set(); // steps whose number is known
  /** @type {Set<string>} */
  const tried = new Set(); // steps that were scored
  let isOn = guess.now().on;
  /** What is written in the row in sight stays when the same numbers are shown again. @type {{key: string, name: string, row: HTMLElement} | null} */
  let asked = null;

  studio.watch('guessing', panel, (next) => {
    const isSwitched = next.on !== isOn;
    isOn = next.on;
    if (isSwitched) changed();
  });

  /**
   * A row to write a guess into.
   * @param {string} key of the step
   * @param {number} value the right number
   * @param {string} name says what is asked for
   */
  function form(key, value, name) {
    if (asked?.key !== key || asked.name !== name)
      asked = {
        key,
        name,
        row: newForm(
          name,
          (text) => check(key, value, text),
          () => reveal(key, false),
        ),
      };
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && asked.row.contains(activeElement)) {
      queueMicrotask(() => activeElement.focus({ preventScroll: true }));
    }
    return asked.row;
  }

  /** @param {string} key @param {number} value @param {string} text @returns {string} what is said of a guess that was not right */
  function check(key, value, text) {
    const guessed = numberIn(text);
    if (Number.isNaN(guessed)) return t('Write a number.');
    if (!isClose(guessed, value)) {
      score(key, false);
      return t('Not {}. Try again.', plain(guessed));
    }
    reveal(key, true);
    return '';
  }

  /** @param {string} key @param {boolean} right */
  function score(key, right) {
    if (tried.has(key)) return;
    tried.add(key);
    guess.record(right);
  }

  /** @param {string} key @param {boolean} right */
  function reveal(key, right) {
    score(key, right);
    seen.add(key);
    changed(right);
  }

  return { form, hides: (/** @type {string} */ key) => isOn && !seen.has(key), isOn: () => isOn };
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
  const isWhole = Math.abs(value - Math.round(value)) < 2e-6 * Math.max(1, Math.abs(value));
  return Math.abs(guessed - value) <= (isWhole ? 0.001 : Math.max(0.011, 0.01 * Math.abs(value)));
}
