/**
 * One map, opened: large, with its caption, its filter's weights, one pixel's arithmetic, and what that pixel sees.
 * All of it follows the pen; the caption is measured by the server once the drawing is at rest.
 */

import { receptiveField } from '../net/receptive_field.js';
import { explainUnit, filterOf } from '../net/units.js';
import { question, REST } from '../shared/ask.js';
import { ARROWS, all, boxPath, finder, isCommand, make } from '../shared/dom.js';
import { formula } from '../shared/formula.js';
import { capital, t, told } from '../shared/messages.js';
import { arithmeticOf, linesOf, numbersOf } from './arithmetic.js';
import { makeField } from './field.js';
import { Filter } from './filter.js';
import { mapName, outputOf, unitName, writtenIn } from './layers.js';
import { gridOf, isMaps, oneMap, peakOf, placeOf, positionAt, scaleOf } from './maps.js';
import { makeGrid, makeLegend } from './pictures.js';

/** @typedef {import('./layers.js').Layer} Layer */
/** @typedef {import('./maps.js').Maps} Maps */
/** @typedef {import('../net/network.js').Network} Network */

/**
 * Everything there is to say about one map, or row of numbers, and one unit of it.
 * @typedef {object} Found
 * @property {Network} network
 * @property {Layer[]} layers
 * @property {Record<string, Maps>} maps
 * @property {Layer} layer
 * @property {number | null} channel
 * @property {number[]} position
 * @property {import('../net/units.js').Unit} unit
 * @property {import('../net/receptive_field.js').Region[]} field
 * @property {ReturnType<typeof filterOf>} filter
 * @property {boolean} isFresh another map or unit than before
 */

/**
 * @typedef {object} Actions
 * @property {(position: number[]) => void} move
 * @property {(direction: 1 | -1) => void} step to the map before or after
 * @property {() => void} mute
 * @property {() => boolean} isMuted
 * @property {() => boolean} canMute
 * @property {() => void} close
 */

/**
 * @param {Network} network
 * @param {Layer[]} layers
 * @param {Record<string, Maps>} maps
 * @param {Float32Array} pixels
 * @param {{layer: string, channel: number | null, position: number[] | null}} place no position: the largest number
 * @returns {Omit<Found, 'isFresh'>}
 */
export function inspect(network, layers, maps, pixels, { layer: name, channel, position: at }) {
  const layer = /** @type {Layer} */ (layers.find((each) => each.name === name));
  const position = at ?? peakOf(maps[name], channel);
  const outputs = Object.fromEntries(network.layers.map((each) => [each.name, maps[each.name].values]));
  const unit = explainUnit(
    network,
    /** @type {import('../net/network.js').Outputs} */ (outputs),
    pixels,
    name,
    position,
  );
  const field = receptiveField(network, name, position);
  const filter = filterOf(network, name, position[position.length - 1]);
  return { network, layers, maps, layer, channel, position, unit, field, filter };
}

export class Opened {
  /** @type {Found | null} */
  #shown = null;
  #actions;

