/** Weights and maps as small pictures, many in one sheet. */

import { TITLES } from '../shared/answers.js';
import { levelOf, paintColours, signedLevel } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { signed } from '../shared/numbers.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/network.js').Outputs} Outputs */
/** @typedef {{width: number, height: number, levels: ArrayLike<number>}} Picture levels are 0 to 255 */

/** What one filter or unit of the first layer looks at. @type {Record<string, [number, number]>} */
const SIZES = { cnn: [3, 3], ann: [28, 28] };

/**
 * Make an element a sheet of canvases with one text for all.
 * @param {HTMLElement} host
 * @returns {(pictures: Picture[], table: import('../shared/colours.js').Colours, label: string) => void}
 */
export function makeSheet(host) {
  host.classList.add('tl-sheet');
  host.setAttribute('role', 'img');
  return (pictures, table, label) => {
    host.setAttribute('aria-label', label);
    while (host.childElementCount < pictures.length) host.append(make('canvas'));
    while (host.childElementCount > pictures.length) host.lastElementChild?.remove();
    pictures.forEach(({ width, height, levels }, i) => {
      paintColours(/** @type {HTMLCanvasElement} */ (host.children[i]), width, height, levels, table);
    });
  };
}

/** The first layer's kernel. @param {Network} network */
const firstKernel = (network) => /** @type {Float32Array} */ (network.layers.find((layer) => layer.kernel)?.kernel);

/**
 * The first layer's weights, one picture for each filter or unit.
 * @param {Network} network
 * @param {number} most where the colours are fullest
 * @returns {Picture[]}
 */
export function filterPictures(network, most) {
  const kernel = firstKernel(network);
  const [width, height] = SIZES[network.name];
  const units = kernel.length / (width * height);
  return Array.from({ length: units }, (_, unit) => ({
    width,
    height,
    levels: Uint8Array.from({ length: width * height }, (_, i) => signedLevel(kernel[i * units + unit], most)),
  }));
}

const ENOUGH = 2000; // weights to judge all of them by: sorting 25,000 ten times a second would be felt

/** The size that all but a few of the first layer's weights stay below. @param {Network} network */
export function reachOf(network) {
  const kernel = firstKernel(network);
  const step = Math.ceil(kernel.length / ENOUGH);
  const sizes = Float32Array.from({ length: Math.floor(kernel.length / step) }, (_, i) => Math.abs(kernel[i * step]));
  return sizes.sort()[Math.floor(0.995 * (sizes.length - 1))];
}

/** "CNN: 8 filters of 3 × 3 weights, from −0.52 to +0.48". @param {Network} network */
export function filtersInWords(network) {
  const kernel = firstKernel(network);
  let [low, high] = [kernel[0], kernel[0]];
  for (const value of kernel) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const [width, height] = SIZES[network.name];
  const units = kernel.length / (width * height);
  const values = [TITLES[network.name], units, width, height, signed(low, 2), signed(high, 2)];
  return network.name === 'cnn'
    ? t('{}: {} filters of {} × {} weights, from {} to {}', ...values)
    : t('{}: {} units of {} × {} weights, from {} to {}', ...values);
}

/**
 * What is lit when a network reads the drawing: pictures of each hidden layer after its activation, with a text.
 * @param {Network} network
 * @param {Outputs} outputs
 * @returns {{label: string, pictures: Picture[]}[]}
 */
export function hiddenPictures(network, outputs) {
  const active = network.layers.filter((layer) => layer.name.startsWith('active'));
  if (network.name === 'ann') {
    const values = outputs[active[0].name];
    const lit = values.filter((value) => value > 0).length;
    const label = t('ANN: {} of {} hidden units are above 0 on your digit', lit, values.length);
    return [{ pictures: [picture(values, 8, values.length / 8, 1, 0, levels(values))], label }];
  }
  return active.map((layer, i) => {
    const [height, width, channels] = layer.outputShape;
    const values = outputs[layer.name];
    const level = levels(values);
    const pictures = Array.from({ length: channels }, (_, c) => picture(values, width, height, channels, c, level));
    const label = t('CNN: {} maps of convolution {} on your digit, each {} × {}', channels, i + 1, height, width);
    return { pictures, label };
  });
}

/** From 0, below which ReLU leaves nothing, to a layer's largest. @param {Float32Array} values @returns {(value: number) => number} */
function levels(values) {
  const high = Math.max(...values);
  return (value) => levelOf(value, 0, high);
}

/**
 * One channel of some maps.
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @param {number} channels
 * @param {number} channel
 * @param {(value: number) => number} level
 * @returns {Picture}
 */
const picture = (values, width, height, channels, channel, level) => ({
  width,
  height,
  levels: Uint8Array.from({ length: width * height }, (_, i) => level(values[i * channels + channel])),
});
