// A network from its description and the binary file with its weights, as `model/networks/browser_weights.py` writes them.

import { sizeOf } from './network.js';

/** @typedef {import('./network.js').Network} Network */

/**
 * Where a tensor lies in a network's binary file, and how its numbers are written.
 *
 * @typedef {object} Tensor
 * @property {number[]} shape
 * @property {'int8' | 'float16' | 'float32'} dtype Little-endian.
 * @property {number} offset Bytes from the start of the file, a multiple of 4.
 * @property {number} scale What each number is multiplied by; 1 unless the dtype is "int8".
 */

/** @typedef {import('./network.js').Settings & {kernel: Tensor | null, bias: Tensor | null}} LayerDescription */

/** @typedef {{name: string, layers: LayerDescription[]}} Description */

/**
 * Make a network from what `model/networks/browser_weights.py` wrote.
 *
 * @param {Description} description
 * @param {ArrayBuffer} buffer The binary file that belongs to it.
 * @returns {Network}
 * @throws {RangeError} The file is too short for a tensor that the description names.
 */
export function readNetwork(description, buffer) {
  const layers = description.layers.map((layer) => ({
    ...layer,
    kernel: layer.kernel && tensorValues(layer.kernel, buffer),
    bias: layer.bias && tensorValues(layer.bias, buffer),
  }));
  return { name: description.name, layers };
}

/** @param {Tensor} tensor @param {ArrayBuffer} buffer @returns {Float32Array} */
function tensorValues({ shape, dtype, offset, scale }, buffer) {
  const count = sizeOf(shape);
  if (dtype === 'int8') return Float32Array.from(new Int8Array(buffer, offset, count), (x) => x * scale);
  const view = new DataView(buffer, offset, count * (dtype === 'float16' ? 2 : 4));
  const read =
    dtype === 'float16' ? halfAt : (/** @type {DataView} */ v, /** @type {number} */ at) => v.getFloat32(4 * at, true);
  return Float32Array.from({ length: count }, (_, at) => read(view, at));
}

/**
 * One float16 (IEEE 754 binary16) of a little-endian row of them: Float16Array is too new for many browsers.
 *
 * @param {DataView} view
 * @param {number} at
 */
function halfAt(view, at) {
  const bits = view.getUint16(2 * at, true);
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent ? sign * 2 ** (exponent - 15) * (1 + fraction / 1024) : sign * 2 ** -24 * fraction;
}
