/** A kernel has depth: one unit of the CNN's second convolution on the visitor's digit, map by map. */

import { channelOf, explainUnit } from '../../net/units.js';
import { saidRounded, writtenUnit } from '../../shared/addition.js';
import { activations, blueOrange, levelOf, paintColours, signedLevel } from '../../shared/colours.js';
import { ARROWS, all, finder, isCommand, make } from '../../shared/dom.js';
import { makeMatrix } from '../../shared/matrix.js';
import { t } from '../../shared/messages.js';
import { figure, nth } from '../../shared/numbers.js';
import { followDigit, makeDial } from '../parts.js';

/** @typedef {import('../../net/network.js').Network} Network */
/** @typedef {import('../../net/network.js').Outputs} Outputs */
/** @typedef {import('../../net/units.js').ConvolutionUnit} Unit */
/** @typedef {{network: Network, outputs: Outputs, pixels: Float32Array, index: number}} Subject `index` is the layer's. */

/** @param {HTMLElement} box @param {import('../../start.js').Context} context */
export function depth(box, { studio, reader }) {
  const view = new Depth(box);
  followDigit(box, studio, t('Draw a digit: one sum of the second layer appears here, map by map.'), (reading) => {
    const network = reader.known('cnn');
    const index = network ? secondConvolution(network) : -1;
    if (network && index >= 0) view.read({ network, index, outputs: reading.outputs.cnn, pixels: reading.pixels });
  });
}

class Depth {
  /** @type {Subject | null} */
  subject = null;
  filter = 0;
  row = 0;
  column = 0;
  added = 0; // maps
  isChosen = false;
  map = makeMatrix({ press: (row, column) => this.goTo(row, column), keys: (event) => this.keys(event) });
  channels = make('ol', { class: 'le-channels', 'aria-label': t('One small grid of weights for each map') });
  said = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  dials = make('div');

  /** @param {HTMLElement} box */
  constructor(box) {
    this.map.picture.setAttribute('role', 'img');
    box.setAttribute('aria-label', t('One sum over all maps'));
    const top = make('div', { class: 'le-two' }, this.map.figure, make('div', {}, this.dials, this.said));
    box.append(make('div', { class: 'ui-live' }, top, this.channels));
  }

  /** @param {Subject} subject */
  read(subject) {
    if (!this.subject) this.begin(subject);
    this.subject = subject;
    this.show();
  }

  /** How many filters and maps there are is known once a network is there. @param {Subject} subject */
  begin({ network, index }) {
    const { inputShape, outputShape } = network.layers[index];
    this.added = inputShape[2];
    const filter = {
      id: 'le-depth-filter',
      label: t('Filter'),
      ...WHOLE,
      low: 1,
      high: outputShape[2],
      value: nth(this.filter),
    };
    const added = { id: 'le-depth-added', label: t('Maps added'), high: this.added, value: this.added, ...WHOLE };
    const dials = [
      makeDial(filter, (value) => this.change({ filter: value - 1 })),
      makeDial(added, (value) => this.change({ added: value })),
    ];
    this.dials.append(...dials);
    this.channels.append(...Array.from({ length: this.added }, (_, channel) => makeChannel(channel)));
  }

  /** @param {{filter?: number, added?: number, row?: number, column?: number}} changed */
  change(changed) {
    Object.assign(this, changed);
    this.show();
  }

  show() {
    const { subject, filter, added } = this;
    if (!subject) return;
    if (!this.isChosen) [this.row, this.column] = strongest(subject, filter);
    const { row, column, map } = this;
    const unit = unitAt(subject, [row, column, filter]);
    map.show(lookOf(subject, filter));
    map.mark({ top: row, left: column, size: 1 });
    all(this.channels, 'li').forEach((item, channel) => {
      showChannel(item, unit, channel, channel < added);
    });
    this.said.textContent = toldOf(unit, added);
    const value = writtenUnit(unit).write(unit.after ?? unit.result);
    map.picture.setAttribute(
      'aria-label',
      t('Map {} of the second layer, row {}, column {}: {}', nth(filter), nth(row), nth(column), value),
    );
  }

  /** @param {number} row @param {number} column */
  goTo(row, column) {
    if (!this.subject) return;
    const [height, width] = this.subject.network.layers[this.subject.index].outputShape;
    const inside = (/** @type {number} */ place, /** @type {number} */ places) =>
      Math.min(places - 1, Math.max(0, place));
    this.isChosen = true;
    this.change({ row: inside(row, height), column: inside(column, width) });
  }

