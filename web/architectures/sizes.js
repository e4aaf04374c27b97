/** Parameters of all counted networks on one logarithmic scale, from ten thousand to a billion. */

import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { count } from '../shared/numbers.js';

/** @typedef {import('./card.js').Card} Card */
/** `id` is null for this page's own. @typedef {{id: string | null, name: string, parameters: number, problem: string}} Row */

/** Powers of ten. */
const [LOWEST, HIGHEST] = [4, 9];

/**
 * @param {HTMLElement} host an empty element
 * @param {Card[]} cards
 * @param {(id: string) => void} onOpen a network was pressed
 */
export function makeSizes(host, cards, onOpen) {
  /** @type {Map<string | null, HTMLElement>} */
  const rows = new Map();
  let marked = '';

  /** @param {Row} card */
  function row({ id, name, parameters, problem }) {
    const share = (Math.log10(parameters) - LOWEST) / (HIGHEST - LOWEST);
    const bar = make('span', { class: 'ar-size-bar', style: `width: ${(100 * share).toFixed(2)}%` });
    const inner = [
      make('span', { class: 'ar-size-name', text: name }),
      make('span', { class: 'ar-size-track' }, bar),
      make('span', { class: 'ar-size-number', text: count(parameters) }),
    ];
    const label = t('{}: {} parameters', name, parameters);
    const made = id ? make('button', { type: 'button', 'aria-label': label }, ...inner) : make('div', {}, ...inner);
    if (id) made.addEventListener('click', () => onOpen(id));
    rows.set(id, made);
    return make('li', { class: problem }, made);
  }

  /** @param {string} id */
  function mark(id) {
    marked = id;
    rows.forEach((made, name) => made.classList.toggle('open', name === id));
  }

  /** @param {number | undefined} own parameters of this page's CNN, once they are known */
  function show(own) {
    /** @type {Row[]} */
    const all = cards.filter((card) => card.graph);
    if (own) all.push({ id: null, name: t('This page’s CNN'), parameters: own, problem: 'own' });
    all.sort((a, b) => a.parameters - b.parameters);
    rows.clear();
    host.replaceChildren(axis(), make('ul', {}, ...all.map(row)));
    mark(marked);
  }

  return { show, mark };
}

function axis() {
  const names = [count(1e4), count(1e5), t('{} million', 1), t('{} million', 10), t('{} million', 100), ''];
  const marks = names.map((text, i) => make('span', { style: `left: ${(100 * i) / (HIGHEST - LOWEST)}%`, text }));
  return make(
    'div',
    { class: 'ar-size-axis', 'aria-hidden': 'true' },
    make('span'),
    make('div', {}, ...marks),
    make('span'),
  );
}
