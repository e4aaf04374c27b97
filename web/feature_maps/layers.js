/** A network's layers as this tab shows them, the drawing first; known before any weight has come. */

import { describeLayer, kindOf } from '../net/describe.js';
import { INPUT } from '../net/network.js';
import { filterLayer } from '../net/units.js';
import { counted, t, told } from '../shared/messages.js';
import { figure, nth, percent } from '../shared/numbers.js';
import { isMaps } from './maps.js';

/**
 * `filters` is how many can be muted; `filterLayer` is whose filters made this layer's maps.
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} title
 * @property {string} kind
 * @property {string} text what it does
 * @property {number[]} shape
 * @property {number} parameters
 * @property {boolean} areShares whether its numbers are probabilities
 * @property {boolean} areDigits whether it has a number for each digit: scores and probabilities
 * @property {number} filters
 * @property {string | null} filterLayer
 */

/**
 * @param {import('../net/weights.js').Description} description
 * @returns {Layer[]}
 */
export function layersOf(description) {
  const [first] = description.layers;
  return [drawing(first.inputShape), ...description.layers.map((_, at) => described(description, at))];
}

/** @param {number[]} shape @returns {Layer} */
const drawing = (shape) => ({
  name: INPUT,
  title: t('your drawing'),
  kind: t('what the network sees'),
  text: t('what the network sees'),
  shape,
  parameters: 0,
  areShares: false,
  areDigits: false,
  filters: 0,
  filterLayer: null,
});

/** @param {import('../net/weights.js').Description} description @param {number} at */
function described(description, at) {
  const [layer, next] = [description.layers[at], description.layers[at + 1]];
  const network = /** @type {any} */ (description); // only whether a layer has weights is looked at
  return {
    name: layer.name,
    title: layer.name,
    kind: told(kindOf(layer)),
    text: told(describeLayer(layer)),
    shape: layer.outputShape,
    parameters: layer.parameters,
    areShares: layer.activation === 'softmax',
    areDigits: layer.activation === 'softmax' || next?.activation === 'softmax',
    filters: layer.kernel ? layer.outputShape[layer.outputShape.length - 1] : 0,
    filterLayer: filterLayer(network, layer.name)?.name ?? null,
  };
}

/** "26 × 26 × 16". @param {number[]} shape */
export const times = (shape) => shape.join(' × ');

/** @param {Layer} layer */
export const outputOf = ({ name, shape }) =>
  name === INPUT ? t('your drawing ({})', times(shape)) : t('output of {} ({})', name, times(shape));

/** "map 3 of conv1", "numbers of dense1", "your drawing". @param {Layer} layer @param {number | null} channel */
export function mapName({ name, shape }, channel) {
  if (name === INPUT) return t('your drawing');
  return isMaps(shape) ? t('map {} of {}', nth(channel ?? 0), name) : t('numbers of {}', name);
}

/** "row 6, column 11", "number 9"; the last layers have a number for each digit: "digit 7". @param {Layer} layer @param {number[]} position */
export function unitName({ shape, areDigits }, position) {
  if (isMaps(shape)) return t('row {}, column {}', nth(position[0]), nth(position[1]));
  return areDigits ? t('digit {}', position[0]) : t('number {}', nth(position[0]));
}

/** "number 9 of dense1", "digit 7 of probabilities". @param {Pick<Layer, 'name' | 'areDigits'>} layer @param {number} index */
export const numberName = ({ name, areDigits }, index) =>
  areDigits ? t('digit {} of {}', index, name) : t('number {} of {}', nth(index), name);

/** @param {Layer} layer */
export function weightsOf({ name, shape, parameters }) {
  if (name === INPUT) return t('{} numbers', shape[0] * shape[1]);
  return parameters ? counted(parameters, '{} parameter', '{} parameters') : t('no parameters');
}

/** How a layer's numbers are written: probabilities as everywhere on the page. @param {Layer} layer */
export const writtenIn = ({ areShares }) => (areShares ? share : figure);

/** @param {number} probability */
const share = (probability) => percent(probability, 1);
