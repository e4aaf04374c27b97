/** One chapter, opened: its text comes from the server when it is first wanted, and stays. */

import { question } from '../shared/ask.js';
import { all, finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { makeLink, minutesOf, placeOf, whereOf } from './contents.js';
import { goTo } from './place.js';
import { makeQuiz } from './quiz.js';
import { makeDownload } from './taking.js';
import { bringToLife } from './widgets.js';
import { english, inPageLanguage, rendered } from './words.js';

/** @typedef {import('./contents.js').Chapter} Chapter */
/** @typedef {{html: string, quiz: import('./quiz.js').Question[], code: boolean}} Text */

/**
 * @param {HTMLElement} panel
 * @param {Chapter[]} chapters
 * @param {import('./progress.js').Progress} progress
 * @param {import('../start.js').Context} context
 */
export function makeReading(panel, chapters, progress, context) {
  const find = finder(panel);
  const { route } = context;
  const reading = find('.le-reading');
  const showQuiz = makeQuiz(find('.le-quiz'), progress);
  const download = makeDownload(find('.le-export-said'));
  /** @type {Map<number, Text>} */
  const texts = new Map();
  /** @type {Chapter | null} */
  let open = null;
  let row = '';

  const ask = question('lesson/chapter', {
    say: (text) => text && find('.le-body').replaceChildren(waiting(text)),
    show(reply, { number }) {
      texts.set(number, /** @type {Text} */ (/** @type {unknown} */ (reply)));
      showText();
    },
  });

  /** @param {Chapter} chapter @param {string} at a row, or '' */
  function show(chapter, at) {
    if (open === chapter) return arriveAt(at);
    [open, row] = [chapter, at];
    route.step('lesson', placeOf(chapter.number, row));
    showFrame(find, chapter, chapters);
    showLinks(chapter);
    goTo(find('.le-opening h2'), reading, { isNear: true });
    const isHere = texts.has(chapter.number);
    ask(isHere ? null : { number: chapter.number });
    if (isHere) showText();
  }

  /** @param {Chapter} chapter */
  function showLinks(chapter) {
    showQuiz([]);
    download(null);
    find('.le-parts').replaceChildren(...partLinks(chapter, arriveAt));
    find('.le-turn').replaceChildren(...turnLinks(chapter, chapters, turnTo));
  }

  function showText() {
    if (!open) return;
    const { html, quiz, code } = /** @type {Text} */ (texts.get(open.number));
    find('.le-export').hidden = false;
    find('.le-download').textContent = code ? t('Download as notebook') : t('Download as notebook, to read');
    showBody(find('.le-body'), html, context);
    showQuiz(quiz);
    if (row) arriveAt(row);
  }

  /** Go to a row, or to the chapter's title. @param {string} at */
  function arriveAt(at) {
    const heading = /** @type {HTMLElement | null} */ (at && panel.querySelector(`[data-row="${at}"] h3`));
    row = heading ? at : '';
    if (heading) goTo(heading);
    else goTo(find('.le-opening h2'), reading, { isNear: true });
    remember();
  }

  function remember() {
    route.remember('lesson', open ? placeOf(open.number, row) : {});
  }

  /** Whoever goes on has read what was there, however quickly. @param {Chapter} other */
  function turnTo(other) {
    if (open && other.number > open.number) sawTheEnd();
    show(other, '');
  }

  /** A chapter counts as read once its end has been in sight. */
  function sawTheEnd() {
    if (open && texts.has(open.number)) progress.read(open.number);
  }

  /** @returns {Chapter | null} the chapter that was open */
  function close() {
    const left = open;
    open = null;
    ask(null);
    reading.hidden = true;
    find('.le-body').replaceChildren(); // its widgets stop
    return left;
  }

  return {
    show,
    close,
    sawTheEnd,
    remember,
    /** What is open; 0 for none. */
    number: () => open?.number ?? 0,
    place: () => (open ? placeOf(open.number, row) : {}),
    download: () => open && download(open.number),
  };
}

/** @param {string} text */
const waiting = (text) => inPageLanguage(make('p', { class: 'le-waiting', role: 'status', text }));

/** What stands around a chapter's text. @param {ReturnType<typeof finder>} find @param {Chapter} chapter @param {Chapter[]} chapters */
function showFrame(find, chapter, chapters) {
  find('.le-contents').hidden = true;
  find('.le-reading').hidden = false;
  find('.le-where').textContent = whereOf(chapter, chapters);
  find('.le-opening h2').textContent = chapter.title;
  find('.le-summary').textContent = chapter.summary;
  find('.le-meta').textContent = minutesOf(chapter);
  find('.le-body').replaceChildren(waiting(t('Drawing the figures …')));
  find('.le-export').hidden = true;
}

/** @param {HTMLElement} body @param {string} html @param {import('../start.js').Context} context */
function showBody(body, html, context) {
  body.replaceChildren(rendered(html));
  for (const button of all(body, '.le-copy')) inPageLanguage(button).textContent = t('Copy');
  for (const button of all(body, '.le-link')) {
    const label = t('Copy a link to this part');
    Object.assign(inPageLanguage(button), { ariaLabel: label, title: label });
  }
  for (const box of all(body, '.le-widget')) bringToLife(inPageLanguage(box), context);
  for (const wide of all(body, '.le-table, .le-drawn')) {
    if (wide.scrollWidth > wide.clientWidth + 1) wide.tabIndex = 0; // so that keys can scroll it
  }
}

/** @param {Chapter} chapter @param {(row: string) => void} go */
function partLinks({ number, rows }, go) {
  const links = rows.map(({ id, title }) =>
    make(
      'li',
      {},
      makeLink('', placeOf(number, id), () => go(id), title),
    ),
  );
  return [make('b', { text: t('In this chapter') }), english(make('ul', {}, ...links))];
}

/** @param {Chapter} chapter @param {Chapter[]} chapters @param {(other: Chapter) => void} go */
function turnLinks({ number }, chapters, go) {
  const turns = [
    { to: number - 1, name: 'le-previous', word: t('Previous') },
    { to: number + 1, name: 'le-next', word: t('Next') },
  ];
  return turns.flatMap(({ to, name, word }) => {
    const other = chapters.find((chapter) => chapter.number === to);
    if (!other) return [];
    const title = english(make('b', { text: `${to}  ${other.title}` }));
    return [makeLink(name, placeOf(to), () => go(other), make('span', { text: word }), title)];
  });
}
