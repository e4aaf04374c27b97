/**
 * A picture that looks like a photograph and is none: a lighthouse over a lake at dusk, computed pixel by pixel.
 * It has what kernels answer to: straight and slanted edges, stripes, smooth sky, fine grain, and all three colours.
 */

/** @typedef {[number, number, number]} Colour red, green and blue, 0 to 255 */

const SIDE = 256;
const SHORE = 0.63; // of the height; the lake begins here
const SUN = { x: 0.24, y: 0.5 };
/** From the near ridge to the far one: how high, how rough, which colour. */
const RIDGES = /** @type {{top: number, height: number, rough: number, colour: Colour}[]} */ ([
  { top: 0.59, height: 0.1, rough: 9, colour: [34, 48, 58] },
  { top: 0.52, height: 0.18, rough: 5, colour: [72, 74, 108] },
  { top: 0.42, height: 0.26, rough: 3, colour: [118, 112, 150] },
]);
const TOWER = { x: 0.7, top: 0.2, foot: 0.68, half: 0.032, spread: 0.028 };

/** @type {import('../net/convolution.js').Picture | null} */
let made = null;

/** @returns {import('../net/convolution.js').Picture} 256 × 256 in whole numbers from 0 to 255, the same each time */
export function photograph() {
  made ??= take();
  return made;
}

function take() {
  const planes = [0, 1, 2].map(() => new Float64Array(SIDE * SIDE));
  for (let i = 0; i < SIDE * SIDE; i += 1) {
    const [x, y] = [((i % SIDE) + 0.5) / SIDE, (Math.floor(i / SIDE) + 0.5) / SIDE];
    const grain = 7 * (hash(i % SIDE, Math.floor(i / SIDE)) - 0.5);
    colourAt(x, y).forEach((value, c) => {
      planes[c][i] = Math.min(255, Math.max(0, Math.round(value + grain)));
    });
  }
  return { height: SIDE, width: SIDE, planes };
}

/**
 * A line from left to right, looked up instead of computed for every pixel.
 * @param {(x: number) => number} height
 */
function profile(height) {
  const heights = new Float64Array(4 * SIDE + 1).fill(Number.NaN);
  return (/** @type {number} */ x) => {
    const at = Math.round(4 * SIDE * Math.min(1, Math.max(0, x)));
    if (Number.isNaN(heights[at])) heights[at] = height(at / (4 * SIDE));
    return heights[at];
  };
}

const bankAt = profile(
  (x) => 0.86 + 0.1 * (x - 0.8) ** 2 - 0.22 * Math.exp(-(((x - 0.72) / 0.17) ** 2)) + 0.02 * noise(9 * x, 0.5, 3),
);
const ridges = RIDGES.map((ridge) => ({
  ...ridge,
  lineAt: profile((x) => ridge.top + ridge.height * (0.5 - noise(ridge.rough * x + 7 * ridge.top, 10 * ridge.top, 5))),
}));

/** @param {number} x @param {number} y @returns {Colour} of a point, both from 0 to 1 */
function colourAt(x, y) {
  const bank = bankAt(x);
  if (y > bank) return grass(x, y, y - bank);
  return tower(x, y) ?? (y > SHORE ? lake(x, y) : land(x, y));
}

/** @param {number} x @param {number} y @returns {Colour} */
function land(x, y) {
  for (const { height, colour, lineAt } of ridges) {
    const ridge = lineAt(x);
    if (y > ridge)
      return shaded(
        mixed(colour, [214, 150, 128], 0.35 * ((y - ridge) / height) ** 2),
        0.86 + 0.28 * noise(40 * x, 40 * y, 3),
      );
  }
  return sky(x, y);
}

/** @param {number} x @param {number} y @returns {Colour} */
function sky(x, y) {
  const low = Math.min(1, y / SHORE) ** 1.5;
  const far = Math.hypot(x - SUN.x, y - SUN.y);
  const cloud = Math.max(0, noise(3 * x + 2, 9 * y, 5) - 0.48) * 3.2 * (1 - 0.5 * low);
  const clear = mixed(mixed([62, 98, 170], [246, 186, 130], low), [255, 240, 200], Math.exp(-((far / 0.16) ** 2)));
  return mixed(far < 0.045 ? [255, 250, 226] : clear, [250, 226, 214], Math.min(0.85, cloud));
}

