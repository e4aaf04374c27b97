/** What one number sees, on every layer back to the drawing. */

import { INPUT } from '../net/network.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { unitName } from './layers.js';
import { isMaps, oneMap, regionPath, together } from './maps.js';
import { makeGrid } from './pictures.js';

/** @typedef {import('./opened.js').Found} Found */
/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('../net/receptive_field.js').Region} Region */

/** @param {HTMLElement} list */
export function makeField(list) {
  let key = '';
  /** @type {ReturnType<typeof makeGrid>[]} */
  let pictures = [];

  /** @param {Found} found */
  function show(found) {
    const { field, maps, channel } = found;
    const now = JSON.stringify([found.network.name, field]);
    if (now !== key) build(found);
    key = now;
    field.forEach((region, i) => {
      const all = maps[region.layer];
      pictures[i].paint(i === field.length - 1 ? oneMap(all, channel) : together(all));
    });
  }

  /** @param {Found} found */
  function build({ field, layers }) {
    const seen = field.map((region) => /** @type {Layer} */ (layers.find(({ name }) => name === region.layer)));
    pictures = seen.map(({ shape }) => makeGrid(shape));
    pictures.forEach((picture, i) => picture.outline(regionPath(seen[i].shape, field[i])));
    const items = field.map((region, i) => {
      const name = region.layer === INPUT ? t('drawing') : region.layer;
      const text = textOf(seen[i], region, i === field.length - 1);
      return make('li', {}, pictures[i].holder, make('b', { text: name }), make('span', { text }));
    });
    list.replaceChildren(...items);
    list.scrollLeft = 0;
  }

  return { show };
}

/** @param {Layer} layer @param {Region} region @param {boolean} isOwn */
function textOf(layer, { top, left, bottom, right }, isOwn) {
  const { shape } = layer;
  if (isOwn) return t('this number');
  if (isMaps(shape)) return t('{} × {} of {} × {}', bottom - top, right - left, shape[0], shape[1]);
  return right - left > 1 ? t('all {} numbers', right - left) : unitName(layer, [left]);
}
