// Where a digit lands: its nearest training digits in a space, and its place on the space's map.
//
// The browser's half of `model/explain/landing.py`, which made the maps and says how; `tabs/ann_vs_cnn/files.py`
// packs them.

/** How many training digits a digit is placed by. */
export const NEIGHBOURS = 5;
/** Places on a map run from 0 to this, x right, y down. */
export const SIDE = 65535;

const FADE = 3; // how much less the farthest neighbour weighs, as a power of e
const LEAST = 1e-9; // stands in for no difference, where all neighbours are equally far
const PIXELS = 784;

/** Shares of the held-out digits in [0, 1]; see `scores` in landing.py. @typedef {{all: number, most: number, lands: number}} Scores */

/**
 * What digits are compared by, and the map of it. A feature is `step` times its number in `features`, (count, size).
 * `places` (count, 2) and `held` (held, 2) are where training and test digits lie. `weights` is the file name of the
 * network's weights, '' for pixels.
 *
 * @typedef {object} Space
 * @property {string} name
 * @property {string} layer
 * @property {string} weights
 * @property {number} step
 * @property {number} size
 * @property {Scores} scores
 * @property {Uint16Array} places
 * @property {Uint16Array} held
 * @property {Uint8Array | Int8Array} features
 * @property {Float64Array} squares Of each training digit's length, in steps.
 */

/** `images` are the training digits, uint8 (count, 28, 28). @typedef {{images: Uint8Array, labels: Uint8Array, spaces: Space[]}} Landing */

/** The nearest first, with Euclidean distances. @typedef {{indices: number[], distances: number[]}} Nearest */

/**
 * @param {ArrayBuffer} buffer What `landing` in tabs/ann_vs_cnn/files.py packed.
 * @returns {Landing}
 */
export function readLanding(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const { count, held, spaces } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let at = 4 + length;
  /** @template T @param {new (buffer: ArrayBuffer, offset: number, length: number) => T} Kind @param {number} size @param {number} [bytes] */
  const take = (Kind, size, bytes = 1) => {
    const array = new Kind(buffer, at, size);
    at += size * bytes;
    return array;
  };
  const maps = spaces.map(() => ({ places: take(Uint16Array, 2 * count, 2), held: take(Uint16Array, 2 * held, 2) }));
  const [images, labels] = [take(Uint8Array, PIXELS * count), take(Uint8Array, count)];
  return {
    images,
    labels,
    spaces: spaces.map((/** @type {any} */ space, /** @type {number} */ i) => {
      const features = space.weights ? take(Int8Array, space.size * count) : images;
      const squares = Float64Array.from({ length: count }, (_, digit) =>
        squareOf(features, digit * space.size, space.size),
      );
      return { ...space, ...maps[i], features, squares };
    }),
  };
}

/**
 * The training digits nearest to a digit. |a − b|² = |a|² + |b|² − 2ab, and ab needs only the numbers of the digit that
 * are not 0: paper and ReLU leave few.
 *
 * @param {Space} space
 * @param {ArrayLike<number>} features Of the digit, as many as the space has: pixels in [0, 1], or a layer's output.
 * @returns {Nearest}
 */
export function nearest({ features: known, squares: knownSquares, step, size }, features) {
  const own = Float64Array.from(features, (value) => value / step);
  const lit = Uint16Array.from(own.keys()).filter((at) => own[at] !== 0);
  const values = Float64Array.from(lit, (at) => own[at]);
  const square = squareOf(own, 0, size);
  const indices = new Array(NEIGHBOURS).fill(-1);
  const squares = new Array(NEIGHBOURS).fill(Infinity);
  for (let i = 0, from = 0; from < known.length; i++, from += size) {
    let product = 0;
    for (let k = 0; k < lit.length; k++) product += values[k] * known[from + lit[k]];
    const distance = square + knownSquares[i] - 2 * product;
    if (distance < squares[NEIGHBOURS - 1]) insert(indices, squares, i, Math.max(0, distance));
  }
  return { indices, distances: squares.map((found) => step * Math.sqrt(found)) };
}

/** The square of a digit's length. @param {ArrayLike<number>} numbers @param {number} from @param {number} size */
function squareOf(numbers, from, size) {
  let sum = 0;
  for (let at = from; at < from + size; at++) sum += numbers[at] * numbers[at];
  return sum;
}

/** @param {number[]} indices @param {number[]} squares Ascending. @param {number} index @param {number} square */
function insert(indices, squares, index, square) {
  let at = squares.length - 1;
  for (; at > 0 && squares[at - 1] > square; at--) {
    squares[at] = squares[at - 1];
    indices[at] = indices[at - 1];
  }
  squares[at] = square;
  indices[at] = index;
}

/**
 * Where a digit lies on the map: at the mean of its neighbours' places, the nearest weighing most.
 *
 * @param {Space} space
 * @param {Nearest} found
 * @returns {[number, number]} x and y, from 0 to SIDE.
 */
export function placed({ places }, { indices, distances }) {
  const first = distances[0] ** 2;
  const last = Math.max(distances[distances.length - 1] ** 2 - first, LEAST);
  let [x, y, all] = [0, 0, 0];
  indices.forEach((index, i) => {
    const weight = Math.exp((-FADE * (distances[i] ** 2 - first)) / last);
    x += weight * places[2 * index];
    y += weight * places[2 * index + 1];
    all += weight;
  });
  return [x / all, y / all];
}
