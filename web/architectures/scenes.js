/** Digits in one scene: the visitor's own and some from the bundled sample, and what is read off their ink. */

import { t } from '../shared/messages.js';
import { boxOf, maskOf } from './ink.js';
import { image, pictureUrl, tag } from './svg.js';

/** @typedef {import('./svg.js').Colour} Colour */
/** @typedef {import('./svg.js').Part} Part */
/** @typedef {import('./svg.js').Picture} Picture */

/**
 * A digit at one of the places of a scene. `mask` is in its own colour, `inkMask` in one for all; `box` is left, top,
 * width and height; `label` is null where nobody knows.
 * @typedef {object} SceneObject
 * @property {number} x
 * @property {number} y
 * @property {number} side
 * @property {string} href
 * @property {string} mask
 * @property {string} inkMask
 * @property {[number, number, number, number]} box
 * @property {number | null} label
 * @property {Colour} colour
 */

/** The side of a scene, in the units of its picture. */
export const SIDE = 200;

const PLACES = [
  { x: 8, y: 14, side: 104 },
  { x: 126, y: 10, side: 58 },
  { x: 100, y: 84, side: 104 },
  { x: 26, y: 124, side: 66 },
];

/** On black, one for each object. @type {Colour[]} */
export const PALETTE = [
  [177, 150, 255],
  [251, 191, 36],
  [96, 205, 255],
  [255, 138, 178],
];

/** @type {Colour} */
export const WHITE = [255, 255, 255];

/** @param {Colour} colour */
export const rgb = (colour) => `rgb(${colour.join(' ')})`;

/**
 * Put a digit at one of the places; place 0 is the visitor's.
 * @param {{picture: Picture, label: number | null}} digit
 * @param {number} index
 * @returns {SceneObject}
 */
export function objectOf({ picture, label }, index) {
  const [place, colour] = [PLACES[index], PALETTE[index]];
  const inked = maskOf(picture.values);
  const mask = { ...picture, values: Float32Array.from(inked, Number) };
  const pictures = {
    href: pictureUrl(picture, WHITE),
    mask: pictureUrl(mask, colour),
    inkMask: pictureUrl(mask, PALETTE[2]),
  };
  const unit = place.side / picture.width;
  const [left, top, right, bottom] = boxOf(inked, picture.width).map((edge) => edge * unit);
  return { ...place, ...pictures, colour, label, box: [place.x + left, place.y + top, right - left, bottom - top] };
}

/** Where the visitor's digit will stand. */
function yours() {
  const frame = { x: 22, y: 18, width: 76, height: 96, rx: 6, fill: 'none', stroke: '#8a86a0' };
  return [
    tag('rect', { ...frame, 'stroke-dasharray': '5 5' }),
    tag('text', { x: 60, y: 70, 'text-anchor': 'middle', class: 'ar-text ar-yours' }, t('yours')),
  ];
}

/**
 * One scene: black, the digits, and whatever `over` each of them and `all` add.
 * @param {SceneObject[]} objects
 * @param {{over?: (object: SceneObject) => Part, all?: Part, dim?: boolean}} [more]
 */
export function scene(objects, { over = () => null, all = null, dim = false } = {}) {
  const digits = objects.map((one) => image(one.x, one.y, one.side, one.href));
  const paper = tag('rect', { width: SIDE, height: SIDE, rx: 8, fill: '#000' });
  const empty = objects.length < PLACES.length && yours();
  return tag('g', {}, paper, empty, tag('g', { opacity: dim ? 0.45 : 1 }, digits), all, objects.map(over));
}

/** @param {Pick<SceneObject, 'box' | 'colour'>} object @param {string} [kind] class names */
export function boxed({ box: [left, top, width, height], colour }, kind = '') {
  const place = { x: left - 2, y: top - 2, width: width + 4, height: height + 4, rx: 2, class: kind };
  return tag('rect', { ...place, fill: 'none', stroke: rgb(colour), 'stroke-width': 2.5 });
}

/**
 * What is in the box: a chip above it, or inside its upper edge where there is no room.
 * @param {SceneObject} object
 */
export function labelled({ label, box: [left, top], colour }) {
  if (label === null) return null;
  const y = top > 20 ? top - 20 : top + 1;
  return [
    tag('rect', { x: left - 3, y, width: 19, height: 18, rx: 3, fill: rgb(colour) }),
    tag('text', { x: left + 6.5, y: y + 14, 'text-anchor': 'middle', class: 'ar-chip' }, String(label)),
  ];
}

/** @param {SceneObject} object */
export const masked = (object) => image(object.x, object.y, object.side, object.mask);

/** @param {SceneObject} object @returns {[number, number]} */
export const centre = ({ box: [left, top, width, height] }) => [left + width / 2, top + height / 2];