/** What stands above the shore, upside down, broken by waves. @param {number} x @param {number} y @returns {Colour} */
function lake(x, y) {
  const depth = y - SHORE;
  const wave = noise(5 * x, 90 * (depth + 0.02) ** 0.6, 3) - 0.5;
  const above = SHORE - depth * 1.15 - 0.1 * wave * Math.sqrt(depth);
  const mirrored = [x + 0.05 * wave * depth, Math.min(SHORE - 0.002, above)];
  const found = tower(mirrored[0], mirrored[1]) ?? land(mirrored[0], mirrored[1]);
  return shaded(mixed(found, [24, 52, 84], 0.3 + 0.5 * depth), 0.86 + 0.3 * wave);
}

/** @param {number} x @param {number} y @param {number} below the bank's edge @returns {Colour} */
function grass(x, y, below) {
  const blades = noise(70 * x + 12 * y, 26 * y, 3);
  const lit = Math.exp(-below / 0.05);
  return shaded(mixed([38, 62, 30], [148, 140, 62], 0.6 * lit), 0.45 + 1.1 * blades);
}

/** A striped lighthouse with a lit lamp, or null where it does not stand. @param {number} x @param {number} y @returns {Colour | null} */
function tower(x, y) {
  const { top, foot, half, spread } = TOWER;
  const down = (y - top) / (foot - top);
  const across = (x - TOWER.x) / (half + spread * Math.max(0, down));
  if (down > 1) return null;
  if (down < 0) return lamp((x - TOWER.x) / half, (top - y) / half);
  if (Math.abs(across) > 1) return null;
  const stripe = Math.floor(down * 7) % 2 ? [232, 226, 218] : [190, 40, 34];
  const isWindow = Math.abs(across) < 0.22 && Math.abs(((down * 3.5) % 1) - 0.5) < 0.13;
  const light = 1.05 - 0.5 * (across + 0.35) ** 2;
  return shaded(/** @type {Colour} */ (isWindow ? [44, 40, 52] : stripe), light);
}

/** The lamp room on the tower; both numbers count in half widths. @param {number} x @param {number} up @returns {Colour | null} */
function lamp(x, up) {
  if (up < 0.25) return Math.abs(x) < 1.35 ? [40, 36, 44] : null; // the gallery
  if (up < 1.35) {
    if (Math.abs(x) > 0.78) return null;
    return Math.abs((x * 2.6) % 1) < 0.16 ? [52, 44, 46] : [255, 224, 138];
  }
  return Math.abs(x) < 0.95 * (1 - (up - 1.35) / 0.8) ? [150, 32, 30] : null; // the roof
}

/** @param {Colour} one @param {Colour} other @param {number} part of the other @returns {Colour} */
function mixed(one, other, part) {
  const at = (/** @type {number} */ c) => one[c] + part * (other[c] - one[c]);
  return [at(0), at(1), at(2)];
}

/** @param {Colour} colour @param {number} light @returns {Colour} */
const shaded = ([red, green, blue], light) => [red * light, green * light, blue * light];

/** Smooth random numbers in [0, 1] of several sizes, each half of the one before. @param {number} x @param {number} y @param {number} sizes */
function noise(x, y, sizes) {
  let [sum, weight, all] = [0, 1, 0];
  for (let k = 0; k < sizes; k += 1) {
    sum += weight * smooth(x * (1 << k) + 17 * k, y * (1 << k) + 31 * k);
    all += weight;
    weight /= 2;
  }
  return sum / all;
}

/** Random numbers at whole places, and what lies between. @param {number} x @param {number} y */
function smooth(x, y) {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = eased(x - column);
  const v = eased(y - row);
  const above = hash(column, row) * (1 - u) + hash(column + 1, row) * u;
  const below = hash(column, row + 1) * (1 - u) + hash(column + 1, row + 1) * u;
  return above * (1 - v) + below * v;
}

/** @param {number} part */
function eased(part) {
  return part * part * (3 - 2 * part);
}

/** A number in [0, 1) that looks random, of two whole numbers. @param {number} x @param {number} y */
function hash(x, y) {
  let mix = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1);
  mix = Math.imul(mix ^ (mix >>> 15), 0x2c1b3c6d);
  mix = Math.imul(mix ^ (mix >>> 12), 0x297a2d39);
  return ((mix ^ (mix >>> 15)) >>> 0) / 2 ** 32;
}
