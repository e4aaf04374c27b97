/**
 * A box around a drawing's ink and a mask of it: what a detector and a segmenter would have to answer. Nothing here is
 * predicted: both are read off the picture.
 */

/** @typedef {import('./svg.js').Picture} Picture */
/** Left, top, right and bottom in pixels, right and bottom excluded. @typedef {[number, number, number, number]} Box */

/** Brightness from which a pixel counts as ink. */
const INKED = 0.5;

/**
 * What is inked in a drawing or photo, where the visitor put it.
 * @param {readonly import('../shared/studio.js').Stage[] | undefined} stages on the way to the networks' image
 * @param {Float32Array} pixels that image, for a drawing that came without stages
 * @returns {{picture: Picture, mask: boolean[], box: Box}} `mask` has a value for each pixel of `picture`
 */
export function outline(stages, pixels) {
  const named = (/** @type {string} */ name) => stages?.find((stage) => stage.name === name);
  const picture = named('drawn') ?? named('grey') ?? { width: 28, height: 28, values: pixels };
  const { values } = named('ink') ?? picture;
  const mask = maskOf(values);
  return { picture, mask, box: boxOf(mask, picture.width) };
}

/**
 * Which pixels are ink; the faintest drawing has some.
 * @param {Float32Array} values
 */
export function maskOf(values) {
  const least = Math.min(INKED, values.reduce((most, value) => Math.max(most, value), 0) / 2);
  return Array.from(values, (value) => value > 0 && value >= least);
}

/**
 * The smallest box around the ink; the whole picture where there is none.
 * @param {boolean[]} mask
 * @param {number} width
 * @returns {Box}
 */
export function boxOf(mask, width) {
  const inked = [...mask.keys()].filter((i) => mask[i]);
  if (!inked.length) return [0, 0, width, mask.length / width];
  const columns = inked.map((i) => i % width);
  const rows = inked.map((i) => Math.floor(i / width));
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns) + 1, Math.max(...rows) + 1];
}
