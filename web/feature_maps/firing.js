/**
 * What makes a filter fire: the test digits that excite the opened map's filter most, and the window in each that it
 * saw there. Pressed, they become the drawing.
 */

import { INPUT } from '../net/network.js';
import { receptiveField } from '../net/receptive_field.js';
import { filterLayer } from '../net/units.js';
import { boxPath, make } from '../shared/dom.js';
import { makeFiles, pixelsOf } from '../shared/files.js';
import { counted, t } from '../shared/messages.js';
import { figure, fixed, nth } from '../shared/numbers.js';
import { makePicture } from './pictures.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('./feature_maps.js').Place} Place */
/** Of the test digits, and of the filter's own map. @typedef {[image: number, row: number, column: number, value: number]} Peak */
/** By network; see model/explain/firing.py. @typedef {Record<string, {weights: string, layers: Record<string, Peak[][]>}>} Known */
/** @typedef {{images: Uint8Array, labels: Uint8Array}} Digits */

const SIDE = 28;
const INK = { shape: [SIDE, SIDE, 1], isInk: true };

export class Firing {
  /** @type {{known: Known, held: Digits} | null} */
  #data = null;
  #isFetched = false;
  /** What is shown, so that the pen moves nothing. */
  #key = '';
  /** @type {(() => void) | null} */
  #again = null;

  /**
   * @param {HTMLElement} box an empty one
   * @param {Record<string, string>} addresses where the tab's files lie
   * @param {(pixels: Float32Array) => void} draw
   */
  constructor(box, addresses, draw) {
    this.draw = draw;
    this.box = box;
    this.words = make('p', { class: 'ui-note' });
    this.list = make('ol');
    box.append(make('h4', { text: t('What makes this filter fire') }), this.words, this.list);
    this.files = makeFiles(addresses, (text) => {
      this.words.textContent = text;
    });
  }

  /**
   * @param {Network} network
   * @param {string} weights the file name of its weights
   * @param {Place} place the opened map
   */
  show(network, weights, { layer, channel }) {
    const own = filterLayer(network, layer);
    this.box.hidden = own?.kind !== 'convolution' || channel === null;
    if (this.box.hidden || !own || channel === null) return;
    this.#again = () => this.show(network, weights, { layer, channel, position: null });
    if (!this.#data) return void (this.#isFetched || this.#fetch());
    const key = `${weights} ${own.name} ${channel}`;
    if (key === this.#key) return;
    this.#key = key;
    const known = this.#data.known[network.name];
    const peaks = known?.weights === weights ? known.layers[own.name][channel] : null;
    this.words.textContent = inWords(own.name, channel, peaks, this.#data.held.labels.length);
    this.list.replaceChildren(...(peaks ?? []).map((peak) => this.#item(network, own.name, channel, peak)));
  }

  async #fetch() {
    this.#isFetched = true;
    const [bytes, held] = await Promise.all([this.files.bytes('firing'), this.files.digits('held')]);
    this.#data = { known: JSON.parse(new TextDecoder().decode(bytes)), held };
    this.#again?.();
  }

  /** @param {Network} network @param {string} layer @param {number} channel @param {Peak} peak */
  #item(network, layer, channel, [image, row, column, value]) {
    const { images, labels } = /** @type {{held: Digits}} */ (this.#data).held;
    const pixels = pixelsOf(images, image);
    const [seen] = receptiveField(network, layer, [row, column, channel]);
    const picture = makePicture(SIDE, SIDE);
    picture.paint({ ...INK, values: pixels });
    if (seen.layer === INPUT)
      picture.outline(boxPath(seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top));
    const label = t(
      'A {}: the filter answers {} to rows {} to {}, columns {} to {}. Make it your drawing.',
      ...[labels[image], figure(value), nth(seen.top), seen.bottom, nth(seen.left), seen.right],
    );
    const button = make(
      'button',
      { type: 'button', class: 'fm-exciting', 'aria-label': label },
      picture.holder,
      make('span', {}, make('b', { text: fixed(labels[image]) }), ` ${figure(value)}`),
    );
    button.addEventListener('click', () => this.draw(pixels));
    return make('li', {}, button);
  }
}

/** @param {string} layer @param {number} filter @param {Peak[] | null} peaks @param {number} held */
function inWords(layer, filter, peaks, held) {
  if (!peaks) return t('This was found for other networks than those that are served now.');
  if (!peaks.length) return t('Filter {} of {} fires at none of the {} test digits.', nth(filter), layer, held);
  return counted(
    peaks.length,
    'The one of {} test digits that excites it, and the window that it saw there. Press it to make it your drawing.',
    'Of {} test digits, which no network learned from, those that excite it most, each with the window that it saw there and its answer. Press one to make it your drawing.',
    held,
  );
}
