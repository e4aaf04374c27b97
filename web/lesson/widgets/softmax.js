/** From the CNN's ten last sums to ten probabilities: exponential, then divided by the sum of all ten. */

import { finder, make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed, part, share } from '../../shared/numbers.js';
import { followDigit } from '../parts.js';
import { scoresOf, writtenPower } from '../sums.js';

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function softmax(box, { studio, reader }) {
  box.setAttribute('aria-label', t('Softmax on your digit'));
  const rows = Array.from({ length: 10 }, (_, digit) => makeRow(digit));
  const total = make('td');
  box.append(make('div', { class: 'ui-live' }, makeTable(rows, total)));
  const invitation = t('Draw a digit: the CNN’s ten scores, and what softmax makes of them, appear here.');
  followDigit(box, studio, invitation, ({ outputs }) => {
    const network = reader.known('cnn');
    if (!network) return;
    const found = scoresOf(network, outputs.cnn);
    rows.forEach((row, digit) => {
      showRow(row, found, digit);
    });
    total.textContent = writtenPower(found.total);
  });
}

/** @param {HTMLElement[]} rows @param {HTMLElement} total */
function makeTable(rows, total) {
  const column = (/** @type {string} */ text) => make('th', { scope: 'col', text });
  const power = make('th', { scope: 'col' }, make('i', { text: 'e' }), make('sup', {}, make('i', { text: 'z' })));
  const score = make('th', { scope: 'col' }, `${t('Score')} `, make('i', { text: 'z' }));
  const shares = make('th', { scope: 'col', colspan: 2, text: t('÷ total') });
  return make(
    'table',
    { class: 'ui-table le-softmax' },
    make('thead', {}, make('tr', {}, column(t('Digit')), score, power, shares)),
    make('tbody', {}, ...rows),
    make(
      'tfoot',
      {},
      make(
        'tr',
        {},
        make('th', { text: t('Total') }),
        make('td'),
        total,
        make('td', { text: share(1, 0) }),
        make('td'),
      ),
    ),
  );
}

/** @param {number} digit */
function makeRow(digit) {
  const cells = ['score', 'power', 'share'].map((name) => make('td', { class: `le-${name}` }));
  const bar = make('td', { class: 'le-bar-cell' }, make('i'));
  return make('tr', {}, make('th', { scope: 'row', text: digit }), ...cells, bar);
}

/** @param {HTMLElement} row @param {import('../sums.js').Scores} found @param {number} digit */
function showRow(row, { scores, powers, shares, best }, digit) {
  const find = finder(row);
  row.className = digit === best ? 'le-best' : '';
  find('.le-score').textContent = fixed(scores[digit], 2);
  find('.le-power').textContent = writtenPower(powers[digit]);
  find('.le-share').textContent = part(shares[digit], 2);
  find('.le-bar-cell i').style.transform = `scaleX(${shares[digit]})`;
}
