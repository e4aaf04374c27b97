/** The loss of one digit: choose which it truly is, and see −ln p for both networks. */

import { NAMES, ranked, TITLES } from '../../shared/answers.js';
import { makeChart } from '../../shared/chart.js';
import { all, finder, make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed, power } from '../../shared/numbers.js';
import { curveOf, hintIn } from '../parts.js';
import { lossOf } from '../sums.js';

/** @typedef {import('../../shared/answers.js').Answer} Answer */

const HIGHEST = 6; // loss that the curve shows
const CURVE = curveOf(lossOf, 0, 1);

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function crossEntropy(box, { studio }) {
  /** @type {Answer | null} */
  let answer = null;
  /** @type {number | null} */
  let truth = null; // until the visitor says, the digit that the CNN reads
  const choose = (/** @type {number} */ digit) => {
    truth = digit;
    show();
  };
  const digits = makeDigits(choose);
  const lines = make('ul', { class: 'le-losses', 'aria-live': 'polite' }, ...NAMES.map(makeLine));
  const host = make('div', { class: 'le-curve' });
  const caption = make('figcaption', { text: t('Loss over the probability of the true digit, from 0 to 1.') });
  const picture = make('figure', { class: 'le-loss-curve' }, host, caption);
  const chart = makeChart(host, 180);

  function show() {
    if (!answer?.cnn) return;
    const meant = truth ?? ranked(answer.cnn).best;
    all(digits, 'input').forEach((input, digit) => {
      /** @type {HTMLInputElement} */ (input).checked = digit === meant;
    });
    const found = probabilitiesOf(answer, meant);
    for (const { name, p } of found) showLine(finder(lines)(`.${name}`), p);
    chart(dataOf(found, meant));
  }

  box.setAttribute('aria-label', t('Cross-entropy on your digit'));
  box.append(make('div', { class: 'ui-live' }, digits, make('div', { class: 'le-two' }, lines, picture)));
  studio.watch('reading', box, (/** @type {import('../../shared/studio.js').Reading} */ { answer: latest }) => {
    const isRead = latest.state === 'answer' && latest.verdict !== 'blank';
    if (!isRead) truth = null;
    answer = isRead ? latest : null;
    const invitation = t('Draw a digit: the loss of both networks on it appears here.');
    hintIn(box, answer ? '' : latest.message || invitation);
    show();
  });
}

/** @param {(digit: number) => void} choose */
function makeDigits(choose) {
  const choices = Array.from({ length: 10 }, (_, digit) => {
    const input = make('input', { type: 'radio', name: 'le-truth', value: digit });
    input.addEventListener('change', () => choose(digit));
    return make('label', {}, input, make('span', { text: digit }));
  });
  const legend = make('legend', { text: t('Which digit did you mean?') });
  return make('fieldset', { class: 'le-digits' }, legend, ...choices);
}

/** @typedef {{name: string, p: number | null}} Found The probability of the true digit; null while a network is on its way. */

/** @param {Answer} answer @param {number} digit @returns {Found[]} */
function probabilitiesOf(answer, digit) {
  return NAMES.map((name) => ({ name, p: answer[/** @type {'cnn' | 'ann'} */ (name)]?.[digit] ?? null }));
}

/** @param {string} name */
function makeLine(name) {
  const sum = make('span', { class: 'le-loss-sum' });
  return make('li', { class: name }, make('b', { text: TITLES[name] }), sum, make('strong'));
}

/** @param {HTMLElement} line @param {number | null} p */
function showLine(line, p) {
  const find = finder(line);
  find('.le-loss-sum').textContent = p === null ? t('is still on its way') : `−ln ${writtenShare(p)} = `;
  find('strong').textContent = p === null ? '' : writtenLoss(p);
}

/** @param {number} p */
const writtenShare = (p) => (p >= 0.01 ? fixed(p, p > 0.99 ? 5 : 3) : power(p));

/** @param {number} p */
function writtenLoss(p) {
  const loss = lossOf(p);
  return loss && loss < 0.01 ? power(loss) : fixed(loss, 2);
}

/** @param {Found[]} found @param {number} meant @returns {import('../../shared/chart.js').Data} */
function dataOf(found, meant) {
  const known = found.flatMap(({ name, p }) => (p === null ? [] : [{ name, p }]));
  const losses = known.map(({ name, p }) => `${TITLES[name]} ${writtenLoss(p)}`).join(', ');
  return {
    x: [0, 1],
    y: [0, HIGHEST],
    ticksX: [0, 0.5, 1].map((at) => [at, fixed(at, 1, 0)]),
    ticksY: [0, 2, 4, HIGHEST].map((at) => [at, fixed(at)]),
    lines: [{ points: CURVE, kind: 'faint' }],
    dots: known.map(({ name, p }) => ({ x: p, y: lossOf(p), kind: name })),
    label: t('The curve of −ln p falls from left to right. Loss if it is a {}: {}.', meant, losses),
  };
}
