/** The two answers under the canvas, the same two in the strip on a phone, and the spoken sentence. */

import { NAMES, ranked, spokenAnswer, TITLES } from '../shared/answers.js';
import { finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';

/** @typedef {import('../shared/answers.js').Answer} Answer */

/** @param {HTMLElement} root */
export function makeAnswers(root) {
  const find = finder(root);
  const spoken = find('.dc-spoken');
  const status = find('.dc-status');

  /** A digit that nobody claims is no answer: it stands small, with a question mark. @param {string} name @param {Float32Array | null | undefined} probabilities @param {boolean} isClaimed */
  function showNetwork(name, probabilities, isClaimed) {
    const card = finder(find(`.dc-answer.${name}`));
    const { best: guess, p } = probabilities ? ranked(probabilities) : { best: null, p: 0 };
    const best = guess !== null && isClaimed ? guess : '–';
    const sure = guess === null ? '' : isClaimed ? percent(p, 1) : `${guess}? ${percent(p, 1)}`;
    card('.dc-digit').textContent = String(best);
    card('.dc-percent').textContent = sure;
    card('.dc-level span').style.transform = `scaleX(${p})`;
    find(`.dc-strip-answer.${name}`).textContent = `${TITLES[name]} ${best} ${sure}`.trim();
  }

  /** @param {Answer} answer */
  function show(answer) {
    const read = answer.state === 'answer' && answer.verdict !== 'blank';
    root.dataset.answer = read ? answer.verdict : answer.state === 'answer' ? 'blank' : answer.state;
    const isClaimed = answer.verdict !== 'not a digit';
    for (const name of NAMES) showNetwork(name, read ? answer[/** @type {'cnn' | 'ann'} */ (name)] : null, isClaimed);
    status.textContent = answer.message ?? (answer.verdict === 'not a digit' ? t('Probably not a digit') : '');
    if (answer.final && answer.state === 'answer') spoken.textContent = sentenceFor(answer);
  }

  /** Screen readers hear an answer when the pen has lifted, never while it moves. @param {Answer} answer */
  function sentenceFor(answer) {
    if (answer.verdict !== 'blank') return spokenAnswer(answer);
    return spoken.textContent ? t('The canvas is empty') : '';
  }

  return { show };
}
