// A network, and what every layer of it makes of a drawing.
//
// The same arithmetic as Keras's, one image at a time, for every kind of layer that Python's
// `model/explain/graph.py` can read: only chains, no branches. Nothing is learned here. Maps lie in memory as
// Keras and NumPy have them: row by row, channels last.

/** @typedef {'linear' | 'relu' | 'tanh' | 'sigmoid' | 'softmax'} Activation */

/** @typedef {'convolution' | 'max pooling' | 'average pooling' | 'activation' | 'flatten' | 'dense' | 'identity'} Kind */

/**
 * What a layer's description and the layer itself have in common. `activation` is applied last, within the
 * layer. Pairs are [vertical, horizontal]; `pads` are the zeros before each axis.
 *
 * @typedef {object} Settings
 * @property {string} name
 * @property {Kind} kind
 * @property {number[]} inputShape Without the batch axis: [height, width, channels] or [numbers].
 * @property {number[]} outputShape
 * @property {Activation} activation
 * @property {[number, number]} window
 * @property {[number, number]} strides
 * @property {[number, number]} dilation
 * @property {[number, number]} pads
 * @property {number} parameters How many numbers the layer learned.
 */

/**
 * `kernel` is (height, width, channels in, filters) in a convolution and (inputs, units) in a dense layer.
 *
 * @typedef {Settings & {kernel: Float32Array | null, bias: Float32Array | null}} Layer
 */

/** @typedef {{name: string, layers: Layer[]}} Network */

/** @typedef {Record<string, Float32Array>} Outputs By layer name, from the first layer to the last. */

/** @typedef {Record<string, number[]>} Muted By layer name: numbers of filters or units to silence. */

/** The name of the drawing itself where it stands among the layers. */
export const INPUT = 'input';

/** @param {Network} network @param {string} name @returns {number} */
export function layerIndex(network, name) {
  const index = network.layers.findIndex((layer) => layer.name === name);
  if (index < 0) throw new RangeError(`no layer is called ${name}`);
  return index;
}

/** @param {readonly number[]} shape @returns {number} How many numbers an array of this shape has. */
export const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

/** @param {Layer} layer @returns {boolean} Whether a window slides over the input. */
export const slides = (layer) => layer.kind === 'convolution' || layer.kind.endsWith('pooling');

/** @param {Layer} layer @returns {boolean} Whether the output is maps and not a row of numbers. */
export const isSpatial = (layer) => layer.outputShape.length === 3;

/**
 * Run a drawing through the network and keep every layer's output.
 *
 * @param {Network} network
 * @param {Float32Array} pixels (28, 28) in [0, 1], ink bright.
 * @param {{muted?: Muted, outputs?: Outputs}} [options] `muted` silences filters: they put out what zero weights
 *   and a zero bias would. `outputs`, if given, was returned by an earlier call for this network; its arrays
 *   are written over.
 * @returns {Outputs}
 * @throws {RangeError} There are not as many pixels as the network reads, or no such filter to silence.
 */
export function forward(network, pixels, { muted = {}, outputs = {} } = {}) {
  if (pixels.length !== sizeOf(network.layers[0].inputShape)) {
    throw new RangeError(`${network.name} does not read ${pixels.length} pixels`);
  }
  checkMuted(network, muted);
  let value = pixels;
  for (const layer of network.layers) {
    outputs[layer.name] ??= new Float32Array(sizeOf(layer.outputShape));
    const output = outputs[layer.name];
    applyLayer(layer, value, output);
    if (muted[layer.name]) silence(layer, output, muted[layer.name]);
    value = output;
  }
  return outputs;
}

/**
 * The last layer's output: the probabilities, if the network ends with them.
 *
 * @param {Network} network
 * @param {Outputs} outputs What `forward` returned.
 * @returns {Float32Array}
 */
export const answerOf = (network, outputs) => outputs[network.layers[network.layers.length - 1].name];

/**
 * Apply an activation function in place; softmax runs over the last axis.
 *
 * @param {Activation} activation
 * @param {Float32Array | Float64Array} values
 * @param {number} [channels] How long the last axis is; only softmax asks.
 */
export function activate(activation, values, channels = values.length) {
  if (activation === 'relu') rectify(values);
  else if (activation === 'tanh') each(values, Math.tanh);
  else if (activation === 'sigmoid')
    each(values, (x) => 0.5 + 0.5 * Math.tanh(x / 2)); // overflows nowhere
  else if (activation === 'softmax') {
    for (let at = 0; at < values.length; at += channels) softmax(values.subarray(at, at + channels));
  }
}

