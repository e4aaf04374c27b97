/** What can be taken away: code, links, and a chapter as a notebook. */

import { question } from '../shared/ask.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { copyText } from '../shared/route.js';

const TOLD_FOR = 1800; // milliseconds

/** @type {WeakMap<HTMLElement, ReturnType<typeof setTimeout>>} */
const timers = new WeakMap();

/**
 * Copy a text, then say so on the button for a moment.
 * @param {HTMLElement} button
 * @param {string} text
 * @param {string} said when it worked
 * @param {(text: string) => void} announce
 */
export async function copyWith(button, text, said, announce) {
  const words = (await copyText(text, button)) ? said : t('Not copied: your browser does not allow it');
  announce(words);
  button.dataset.told = words;
  clearTimeout(timers.get(button));
  timers.set(
    button,
    setTimeout(() => delete button.dataset.told, TOLD_FOR),
  );
}

/**
 * @param {HTMLElement} place where it is said how it went
 * @returns {(number: number | null) => void} downloads that chapter; null: no more, another chapter is open
 */
export function makeDownload(place) {
  const say = (/** @type {string} */ text) => {
    place.textContent = text;
  };
  const put = question('lesson/notebook', {
    say,
    show({ name, text }) {
      put(null); // it may be wanted once more
      save(name, text);
      say(t('Saved as {}', name));
    },
  });
  return (number) => put(number === null ? null : { number });
}

/** @param {string} name @param {string} text */
function save(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/x-ipynb+json' }));
  make('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
