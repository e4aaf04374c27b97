/** Predict before you look: the visitor says what the CNN will read, and only then sees it. */

import { all, finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';

const NONE = 'none'; // the guess that it is no digit at all

/** @typedef {import('../shared/answers.js').Answer} Answer */

export class Guessing {
  /** @type {string | null} */
  #mine = null;
  #isTold = false; // this drawing's answer is known: more strokes change nothing
  #isInked = false;

  /**
   * @param {HTMLElement} root
   * @param {import('../start.js').Context} context
   * @param {() => void} reveal called once a guess is made and there is an answer to compare it with
   */
  constructor(root, { studio, guess }, reveal) {
    this.find = finder(root);
    this.panel = this.find('.dc-guess');
    this.control = /** @type {HTMLInputElement} */ (this.find('.dc-guess-first input'));
    this.studio = studio;
    this.guess = guess;
    this.reveal = reveal;
    this.#addChoices();
    this.control.addEventListener('change', () => this.#switch());
    this.find('.dc-forget').addEventListener('click', () => guess.reset());
    studio.watch('guessing', root, () => this.#show());
  }

  isDue() {
    return this.guess.now().on && this.#isInked && !this.#isTold;
  }

  /** @param {Answer} answer */
  follow(answer) {
    const isRead = answer.state === 'answer';
    this.#isInked = isRead ? answer.verdict !== 'blank' : answer.state === 'loading';
    if (!this.#isInked && isRead) this.renew();
    else this.#compare(answer);
    this.#show();
  }

  /** Another drawing: its answer is not known yet. */
  renew() {
    this.#mine = null;
    this.#isTold = false;
    this.panel.classList.remove('told');
  }

  #switch() {
    this.#isTold = !this.control.checked || this.#isInked; // what is on the paper was seen already
    this.guess.set(this.control.checked);
    this.reveal();
  }

  /** Once there is a guess and the answer to it. @param {Answer | undefined} answer */
  #compare(answer) {
    if (this.#mine === null || !answer?.final || answer.state !== 'answer') return;
    const read = answer.verdict === 'digit' ? String(answer.digit) : NONE;
    this.#isTold = true;
    this.guess.record(this.#mine === read);
    this.find('.dc-guess-said').textContent = this.#outcome(this.#mine, read);
    this.panel.classList.add('told');
    this.#mine = null;
    this.#show();
    this.reveal();
  }

  /** @param {string} mine @param {string} read */
  #outcome(mine, read) {
    const { right, all: count } = this.guess.now();
    const said = read === NONE ? t('The CNN finds no digit here') : t('The CNN reads {}', read);
    const both = t('{}; you said {}.', said, mine === NONE ? t('no digit') : mine);
    return `${both} ${mine === read ? t('Right: {} of {}.', right, count) : t('Not this time: {} of {}.', right, count)}`;
  }

  /** @param {string} value */
  #choose(value) {
    if (!this.isDue()) return;
    this.#mine = value;
    this.#compare(this.studio.latest.reading?.answer);
    this.#show();
  }

  #show() {
    const { find, panel } = this;
    const { on, right, all: count } = this.guess.now();
    const due = this.isDue();
    panel.hidden = !on || !this.#isInked;
    find('.dc-guess-ask').hidden = !due;
    find('.dc-answers').hidden = due;
    document.body.classList.toggle('guess-due', due);
    this.control.checked = on;
    find('.dc-score').textContent = on && count ? t('{} of {} right', right, count) : '';
    find('.dc-forget').hidden = !on || !count;
    for (const button of all(panel, 'button')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('value') === this.#mine));
    }
  }

  #addChoices() {
    const choices = this.find('.dc-guess-choices');
    for (let digit = 0; digit < 10; digit += 1) choices.append(this.#choice(String(digit), String(digit)));
    choices.append(this.#choice(NONE, t('none'), t('no digit')));
  }

  /** @param {string} value @param {string} text @param {string} [label] */
  #choice(value, text, label) {
    const button = make('button', { type: 'button', value, text, 'aria-label': label });
    button.addEventListener('click', () => this.#choose(value));
    return button;
  }
}
