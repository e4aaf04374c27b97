/** Ten probabilities as bars: for one network, or for two back to back. */

import { NAMES, ranked } from './answers.js';
import { make } from './dom.js';
import { percent } from './numbers.js';

/** @typedef {Record<string, ArrayLike<number> | null | undefined>} Series */

/**
 * Fill a list with ten rows.
 * @param {HTMLElement} list an empty <ol>
 * @param {string[]} [series] one name, or two that stand back to back
 * @returns {(probabilities: Series | null) => void} shows ten numbers for each name; null for none
 */
export function makeBars(list, series = NAMES) {
  list.classList.add('ui-bars', series.length === 2 ? 'two' : 'one');
  const rows = Array.from({ length: 10 }, (_, digit) => makeRow(list, digit, series));
  return (probabilities) => {
    series.forEach((name, i) => {
      const found = probabilities?.[name];
      const best = found ? ranked(found).best : null;
      rows.forEach((row, digit) => showPart(row[i], found ? found[digit] : null, digit === best));
    });
  };
}

/** @typedef {{value: HTMLElement, bar: HTMLElement, fill: HTMLElement}} Part */

/**
 * @param {HTMLElement} list
 * @param {number} digit
 * @param {string[]} series
 * @returns {Part[]}
 */
function makeRow(list, digit, series) {
  const parts = series.map((name) => {
    const fill = make('span');
    return {
      value: make('span', { class: `ui-value ${name}` }),
      bar: make('span', { class: `ui-bar ${name}` }, fill),
      fill,
    };
  });
  const which = make('b', { class: 'ui-which', text: digit });
  const [first, second] = parts;
  const shown = second ? [first.value, first.bar, which, second.bar, second.value] : [which, first.bar, first.value];
  list.append(make('li', {}, ...shown));
  return parts;
}

/**
 * @param {Part} part
 * @param {number | null} probability
 * @param {boolean} isBest
 */
function showPart({ value, bar, fill }, probability, isBest) {
  value.textContent = probability === null ? '–' : percent(probability, 1);
  fill.style.transform = `scaleX(${probability ?? 0})`;
  for (const each of [value, bar]) {
    each.classList.toggle('best', isBest);
    each.classList.toggle('nil', probability === null || probability < 0.0005);
  }
}

/**
 * A card with a network's best digit: its elements have the classes `ui-digit` and `ui-sure`.
 * @param {ParentNode} card
 * @param {ArrayLike<number> | null | undefined} probabilities
 */
export function showVerdict(card, probabilities) {
  const found = probabilities ? ranked(probabilities) : null;
  /** @param {string} selector @param {string} text */
  const put = (selector, text) => {
    const place = card.querySelector(selector);
    if (place) place.textContent = text;
  };
  put('.ui-digit', found ? String(found.best) : '–');
  put('.ui-sure', found ? percent(found.p) : '');
}
