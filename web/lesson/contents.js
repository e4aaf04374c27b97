/** The contents list, with what has been read and answered. */

import { finder, make } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { count } from '../shared/numbers.js';
import { hashOf } from '../shared/route.js';
import { english } from './words.js';

/**
 * What the server tells of a chapter.
 * @typedef {object} Chapter
 * @property {number} number
 * @property {string} title
 * @property {string} summary
 * @property {number} minutes to read
 * @property {{id: string, title: string}[]} rows its parts
 * @property {string[]} questions ids
 */

/**
 * Where a chapter, or a part of it, is opened.
 * @param {number} chapter
 * @param {string} [row]
 * @returns {Record<string, unknown>}
 */
export const placeOf = (chapter, row) => (row ? { chapter, row } : { chapter });

/**
 * A link that this page follows by itself, unless it is asked for in another tab or window.
 * @param {string} name class
 * @param {Record<string, unknown>} place see `placeOf`
 * @param {() => void} go
 * @param {...(Node | string)} parts
 */
export function makeLink(name, place, go, ...parts) {
  const link = make('a', { class: name, href: hashOf('lesson', place) }, ...parts);
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go();
  });
  return link;
}

/**
 * @param {HTMLElement} panel
 * @param {Chapter[]} chapters
 * @param {import('./progress.js').Progress} progress
 * @param {{open: (number: number) => void, announce: (text: string) => void}} actions
 */
export function makeContents(panel, chapters, progress, { open, announce }) {
  const find = finder(panel);
  const entries = chapters.map((chapter) => makeEntry(chapter, () => open(chapter.number)));
  find('.le-list').replaceChildren(...entries);
  if (!chapters.length) {
    const text = t('The chapters are not here: the folder “lesson” is missing.');
    find('.le-list').append(make('li', { class: 'le-none', text }));
  }

  function update() {
    chapters.forEach((chapter, i) => showState(entries[i], chapter, progress));
    showTotal(find, chapters, progress);
  }

  forgetting(find('.le-forget button'), () => {
    progress.forget();
    announce(t('Everything that you read and answered is forgotten.'));
    find('.le-head h2').focus();
  });
  progress.watch(update);
  update();
}

/** @param {Chapter} chapter @param {() => void} open */
function makeEntry({ number, title, summary, minutes }, open) {
  const words = make(
    'span',
    { class: 'le-entry-words' },
    make('b', { text: title }),
    make('span', { class: 'le-entry-summary', text: summary }),
  );
  const took = make('span', { class: 'le-minutes', text: t('{} min', minutes) });
  const state = make('span', { class: 'le-entry-state' }, took, ' ', make('span', { class: 'le-done' }));
  const name = make('span', { class: 'le-number', text: number });
  const link = makeLink('le-entry', placeOf(number), open, name, english(words), state);
  return make('li', { 'data-chapter': number }, link);
}

/** @param {HTMLElement} entry @param {Chapter} chapter @param {import('./progress.js').Progress} progress */
function showState(entry, { number, questions }, progress) {
  const { answered, first } = progress.score(questions);
  const isRead = progress.isRead(number);
  const said = [isRead && t('read'), answered && t('quiz {} of {}', first, questions.length)].filter(Boolean);
  finder(entry)('.le-done').textContent = said.join(' · ');
  entry.classList.toggle('le-is-read', isRead);
}

/** @param {ReturnType<typeof finder>} find @param {Chapter[]} chapters @param {import('./progress.js').Progress} progress */
function showTotal(find, chapters, progress) {
  const minutes = chapters.reduce((sum, chapter) => sum + chapter.minutes, 0);
  const read = chapters.filter(({ number }) => progress.isRead(number)).length;
  const ids = chapters.flatMap(({ questions }) => questions);
  const { answered, first } = progress.score(ids);
  const sentences = [
    t('{} chapters, about {} minutes to read, {} questions.', chapters.length, minutes, ids.length),
    read && t('You have read {}.', read),
    answered && t('You have answered {}, {} of them right at the first try.', answered, first),
  ];
  find('.le-total').textContent = chapters.length ? sentences.filter(Boolean).join(' ') : '';
  find('.le-forget').hidden = !read && !answered;
}

/** Forgetting cannot be undone, so the button asks once more. @param {HTMLElement} button @param {() => void} forget */
function forgetting(button, forget) {
  let isSure = false;
  const become = (/** @type {boolean} */ sure) => {
    isSure = sure;
    button.textContent = sure ? t('Forget what I read and answered') : t('Start over');
  };
  button.addEventListener('click', () => {
    if (isSure) forget();
    become(!isSure);
  });
  button.addEventListener('blur', () => become(false));
}

/** "Chapter 4 of 9". @param {Chapter} chapter @param {Chapter[]} chapters */
export const whereOf = ({ number }, chapters) => t('Chapter {} of {}', number, chapters.length);

/** "3 minutes to read". @param {Chapter} chapter */
export const minutesOf = ({ minutes }) => counted(minutes, '{} minute to read', '{} minutes to read', count(minutes));
