/** One unit's arithmetic as tables of real numbers, a view for each kind of layer. */

import { INPUT } from '../net/network.js';
import { colourOf, inkOn, levelOf } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { formula } from '../shared/formula.js';
import { t, told } from '../shared/messages.js';
import { figure, part, shortFigure } from '../shared/numbers.js';
import { scaleOf, signedScale } from './maps.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/units.js').Unit} Unit */
/** @typedef {import('../net/units.js').ConvolutionUnit} ConvolutionUnit */
/** @typedef {import('../net/units.js').DenseUnit} DenseUnit */
/** @typedef {import('../net/units.js').PoolingUnit} PoolingUnit */
/** @typedef {import('../net/units.js').SoftmaxUnit} SoftmaxUnit */
/** @typedef {import('./maps.js').Scale} Scale */
/** @typedef {{name: string, matrix: number[][], scale: Scale, isOutside?: (row: number, column: number) => boolean, isChosen?: (row: number, column: number) => boolean}} Numbers */

/**
 * Tables of a unit's numbers; null where its lines say all.
 * @param {Unit} unit
 * @param {number | null} channel the input map that a convolution shows; null for the one that adds most
 */
export function arithmeticOf(unit, channel) {
  if (unit.kind === 'convolution') return convolutionView(unit, channel ?? weightiest(unit));
  if (unit.kind === 'pooling') return poolingView(unit);
  if (unit.kind === 'dense') return denseView(unit);
  if (unit.kind === 'softmax') return softmaxView(unit);
  return null;
}

/**
 * The arithmetic in lines, up to the activation that follows.
 * @param {Network} network
 * @param {Unit} unit
 */
export function linesOf(network, unit) {
  const lines = unit.steps.map(told);
  if (!('afterLayer' in unit) || unit.afterLayer === null || unit.after === null) return lines;
  const following = network.layers.find(({ name }) => name === unit.afterLayer);
  if (following?.activation === 'relu')
    return [...lines, t('→ ReLU ({}): max(0, {}) = {}', unit.afterLayer, figure(unit.result), figure(unit.after))];
  return [...lines, t('→ {} ({}): {}', following?.activation ?? '', unit.afterLayer, figure(unit.after))];
}

/** The input channel whose products add most to a convolution's sum. @param {ConvolutionUnit} unit */
export const weightiest = ({ channelSums }) =>
  channelSums.reduce((best, sum, k) => (Math.abs(sum) > Math.abs(channelSums[best]) ? k : best), 0);

/** One channel of (height, width, channels) as rows of numbers. @param {ArrayLike<number>} values @param {number[]} shape @param {number} channel */
function matrixOf(values, [height, width, channels], channel) {
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    values[(row * width + column) * channels + channel];
  return Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => at(row, column)));
}

/** @param {ConvolutionUnit} unit @param {number} channel */
function convolutionView(unit, channel) {
  const { shape, source, inside } = unit;
  const [patch, kernel, products] = [unit.patch, unit.kernel, unit.products].map((values) =>
    matrixOf(values, shape, channel),
  );
  const from = source.layer === INPUT ? t('the drawing') : t('map {} of {}', channel, source.layer);
  const isOutside = (/** @type {number} */ row, /** @type {number} */ column) => !inside[row * shape[1] + column];
  const input = { values: unit.patch, isInk: source.layer === INPUT };
  const tables = [
    numberTable({ name: from, matrix: patch, scale: scaleOf(input), isOutside }),
    numberTable({ name: t('kernel'), matrix: kernel, scale: signedScale(largest(unit.kernel)) }),
    numberTable({ name: t('products'), matrix: products, scale: signedScale(largest(unit.products)) }),
  ];
  const view = make('div', { class: 'fm-sum' }, tables[0], sign('×'), tables[1], sign('='), tables[2]);
  return make('div', {}, view, make('p', { class: 'ui-note fm-note', text: noteOn(unit, channel) }));
}

/** @param {ConvolutionUnit} unit @param {number} channel */
function noteOn({ shape: [height, width, channels], channelSums }, channel) {
  if (channels === 1) return t('These {} products, added up:', height * width);
  const sum = figure(channelSums[channel]);
  return t(
    'These {} products of input map {} add {}; all {} input maps together:',
    height * width,
    channel,
    sum,
    channels,
  );
}

/** @param {ArrayLike<number>} values */
const largest = (values) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** @param {string} text */
const sign = (text) => make('span', { class: 'fm-sign', text });

