/** One unit's arithmetic as tables of real numbers, a view for each kind of layer. */

import { INPUT } from '../net/network.js';
import { channelOf } from '../net/units.js';
import { alike, saidRounded, writtenUnit } from '../shared/addition.js';
import { colourOf, inkOn, levelOf } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { formula } from '../shared/formula.js';
import { t, told } from '../shared/messages.js';
import { figure, isWhole, nth, part } from '../shared/numbers.js';
import { scaleOf, signedScale } from './maps.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/units.js').Unit} Unit */
/** @typedef {import('../net/units.js').ConvolutionUnit} ConvolutionUnit */
/** @typedef {import('../net/units.js').DenseUnit} DenseUnit */
/** @typedef {import('../net/units.js').PoolingUnit} PoolingUnit */
/** @typedef {import('../net/units.js').SoftmaxUnit} SoftmaxUnit */
/** @typedef {import('./maps.js').Scale} Scale */
/** @typedef {import('../shared/addition.js').Alike} Alike */
/** @typedef {import('../shared/messages.js').Value} Value */
/** @typedef {{name: string, matrix: number[][], scale: Scale, written?: Alike, isOutside?: (row: number, column: number) => boolean, isChosen?: (row: number, column: number) => boolean}} Numbers */

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
  if (unit.kind === 'softmax') return softmaxLines(unit);
  const { write, addsUp } = numbersOf(unit);
  const lines = unit.steps.map(({ key, values, terms }) => {
    const text = told({ key, values: values.map((value) => writtenAlike(value, write)) });
    return terms ? saidRounded(text, addsUp(terms, Number(values[values.length - 1]))) : text;
  });
  if (!('afterLayer' in unit) || unit.afterLayer === null || unit.after === null) return lines;
  const following = network.layers.find(({ name }) => name === unit.afterLayer);
  const [before, after] = [unit.result, unit.after].map(write);
  if (following?.activation === 'relu')
    return [...lines, t('→ ReLU ({}): max(0, {}) = {}', unit.afterLayer, before, after)];
  return [...lines, t('→ {} ({}): {}', following?.activation ?? '', unit.afterLayer, after)];
}

/** A value of a step: what was computed is written as all of its sum is, counts stay. @param {Value} value @param {Alike['write']} write @returns {Value} */
function writtenAlike(value, write) {
  if (typeof value === 'number') return Number.isInteger(value) ? value : write(value);
  if (typeof value === 'string') return value;
  return { key: value.key, values: value.values.map((each) => writtenAlike(each, write)) };
}

/** How a unit's numbers are written, those that are added up and what becomes of them. @param {Unit} unit @returns {Alike} */
export function numbersOf(unit) {
  if (unit.kind === 'pooling') return alike([...unit.values, unit.sum]);
  if (unit.kind === 'softmax') return alike([...unit.powers, unit.sum]);
  return 'products' in unit ? writtenUnit(unit) : alike([unit.result, 'value' in unit ? unit.value : 0]);
}

/** Whether the sum is written as 1 because the other powers are too small to show. @param {SoftmaxUnit} unit */
const isOneAlone = ({ sum }) => sum > 1 && isWhole(sum);

/** Scores and powers are of different sizes, and the share is never certain. @param {SoftmaxUnit} unit */
function softmaxLines(unit) {
  const { logits, powers, sum, position, result, steps } = unit;
  const [scores, { write, addsUp }] = [alike(logits), numbersOf(unit)];
  const [logit, power] = [logits[position[0]], powers[position[0]]];
  const most = writtenAlike(steps[0].values[1], scores.write);
  const share = part(result, 1); // "> 99.9 %" where the others are too small to show
  return [
    t('e^({} − {}) = {}', scores.write(logit), most, write(power)),
    saidRounded(
      t('all {} such powers add up to {}', powers.length, write(sum)),
      addsUp(powers, sum) && !isOneAlone(unit),
    ),
    t(share.startsWith('>') ? '{} ÷ {} {}' : '{} ÷ {} = {}', write(power), write(sum), share),
  ];
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
  const from = source.layer === INPUT ? t('the drawing') : t('map {} of {}', nth(channel), source.layer);
  const isOutside = (/** @type {number} */ row, /** @type {number} */ column) => !inside[row * shape[1] + column];
  const input = { values: unit.patch, isInk: source.layer === INPUT };
  const tables = [
    numberTable({ name: from, matrix: patch, scale: scaleOf(input), isOutside }),
    numberTable({ name: t('kernel'), matrix: kernel, scale: signedScale(largest(unit.kernel)) }),
    numberTable({
      name: t('products'),
      matrix: products,
      scale: signedScale(largest(unit.products)),
      written: numbersOf(unit),
    }),
  ];
  const view = make('div', { class: 'fm-sum' }, tables[0], signed('×', tables[1]), signed('=', tables[2]));
  return make('div', {}, view, make('p', { class: 'ui-note fm-note', text: noteOn(unit, channel) }));
}

