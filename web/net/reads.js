// Which maps, or numbers, of the layer before one map, or number, is computed from, and how strongly.

import { layerIndex } from './network.js';
import { unravel } from './receptive_field.js';

/** @typedef {import('./network.js').Layer} Layer */
/** @typedef {import('./network.js').Network} Network */

/**
 * `index` counts the maps, or numbers, of the layer before; `weight` is the sum of the weights that join both, or 1
 * where there are none: a number is handed on.
 *
 * @typedef {{index: number, weight: number}} Read
 */

/**
 * @param {Network} network
 * @param {string} name The layer.
 * @param {number} index Which of its maps, or numbers.
 * @returns {Read[]}
 */
export function readsOf(network, name, index) {
  const layer = network.layers[layerIndex(network, name)];
  if (layer.kernel) return weighed(layer, layer.kernel, index);
  if (layer.kind === 'flatten') return [{ index: mapOf(layer.inputShape, index), weight: 1 }];
  if (layer.activation === 'softmax') return all(layer.inputShape[layer.inputShape.length - 1]);
  return [{ index, weight: 1 }];
}

/** @param {number[]} shape @param {number} index Of a flattened number. */
const mapOf = (shape, index) => (shape.length === 3 ? unravel(index, shape)[2] : index);

/** @param {number} count @returns {Read[]} */
const all = (count) => Array.from({ length: count }, (_, index) => ({ index, weight: 1 }));

/** @param {Layer} layer @param {Float32Array} kernel @param {number} filter @returns {Read[]} */
function weighed({ inputShape, outputShape }, kernel, filter) {
  const inputs = inputShape[inputShape.length - 1];
  const filters = outputShape[outputShape.length - 1];
  const found = all(inputs).map(({ index }) => ({ index, weight: 0 }));
  const count = kernel.length / filters;
  for (let at = 0; at < count; at++) found[at % inputs].weight += kernel[at * filters + filter];
  return found;
}
