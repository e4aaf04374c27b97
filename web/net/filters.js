// What a kernel answers to, read from its numbers alone: edge, line, spot, ink or paper.
//
// The same as Python's `model/explain/filters.py`, which says why: a kernel answers most to the picture it
// resembles, so edges, lines and spots are drawn at its size, and the one most like it names it.

/** @typedef {'edge' | 'line' | 'spot' | 'ink' | 'paper' | 'pattern' | 'nothing'} Kind */

/**
 * `angle`, in degrees counter-clockwise from "to the right": for an edge, in (−180, 180], where the ink lies; for a
 * line, in [0, 180), how it runs; else null. `sign` is +1 for bright lines and spots, −1 for gaps and holes, else 0.
 * `share` in [0, 1] says how much of the kernel's energy the kind accounts for.
 *
 * @typedef {{kind: Kind, angle: number | null, sign: number, share: number}} FilterKind
 */

/** @typedef {{key: string, values: any[]}} Message */

/** @typedef {{kind: 'edge' | 'line' | 'spot', angle: number | null, picture: Float64Array}} Template */

const LIKENESS = 0.4; // share of a kernel's energy that a drawn pattern must account for to name it
const WIDTHS = [0.35, 0.6, 1]; // of lines and spots

/** @type {Map<string, Template[]>} */
const drawn = new Map();

/**
 * Say what a kernel answers to.
 *
 * @param {number[][]} kernel As a convolution's weights for one channel, not flipped.
 * @returns {FilterKind}
 */
export function describeFilter(kernel) {
  const [height, width] = [kernel.length, kernel[0].length];
  const weights = Float64Array.from(kernel.flat());
  const energy = sumOf(weights, (value) => value ** 2);
  if (energy < 1e-12) return { kind: 'nothing', angle: null, sign: 0, share: 1 };
  const sum = sumOf(weights, (value) => value);
  const level = sum ** 2 / weights.length / energy;
  if (level >= 0.5 || Math.min(height, width) < 3) {
    return { kind: sum > 0 ? 'ink' : 'paper', angle: null, sign: 0, share: level };
  }
  return mostLike(centred(weights), templates(height, width));
}

/** @param {Float64Array} kernel @param {Template[]} all @returns {FilterKind} */
function mostLike(kernel, all) {
  const likeness = all.map(({ picture }) => sumOf(kernel, (value, i) => value * picture[i]));
  let best = 0;
  for (let i = 1; i < all.length; i += 1) if (Math.abs(likeness[i]) > Math.abs(likeness[best])) best = i;
  const { kind, angle } = all[best];
  const [share, sign] = [Math.min(1, likeness[best] ** 2), likeness[best] > 0 ? 1 : -1];
  if (share < LIKENESS) return { kind: 'pattern', angle: null, sign: 0, share };
  if (kind !== 'edge' || angle === null) return { kind, angle, sign, share };
  // An edge turned inside out is the edge with its ink on the other side.
  return { kind, angle: sign > 0 ? angle : angle > 0 ? angle - 180 : 180, sign: 0, share };
}

/** @param {Float64Array} values @param {(value: number, i: number) => number} term */
function sumOf(values, term) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += term(values[i], i);
  return sum;
}

/** Of mean 0 and length 1. @param {Float64Array} values */
function centred(values) {
  const mean = sumOf(values, (value) => value) / values.length;
  const length = Math.sqrt(sumOf(values, (value) => (value - mean) ** 2));
  return values.map((value) => (value - mean) / length);
}

/** Edges, lines and spots of a kernel's size. @param {number} height @param {number} width */
function templates(height, width) {
  const key = `${height} ${width}`;
  const found = drawn.get(key) ?? drawTemplates(height, width);
  drawn.set(key, found);
  return found;
}

/** @param {number} height @param {number} width @returns {Template[]} */
function drawTemplates(height, width) {
  // x to the right and y up, so that angles are as in school.
  const draw = (/** @type {(x: number, y: number) => number} */ value) =>
    centred(
      Float64Array.from({ length: height * width }, (_, i) =>
        value((i % width) - (width - 1) / 2, (height - 1) / 2 - Math.floor(i / width)),
      ),
    );
  /** @type {Template[]} */
  const found = [];
  for (let angle = 0; angle < 180; angle += 5) {
    const [cosine, sine] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    found.push({ kind: 'edge', angle, picture: draw((x, y) => Math.tanh(1.5 * (cosine * x + sine * y))) });
    for (const w of WIDTHS)
      found.push({ kind: 'line', angle, picture: draw((x, y) => soft(cosine * y - sine * x, w)) });
  }
  for (const w of WIDTHS) found.push({ kind: 'spot', angle: null, picture: draw((x, y) => soft(Math.hypot(x, y), w)) });
  return found;
}

/** @param {number} distance @param {number} width */
const soft = (distance, width) => Math.exp(-(distance ** 2) / (2 * width ** 2));

/**
 * The kind in words that follow "answers to".
 *
 * @param {FilterKind} filter
 * @returns {Message}
 */
export function phraseOf({ kind, angle, sign }) {
  if (kind === 'edge')
    return said('{} edges with ink {}', said(orientation((angle ?? 0) + 90)), said(side(angle ?? 0)));
  if (kind === 'line') {
    return said(sign > 0 ? '{} strokes' : '{} gaps between strokes', said(orientation(angle ?? 0)));
  }
  if (kind === 'spot') return said(sign > 0 ? 'spots and ends of strokes' : 'small holes with ink around them');
  return said(
    {
      ink: 'ink of any shape',
      paper: 'empty paper',
      pattern: 'a fine pattern that no single word fits',
      nothing: 'nothing: all its weights are zero',
    }[kind],
  );
}

/** @param {string} key @param {...Message} values @returns {Message} */
const said = (key, ...values) => ({ key, values });

/** How a line at an angle in degrees runs. @param {number} angle */
function orientation(angle) {
  const turned = ((angle % 180) + 180) % 180;
  const off = Math.min(turned, 180 - turned);
  if (off <= 22.5) return off <= 10 ? 'horizontal' : 'near-horizontal';
  if (off >= 67.5) return off >= 80 ? 'vertical' : 'near-vertical';
  return turned < 90 ? 'rising diagonal' : 'falling diagonal';
}

const SIDES = [
  'on the right',
  'at the upper right',
  'above',
  'at the upper left',
  'on the left',
  'at the lower left',
  'below',
  'at the lower right',
];

/** In which direction an angle in degrees points, to follow the word "ink". @param {number} angle */
const side = (angle) => SIDES[((Math.round(angle / 45) % 8) + 8) % 8];
