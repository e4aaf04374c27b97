/**
 * The time line: a column for each year, a lane for each problem, a mark for each network. The marks are one group of
 * choices: arrow keys move along it in the order of years.
 */

import { isCommand, make, prefersCalm } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { PROBLEM_NAMES } from './card.js';

/** @typedef {import('./card.js').Card} Card */
/** @typedef {Card['problem']} Problem */

/** What each lane asks. @type {[Problem, () => string][]} */
const LANES = [
  ['classification', () => t('What is it?')],
  ['detection', () => t('Where is each thing?')],
  ['segmentation', () => t('Which pixels belong to it?')],
];

/** Before it there is a gap, drawn as one. */
const FIRST_YEAR = 2012;

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** "R-CNN" stays in one piece where a name takes two lines. @param {string} name */
const unbroken = (name) => name.replaceAll('-', '\u2011');

/**
 * @param {HTMLElement} line an empty element
 * @param {Card[]} cards
 * @param {(id: string) => void} onChoose
 * @returns {(id: string) => void} marks the chosen one
 */
export function makeTimeline(line, cards, onChoose) {
  const inOrder = [...cards].sort((a, b) => a.year - b.year);
  const last = inOrder[inOrder.length - 1].year;
  const years = [inOrder[0].year, null, ...Array.from({ length: last - FIRST_YEAR + 1 }, (_, i) => FIRST_YEAR + i)];
  const marks = new Map(inOrder.map((card) => [card.id, makeMark(card)]));
  const columns = years.map(column);

  /** @param {number | null} year @param {number} index */
  function column(year, index) {
    const here = inOrder.filter((card) => card.year === year);
    const cells = LANES.map(([problem]) => {
      const found = here.filter((card) => card.problem === problem).map(({ id }) => marks.get(id));
      return make('div', { class: `ar-cell ${problem}` }, ...found);
    });
    const kind = here.length ? 'ar-used' : 'ar-unused';
    const label = make('span', { class: 'ar-when', 'aria-hidden': 'true', text: year ?? '· · ·' });
    const place = { class: `ar-year-column ${kind}`, style: `--column: ${index + 1}` };
    return make('div', place, label, make('div', { class: 'ar-marks' }, ...cells));
  }

  /** @param {Card} card */
  function makeMark(card) {
    const label = `${card.name}, ${card.year}, ${PROBLEM_NAMES[card.problem]().toLowerCase()}`;
    const about = { type: 'button', role: 'radio', class: 'ar-mark', 'aria-label': label, text: unbroken(card.name) };
    const mark = make('button', about);
    mark.addEventListener('click', () => onChoose(card.id));
    mark.addEventListener('keydown', (event) => step(event, inOrder.indexOf(card)));
    return mark;
  }

  /** @param {KeyboardEvent} event @param {number} at */
  function step(event, at) {
    const end = { Home: 0, End: inOrder.length - 1 }[event.key];
    if (isCommand(event) || (end === undefined && !(event.key in STEPS))) return;
    event.preventDefault();
    const { id } = inOrder[end ?? (at + STEPS[event.key] + inOrder.length) % inOrder.length];
    onChoose(id);
    marks.get(id)?.focus();
  }

  line.replaceChildren(...LANES.map(([problem, asks]) => laneName(problem, asks())), ...columns);
  return (id) => {
    for (const [name, mark] of marks) {
      mark.setAttribute('aria-checked', String(name === id));
      mark.tabIndex = name === id ? 0 : -1;
    }
    const chosen = /** @type {HTMLElement} */ (marks.get(id));
    for (const made of columns) made.classList.toggle('open', made.contains(chosen));
    bringIntoLine(line, chosen);
  };
}

/** @param {Problem} problem @param {string} asks */
function laneName(problem, asks) {
  const words = make('span', {}, make('b', { text: PROBLEM_NAMES[problem]() }), ' ', asks);
  return make('p', { class: `ar-lane-name ${problem}` }, words);
}

/** Bring a mark into sight within the line, where that scrolls. @param {HTMLElement} line @param {HTMLElement} chosen */
function bringIntoLine(line, chosen) {
  const scroller = /** @type {HTMLElement} */ (line.parentElement);
  const offset = chosen.getBoundingClientRect().left - line.getBoundingClientRect().left;
  const left = offset + chosen.offsetWidth / 2 - scroller.clientWidth / 2;
  scroller.scrollTo({ left, behavior: prefersCalm() ? 'auto' : 'smooth' });
}
