/** The window's settings: numbers counted up and down, the border, and a number that may be broken. */

import { make } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { numberIn } from '../shared/numbers.js';
import { asTyped, CHOICES, LARGEST } from './settings.js';

/**
 * "− 3 +": a whole number between two limits.
 * @param {HTMLElement} holder
 * @param {string} label
 * @param {[number, number]} limits
 * @param {(value: number) => void} onChange
 * @returns {(value: number, isVisible?: boolean) => void} shows a value
 */
export function makeStepper(holder, label, [low, high], onChange) {
  const button = (/** @type {string} */ text, /** @type {string} */ name) =>
    make('button', { type: 'button', class: 'ui-button', 'aria-label': name, text });
  const [less, more] = [button('−', t('{}: less', label)), button('+', t('{}: more', label))];
  const number = make('output', { 'aria-label': label });
  const row = make('div', { class: 'cl-stepper' }, make('span', { text: label }), less, number, more);
  let now = low;
  less.addEventListener('click', () => now > low && onChange(now - 1));
  more.addEventListener('click', () => now < high && onChange(now + 1));
  holder.append(row);
  return (value, isVisible = true) => {
    now = value;
    number.textContent = String(value);
    // Not `disabled`, which would take the focus away under the visitor's finger.
    less.setAttribute('aria-disabled', String(value <= low));
    more.setAttribute('aria-disabled', String(value >= high));
    row.hidden = !isVisible;
  };
}

/** @param {string} value */
function paddingName(value) {
  if (value === 'valid') return t('valid (none)');
  return value === 'same' ? t('same') : counted(Number(value), '{} pixel', '{} pixels');
}

/**
 * The border, by name or in pixels. "0" is the same as "valid": only links offer it.
 * @param {HTMLElement} holder
 * @param {(value: string) => void} onChange
 * @returns {(value: string) => void} shows a value
 */
export function makePadding(holder, onChange) {
  const options = CHOICES.padding.map((value) => make('option', { value, text: paddingName(value) }));
  const select = make('select', { class: 'ui-select' }, ...options);
  holder.append(make('label', { class: 'cl-stepper' }, make('span', { text: t('Padding') }), select));
  select.addEventListener('change', () => onChange(select.value));
  const none = options[CHOICES.padding.indexOf('0')];
  return (value) => {
    if (value === '0') select.insertBefore(none, select.children[2]);
    else none.remove();
    select.value = value;
  };
}

/**
 * A number that is typed in. What is none stays as it was typed, with a message below it.
 * @param {HTMLElement} holder
 * @param {string} label
 * @param {(value: number) => void} onChange
 * @returns {(value: number, isVisible?: boolean) => void} shows a value
 */
export function makeField(holder, label, onChange) {
  const field = make('input', { class: 'ui-field', inputmode: 'text', autocomplete: 'off', 'aria-label': label });
  const row = make('label', { class: 'cl-stepper' }, make('span', { text: label }), field);
  const wrong = make('p', { class: 'cl-wrong', role: 'alert' });
  const written = (/** @type {number} */ value) => asTyped(value).replace('-', '−');
  let now = 0;
  const complain = (/** @type {boolean} */ isWrong) => {
    field.setAttribute('aria-invalid', String(isWrong));
    wrong.textContent = isWrong ? writeANumber() : '';
  };
  const isRight = () => Math.abs(numberIn(field.value)) <= LARGEST;
  field.addEventListener('input', () => isRight() && complain(false));
  field.addEventListener('change', () => {
    complain(!isRight());
    if (isRight()) onChange(numberIn(field.value));
  });
  holder.append(row, wrong);
  return (value, isVisible = true) => {
    row.hidden = wrong.hidden = !isVisible;
    if (value === now && field.getAttribute('aria-invalid') === 'true') return;
    now = value;
    complain(false);
    if (field !== document.activeElement) field.value = written(value);
  };
}

/** What is said of a text that is no number of a kernel, or no bias. */
export const writeANumber = () => t('Write a number of at most {}, such as −1, 0.5 or 1/9.', LARGEST);