  /** @param {HTMLElement} box @param {Actions} actions */
  constructor(box, actions) {
    this.box = box;
    this.find = finder(box);
    this.#actions = actions;
    this.sum = makeSum(box);
    this.large = new Large(box, actions.move, this.sum.reveal);
    this.filter = new Filter(this.find('.fm-filter'), (channel) => {
      this.sum.choose(channel);
      if (this.#shown) this.filter.show(this.#shown, channel);
    });
    this.field = makeField(this.find('.fm-field ol'));
    const say = (/** @type {string} */ text) => this.#say(text);
    this.askCaption = question('feature-maps/caption', {
      show: ({ text }) => say(told(text)),
      say,
      clear: () => say(''),
      delay: REST,
    });
    this.#listen();
  }

  #listen() {
    const { box, find } = this;
    const { step, mute, close } = this.#actions;
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.sum.hide()) close();
    });
    find('.fm-previous').addEventListener('click', () => step(-1));
    find('.fm-next').addEventListener('click', () => step(1));
    find('.fm-mute').addEventListener('click', mute);
    find('.fm-close').addEventListener('click', close);
  }

  /** @param {string} text */
  #say(text) {
    this.find('.fm-caption').textContent = text;
  }

  /**
   * @param {Omit<Found, 'isFresh'>} found
   * @param {string | null} image the drawing at rest, to be asked about
   * @returns {boolean} whether another map or unit was shown before
   */
  show(found, image) {
    const before = this.#shown;
    const isSame =
      before?.network === found.network && before.layer === found.layer && before.channel === found.channel;
    const isFresh = !isSame || String(before?.position) !== String(found.position);
    const shown = { ...found, isFresh };
    this.#shown = shown;
    this.box.dataset.state = 'open';
    if (!isSame) {
      this.sum.choose(null);
      this.#showTitles(found);
    }
    for (const part of [this.large, this.sum, this.field]) part.show(shown);
    this.filter.show(shown, this.sum.chosen());
    this.showMuted();
    this.#ask(found, image);
    return isFresh;
  }

  /** @param {Omit<Found, 'isFresh'>} found @param {string | null} image */
  #ask({ network, layer, channel, maps, position }, image) {
    if (channel !== null)
      return this.askCaption(image ? { network: network.name, image, layer: layer.name, channel } : null);
    this.askCaption(null);
    this.#say(rowCaption(layer, maps[layer.name].values, position[0]));
  }

  /** @param {Omit<Found, 'isFresh'>} found */
  #showTitles({ layer, channel }) {
    this.find('.fm-title').textContent = capital(mapName(layer, channel));
    this.find('.fm-subtitle').textContent = t('{}: {}', outputOf(layer), layer.text);
    for (const button of all(this.box, '.fm-previous, .fm-next')) button.hidden = !isMaps(layer.shape);
    this.find('.fm-mute').hidden = !this.#actions.canMute();
  }

  showMuted() {
    if (!this.#shown) return;
    const isMuted = this.#actions.isMuted();
    const texts = isMaps(this.#shown.layer.shape)
      ? [t('Mute this filter'), t('Unmute this filter')]
      : [t('Mute this unit'), t('Unmute this unit')];
    this.find('.fm-mute').setAttribute('aria-pressed', String(isMuted));
    this.find('.fm-mute').textContent = texts[Number(isMuted)];
  }

  hide() {
    this.box.dataset.state = 'closed';
    this.#shown = null;
    this.sum.hide();
    this.askCaption(null);
  }

  focus() {
    this.large.focus();
  }
}

/** Say where one number of a row stands among the others. @param {Layer} layer @param {ArrayLike<number>} values @param {number} index */
function rowCaption(layer, values, index) {
  const numbers = Array.from(values);
  const [value, size] = [writtenIn(layer)(numbers[index]), numbers.length];
  const above = numbers.filter((number) => number > 0).length;
  const rank = numbers.filter((number) => number > numbers[index]).length + 1;
  const name = capital(unitName(layer, [index]));
  if (rank === 1) return t('{} is {}, the largest of {}; above 0: {}.', name, value, size, above);
  return t('{} is {}, rank {} of {}; above 0: {}.', name, value, rank, size, above);
}

/** A unit's number, as the lines of its arithmetic write it. @param {Found} found */
const resultOf = ({ layer, unit }) =>
  layer.areShares ? writtenIn(layer)(unit.result) : numbersOf(unit).write(unit.result);

/** The map itself, large, and the hands that point at its pixels. */
class Large {
  #legend = makeLegend();
  #picture = makeGrid([1, 1, 1]);
  /** @type {Found | null} */
  #shown = null;

  /**
   * @param {HTMLElement} box
   * @param {Actions['move']} move
   * @param {() => void} onPress a pixel was pressed with a pointer
   */
  constructor(box, move, onPress) {
    this.pixel = finder(box)('.fm-large');
    this.move = move;
    finder(box)('.fm-large-legend').append(this.#legend.element);
    this.pixel.addEventListener('click', (event) => {
      if (!this.#shown) return;
      this.#press(event, this.#shown);
      onPress();
    });
    this.pixel.addEventListener('pointermove', (event) => {
      if (event.buttons && this.#shown) this.#press(event, this.#shown);
    });
    this.pixel.addEventListener('keydown', (event) => this.#step(event));
  }

  focus() {
    this.pixel.focus({ preventScroll: true });
  }

  /** @param {Found} found */
  show(found) {
    const { layer, channel, maps, isFresh } = found;
    if (this.#shown?.layer !== layer) this.#renew(layer);
    this.#shown = found;
    const one = oneMap(maps[layer.name], channel);
    const scale = scaleOf(one);
    this.#picture.paint(one, 0, scale);
    this.#legend.show(scale);
    if (isFresh) this.#point(found);
    this.pixel.setAttribute('aria-valuetext', t('{}: {}', unitName(layer, found.position), resultOf(found)));
  }

  /** @param {Layer} layer */
  #renew(layer) {
    this.#picture = makeGrid(layer.shape);
    this.pixel.replaceChildren(...this.#picture.holder.children);
    this.pixel.style.aspectRatio = this.#picture.holder.style.aspectRatio;
  }

  /** @param {Found} found */
  #point({ layer, channel, position }) {
    const { rows, columns } = gridOf(layer.shape);
    const { row, column } = placeOf(layer.shape, position);
    this.#picture.outline(boxPath(column, row, 1, 1));
    this.pixel.setAttribute('aria-label', t('Pixel of {}', mapName(layer, channel)));
    this.pixel.setAttribute('aria-valuemax', String(rows * columns - 1));
    this.pixel.setAttribute('aria-valuenow', String(row * columns + column));
  }

  /** @param {MouseEvent} event @param {Found} shown */
  #press(event, { layer, channel }) {
    const { rows, columns } = gridOf(layer.shape);
    const frame = this.#picture.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - frame.top) / frame.height) * rows);
    const column = Math.floor(((event.clientX - frame.left) / frame.width) * columns);
    this.move(positionAt(layer.shape, channel, row, column));
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    if (!this.#shown || !(event.key in ARROWS) || isCommand(event)) return;
    event.preventDefault();
    const { layer, channel, position } = this.#shown;
    const { row, column } = placeOf(layer.shape, position);
    const [down, right] = ARROWS[event.key];
    this.move(positionAt(layer.shape, channel, row + down, column + right));
  }
}

/** The arithmetic of one number; on a phone, a sheet at the bottom. @param {HTMLElement} box */
function makeSum(box) {
  const part = finder(box)('.fm-arithmetic');
  const find = finder(part);
  /** @type {number | null} */
  let channel = null;
  /** @type {Found | null} */
  let shown = null;

  /** @param {Found} found */
  function show(found) {
    shown = found;
    const { network, layer, position, unit } = found;
    find('h4').textContent = t('{} = {}', capital(unitName(layer, position)), resultOf(found));
    const tables = arithmeticOf(unit, channel);
    find('.fm-tables').replaceChildren(...(tables ? [tables] : []));
    const lines = linesOf(network, unit).map((text) => make('li', {}, ...formula(text, 'e')));
    find('.fm-steps').replaceChildren(...lines);
  }

  /** @param {number | null} chosen the input map whose products are shown */
  function choose(chosen) {
    channel = chosen;
    if (shown && chosen !== null) show(shown);
  }

  /** @returns {boolean} whether there was anything to hide */
  function hide() {
    const wasThere = part.classList.contains('sheet') && getComputedStyle(part).position === 'fixed';
    part.classList.remove('sheet');
    return wasThere;
  }

  find('.fm-fold').addEventListener('click', hide);
  return { show, choose, chosen: () => channel, hide, reveal: () => part.classList.add('sheet') };
}
