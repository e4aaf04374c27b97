/**
 * The network as a row of layers, each with all its maps. Elements are made once for a network; while the pen moves,
 * only pixels and legends change.
 */

import { all, make, prefersCalm } from '../shared/dom.js';
import { outputOf, weightsOf } from './layers.js';
import { isMaps, scaleOf } from './maps.js';
import { areFew } from './pictures.js';
import { makeBars, makeCells, makeMosaic } from './views.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('./views.js').View} View */
/** @typedef {import('./views.js').Open} Open */

export class Row {
  /** @type {Map<string, View & {item: HTMLElement}>} */
  #views = new Map();

  /**
   * @param {HTMLElement} list
   * @param {Open} open called when a map or a number is pressed
   */
  constructor(list, open) {
    this.list = list;
    this.open = open;
  }

  /** @param {Layer[]} layers */
  build(layers) {
    this.#views = new Map(layers.map((layer) => [layer.name, makeView(layer, this.open)]));
    this.list.replaceChildren(...[...this.#views.values()].map((view) => view.item));
  }

  /** @param {Record<string, Maps>} maps */
  show(maps) {
    for (const [name, view] of this.#views) {
      const scale = scaleOf(maps[name]);
      view.paint(maps[name], scale);
      view.legend?.show(scale);
    }
  }

  /** Text alternatives are brought up to date when the pen lifts. @param {Record<string, Maps> | null} maps */
  describe(maps) {
    for (const [name, view] of this.#views) view.describe(maps?.[name] ?? null);
  }

  clear() {
    for (const view of this.#views.values()) view.clear();
    this.describe(null);
    this.unmark();
  }

  /**
   * Outline what one unit sees, from the drawing to the unit itself.
   * @param {import('../net/receptive_field.js').Region[]} field
   * @param {number | null} channel of the unit's own map
   */
  mark(field, channel) {
    for (const [name, view] of this.#views) {
      const at = field.findIndex((region) => region.layer === name);
      if (at < 0) view.unmark();
      else view.mark(field[at], at === field.length - 1 ? channel : null);
    }
  }

  unmark() {
    for (const view of this.#views.values()) view.unmark();
  }

  /** @param {(layer: string, filter: number) => boolean} isMuted */
  showMuted(isMuted) {
    for (const [name, view] of this.#views) {
      for (const button of all(view.picture, '.fm-map[data-channel]')) {
        button.classList.toggle('muted', isMuted(name, Number(button.dataset.channel)));
      }
    }
  }

  /** @param {string} name @param {number | null} channel */
  focus(name, channel) {
    const selector = channel === null ? 'button' : `[data-channel="${channel}"]`;
    const button = this.#views.get(name)?.picture.querySelector(selector);
    if (button instanceof HTMLElement) button.focus();
  }

  /** Bring a layer into sight and mark it as the one that is told about. @param {string | null} name */
  reveal(name) {
    for (const [own, view] of this.#views) view.item.classList.toggle('told', own === name);
    const item = this.#views.get(name ?? '')?.item;
    if (!item) return;
    const left = item.offsetLeft - (this.list.clientWidth - item.offsetWidth) / 2;
    this.list.scrollTo({ left, behavior: prefersCalm() ? 'auto' : 'smooth' });
  }
}

/** @param {Layer} layer @param {Open} open */
function makeView(layer, open) {
  const makeOne = isMaps(layer.shape) ? makeMosaic : areFew(layer.shape) ? makeBars : makeCells;
  const view = makeOne(layer, open);
  const item = make(
    'li',
    { class: 'fm-layer', 'data-layer': layer.name, title: layer.text },
    make('h3', { text: layer.title }),
    make('p', { class: 'fm-kind', text: layer.kind }),
    make('p', { class: 'fm-weights', text: weightsOf(layer) }),
    view.picture,
    make('p', { class: 'fm-shape', text: outputOf(layer) }),
    view.legend?.element,
  );
  return { ...view, item };
}
