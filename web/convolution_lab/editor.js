/** The kernel as a grid that can be typed into. */

import { blueOrange, colourOf, inkOn, signedLevel } from '../shared/colours.js';
import { all, isCommand, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { nth, numberIn } from '../shared/numbers.js';
import { writeANumber } from './controls.js';
import { asTyped, LARGEST } from './settings.js';
import { cellText } from './view.js';

/** @typedef {import('../net/convolution.js').Kernel} Kernel */

/**
 * @param {HTMLElement} holder
 * @param {{changed: (rows: Kernel) => void, wrong: (message: string) => void}} actions
 * @returns {(rows: Kernel) => void} shows a kernel
 */
export function makeEditor(holder, { changed, wrong }) {
  let rows = /** @type {Kernel} */ ([]);
  /** What was last typed in here: only another kernel takes away what is no number. @type {Kernel} */
  let own = [];
  const fields = () => /** @type {HTMLInputElement[]} */ (all(holder, 'input'));

  /** @param {Kernel} next */
  function show(next) {
    const isOther = next !== rows && next !== own;
    if (next.length !== rows.length) build(next);
    rows = next;
    const most = Math.max(...rows.flat().map(Math.abs)) || 1;
    for (const [i, field] of fields().entries()) if (isOther || !isWrong(field)) showValue(field, rows.flat()[i], most);
    wrong(fields().some(isWrong) ? writeANumber() : '');
  }

  /** @param {Kernel} kernel */
  function build(kernel) {
    holder.style.setProperty('--cl-size', String(kernel.length));
    holder.classList.toggle('cl-fine', kernel.length > 5);
    holder.replaceChildren(...kernel.flatMap((line, row) => line.map((_, column) => makeCell(row, column))));
  }

  /** @param {number} row @param {number} column */
  function makeCell(row, column) {
    const label = t('Kernel row {}, column {}', nth(row), nth(column));
    const field = make('input', { inputmode: 'text', autocomplete: 'off', 'aria-label': label });
    field.addEventListener('input', () => typed(field, row, column));
    field.addEventListener('focus', () => beginTyping(field, rows[row][column]));
    field.addEventListener('blur', () => show(rows));
    field.addEventListener('keydown', (event) => nudge(event, field, row, column));
    return field;
  }

  /** @param {HTMLInputElement} field @param {number} row @param {number} column */
  function typed(field, row, column) {
    const value = numberIn(field.value);
    field.setAttribute('aria-invalid', String(!(Math.abs(value) <= LARGEST)));
    if (isWrong(field)) wrong(writeANumber());
    else put(row, column, value);
  }

  /** @param {KeyboardEvent} event @param {HTMLInputElement} field @param {number} row @param {number} column */
  function nudge(event, field, row, column) {
    const value = nudged(rows[row][column], event);
    if (value === null) return;
    event.preventDefault();
    field.removeAttribute('aria-invalid');
    put(row, column, value);
    field.value = asTyped(value);
  }

  /** @param {number} row @param {number} column @param {number} value */
  function put(row, column, value) {
    own = rows.map((line, y) => line.map((old, x) => (y === row && x === column ? value : old)));
    changed(own);
  }

  return show;
}

/** What an arrow key makes of a value; null for any other key. @param {number} value @param {KeyboardEvent} event */
function nudged(value, event) {
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  return step && !isCommand(event) ? Math.min(LARGEST, Math.max(-LARGEST, value + step)) : null;
}

/** @param {HTMLInputElement} field @param {number} value what it stands for, in full */
function beginTyping(field, value) {
  if (!isWrong(field)) field.value = asTyped(value);
  field.select();
}

/** @param {HTMLInputElement} field */
const isWrong = (field) => field.getAttribute('aria-invalid') === 'true';

/** @param {HTMLInputElement} field @param {number} value @param {number} most */
function showValue(field, value, most) {
  const level = signedLevel(value, most);
  if (field !== document.activeElement) field.value = cellText(value);
  else if (numberIn(field.value) !== value) field.value = asTyped(value);
  field.title = String(value);
  field.style.background = colourOf(blueOrange, level);
  field.style.color = inkOn(blueOrange, level);
  field.removeAttribute('aria-invalid');
}
