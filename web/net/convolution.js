// Convolution and pooling step by step, on any matrix: where a window may stand, and what it gives there.
//
// The same as Python's `model/explain/convolution.py` and `windows.py`, which explain the words; a test compares the
// two. As in all deep-learning libraries, the kernel is not flipped: strictly this is cross-correlation.

/**
 * Numbers in rows and columns, one plane for each channel.
 *
 * @typedef {{height: number, width: number, planes: ArrayLike<number>[]}} Picture Each plane row by row.
 */

/** @typedef {number[][]} Kernel Rows of numbers, any height and width. */

/** @typedef {'valid' | 'same' | number} Padding No border, as much as makes ⌈n / s⌉ places, or cells at each end. */

/**
 * Where a window stands along one edge of a picture of `cells`. `before` and `after` are the border at each end;
 * `reach` is how many cells the window spans, `room` how far it can move, `places` the output's length, and
 * `leftOver` how many cells at the end, border included, no window reaches.
 *
 * @typedef {object} Axis
 * @property {number} cells
 * @property {number} kernel
 * @property {number} stride
 * @property {number} dilation
 * @property {number} before
 * @property {number} after
 * @property {number} reach
 * @property {number} room
 * @property {number} places
 * @property {number} leftOver
 */

/** @typedef {{rows: Axis, columns: Axis}} Axes */

/** The window's settings do not go together. `key` is an English sentence with {} for each of `values`. */
export class DoesNotFit extends RangeError {
  /** @param {string} key @param {...number} values */
  constructor(key, ...values) {
    super(key);
    this.name = 'DoesNotFit';
    this.key = key;
    this.values = values;
  }
}

/** Kernels made by hand, by name. A network's own are found by training. @type {Record<string, Kernel>} */
export const KERNELS = {
  lesson: rowsOf(3, [1, 0, 1, 0, 1, 0, 1, 0, 1]),
  identity: rowsOf(3, [0, 0, 0, 0, 1, 0, 0, 0, 0]),
  'sobel-x': rowsOf(3, [-1, 0, 1, -2, 0, 2, -1, 0, 1]), // brighter on the right
  'sobel-y': rowsOf(3, [-1, -2, -1, 0, 0, 0, 1, 2, 1]), // brighter below
  blur: mean(3),
  gaussian: rowsOf(3, [1, 2, 1, 2, 4, 2, 1, 2, 1], 16),
  sharpen: rowsOf(3, [0, -1, 0, -1, 5, -1, 0, -1, 0]),
  emboss: rowsOf(3, [-2, -1, 0, -1, 1, 1, 0, 1, 2]), // a relief: bright where the lower right is
  edges: rowsOf(3, [-1, -1, -1, -1, 8, -1, -1, -1, -1]), // all directions alike
};

/**
 * A blur of any size: the mean of what is under the window.
 *
 * @param {number} size
 * @returns {Kernel}
 */
export function mean(size) {
  return rowsOf(size, Array(size * size).fill(1), size * size);
}

/** @param {number} width @param {number[]} numbers @param {number} [divisor] @returns {Kernel} */
function rowsOf(width, numbers, divisor = 1) {
  const rows = Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
  return rows.map((row) => row.map((value) => value / divisor));
}

/**
 * Place a window along one edge.
 *
 * @param {number} cells n, at least 1
 * @param {number} kernel k, at least 1
 * @param {number} [stride] s, at least 1
 * @param {Padding} [padding] "same" puts an odd cell at the end, as Keras does.
 * @param {number} [dilation] d, at least 1
 * @returns {Axis}
 * @throws {DoesNotFit} The window is larger than the picture with its border.
 */
export function place(cells, kernel, stride = 1, padding = 'valid', dilation = 1) {
  const reach = dilation * (kernel - 1) + 1;
  const [before, after] = border(cells, reach, stride, padding);
  const whole = cells + before + after;
  const room = whole - reach;
  if (room < 0) {
    throw new DoesNotFit(
      'A window that reaches over {} cells does not fit on {}: make it smaller, or add padding.',
      reach,
      whole,
    );
  }
  const [places, leftOver] = [Math.floor(room / stride) + 1, room % stride];
  return { cells, kernel, stride, dilation, before, after, reach, room, places, leftOver };
}

