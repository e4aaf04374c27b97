/** What the window slides over: the lesson's numbers, the visitor's digit, or a picture. */

import { loaded } from '../canvas/pictures.js';
import { contextOf } from '../shared/colours.js';

/** @typedef {import('../net/convolution.js').Picture} Picture */
/** @typedef {import('./view.js').Subject} Subject */

const LONGEST_EDGE = 256; // pixels of a picture: every kernel is felt, and every window can be pressed
const UNSIZED = 256; // drawings without a size of their own

/** The lesson's numbers. @type {Subject} */
export const FIVE = { height: 5, width: 5, planes: [Float64Array.from({ length: 25 }, (_, i) => i + 1)], full: 25 };

/**
 * The visitor's digit.
 * @param {Float32Array} pixels (28, 28) in [0, 1]
 * @returns {Subject}
 */
export const digit = (pixels) => ({ height: 28, width: 28, planes: [pixels], full: 1 });

/** Red, green, blue and yellow, 4×4 pixels each. @returns {Picture} */
export function fourColours() {
  const isIn = (/** @type {string[]} */ quarters) =>
    Float64Array.from({ length: 64 }, (_, i) => (quarters.includes(`${i >> 5} ${(i & 7) >> 2}`) ? 255 : 0));
  return { height: 8, width: 8, planes: [isIn(['0 0', '1 1']), isIn(['0 1', '1 1']), isIn(['1 0'])] };
}

/**
 * A picture as it is looked at, from 0 to 255.
 * @param {Picture} picture red, green and blue
 * @param {boolean} isGrey as the eye weighs them (ITU-R BT.601), in whole numbers like the file's own
 * @returns {Subject}
 */
export function inColours({ height, width, planes }, isGrey) {
  if (!isGrey) return { height, width, planes, full: 255 };
  const [red, green, blue] = planes;
  const grey = Float64Array.from(red, (value, i) => Math.round(0.299 * value + 0.587 * green[i] + 0.114 * blue[i]));
  return { height, width, planes: [grey], full: 255 };
}

/**
 * Open a file, shrunk to LONGEST_EDGE; what is transparent becomes white.
 * @param {File} file
 * @returns {Promise<Picture & {isShrunk: boolean}>}
 * @throws {Error} its message is for the visitor
 */
export async function openPicture(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await loaded(address);
    const [width, height] = [image.naturalWidth || UNSIZED, image.naturalHeight || UNSIZED];
    const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
    const [across, down] = [width, height].map((edge) => Math.max(1, Math.round(edge * scale)));
    return { ...asPicture(image, across, down), isShrunk: scale < 1 };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {HTMLImageElement} image @param {number} width @param {number} height @returns {Picture} */
function asPicture(image, width, height) {
  const context = contextOf(Object.assign(document.createElement('canvas'), { width, height }));
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const planes = [0, 1, 2].map((c) => Float64Array.from({ length: width * height }, (_, i) => data[4 * i + c]));
  return { height, width, planes };
}
