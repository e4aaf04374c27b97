/** The open card: its words, its pictures, its diagram and its layers. */

import { question } from '../shared/ask.js';
import { finder, make } from '../shared/dom.js';
import { t, told } from '../shared/messages.js';
import { count } from '../shared/numbers.js';
import { makeDiagram, showLegend } from './diagram.js';
import { IDEAS } from './ideas.js';
import { makeLayers } from './layers.js';
import { OUTCOMES } from './outcomes.js';
import { button, memory, rounded } from './svg.js';

/** @typedef {import('./layers.js').Table} Table */
/** @typedef {import('./outcomes.js').View} View */
/** @typedef {import('../shared/messages.js').Message} Message */

/**
 * A network on the time line, as `tabs/architectures/cards.py` tells it. Sizes are known where there is a graph.
 * @typedef {object} Card
 * @property {string} id
 * @property {string} name
 * @property {number} year
 * @property {'classification' | 'detection' | 'segmentation'} problem
 * @property {string | null} graph
 * @property {string} authors
 * @property {string} paper
 * @property {string} venue
 * @property {string} link
 * @property {string} picture the name of an idea and its argument; may be empty
 * @property {string} outcome
 * @property {string | Message} idea
 * @property {string | Message} more
 * @property {string | Message} counted
 * @property {string} input
 * @property {string[]} [see] other cards
 * @property {number} parameters
 * @property {number} multiplications
 * @property {number} weighted
 * @property {number[]} units
 */

/** How the three problems are called. @type {Record<Card['problem'], () => string>} */
export const PROBLEM_NAMES = {
  classification: () => t('Classification'),
  detection: () => t('Detection'),
  segmentation: () => t('Segmentation'),
};

/**
 * @param {HTMLElement} panel
 * @param {Map<string, Card>} cards
 * @param {(id: string) => void} onOpen another card is wanted
 */
export function makeCard(panel, cards, onOpen) {
  const find = finder(panel);
  const unfold = find('.ar-unfold');
  const layers = makeLayers(find('.ar-rows'), (index) => diagram.mark(index));
  const diagram = makeDiagram(find('.ar-diagram'), (index) => {
    diagram.mark(index);
    layers.open(index);
  });
  /** @type {Card | null} */
  let open = null;
  /** @type {Table | null} */
  let table = null;
  /** @type {View | null} */
  let view = null;

  const isUnfolded = () => unfold.getAttribute('aria-expanded') === 'true';
  const ask = question('architectures/layers', { show: (reply) => showTable(/** @type {any} */ (reply)), say: wait });

  unfold.addEventListener('click', () => {
    showUnfolded(!isUnfolded());
    layers.unfold(isUnfolded());
  });

  /** @param {boolean} isOpen */
  function showUnfolded(isOpen) {
    unfold.setAttribute('aria-expanded', String(isOpen));
    unfold.textContent = isOpen ? t('Fold all layers') : t('Show all layers');
  }

  /** @param {Card} card */
  function show(card) {
    if (card !== open) table = null;
    open = card;
    showWords(panel, card);
    find('.ar-see').replaceChildren(...(card.see ?? []).map(seeButton));
    find('.ar-inside').hidden = !card.graph;
    showUnfolded(false);
    ask(card.graph ? { card: card.id } : null);
    showPictures();
  }

  /** @param {string} id */
  const seeButton = (id) => button(t('See {}', cards.get(id)?.name ?? id), () => onOpen(id));

  /** @param {string} message */
  function wait(message) {
    diagram.clear(message || t('The layers of {} are on their way.', open?.name ?? ''));
    layers.clear();
    find('.ar-legend').replaceChildren();
  }

  /** @param {Table} found the layers of the card */
  function showTable(found) {
    if (!open) return;
    table = found;
    diagram.show(open.name, found);
    layers.show(open.name, found);
    layers.unfold(isUnfolded()); // the button may have been pressed while they were on their way
    showLegend(find('.ar-legend'), found);
    showIdea();
  }

  function showIdea() {
    if (!open || !view) return;
    const [name, argument] = open.picture.split(' ');
    const figure = find('.ar-picture');
    figure.hidden = !name;
    if (!name) return;
    const { picture, caption } = IDEAS[name]({ cards, card: open, digit: view.digit, blocks: table?.blocks }, argument);
    fill(figure, [{ picture, words: '' }], caption);
  }

  function showPictures() {
    if (!open || !view) return;
    showIdea();
    const { panels, caption } = OUTCOMES[open.outcome](view);
    fill(find('.ar-outcome'), panels, caption);
    diagram.showDigit(view.digit);
  }

  return {
    show,
    open: () => open?.id,
    /** Draw with other digits. @param {View} next */
    look(next) {
      view = next;
      showPictures();
    },
  };
}

/** @param {HTMLElement} panel @param {Card} card */
function showWords(panel, card) {
  const find = finder(panel);
  find('.ar-card').classList.toggle('wide', !card.picture); // its picture has several panels
  find('.ar-year').textContent = String(card.year);
  find('.ar-problem').textContent = PROBLEM_NAMES[card.problem]();
  find('#ar-name').textContent = card.name;
  for (const part of /** @type {const} */ (['idea', 'more', 'counted']))
    find(`.ar-${part}`).textContent = told(card[part]);
  const facts = factsOf(card).flatMap(([name, value]) => [make('dt', { text: name }), make('dd', { text: value })]);
  find('.ar-facts').replaceChildren(...facts);
  const title = make('a', { href: card.link, target: '_blank', rel: 'noopener', text: card.paper });
  find('.ar-source').replaceChildren(`${card.authors}: `, title, `. ${card.venue}.`);
}

/** @param {Card} card @returns {[string, string][]} */
function factsOf(card) {
  /** @type {[string, string][]} */
  const read = [[t('Reads'), told(card.input)]];
  if (!card.graph) return read;
  return [
    ...read,
    [t('Parameters'), count(card.parameters)],
    [t('In 32-bit numbers'), memory(4 * card.parameters)],
    [t('Layers with weights'), count(card.weighted)],
    [t('Multiplications for one picture'), rounded(card.multiplications)],
  ];
}

/**
 * Panels that follow each other, with what each shows, and one caption for all.
 * @param {HTMLElement} figure
 * @param {import('./outcomes.js').Panel[]} panels
 * @param {string} caption
 */
function fill(figure, panels, caption) {
  const drawn = panels.map(({ picture, words }) => make('div', {}, picture, words ? make('p', { text: words }) : null));
  finder(figure)('.ar-drawn').replaceChildren(...drawn);
  finder(figure)('figcaption').textContent = caption;
}