/** @param {number} cells @param {number} reach @param {number} stride @param {Padding} padding */
function border(cells, reach, stride, padding) {
  if (padding === 'valid') return [0, 0];
  if (padding !== 'same') return [padding, padding];
  const whole = Math.max((Math.ceil(cells / stride) - 1) * stride + reach - cells, 0);
  return [Math.floor(whole / 2), Math.ceil(whole / 2)];
}

/**
 * Slide a kernel over a picture: multiply, add up, next window. The channels' sums are added.
 *
 * @param {Picture} picture
 * @param {Kernel[]} kernels One for all channels, or one for each.
 * @param {{stride?: number, padding?: Padding, dilation?: number, bias?: number}} [settings]
 * @returns {Axes & {output: Float64Array}} rows.places × columns.places numbers
 * @throws {DoesNotFit} See `place`.
 */
export function convolve(picture, kernels, { stride = 1, padding = 'valid', dilation = 1, bias = 0 } = {}) {
  const [first] = kernels;
  const axes = {
    rows: place(picture.height, first.length, stride, padding, dilation),
    columns: place(picture.width, first[0].length, stride, padding, dilation),
  };
  const output = new Float64Array(axes.rows.places * axes.columns.places).fill(bias);
  picture.planes.forEach((plane, channel) => {
    const padded = withBorder(plane, axes, 0);
    eachTap(axes, (from, i, j) => {
      const weight = (kernels[channel] ?? first)[i][j];
      if (weight) addTo(output, axes, padded, from, weight);
    });
  });
  return { ...axes, output };
}

/**
 * Shrink a picture: of each window keep the largest number, or the mean. The border never counts.
 *
 * @param {Picture} picture Channels stay apart.
 * @param {number} size
 * @param {{stride?: number, kind?: 'max' | 'average', padding?: Padding}} [settings] Windows lie side by side by default.
 * @returns {Axes & {planes: Float64Array[]}}
 * @throws {DoesNotFit} See `place`; or a border as wide as the window.
 */
export function pool(picture, size, { stride = size, kind = 'max', padding = 'valid' } = {}) {
  if (typeof padding === 'number' && padding >= size) {
    throw new DoesNotFit('A border of {} cells would hide whole windows of {}: make it narrower.', padding, size);
  }
  const rows = place(picture.height, size, stride, padding);
  const columns = place(picture.width, size, stride, padding);
  const reduce = kind === 'max' ? largest : average;
  return { rows, columns, planes: picture.planes.map((plane) => reduce(plane, { rows, columns })) };
}

/** @param {ArrayLike<number>} plane @param {Axes} axes */
function largest(plane, axes) {
  const padded = withBorder(plane, axes, -Infinity);
  const output = new Float64Array(axes.rows.places * axes.columns.places).fill(-Infinity);
  eachTap(axes, (from) => raiseTo(output, axes, padded, from));
  return output;
}

/** @param {ArrayLike<number>} plane @param {Axes} axes */
function average(plane, axes) {
  const [padded, inside] = [withBorder(plane, axes, 0), withBorder(new Uint8Array(plane.length).fill(1), axes, 0)];
  const output = new Float64Array(axes.rows.places * axes.columns.places);
  const counts = new Float64Array(output.length);
  eachTap(axes, (from) => {
    addTo(output, axes, padded, from, 1);
    addTo(counts, axes, inside, from, 1);
  });
  return output.map((sum, at) => sum / counts[at]);
}

/** @param {Axis} axis */
const padLength = ({ cells, before, after }) => cells + before + after;

/** @param {ArrayLike<number>} plane @param {Axes} axes @param {number} fill */
function withBorder(plane, { rows, columns }, fill) {
  const width = padLength(columns);
  const padded = new Float64Array(padLength(rows) * width).fill(fill);
  for (let row = 0; row < rows.cells; row += 1) {
    const [from, to] = [row * columns.cells, (row + rows.before) * width + columns.before];
    for (let column = 0; column < columns.cells; column += 1) padded[to + column] = plane[from + column];
  }
  return padded;
}