/** @param {Layer} layer @param {Float32Array} input @param {Float32Array} output */
function applyLayer(layer, input, output) {
  if (layer.kind === 'convolution') convolve(layer, input, output);
  else if (layer.kind === 'dense') multiply(layer, input, output);
  else if (slides(layer)) pool(layer, input, output);
  else output.set(input);
  activate(layer.activation, output, layer.outputShape[layer.outputShape.length - 1]);
}

/** @param {Layer} layer @param {Float32Array} input @param {Float32Array} output */
function multiply(layer, input, output) {
  const units = output.length;
  const found = room(input.length);
  let count = 0;
  for (let at = 0; at < input.length; at++) {
    if (input[at] === 0) continue;
    found.values[count] = input[at];
    found.rows[count++] = at * units;
  }
  addProducts(layer, found, count, units, output, 0);
}

/**
 * For each place of the window: collect what is not 0 under it, then weigh that by every filter.
 *
 * @param {Layer} layer
 * @param {Float32Array} input
 * @param {Float32Array} output
 */
function convolve(layer, input, output) {
  const [rows, columns, filters] = layer.outputShape;
  const window = windowOf(layer);
  const found = room(sizeOf(layer.window) * layer.inputShape[2]);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += filters) {
      const count = collect(window, input, row, column, found);
      addProducts(layer, found, count, filters, output, at);
    }
  }
}

/** @typedef {{values: Float64Array, rows: Int32Array}} Found Numbers, and where their weights begin in a kernel. */

/** @type {Found} */
let spare = { values: new Float64Array(0), rows: new Int32Array(0) };

/** @param {number} count @returns {Found} Room for so many, the same each time. */
function room(count) {
  if (spare.values.length < count) spare = { values: new Float64Array(count), rows: new Int32Array(count) };
  return spare;
}

/**
 * A convolution's window as plain numbers, which are quicker to read. Taps of one row of it that lie side by side, in
 * the input and in the kernel, are gone through as one run.
 *
 * @param {Layer} layer
 */
const windowOf = ({ inputShape, outputShape, window, strides, pads, dilation }) => ({
  height: inputShape[0],
  width: inputShape[1],
  channels: inputShape[2],
  filters: outputShape[2],
  lines: window[0],
  taps: window[1],
  run: dilation[1] === 1 ? window[1] : 1,
  down: strides[0],
  right: strides[1],
  top: pads[0],
  left: pads[1],
  apart: dilation[0],
  aside: dilation[1],
});

/**
 * Collect the numbers other than 0 under a convolution's window.
 *
 * @param {ReturnType<typeof windowOf>} window
 * @param {Float32Array} input
 * @param {number} row
 * @param {number} column
 * @param {Found} found Written over.
 * @returns {number} How many there are.
 */
function collect(window, input, row, column, { values, rows }) {
  const { height, width, channels, filters, lines, taps, run } = window;
  let count = 0;
  for (let i = 0; i < lines; i++) {
    const y = row * window.down - window.top + i * window.apart;
    if (y < 0 || y >= height) continue;
    for (let j = 0; j < taps; j += run) {
      const x = column * window.right - window.left + j * window.aside;
      const from = (y * width + x) * channels;
      const end = Math.min(run, width - x) * channels;
      const weights = (i * taps + j) * channels;
      for (let at = x < 0 ? -x * channels : 0; at < end; at++) {
        const value = input[from + at];
        if (value === 0) continue;
        values[count] = value;
        rows[count++] = (weights + at) * filters;
      }
    }
  }
  return count;
}

/**
 * Write bias + Σ value × weight for every filter. Eight filters at a time, whose sums then stay in registers: as
 * variables of their own, since an array of them would be made anew each time.
 *
 * @param {Layer} layer
 * @param {Found} found
 * @param {number} count How many of `found` count.
 * @param {number} filters
 * @param {Float32Array} output
 * @param {number} at Where in `output` the first filter's number goes.
 */
