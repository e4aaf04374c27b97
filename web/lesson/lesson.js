/**
 * The Lesson tab: contents list, chapters, their quizzes, and ways to try each thing. Chapters are steps of the
 * browser's history.
 */

import { question } from '../shared/ask.js';
import { finder, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { furnish } from '../shared/template.js';
import { makeWayBack } from './back.js';
import { Reading } from './chapter.js';
import { makeContents, placeOf } from './contents.js';
import { goTo } from './place.js';
import { makeProgress } from './progress.js';
import { copyWith } from './taking.js';

/** @typedef {import('./contents.js').Chapter} Chapter */

const STYLES = ['lesson.css', 'figures.css', 'figures-layout.css', 'widgets.css', '../shared/matrix.css'];

/**
 * @param {HTMLElement} element
 * @param {import('../start.js').Context} context
 */
export async function mount(element, context) {
  const panel = await furnish(element, 'lesson.html', STYLES, import.meta.url);
  const ask = question('lesson/contents', {
    show: ({ chapters }) => begin(panel, chapters, context),
    say(text) {
      finder(panel)('.le-total').textContent = text;
    },
  });
  ask({});
}

/** @param {HTMLElement} panel @param {Chapter[]} chapters @param {import('../start.js').Context} context */
function begin(panel, chapters, context) {
  const { route } = context;
  const find = finder(panel);
  const progress = makeProgress(() => localStorage);
  const announce = announcer(find('.le-said'));
  const reading = new Reading(panel, chapters, progress, context);
  const wayBack = makeWayBack(route);

  /** @param {number} number @param {string} [row] @returns {boolean} whether there is such a chapter */
  function open(number, row = '') {
    const chapter = chapters.find((one) => one.number === number);
    if (chapter) reading.show(chapter, row);
    return Boolean(chapter);
  }

  function close() {
    const left = reading.close();
    const contents = find('.le-contents');
    contents.hidden = false;
    route.step('lesson');
    const entry = left && find(`.le-list [data-chapter="${left.number}"] a`);
    if (entry) goTo(entry, contents, { isNear: true });
  }

  /** A link, another tab, or Back and Forward. @param {{chapter?: string, row?: string}} settings */
  function arrive({ chapter, row = '' }) {
    const left = wayBack.takePlaceLeft();
    if (left && Number(chapter) === reading.number()) goTo(left, left, { block: 'center' });
    else if (!chapter && reading.number()) close();
    else if (!open(Number(chapter), /^L\d+$/.test(row) ? row : '')) reading.remember();
  }

  /** @param {HTMLElement} button @param {string} [row] */
  const copyPlace = (button, row) =>
    copyWith(button, route.link('lesson', placeOf(reading.number(), row)), t('Link copied'), announce);

  makeContents(panel, chapters, progress, { open, announce });
  listen(panel, {
    '.le-all': close,
    '.le-share': (button) => copyPlace(button),
    '.le-link': (button) => copyPlace(button, button.dataset.link),
    '.le-copy': (button) => copyWith(button, codeBeside(button), t('Copied'), announce),
    '.le-download': () => reading.download(),
    '.le-try button': (button) => wayBack.follow(button, ...promised(button), reading.place()),
  });
  followLinks(find('.le-body'), (link, tab, settings) => wayBack.follow(link, tab, settings, reading.place()));
  whenSeen(find('.le-turn'), (isSeen) => isSeen && reading.sawTheEnd());
  whenSeen(panel, (isSeen) => {
    if (!isSeen) return;
    wayBack.leave(); // whichever way the visitor came back, the strip has done its work
    reading.remember();
  });
  route.follow('lesson', panel, arrive);
}

/** Say something to those who listen. @param {HTMLElement} place */
function announcer(place) {
  return (/** @type {string} */ text) => {
    place.textContent = '';
    requestAnimationFrame(() => {
      place.textContent = text;
    });
  };
}

/** @param {HTMLElement} button */
const codeBeside = (button) => button.parentElement?.querySelector('code')?.textContent?.trimEnd() ?? '';

/** @param {HTMLElement} panel @param {Record<string, (button: HTMLElement) => void>} presses by selector */
function listen(panel, presses) {
  panel.addEventListener('click', ({ target }) => {
    for (const [selector, press] of Object.entries(presses)) {
      const button = target instanceof Element && target.closest(selector);
      if (button instanceof HTMLElement) press(button);
    }
  });
}

/** What a button opens. @param {HTMLElement} button @returns {[tab: string, settings: Record<string, string>]} */
const promised = ({ dataset: { tab = '', settings = '{}' } }) => [tab, JSON.parse(settings)];

/**
 * Links inside a chapter's text that lead to another part of the page.
 * @param {HTMLElement} body
 * @param {(link: HTMLElement, tab: string, settings: Record<string, string>) => void} go
 */
function followLinks(body, go) {
  body.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const [tab, query = ''] = link.hash.slice(1).split('?');
    go(link, tab, Object.fromEntries(new URLSearchParams(query)));
  });
}
