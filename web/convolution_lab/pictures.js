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

/** @param {string[]} quarters row and column of those that are full */
const quartered = (quarters) =>
  Float64Array.from({ length: 64 }, (_, i) => (quarters.includes(`${i >> 5} ${(i & 7) >> 2}`) ? 255 : 0));

/** Red, green, blue and yellow, 4×4 pixels each. @type {Picture} */
export const FOUR_COLOURS = {
  height: 8,
  width: 8,
  planes: [quartered(['0 0', '1 1']), quartered(['0 1', '1 1']), quartered(['1 0'])],
};

/** What was looked at already: the same picture is the same object. @type {WeakMap<Picture, {rgb: Subject, grey: Subject}>} */
const seen = new WeakMap();

/**
 * A picture as it is looked at, from 0 to 255.
 * @param {Picture} picture red, green and blue
 * @param {boolean} isGrey
 */
export function inColours(picture, isGrey) {
  const found = seen.get(picture) ?? { rgb: { ...picture, full: 255 }, grey: inGrey(picture) };
  seen.set(picture, found);
  return isGrey ? found.grey : found.rgb;
}

/** As the eye weighs colours (ITU-R BT.601), in whole numbers like the file's own. @param {Picture} picture @returns {Subject} */
function inGrey({ height, width, planes: [red, green, blue] }) {
  const grey = new Float64Array(red.length);
  for (let i = 0; i < grey.length; i += 1) grey[i] = Math.round(0.299 * red[i] + 0.587 * green[i] + 0.114 * blue[i]);
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
