/**
 * The questions at the end of a chapter. Each answer says at once whether it is right, and why. A wrong one may be
 * followed by another; only the first try counts.
 */

import { all, finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { english, rendered } from './words.js';

/** Texts are HTML. @typedef {{text: string, why: string, right: boolean}} Choice */
/** @typedef {{id: string, row: string, question: string, choices: Choice[]}} Question */

/**
 * @param {HTMLElement} quiz
 * @param {import('./progress.js').Progress} progress
 * @returns {(questions: Question[]) => void} shows them; none hides the quiz
 */
export function makeQuiz(quiz, progress) {
  const find = finder(quiz);
  /** @type {Question[]} */
  let shown = [];

  function updateScore() {
    find('.le-quiz-score').textContent = scoreOf(shown, progress);
    find('.le-again').hidden = !progress.score(shown.map(({ id }) => id)).answered;
  }

  /** @param {Question[]} questions */
  function show(questions) {
    shown = questions;
    quiz.hidden = !questions.length;
    const made = questions.map((question, i) => makeQuestion(question, i, progress, updateScore));
    find('.le-questions').replaceChildren(...made);
    updateScore();
  }

  find('.le-again').addEventListener('click', () => {
    progress.forget(shown.map(({ id }) => id));
    show(shown);
    find('#le-quiz-title').focus();
  });
  return show;
}

/** @param {Question[]} questions @param {import('./progress.js').Progress} progress */
function scoreOf(questions, progress) {
  const { answered, first } = progress.score(questions.map(({ id }) => id));
  const all = questions.length;
  if (!answered) return t('{} questions; the first try counts', all);
  if (answered < all) return t('{} of {} right at the first try so far', first, all);
  return t('{} of {} right at the first try', first, all);
}

/** @param {Question} question @param {number} index @param {import('./progress.js').Progress} progress @param {() => void} answered */
function makeQuestion(question, index, progress, answered) {
  const number = make('span', { class: 'le-question-number', text: index + 1 });
  const words = english(make('span', { class: 'le-question-words' }, rendered(question.question)));
  const choices = make('ul', { class: 'le-choices' });
  const attributes = { class: 'le-question', 'data-question': question.id };
  const asked = make('fieldset', attributes, make('legend', {}, number, words), choices);

  /** Once it is solved, its other answers may still be pressed to read why they are wrong. @param {number} i */
  function choose(i) {
    const { right } = question.choices[i];
    if (!asked.classList.contains('solved')) progress.answer(question.id, right);
    reveal(i);
    answered();
  }

  /** @param {number} i */
  function reveal(i) {
    showChosen(all(choices, 'li')[i], question.choices[i]);
    if (question.choices[i].right) asked.classList.add('solved');
  }

  choices.append(...question.choices.map((choice, i) => makeChoice(choice, () => choose(i))));
  if (progress.of(question.id)?.solved) reveal(question.choices.findIndex(({ right }) => right));
  return asked;
}

/** @param {Choice} choice @param {() => void} choose */
function makeChoice({ text }, choose) {
  const words = english(make('span', { class: 'le-choice-words' }, rendered(text)));
  const button = make('button', { type: 'button', class: 'le-choice' }, make('span', { class: 'le-mark' }), words);
  button.addEventListener('click', choose);
  const why = make('p', { class: 'le-why', role: 'status' }); // empty until chosen, so that what then comes is read out
  return make('li', {}, button, why);
}

/** @param {HTMLElement} item @param {Choice} choice */
function showChosen(item, { right, why }) {
  const find = finder(item);
  item.className = right ? 'right' : 'wrong';
  find('.le-choice').setAttribute('aria-pressed', 'true');
  const verdict = make('b', { text: right ? t('Right.') : t('Not quite.') });
  find('.le-why').replaceChildren(verdict, ' ', english(make('span', {}, rendered(why))));
}