  /** @param {KeyboardEvent} event */
  keys(event) {
    const move = ARROWS[event.key];
    if (!move || isCommand(event)) return;
    event.preventDefault();
    this.goTo(this.row + move[0], this.column + move[1]);
  }
}

const WHOLE = { low: 0, step: 1, decimals: 0 };

/** @param {Subject} subject @param {number[]} position */
const unitAt = ({ network, outputs, pixels, index }, position) =>
  /** @type {Unit} */ (explainUnit(network, outputs, pixels, network.layers[index].name, position));

/** @param {Network} network @returns {number} −1 if there is none */
const secondConvolution = ({ layers }) =>
  layers.findIndex(({ kind }, at) => kind === 'convolution' && layers.slice(0, at).some((one) => one.kind === kind));

/** The layer's numbers after the ReLU that follows it, if one does. @param {Subject} subject */
function shownLayer({ network: { layers }, index }) {
  return layers[index + 1]?.kind === 'activation' ? layers[index + 1] : layers[index];
}

/** One map's numbers. @param {Subject} subject @param {number} filter */
function valuesOf(subject, filter) {
  const { name, outputShape } = shownLayer(subject);
  return channelOf(subject.outputs[name], outputShape[2], filter);
}

/** Row and column of a map's largest number. @param {Subject} subject @param {number} filter */
function strongest(subject, filter) {
  const values = valuesOf(subject, filter);
  const at = values.indexOf(Math.max(...values));
  const width = shownLayer(subject).outputShape[1];
  return [Math.floor(at / width), at % width];
}

/** @param {Subject} subject @param {number} filter @returns {import('../../shared/matrix.js').Look} */
function lookOf(subject, filter) {
  const values = valuesOf(subject, filter);
  const [rows, columns] = shownLayer(subject).outputShape;
  const high = Math.max(...values);
  const level = (/** @type {number} */ value) => levelOf(value, 0, high);
  return {
    rows,
    columns,
    values,
    table: activations,
    level,
    text: figure,
    title: t('Map {} of the second layer', nth(filter)),
  };
}

/** @param {number} channel */
function makeChannel(channel) {
  const picture = (/** @type {string} */ name) => make('canvas', { class: `le-${name}`, 'aria-hidden': 'true' });
  const name = make('span', { text: t('map {}', nth(channel)) });
  return make('li', {}, name, picture('patch'), '×', picture('kernel'), make('b'));
}

/** @param {HTMLElement} item @param {Unit} unit @param {number} channel @param {boolean} isAdded */
function showChannel(item, unit, channel, isAdded) {
  const { patch, kernel, shape, channelSums } = unit;
  const find = finder(item);
  const of = (/** @type {Float64Array} */ values) => channelOf(values, shape[2], channel);
  const [seen, most] = [Math.max(...patch), Math.max(...kernel.map(Math.abs))];
  const [height, width] = shape;
  const patchLevels = Array.from(of(patch), (value) => levelOf(value, 0, seen));
  paintColours(find('.le-patch'), width, height, patchLevels, activations);
  const weights = Array.from(of(kernel), (value) => signedLevel(value, most));
  paintColours(find('.le-kernel'), width, height, weights, blueOrange);
  const { write } = writtenUnit(unit);
  find('b').textContent = `${channelSums[channel] > 0 ? '+' : ''}${write(channelSums[channel])}`;
  item.classList.toggle('le-not-added', !isAdded);
}

/** @param {Unit} unit @param {number} added how many maps */
function toldOf(unit, added) {
  const { channelSums, shape, sum, bias, total, after, result } = unit;
  const { write, addsUp } = writtenUnit(unit);
  const terms = channelSums.slice(0, added);
  const part = terms.reduce((all, value) => all + value, 0);
  const products = shape[0] * shape[1];
  if (added < shape[2])
    return t(
      '{} of {} products: {}',
      added * products,
      channelSums.length * products,
      saidRounded(write(part), addsUp(terms, part)),
    );
  return t(
    '{} products add up to {}. With the bias of {} that is {}, and after ReLU {}.',
    shape[2] * products,
    saidRounded(write(sum), addsUp(terms, sum)),
    write(bias),
    saidRounded(write(total), addsUp([sum, bias], total)),
    write(after ?? result),
  );
}
