/** Small helpers for pictures drawn by code, and how the tab writes shapes and large numbers. */

import { contextOf } from '../shared/colours.js';
import { make, makeSvg } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { count, fixed } from '../shared/numbers.js';

/** A piece of a picture, or several of them, nested as they come. @typedef {SVGElement | string | null | undefined | false | readonly any[]} Part */
/** @typedef {[number, number, number]} Colour red, green and blue, 0 to 255 */

/** A grey picture with numbers in [0, 1], row by row. @typedef {{width: number, height: number, values: Float32Array}} Picture */

/**
 * An SVG element; numbers are rounded to hundredths.
 * @param {keyof SVGElementTagNameMap} name
 * @param {import('../shared/dom.js').Attributes} attributes
 * @param {...Part} inside
 * @returns {SVGElement}
 */
export function tag(name, attributes, ...inside) {
  const rounded = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  ]);
  return makeSvg(name, Object.fromEntries(rounded), ...flat(inside));
}

/** @param {Part[]} parts @returns {(SVGElement | string | null | undefined | false)[]} */
const flat = (parts) => /** @type {any} */ (parts.flat(Number.POSITIVE_INFINITY));

/**
 * A whole picture that fills the width it is given.
 * @param {number} width
 * @param {number} height
 * @param {string} label what those hear who do not see it
 * @param {...Part} parts
 */
export function drawing(width, height, label, ...parts) {
  const frame = { class: 'ar-svg', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label };
  return tag('svg', frame, arrowHead(), parts);
}

const HEAD = 'ar-head';

/** What `marker-end` of an arrow names. */
export const AT_ITS_END = `url(#${HEAD})`;

export function arrowHead() {
  const place = { id: HEAD, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7 };
  const tip = tag('path', { class: 'ar-tip', d: 'M0 0 L8 4 L0 8 z' });
  return tag('defs', {}, tag('marker', { ...place, orient: 'auto-start-reverse' }, tip));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} [kind] class names
 * @param {'start' | 'middle' | 'end'} [anchor]
 */
export const text = (x, y, words, kind = '', anchor = 'middle') =>
  tag('text', { x, y, class: `ar-text ${kind}`, 'text-anchor': anchor }, words);

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} [kind] class names
 * @param {number} [round]
 */
export const box = (x, y, width, height, kind = '', round = 4) =>
  tag('rect', { x, y, width, height, rx: round, class: `ar-box ${kind}` });

/** @param {string} d @param {string} [kind] class names */
export const path = (d, kind = '') => tag('path', { d, class: `ar-path ${kind}` });

/** @param {string} d @param {string} [kind] class names */
export const arrowAlong = (d, kind = '') => tag('path', { d, class: `ar-path ${kind}`, 'marker-end': AT_ITS_END });

/** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export const arrow = (x1, y1, x2, y2) => arrowAlong(`M${x1} ${y1} L${x2} ${y2}`);

/** @param {number} x @param {number} y @param {number} side @param {string} href */
export const image = (x, y, side, href) =>
  tag('image', { x, y, width: side, height: side, href, preserveAspectRatio: 'none', class: 'ar-pixels' });

/**
 * A button.
 * @param {string} words
 * @param {() => void} onPress
 * @param {import('../shared/dom.js').Attributes} [attributes]
 */
export function button(words, onPress, attributes = {}) {
  const made = make('button', { type: 'button', class: 'ui-button', text: words, ...attributes });
  made.addEventListener('click', onPress);
  return made;
}

/** "3 × 3 × 64". @param {number[]} shape */
export const timesSign = (shape) => shape.map(count).join(' × ');

/** Three figures, as many as one can grasp. @param {number} value below a thousand */
const short = (value) => fixed(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** "60.9 million". @param {number} value */
export function rounded(value) {
  if (value >= 1e9) return t('{} billion', short(value / 1e9));
  if (value >= 1e6) return t('{} million', short(value / 1e6));
  return value >= 1e3 ? t('{} thousand', short(value / 1e3)) : count(value);
}

/** "244 MB". @param {number} bytes */
export const memory = (bytes) => (bytes >= 1e6 ? `${short(bytes / 1e6)} MB` : `${short(bytes / 1e3)} kB`);

/**
 * A picture's address: bright on nothing in one colour, or grey on black.
 * @param {Picture} picture
 * @param {Colour | null} [colour]
 */
export function pictureUrl({ width, height, values }, colour = null) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pixels = new ImageData(width, height);
  values.forEach((value, i) => {
    const level = Math.round(255 * value);
    pixels.data.set(colour ? [...colour, level] : [level, level, level, 255], 4 * i);
  });
  contextOf(canvas).putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}
