/** A confusion matrix: what was meant against what a network read, as a table. */

import { TITLES } from '../shared/answers.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/**
 * @param {HTMLElement} place
 * @param {string} name of a network
 * @returns {(pairs: [number, number][]) => void} shows pairs of what was meant and what was read
 */
export function makeConfusion(place, name) {
  const caption = make('caption', { text: TITLES[name] });
  const cells = DIGITS.map(() => DIGITS.map(() => make('td')));
  const head = make('tr', {}, make('td'), ...DIGITS.map((digit) => make('th', { scope: 'col', text: digit })));
  const rows = DIGITS.map((digit) => make('tr', {}, make('th', { scope: 'row', text: digit }), ...cells[digit]));
  const table = make(
    'table',
    { class: `room-matrix ${name}` },
    caption,
    make('thead', {}, head),
    make('tbody', {}, ...rows),
  );
  place.append(table);

  /** @param {[number, number][]} pairs */
  return (pairs) => {
    const counts = DIGITS.map(() => DIGITS.map(() => 0));
    for (const [meant, read] of pairs) counts[meant][read] += 1;
    const right = DIGITS.reduce((sum, digit) => sum + counts[digit][digit], 0);
    caption.textContent = t('{}: {} of {} read as they were meant', TITLES[name], right, pairs.length);
    DIGITS.forEach((meant) => void showRow(cells[meant], counts[meant], meant));
  };
}

/** @param {HTMLElement[]} cells @param {number[]} counts @param {number} meant */
function showRow(cells, counts, meant) {
  const most = Math.max(1, ...counts);
  counts.forEach((count, read) => {
    const cell = cells[read];
    cell.textContent = count ? String(count) : '';
    cell.className = count ? (read === meant ? 'right' : 'wrong') : '';
    cell.style.setProperty('--share', String(count / most));
  });
}
