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
/** @typedef {ReturnType<typeof makeRow>} Row */

/**
 * @param {HTMLElement} list
 * @param {Open} open called when a map or a number is pressed
 */
export function makeRow(list, open) {
  /** @type {Map<string, View & {item: HTMLElement}>} */
  let views = new Map();

  /** @param {Layer[]} layers */
  function build(layers) {
    views = new Map(layers.map((layer) => [layer.name, makeView(layer, open)]));
    list.replaceChildren(...[...views.values()].map((view) => view.item));
  }

  /** @param {Record<string, Maps>} maps */
  function show(maps) {
    for (const [name, view] of views) {
      const scale = scaleOf(maps[name]);
      view.paint(maps[name], scale);
      view.legend?.show(scale);
    }
  }

  /** Text alternatives are brought up to date when the pen lifts. @param {Record<string, Maps> | null} maps */
  function describe(maps) {
    for (const [name, view] of views) view.describe(maps?.[name] ?? null);
  }

  function clear() {
    for (const view of views.values()) view.clear();
    describe(null);
    unmark();
  }

  /**
   * Outline what one unit sees, from the drawing to the unit itself.
   * @param {import('../net/receptive_field.js').Region[]} field
   * @param {number | null} channel of the unit's own map
   */
  function mark(field, channel) {
    for (const [name, view] of views) {
      const at = field.findIndex((region) => region.layer === name);
      if (at < 0) view.unmark();
      else view.mark(field[at], at === field.length - 1 ? channel : null);
    }
  }

  function unmark() {
    for (const view of views.values()) view.unmark();
  }

  /** @param {(layer: string, filter: number) => boolean} isMuted */
  function showMuted(isMuted) {
    for (const [name, view] of views) {
      for (const button of all(view.picture, '.fm-map[data-channel]')) {
        button.classList.toggle('muted', isMuted(name, Number(button.dataset.channel)));
      }
    }
  }

  /** @param {string} name @param {number | null} channel */
  function focus(name, channel) {
    const selector = channel === null ? 'button' : `[data-channel="${channel}"]`;
    const button = views.get(name)?.picture.querySelector(selector);
    if (button instanceof HTMLElement) button.focus();
  }

  /** Bring a layer into sight and mark it as the one that is told about. @param {string | null} name */
  function reveal(name) {
    for (const [own, view] of views) view.item.classList.toggle('told', own === name);
    const item = views.get(name ?? '')?.item;
    if (!item) return;
    const left = item.offsetLeft - (list.clientWidth - item.offsetWidth) / 2;
    list.scrollTo({ left, behavior: prefersCalm() ? 'auto' : 'smooth' });
  }

  return { build, show, describe, clear, mark, unmark, showMuted, focus, reveal };
}

/** @param {Layer} layer @param {Open} open */
function makeView(layer, open) {
  const makeOne = isMaps(layer.shape) ? makeMosaic : areFew(layer.shape) ? makeBars : makeCells;
  const view = makeOne(layer, open);
  const item = make(
    'li',
    { class: 'fm-layer', 'data-layer': layer.name, title: layer.text },
    make('h4', { text: layer.title }),
    make('p', { class: 'fm-kind', text: layer.kind }),
    make('p', { class: 'fm-weights', text: weightsOf(layer) }),
    view.picture,
    make('p', { class: 'fm-shape', text: outputOf(layer) }),
    view.legend?.element,
  );
  return { ...view, item };
}