/** Coloured cells with their numbers. @param {Numbers} numbers */
function numberTable({ name, matrix, scale, isOutside = () => false, isChosen = () => false }) {
  const rows = matrix.map((values, row) =>
    make(
      'tr',
      {},
      ...values.map((value, column) => numberCell(value, scale, isOutside(row, column), isChosen(row, column))),
    ),
  );
  const kind = matrix[0].length > 4 ? 'ui-cells fm-numbers wide' : 'ui-cells fm-numbers';
  return make('table', { class: kind }, make('caption', { text: name }), make('tbody', {}, ...rows));
}

/** @param {number} value @param {Scale} scale @param {boolean} isOutside @param {boolean} isChosen */
function numberCell(value, { low, high, table }, isOutside, isChosen) {
  const title = isOutside ? t('outside the map: padding, 0') : figure(value);
  const cell = make('td', { text: Number.isNaN(value) ? '' : shortFigure(value), title });
  const level = Number.isNaN(value) ? 0 : levelOf(value, low, high);
  cell.style.background = colourOf(table, level);
  cell.style.color = inkOn(table, level);
  cell.className = isOutside ? 'outside' : isChosen ? 'chosen' : '';
  return cell;
}

/** @param {PoolingUnit} unit */
function poolingView({ shape, values, inside, winner, source, result }) {
  const known = Array.from(values).filter((_, i) => inside[i]);
  const scale = scaleOf({ values: known });
  const best = winner ? values.indexOf(Math.max(...known)) : -1;
  const table = numberTable({
    name: t('window on {}', source.layer),
    matrix: matrixOf(values, [...shape, 1], 0),
    scale,
    isOutside: (row, column) => !inside[row * shape[1] + column],
    isChosen: (row, column) => row * shape[1] + column === best,
  });
  const outcome = numberTable({ name: winner ? t('largest') : t('average'), matrix: [[result]], scale });
  return make('div', { class: 'fm-sum' }, table, sign('→'), outcome);
}

/** @typedef {{cells: string[], value: number, isChosen?: boolean}} Line */

/** @param {DenseUnit} unit */
function denseView(unit) {
  const lines = unit.products.map((product, i) => ({
    cells: [whence(unit, i), figure(unit.inputs[i]), figure(unit.weights[i]), figure(product)],
    value: product,
  }));
  const rest = unit.restCount ? [t('the other {}', unit.restCount), '', '', figure(unit.restSum)] : null;
  return listTable([t('input'), t('number'), t('× weight'), t('= product')], lines, largest(unit.products) || 1, rest);
}

/** Where an input of a dense unit comes from. @param {DenseUnit} unit @param {number} i */
function whence({ places, indices }, i) {
  if (!places.length) return t('number {}', indices[i]);
  const [row, column, channel] = places[i];
  const isDrawing = places.every((place) => place[2] === 0);
  return isDrawing ? t('row {}, column {}', row, column) : t('map {}, row {}, column {}', channel, row, column);
}

/** @param {SoftmaxUnit} unit */
function softmaxView({ logits, powers, sum, largest: most, position }) {
  const lines = Array.from(powers, (power, digit) => ({
    cells: [String(digit), figure(logits[digit]), figure(power), part(power / sum, 1)],
    value: power / sum,
    isChosen: digit === position[0],
  }));
  const heads = [t('digit'), t('score'), t('e^(score − {})', figure(most)), t('share')];
  return listTable(heads, lines, 1, [t('sum'), '', figure(sum), '']);
}

/** Lines with a bar behind their last number. @param {string[]} heads @param {Line[]} lines @param {number} most @param {string[] | null} last */
function listTable(heads, lines, most, last) {
  const body = make('tbody', {}, ...lines.map((line) => listLine(line, most)));
  if (last) body.append(make('tr', { class: 'rest' }, ...last.map((text) => make('td', { text }))));
  const head = make('tr', {}, ...heads.map((text) => make('th', { scope: 'col' }, ...formula(text, 'e'))));
  return make('table', { class: 'ui-table fm-list' }, make('thead', {}, head), body);
}

/** @param {Line} line @param {number} most */
function listLine({ cells, value, isChosen }, most) {
  const parts = cells.map((text) => make('td', { text }));
  const colour = value < 0 ? 'var(--fm-minus)' : 'var(--fm-plus)';
  const share = `${(100 * Math.abs(value)) / most}%`;
  parts[parts.length - 1].style.backgroundImage = `linear-gradient(to right, ${colour} ${share}, transparent ${share})`;
  return make('tr', { class: isChosen ? 'chosen' : null }, ...parts);
}
