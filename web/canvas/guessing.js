/** Predict before you look: the visitor says what the CNN will read, and only then sees it. */

import { all, finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';

const NONE = 'none'; // the guess that it is no digit at all

/** @typedef {import('../shared/answers.js').Answer} Answer */

/**
 * @param {HTMLElement} root
 * @param {import('../start.js').Context} context
 * @param {() => void} reveal called once a guess is made and there is an answer to compare it with
 */
export function makeGuessing(root, { studio, guess }, reveal) {
  const find = finder(root);
  const panel = find('.dc-guess');
  const control = /** @type {HTMLInputElement} */ (find('.dc-guess-first input'));
  /** @type {string | null} */
  let mine = null;
  let told = false; // this drawing's answer is known: more strokes change nothing
  let inked = false;

  const isDue = () => guess.now().on && inked && !told;
  /** @returns {Answer | undefined} */
  const answerNow = () => studio.latest.reading?.answer;

  /** @param {Answer} answer */
  function follow(answer) {
    inked = answer.state === 'answer' ? answer.verdict !== 'blank' : answer.state === 'loading';
    if (!inked && answer.state === 'answer') renew();
    else if (mine !== null && answer.final && answer.state === 'answer') settle(answer);
    show();
  }

  /** Another drawing: its answer is not known yet. */
  function renew() {
    mine = null;
    told = false;
    panel.classList.remove('told');
  }

  /** @param {Answer} answer */
  function settle(answer) {
    const read = answer.verdict === 'digit' ? String(answer.digit) : NONE;
    const right = mine === read;
    told = true;
    guess.record(right);
    const { right: hits, all: count } = guess.now();
    const said = read === NONE ? t('The CNN finds no digit here') : t('The CNN reads {}', read);
    const yours = mine === NONE ? t('no digit') : String(mine);
    const outcome = right ? t('Right: {} of {}.', hits, count) : t('Not this time: {} of {}.', hits, count);
    find('.dc-guess-said').textContent = `${t('{}; you said {}.', said, yours)} ${outcome}`;
    panel.classList.add('told');
    mine = null;
    show();
    reveal();
  }

  /** @param {string} value */
  function choose(value) {
    if (!isDue()) return;
    mine = value;
    const answer = answerNow();
    if (answer?.final && answer.state === 'answer') settle(answer);
    show();
  }

  function show() {
    const { on, right, all: count } = guess.now();
    const due = isDue();
    panel.hidden = !on || !inked;
    find('.dc-guess-ask').hidden = !due;
    find('.dc-answers').hidden = due;
    document.body.classList.toggle('guess-due', due);
    control.checked = on;
    find('.dc-score').textContent = on && count ? t('{} of {} right', right, count) : '';
    find('.dc-forget').hidden = !on || !count;
    for (const button of all(panel, 'button')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('value') === mine));
    }
  }

  function addChoices() {
    const choices = find('.dc-guess-choices');
    for (let digit = 0; digit < 10; digit += 1) choices.append(choice(String(digit), String(digit)));
    choices.append(choice(NONE, t('none'), t('no digit')));
  }

  /** @param {string} value @param {string} text @param {string} [label] */
  function choice(value, text, label) {
    const button = make('button', { type: 'button', value, text, 'aria-label': label });
    button.addEventListener('click', () => choose(value));
    return button;
  }

  addChoices();
  control.addEventListener('change', () => {
    told = !control.checked || inked; // what is on the paper was seen already
    guess.set(control.checked);
    reveal();
  });
  find('.dc-forget').addEventListener('click', () => guess.reset());
  studio.watch('guessing', root, show);
  return { follow, renew, isDue };
}
