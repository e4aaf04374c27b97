/** The weights behind the opened map; where they are many, those of one input map can be chosen. */

import { finder, roving } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { figure, nth } from '../shared/numbers.js';
import { weightiest } from './arithmetic.js';
import { numberName, unitName } from './layers.js';
import { mosaicFor, signedScale } from './maps.js';
import { buttonsOver, makeGrid, makeLegend, makePicture } from './pictures.js';

/** @typedef {import('./opened.js').Found} Found */
/** @typedef {NonNullable<Found['filter']>} Weights */

export class Filter {
  #legend = makeLegend();
  #key = '';
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  /**
   * @param {HTMLElement} box
   * @param {(channel: number) => void} choose an input map
   */
  constructor(box, choose) {
    this.box = box;
    this.find = finder(box);
    this.choose = choose;
    this.find('.fm-weights-legend').append(this.#legend.element);
  }

  /** @param {Found} found @param {number | null} chosen */
  show(found, chosen) {
    const { filter, unit } = found;
    this.box.hidden = !filter;
    if (!filter) return;
    const now = [found.network.name, filter.layer, found.layer.name, found.channel, found.position[0]].join();
    if (now !== this.#key || found.isFresh) this.#rebuild(found, filter);
    this.#key = now;
    if (unit.kind !== 'convolution') return;
    const shown = chosen ?? weightiest(unit);
    this.#buttons.forEach((button, k) => {
      button.setAttribute('aria-pressed', String(k === shown));
      button.title = t('Input map {} adds {}', nth(k), figure(unit.channelSums[k]));
      button.setAttribute('aria-label', button.title);
    });
  }

  /** @param {Found} found @param {Weights} filter */
  #rebuild(found, filter) {
    const most = filter.weights.reduce((so, weight) => Math.max(so, Math.abs(weight)), 0) || 1;
    const scale = signedScale(most);
    const [height, , channels] = filter.shape;
    this.find('h4').textContent = titleOf(found, filter);
    this.find('.fm-note').textContent = noteOn(filter);
    this.#legend.show(scale);
    this.#buttons = [];
    const maps = { shape: filter.shape, values: filter.weights };
    const isRow = height === 1 && channels === 1;
    const { picture, mosaic } = isRow ? rowOf(filter.weights.length) : this.#mosaicOf(found, filter, most);
    if (mosaic) picture.paintAll(maps, mosaic, scale);
    else picture.paint({ ...maps, shape: [filter.weights.length] }, 0, scale);
    this.find('.fm-weights-picture').replaceChildren(picture.holder);
  }

  /** @param {Found} found @param {Weights} filter @param {number} most */
  #mosaicOf({ unit }, filter, most) {
    const mosaic = mosaicFor(filter.shape);
    const [height, width, channels] = filter.shape;
    const canChoose = filter.kind === 'convolution' && unit.kind === 'convolution' && channels > 1;
    const maps = counted(channels, '{} input map', '{} input maps');
    const label = t('{} by {} weights for {}, up to ±{}', height, width, maps, figure(most));
    const attributes = canChoose ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
    const picture = makePicture(mosaic.width, mosaic.height, attributes);
    if (canChoose) this.#addButtons(picture.holder, mosaic, filter.shape);
    return { picture, mosaic };
  }

  /** @param {HTMLElement} holder @param {import('./maps.js').Mosaic} mosaic @param {number[]} shape */
  #addButtons(holder, mosaic, shape) {
    this.#buttons = buttonsOver(mosaic, shape);
    holder.setAttribute('role', 'group');
    holder.setAttribute('aria-label', t('Weights by input map'));
    holder.append(...this.#buttons);
    this.#buttons.forEach((button, k) => button.addEventListener('click', () => this.choose(k)));
    roving(holder, 'button', mosaic.columns);
  }
}

/** @param {number} count */
function rowOf(count) {
  const label = t('One weight for each number of the layer before');
  return { picture: makeGrid([count], { role: 'img', 'aria-label': label }), mosaic: null };
}

/** @param {Found} found @param {Weights} filter */
function titleOf({ layer, channel, position }, filter) {
  const isOwn = filter.layer === layer.name;
  if (filter.kind === 'dense')
    return isOwn
      ? t('Weights of {}', unitName(layer, position))
      : t('Weights of {}', numberName({ name: filter.layer, areDigits: false }, position[0]));
  const number = nth(channel ?? 0);
  return isOwn ? t('Filter {}', number) : t('Filter {} of {}', number, filter.layer);
}

/** @param {Weights} filter */
function noteOn({ shape: [height, width, channels], bias }) {
  const size = sizeOf(height, width, channels);
  return bias === null ? size : t('{}, and a bias of {}', size, figure(bias));
}

/** @param {number} height @param {number} width @param {number} channels */
function sizeOf(height, width, channels) {
  if (channels > 1) return t('{} × {} weights for each of {} input maps', height, width, channels);
  return height === 1 ? counted(width, '{} weight', '{} weights') : t('{} × {} weights', height, width);
}