/**
 * Call back with each place of the kernel, and where it lies in the padded plane while the window stands at its first.
 *
 * @param {Axes} axes
 * @param {(from: number, i: number, j: number) => void} callback
 */
function eachTap({ rows, columns }, callback) {
  for (let i = 0; i < rows.kernel; i += 1) {
    for (let j = 0; j < columns.kernel; j += 1) {
      callback(i * rows.dilation * padLength(columns) + j * columns.dilation, i, j);
    }
  }
}

/**
 * Add what one place of the kernel sees, times its weight, to every window's sum.
 *
 * @param {Float64Array} sums one for each window
 * @param {Axes} axes
 * @param {Float64Array} padded
 * @param {number} from where the kernel's place lies under the first window
 * @param {number} weight
 */
function addTo(sums, { rows, columns }, padded, from, weight) {
  const down = rows.stride * padLength(columns);
  for (let row = 0, at = 0; row < rows.places; row += 1) {
    for (let i = 0, start = from + row * down; i < columns.places; i += 1, start += columns.stride) {
      sums[at++] += weight * padded[start];
    }
  }
}

/** Keep the larger of what one place of the window sees and what was found. @param {Float64Array} found @param {Axes} axes @param {Float64Array} padded @param {number} from */
function raiseTo(found, { rows, columns }, padded, from) {
  const down = rows.stride * padLength(columns);
  for (let row = 0, at = 0; row < rows.places; row += 1) {
    for (let i = 0, start = from + row * down; i < columns.places; i += 1, start += columns.stride, at += 1) {
      if (padded[start] > found[at]) found[at] = padded[start];
    }
  }
}

/**
 * One window: `top` and `left` are its first cell on the picture, negative in the border; `patches` what it shows of
 * each channel, null where it lies in the border.
 *
 * @typedef {{top: number, left: number, patches: (number | null)[][][]}} Seen
 */

/**
 * What a window shows.
 *
 * @param {Picture} picture
 * @param {Axes} axes
 * @param {number} row of the output
 * @param {number} column of the output
 * @returns {Seen}
 */
export function seenAt({ height, width, planes }, { rows, columns }, row, column) {
  const [top, left] = [row * rows.stride - rows.before, column * columns.stride - columns.before];
  const down = Array.from({ length: rows.kernel }, (_, i) => top + i * rows.dilation);
  const across = Array.from({ length: columns.kernel }, (_, j) => left + j * columns.dilation);
  const isInside = (/** @type {number} */ y, /** @type {number} */ x) => y >= 0 && x >= 0 && y < height && x < width;
  const patches = planes.map((plane) =>
    down.map((y) => across.map((x) => (isInside(y, x) ? plane[y * width + x] : null))),
  );
  return { top, left, patches };
}

/**
 * Multiply what a window shows by the kernel. The border counts as 0.
 *
 * @param {Seen['patches']} patches
 * @param {Kernel[]} kernels One for all channels, or one for each.
 * @returns {{products: number[][][], sums: number[]}} for each channel; the result is the sums' sum plus the bias
 */
export function multiplied(patches, kernels) {
  const products = patches.map((patch, channel) =>
    patch.map((row, i) => row.map((value, j) => (value ?? 0) * (kernels[channel] ?? kernels[0])[i][j])),
  );
  return { products, sums: products.map((product) => product.flat().reduce((sum, value) => sum + value, 0)) };
}

/** @typedef {[height: number, width: number, channels: number]} Shape */

/**
 * Maps as a flattened row, taken apart.
 *
 * @param {ArrayLike<number>} row
 * @param {Shape} shape
 * @returns {Picture}
 */
export function unflattened(row, [height, width, channels]) {
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: height * width }, (_unused, cell) => row[cell * channels + channel]),
  );
  return { height, width, planes };
}

/**
 * Maps in a row, as a network flattens them.
 *
 * @param {Picture} maps
 */
export function flattened({ height, width, planes }) {
  const channels = planes.length;
  return Float64Array.from(
    { length: height * width * channels },
    (_, index) => planes[index % channels][Math.floor(index / channels)],
  );
}