/** @param {ConvolutionUnit} unit @param {number} channel */
function noteOn(unit, channel) {
  const { shape, products, channelSums } = unit;
  const [height, width, channels] = shape;
  if (channels === 1) return t('These {} products, added up:', height * width);
  const { write, addsUp } = numbersOf(unit);
  const own = channelOf(products, channels, channel);
  const sum = saidRounded(write(channelSums[channel]), addsUp(own, channelSums[channel]));
  return t(
    'These {} products of input map {} add {}; all {} input maps together:',
    height * width,
    nth(channel),
    sum,
    channels,
  );
}

/** @param {ArrayLike<number>} values */
const largest = (values) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** A table with the sign before it, which goes with it to the next line. @param {string} sign @param {HTMLElement} table */
const signed = (sign, table) =>
  make('div', { class: 'fm-term' }, make('span', { class: 'fm-sign', text: sign }), table);

/** Coloured cells with their numbers. @param {Numbers} numbers */
function numberTable({ name, matrix, scale, written, isOutside = () => false, isChosen = () => false }) {
  const { cell } = written ?? alike(matrix.flat());
  const cells = matrix.map((values, row) =>
    values.map((value, column) => numberCell(value, cell, scale, isOutside(row, column), isChosen(row, column))),
  );
  const rows = cells.map((each) => make('tr', {}, ...each));
  const kind = matrix[0].length > 4 ? 'ui-cells fm-numbers wide' : 'ui-cells fm-numbers';
  return make('table', { class: kind }, make('caption', { text: name }), make('tbody', {}, ...rows));
}

/** @param {number} value @param {Alike['cell']} written @param {Scale} scale @param {boolean} isOutside @param {boolean} isChosen */
function numberCell(value, written, { low, high, table }, isOutside, isChosen) {
  const title = isOutside ? t('outside the map: padding, 0') : figure(value);
  const cell = make('td', { text: Number.isNaN(value) ? '' : written(value), title });
  const level = Number.isNaN(value) ? 0 : levelOf(value, low, high);
  cell.style.background = colourOf(table, level);
  cell.style.color = inkOn(table, level);
  cell.className = isOutside ? 'outside' : isChosen ? 'chosen' : '';
  return cell;
}

/** @param {PoolingUnit} unit */
function poolingView(unit) {
  const { shape, values, inside, winner, source, result } = unit;
  const written = numbersOf(unit);
  const known = Array.from(values).filter((_, i) => inside[i]);
  const scale = scaleOf({ values: known });
  const best = winner ? values.indexOf(Math.max(...known)) : -1;
  const table = numberTable({
    name: t('window on {}', source.layer),
    matrix: matrixOf(values, [...shape, 1], 0),
    scale,
    written,
    isOutside: (row, column) => !inside[row * shape[1] + column],
    isChosen: (row, column) => row * shape[1] + column === best,
  });
  const outcome = numberTable({ name: winner ? t('largest') : t('average'), matrix: [[result]], scale, written });
  return make('div', { class: 'fm-sum' }, table, signed('→', outcome));
}

/** @typedef {{cells: string[], value: number, isChosen?: boolean}} Line */

/** @param {DenseUnit} unit */
function denseView(unit) {
  const { write } = numbersOf(unit);
  const [input, weight] = [alike(unit.inputs), alike(unit.weights)];
  const lines = unit.products.map((product, i) => ({
    cells: [whence(unit, i), input.write(unit.inputs[i]), weight.write(unit.weights[i]), write(product)],
    value: product,
  }));
  const rest = unit.restCount ? [t('the other {}', unit.restCount), '', '', write(unit.restSum)] : null;
  return listTable([t('input'), t('number'), t('× weight'), t('= product')], lines, largest(unit.products) || 1, rest);
}

/** Where an input of a dense unit comes from. @param {DenseUnit} unit @param {number} i */
function whence({ places, indices }, i) {
  if (!places.length) return t('number {}', nth(indices[i]));
  const [row, column, channel] = places[i].map(nth);
  const isDrawing = places.every((place) => place[2] === 0);
  return isDrawing ? t('row {}, column {}', row, column) : t('map {}, row {}, column {}', channel, row, column);
}

/** @param {SoftmaxUnit} unit */
function softmaxView(unit) {
  const { logits, powers, sum, largest: most, position } = unit;
  const [scores, { write }] = [alike(logits), numbersOf(unit)];
  const lines = Array.from(powers, (power, digit) => ({
    cells: [String(digit), scores.write(logits[digit]), write(power), part(power / sum, 1)],
    value: power / sum,
    isChosen: digit === position[0],
  }));
  const heads = [t('digit'), t('score'), t('e^(score − {})', scores.write(most)), t('share')];
  return listTable(heads, lines, 1, [t('sum'), '', saidRounded(write(sum), !isOneAlone(unit)), '']);
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
