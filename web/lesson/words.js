/** Two languages in one place: a chapter's own words stay English on a page in another language. */

import { make } from '../shared/dom.js';
import { language } from '../shared/messages.js';

/**
 * Mark words of a chapter.
 * @template {HTMLElement} E
 * @param {E} element
 */
export function english(element) {
  element.lang = 'en';
  return element;
}

/**
 * Mark what is no chapter's own, inside a chapter.
 * @template {HTMLElement} E
 * @param {E} element
 */
export function inPageLanguage(element) {
  element.lang = language;
  return element;
}

/**
 * What the server rendered of a chapter or question; whatever is put into it was escaped there.
 * @param {string} html
 */
export function rendered(html) {
  const holder = make('template');
  holder.innerHTML = html;
  return holder.content;
}
