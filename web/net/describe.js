// What a layer does, in words: a heading and a sentence, as messages with the layer's own numbers.
//
// The sentences are those of `describe_layer` in `model/explain/captions.py`, which the tour uses.

/** @typedef {import('./network.js').Settings} Settings */
/** @typedef {import('./units.js').Message} Message */

/** @typedef {{key: string}} Key */

/** @type {Record<string, Key>} */
const KINDS = {
  convolution: { key: 'convolution {} × {}' },
  'max pooling': { key: 'max pooling {} × {}' },
  'average pooling': { key: 'average pooling {} × {}' },
  flatten: { key: 'flatten' },
  dense: { key: 'dense' },
  identity: { key: 'identity' },
};

/** @type {Record<string, Key>} */
const FUNCTIONS = {
  relu: { key: 'ReLU' },
  softmax: { key: 'softmax' },
  tanh: { key: 'tanh' },
  sigmoid: { key: 'sigmoid' },
  linear: { key: 'linear' },
};

/** @type {Record<string, Key>} */
const ACTIVATIONS = {
  relu: { key: 'lets positive numbers pass and makes all others 0' },
  tanh: { key: 'squeezes each number to between −1 and 1' },
  sigmoid: { key: 'squeezes each number to between 0 and 1' },
  linear: { key: 'lets every number pass' },
};

/**
 * A layer's kind as a heading: "convolution 3 × 3", "ReLU", "dense".
 *
 * @param {Settings} layer
 * @returns {Message}
 */
export function kindOf({ kind, window, activation }) {
  if (kind === 'activation') return { ...FUNCTIONS[activation], values: [] };
  return { ...KINDS[kind], values: KINDS[kind].key.includes('{}') ? window : [] };
}

/**
 * What a layer does, in one line: "16 filters of 3 × 3 slide over ...".
 *
 * @param {Settings} layer
 * @returns {Message}
 */
export function describeLayer(layer) {
  const { kind, window, inputShape, outputShape, activation } = layer;
  const channels = inputShape[inputShape.length - 1];
  if (kind === 'convolution') return describeConvolution(layer, channels);
  if (kind === 'max pooling')
    return {
      key: 'keeps the largest number of each {} × {} window: {} × {} × {} numbers are left',
      values: [...window, ...outputShape],
    };
  if (kind === 'average pooling')
    return {
      key: 'keeps the average of each {} × {} window: {} × {} × {} numbers are left',
      values: [...window, ...outputShape],
    };
  if (kind === 'flatten') return describeFlatten(inputShape, outputShape[0]);
  if (kind === 'dense')
    return {
      key: '{} sums, each of all {} numbers before, each with its own weight',
      values: [...outputShape, channels],
    };
  if (activation === 'softmax')
    return {
      key: 'turns {} numbers into probabilities that add up to 1',
      values: [outputShape[outputShape.length - 1]],
    };
  return { ...ACTIVATIONS[activation], values: [] };
}

/** @param {Settings} layer @param {number} channels @returns {Message} */
function describeConvolution({ window, outputShape }, channels) {
  const filters = outputShape[2];
  if (channels === 1)
    return {
      key: '{} filters of {} × {} slide over the drawing and make {} × {} × {} numbers',
      values: [filters, ...window, ...outputShape],
    };
  return {
    key: '{} filters of {} × {} slide over all {} maps and make {} × {} × {} numbers',
    values: [filters, ...window, channels, ...outputShape],
  };
}

/** @param {number[]} shape @param {number} count @returns {Message} */
const describeFlatten = (shape, count) =>
  shape.length === 3
    ? { key: 'lays {} × {} × {} numbers in a row of {}', values: [...shape, count] }
    : { key: 'lays {} numbers in a row of {}', values: [shape[0], count] };
