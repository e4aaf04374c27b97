/**
 * Numbers become colours: pale grey to orange for what is never below 0, blue through the same grey to orange for what
 * has a sign, so that 0 looks the same in both, in every tab. They differ in lightness, so they can be told apart
 * without seeing colours. Also paints them on canvases.
 */

const BLUE_ORANGE = '0b4f9e 3f83cf 93bfe8 f2f1f4 f6bd85 e08326 9c4a00';

/** 256 colours as a canvas stores them: red, green, blue and opacity in one number. @typedef {Uint32Array} Colours */

/**
 * Interpolate 256 colours between evenly spaced stops.
 * @param {string} stops hexadecimal colours without "#", separated by blanks
 * @returns {Colours}
 */
export function colourTable(stops) {
  const points = stops.split(' ').map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i += 1) {
    const place = (i / 255) * (points.length - 1);
    const from = Math.min(Math.floor(place), points.length - 2);
    for (let c = 0; c < 3; c += 1)
      bytes[4 * i + c] = points[from][c] + (place - from) * (points[from + 1][c] - points[from][c]);
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

/** Signed numbers; the middle, level 127.5, is 0. */
export const blueOrange = colourTable(BLUE_ORANGE);
/** Numbers that are never below 0, from 0 on: activations, heat, shares. The colours that `blueOrange` has for them. */
export const activations = colourTable(BLUE_ORANGE.slice(BLUE_ORANGE.indexOf('f2f1f4')));
/** Ink: paper black, ink white, as the networks get it. */
export const greys = colourTable('000000 ffffff');

/**
 * Level 0 to 255 of a number between low and high; 0 where they are equal.
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export function levelOf(value, low, high) {
  if (!(high > low)) return 0;
  return Math.min(255, Math.max(0, Math.round((255 * (value - low)) / (high - low))));
}

/**
 * Level of a number with a sign: −most is 0, 0 is the middle, most is 255.
 * @param {number} value
 * @param {number} most
 */
export const signedLevel = (value, most) => levelOf(value, -most, most || 1);

/**
 * Paint one canvas pixel per level, row by row; style sheets make the pixels large.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 * @param {ArrayLike<number>} levels 0 to 255
 * @param {Colours} table
 */
export function paintColours(canvas, width, height, levels, table) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = table[levels[i]];
  contextOf(canvas).putImageData(image, 0, 0);
}

/**
 * Paint numbers in [0, 1] as ink: 0 black, 1 white.
 * @param {HTMLCanvasElement} canvas
 * @param {{width: number, height: number, values: ArrayLike<number>}} picture
 */
export function paintInk(canvas, { width, height, values }) {
  const levels = new Uint8Array(values.length);
  for (let i = 0; i < levels.length; i += 1) levels[i] = Math.round(255 * values[i]);
  paintColours(canvas, width, height, levels, greys);
}

/**
 * Clear a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export const wipe = (canvas) => contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);

/**
 * A canvas's 2D context, which every browser has.
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

/**
 * "#1f978b" of a level, for style sheets.
 * @param {Colours} table
 * @param {number} level 0 to 255
 */
export function colourOf(table, level) {
  /** @param {number} shift */
  const part = (shift) => ((table[level] >> shift) & 255).toString(16).padStart(2, '0');
  return `#${part(0)}${part(8)}${part(16)}`;
}

/**
 * Black or white, whichever stands out more (WCAG 2's relative luminance): at least 4.5 to 1 on every colour.
 * @param {Colours} table
 * @param {number} level 0 to 255
 */
export function inkOn(table, level) {
  /** @param {number} shift */
  const linear = (shift) => (((table[level] >> shift) & 255) / 255) ** 2.2;
  return 0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(16) > 0.179 ? '#000000' : '#ffffff';
}

/**
 * CSS of a legend's bar, left to right.
 * @param {Colours} table
 */
export function gradientOf(table) {
  const stops = Array.from({ length: 18 }, (_, i) => colourOf(table, 15 * i));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