function addProducts(layer, { values, rows }, count, filters, output, at) {
  const kernel = /** @type {Float32Array} */ (layer.kernel);
  const bias = layer.bias ?? new Float32Array(filters);
  let filter = 0;
  for (; filter + 8 <= filters; filter += 8) {
    let a = bias[filter];
    let b = bias[filter + 1];
    let c = bias[filter + 2];
    let d = bias[filter + 3];
    let e = bias[filter + 4];
    let f = bias[filter + 5];
    let g = bias[filter + 6];
    let h = bias[filter + 7];
    for (let i = 0; i < count; i++) {
      const value = values[i];
      const from = rows[i] + filter;
      a += value * kernel[from];
      b += value * kernel[from + 1];
      c += value * kernel[from + 2];
      d += value * kernel[from + 3];
      e += value * kernel[from + 4];
      f += value * kernel[from + 5];
      g += value * kernel[from + 6];
      h += value * kernel[from + 7];
    }
    output[at + filter] = a;
    output[at + filter + 1] = b;
    output[at + filter + 2] = c;
    output[at + filter + 3] = d;
    output[at + filter + 4] = e;
    output[at + filter + 5] = f;
    output[at + filter + 6] = g;
    output[at + filter + 7] = h;
  }
  for (; filter < filters; filter++) {
    let sum = bias[filter];
    for (let i = 0; i < count; i++) sum += values[i] * kernel[rows[i] + filter];
    output[at + filter] = sum;
  }
}

/**
 * The largest number under each window, or the mean of those that lie on the input.
 *
 * @param {Layer} layer
 * @param {Float32Array} input
 * @param {Float32Array} output
 */
function pool(layer, input, output) {
  const [rows, columns, channels] = layer.outputShape;
  const largest = layer.kind === 'max pooling';
  output.fill(largest ? -Infinity : 0);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += channels) {
      poolWindow(layer, input, row, column, output, at, largest);
    }
  }
}

/**
 * @param {Layer} layer
 * @param {Float32Array} input
 * @param {number} row
 * @param {number} column
 * @param {Float32Array} output
 * @param {number} at Where in `output` the first channel's number goes.
 * @param {boolean} largest
 */
function poolWindow(layer, input, row, column, output, at, largest) {
  const [height, width, channels] = layer.inputShape;
  const top = row * layer.strides[0] - layer.pads[0];
  const left = column * layer.strides[1] - layer.pads[1];
  const bottom = Math.min(top + layer.window[0], height);
  const right = Math.min(left + layer.window[1], width);
  const firstRow = Math.max(top, 0);
  const firstColumn = Math.max(left, 0);
  for (let y = firstRow; y < bottom; y++) {
    for (let x = firstColumn; x < right; x++) {
      const from = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++) {
        const value = input[from + channel];
        if (!largest) output[at + channel] += value;
        else if (value > output[at + channel]) output[at + channel] = value;
      }
    }
  }
  if (largest) return;
  const count = (bottom - firstRow) * (right - firstColumn);
  for (let channel = 0; channel < channels; channel++) output[at + channel] /= count;
}

/** @param {Float32Array | Float64Array} values @param {(x: number) => number} change */
function each(values, change) {
  for (let i = 0; i < values.length; i++) values[i] = change(values[i]);
}

/**
 * (x + |x|) / 2 is x or 0, whichever is larger: without a branch, which processors would guess wrong every other time.
 *
 * @param {Float32Array | Float64Array} values
 */
function rectify(values) {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] + Math.abs(values[i])) / 2;
}

/** @param {Float32Array | Float64Array} values */
function softmax(values) {
  const largest = Math.max(...values);
  const powers = Float64Array.from(values, (x) => Math.exp(x - largest));
  const sum = powers.reduce((a, b) => a + b);
  powers.forEach((power, i) => (values[i] = power / sum));
}

/** @param {Network} network @param {Muted} muted */
function checkMuted(network, muted) {
  for (const [name, filters] of Object.entries(muted)) {
    const layer = network.layers[layerIndex(network, name)];
    if (!layer.kernel) throw new RangeError(`${name} has no filters to silence`);
    const count = layer.outputShape[layer.outputShape.length - 1];
    if (!filters.every((filter) => Number.isInteger(filter) && filter >= 0 && filter < count)) {
      throw new RangeError(`${name} has the filters 0 to ${count - 1}, not all of ${filters}`);
    }
  }
}

/**
 * Put silenced filters to what zero weights and bias give: 0, after the layer's own activation.
 *
 * @param {Layer} layer
 * @param {Float32Array} output
 * @param {number[]} filters
 */
function silence(layer, output, filters) {
  const rest = new Float32Array(1);
  activate(layer.activation, rest);
  const channels = layer.outputShape[layer.outputShape.length - 1];
  for (const filter of filters) {
    for (let at = filter; at < output.length; at += channels) output[at] = rest[0];
  }
}
