/** One chapter, opened: its text comes from the server when it is first wanted, and stays. */

import { question } from '../shared/ask.js';
import { all, finder, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { makeLink, minutesOf, placeOf, whereOf } from './contents.js';
import { followDrawing } from './figures.js';
import { goTo } from './place.js';
import { makeQuiz } from './quiz.js';
import { makeDownload } from './taking.js';
import { bringToLife, NEED_A_DRAWING } from './widgets.js';
import { english, inPageLanguage, rendered } from './words.js';

/** @typedef {import('./contents.js').Chapter} Chapter */
/** @typedef {{html: string, quiz: import('./quiz.js').Question[], code: boolean}} Text */

/** The part of the tab in which a chapter is read. */
export class Reading {
  /** @type {Chapter | null} */
  open = null;
  row = '';
  /** @type {Map<number, Text>} */
  texts = new Map();

  /**
   * @param {HTMLElement} panel
   * @param {Chapter[]} chapters
   * @param {import('./progress.js').Progress} progress
   * @param {import('../start.js').Context} context
   */
  constructor(panel, chapters, progress, context) {
    this.panel = panel;
    this.chapters = chapters;
    this.progress = progress;
    this.context = context;
    this.find = finder(panel);
    this.showQuiz = makeQuiz(this.find('.le-quiz'), progress);
    this.fetchNotebook = makeDownload(this.find('.le-export-said'));
    this.ask = question('lesson/chapter', {
      say: (text) => text && this.find('.le-body').replaceChildren(waiting(text)),
      show: (reply, { number }) => {
        this.texts.set(number, /** @type {Text} */ (/** @type {unknown} */ (reply)));
        this.showText();
      },
    });
  }

  /** What is open; 0 for none. */
  number() {
    return this.open?.number ?? 0;
  }

  place() {
    return this.open ? placeOf(this.open.number, this.row) : {};
  }

  /** @param {Chapter} chapter @param {string} row or '' */
  show(chapter, row) {
    if (this.open === chapter) return this.arriveAt(row);
    this.open = chapter;
    this.row = row;
    this.context.route.step('lesson', this.place());
    showFrame(this.find, chapter, this.chapters);
    this.showLinks(chapter);
    this.goToTitle();
    const isHere = this.texts.has(chapter.number);
    this.ask(isHere ? null : { number: chapter.number });
    if (isHere) this.showText();
  }

  goToTitle() {
    const [title, reading] = [this.find('.le-opening h2'), this.find('.le-reading')];
    goTo(title, reading, { isNear: true });
  }

  /** @param {Chapter} chapter */
  showLinks(chapter) {
    this.showQuiz([]);
    this.fetchNotebook(null);
    this.find('.le-parts').replaceChildren(...partLinks(chapter, (row) => this.arriveAt(row)));
    this.find('.le-turn').replaceChildren(...turnLinks(chapter, this.chapters, (other) => this.turnTo(other)));
  }

  showText() {
    const text = this.open && this.texts.get(this.open.number);
    if (!text) return;
    const { html, quiz, code } = text;
    this.find('.le-export').hidden = false;
    this.find('.le-download').textContent = code ? t('Download as notebook') : t('Download as notebook, to read');
    showBody(this.find('.le-body'), html, this.context);
    this.showQuiz(quiz);
    if (this.row) this.arriveAt(this.row);
  }

  /** Go to a row, or to the chapter's title. @param {string} row */
  arriveAt(row) {
    const heading = row && this.panel.querySelector(`[data-row="${row}"] h3`);
    this.row = heading ? row : '';
    if (heading instanceof HTMLElement) goTo(heading);
    else this.goToTitle();
    this.remember();
  }

  remember() {
    this.context.route.remember('lesson', this.place());
  }

  /** Whoever goes on has read what was there, however quickly. @param {Chapter} other */
  turnTo(other) {
    if (this.open && other.number > this.open.number) this.sawTheEnd();
    this.show(other, '');
  }

  /** A chapter counts as read once its end has been in sight. */
  sawTheEnd() {
    if (this.open && this.texts.has(this.open.number)) this.progress.read(this.open.number);
  }

  download() {
    if (this.open) this.fetchNotebook(this.open.number);
  }

  /** @returns {Chapter | null} the chapter that was open */
  close() {
    const left = this.open;
    this.open = null;
    this.ask(null);
    this.find('.le-reading').hidden = true;
    this.find('.le-body').replaceChildren(); // its widgets stop
    return left;
  }
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
  for (const figure of all(body, '.le-figure')) followDrawing(figure, context);
  if (body.querySelector(NEED_A_DRAWING)) context.studio.publish('lend', 'lesson');
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
