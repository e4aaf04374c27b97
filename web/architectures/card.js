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

export class OpenCard {
  /** @type {Card | null} */
  #card = null;
  /** @type {Table | null} */
  #table = null;
  /** @type {View | null} */
  #view = null;

  /**
   * @param {HTMLElement} panel
   * @param {Map<string, Card>} cards
   * @param {(id: string) => void} onOpen another card is wanted
   */
  constructor(panel, cards, onOpen) {
    this.panel = panel;
    this.cards = cards;
    this.onOpen = onOpen;
    this.find = finder(panel);
    this.unfold = this.find('.ar-unfold');
    this.layers = makeLayers(this.find('.ar-rows'), (index) => this.diagram.mark(index));
    this.diagram = makeDiagram(this.find('.ar-diagram'), (index) => {
      this.diagram.mark(index);
      this.layers.open(index);
    });
    const show = (/** @type {any} */ reply) => this.#showTable(reply);
    this.ask = question('architectures/layers', { show, say: (text) => this.#wait(text) });
    this.unfold.addEventListener('click', () => {
      this.#showUnfolded(!this.#isUnfolded());
      this.layers.unfold(this.#isUnfolded());
    });
  }

  /** What is open. */
  get id() {
    return this.#card?.id;
  }

  #isUnfolded() {
    return this.unfold.getAttribute('aria-expanded') === 'true';
  }

  /** @param {boolean} isOpen */
  #showUnfolded(isOpen) {
    this.unfold.setAttribute('aria-expanded', String(isOpen));
    this.unfold.textContent = isOpen ? t('Fold all layers') : t('Show all layers');
  }

  /** @param {Card} card */
  show(card) {
    if (card !== this.#card) this.#table = null;
    this.#card = card;
    showWords(this.panel, card);
    this.find('.ar-see').replaceChildren(...(card.see ?? []).map((id) => this.#seeButton(id)));
    this.find('.ar-inside').hidden = !card.graph;
    this.#showUnfolded(false);
    this.ask(card.graph ? { card: card.id } : null);
    this.#showPictures();
  }

  /** @param {string} id */
  #seeButton(id) {
    return button(t('See {}', this.cards.get(id)?.name ?? id), () => this.onOpen(id));
  }

  /** @param {string} message */
  #wait(message) {
    this.diagram.clear(message || t('The layers of {} are on their way.', this.#card?.name ?? ''));
    this.layers.clear();
    this.find('.ar-legend').replaceChildren();
  }

  /** @param {Table} found the layers of the card */
  #showTable(found) {
    if (!this.#card) return;
    this.#table = found;
    this.diagram.show(this.#card.name, found);
    this.layers.show(this.#card.name, found);
    this.layers.unfold(this.#isUnfolded()); // the button may have been pressed while they were on their way
    showLegend(this.find('.ar-legend'), found);
    this.#showIdea();
  }

  #showIdea() {
    const [card, view] = [this.#card, this.#view];
    if (!card || !view) return;
    const [name, argument] = card.picture.split(' ');
    const figure = this.find('.ar-picture');
    figure.hidden = !name;
    if (!name) return;
    const about = { cards: this.cards, card, digit: view.digit, blocks: this.#table?.blocks };
    const { picture, caption } = IDEAS[name](about, argument);
    fill(figure, [{ picture, words: '' }], caption);
  }

  #showPictures() {
    if (!this.#card || !this.#view) return;
    this.#showIdea();
    const { panels, caption } = OUTCOMES[this.#card.outcome](this.#view);
    fill(this.find('.ar-outcome'), panels, caption);
    this.diagram.showDigit(this.#view.digit);
  }

  /** Draw with other digits. @param {View} next */
  look(next) {
    this.#view = next;
    this.#showPictures();
  }
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
