/** What goes into each kind of network and what comes out, on a scene with the visitor's digit. */

import { t } from '../shared/messages.js';
import { boxed, centre, labelled, masked, rgb, SIDE, scene } from './scenes.js';
import { arrow, arrowAlong, box, drawing, image, tag, text } from './svg.js';

/** @typedef {import('./scenes.js').SceneObject} SceneObject */
/** @typedef {import('./svg.js').Part} Part */

/** A picture with the words under it. @typedef {{picture: SVGElement, words: string}} Panel */
/** What there is to draw with. @typedef {{objects: SceneObject[], own: {href: string, label: number | null, isOwn: boolean}, digit: string}} View */
/** The pictures and one caption for all. @typedef {{panels: Panel[], caption: string}} Outcome */

/** By the name that a card has for it. @type {Record<string, (view: View) => Outcome>} */
export const OUTCOMES = {
  label: outLabel,
  pixels: outPixels,
  masks: outMasks,
  proposals: outProposals,
  grid: outGrid,
  scales: outScales,
};

/** @param {string} words @param {string} label @param {...Part} parts @returns {Panel} */
const panelOf = (words, label, ...parts) => ({ words, picture: drawing(SIDE, SIDE, label, parts) });

/** @param {SceneObject[]} objects */
const goesIn = (objects) => panelOf(t('A picture goes in'), t('A scene of {} digits', objects.length), scene(objects));

/** @param {SceneObject[]} objects */
function comesOut(objects) {
  const labels = objects.map(({ label }) => label ?? t('unknown')).join(', ');
  return panelOf(
    t('A label and a box for each digit come out'),
    t('The digits in boxes, each with its label: {}', labels),
    scene(objects, { over: (object) => [boxed(object), labelled(object)] }),
  );
}

const readOff = () => t('Boxes and masks are drawn from the ink, not predicted.');

/** @param {View} view @returns {Outcome} */
function outLabel({ own }) {
  const found = own.label === null ? '?' : String(own.label);
  const picture = drawing(
    430,
    162,
    t('A picture goes in, the label {} comes out.', found),
    tag('rect', { x: 20, y: 10, width: 120, height: 120, rx: 8, fill: '#000' }),
    image(20, 10, 120, own.href),
    arrow(152, 70, 186, 70),
    box(192, 34, 76, 72, 'convolution', 10),
    text(230, 66, t('network'), 'ar-strong'),
    text(230, 83, t('of layers'), 'ar-strong'),
    arrow(274, 70, 308, 70),
    box(316, 36, 70, 68, 'ar-said-by-cnn', 12),
    tag('text', { x: 351, y: 84, 'text-anchor': 'middle', class: 'ar-answer' }, found),
    text(80, 152, t('one picture in')),
    text(351, 152, t('one label out')),
  );
  return { panels: [{ picture, words: '' }], caption: `${t('Classification.')} ${whose(own)}` };
}

/** @param {View['own']} own */
function whose({ label, isOwn }) {
  if (!isOwn) return t('A sample digit. Draw one: yours takes its place.');
  if (label === null) return t('This page’s CNN says: probably not a digit.');
  return t('The label is what this page’s CNN says of your digit.');
}

/** @param {View} view @returns {Outcome} */
function outPixels({ objects }) {
  const ink = objects.map((object) => ({ ...object, mask: object.inkMask }));
  const panels = [
    goesIn(objects),
    panelOf(
      t('Down to what it is, up again to where'),
      t('A way down of shrinking maps, a way up of growing ones, two skips between them'),
      downAndUp(),
    ),
    panelOf(
      t('A class for every pixel comes out'),
      t('The same scene, each pixel coloured as ink or left as paper'),
      scene(ink, { over: masked, dim: true }),
    ),
  ];
  const caption = t('Segmentation: every pixel is ink or paper, whichever digit it belongs to.');
  return { panels, caption: `${caption} ${readOff()}` };
}

function downAndUp() {
  const steps = [0, 1, 2, 3, 4].map((i) => {
    const depth = Math.min(i, 4 - i);
    return box(8 + i * 40, 26 + 50 * depth, 24, 56 - 16 * depth, i < 3 ? 'convolution' : 'upward', 3);
  });
  return [
    steps,
    arrowAlong('M34 54 H166', 'ar-skip'),
    arrowAlong('M74 96 H126', 'ar-skip'),
    text(100, 46, t('where'), 'ar-strong'),
    text(100, 172, t('what'), 'ar-strong'),
  ];
}

/** @param {View} view @returns {Outcome} */
function outMasks({ objects }) {
  const panels = [
    goesIn(objects),
    panelOf(
      t('Boxes, as Faster R-CNN finds them'),
      t('A box around each digit'),
      scene(objects, { over: (object) => boxed(object), dim: true }),
    ),
    panelOf(
      t('A label, a box and a mask for each come out'),
      t('Each digit in its own colour, in a box with its label'),
      scene(objects, { over: (object) => [masked(object), boxed(object), labelled(object)] }),
    ),
  ];
  return { panels, caption: `${t('Segmentation of each object by itself.')} ${readOff()}` };
}

/** How proposals differ from what is there: to the right, down, larger. */
const SHIFTS = [
  [-9, 7, 1.15],
  [8, -6, 0.9],
  [5, 10, 1.05],
  [-6, -8, 1.2],
];

/** Proposals where there is nothing. @type {[number, number, number, number][]} */
const NOTHING = [
  [12, 4, 60, 40],
  [118, 66, 40, 60],
  [70, 150, 40, 40],
  [150, 40, 44, 34],
];

/**
 * Proposals: for each object a few boxes that nearly fit, and some where there is nothing.
 * @param {View} view
 * @returns {Outcome}
 */
function outProposals({ objects }) {
  /** @param {SceneObject} object */
  const near = ({ box: [left, top, width, height], colour }) =>
    SHIFTS.map(([dx, dy, scale]) =>
      boxed({ colour, box: [left + dx, top + dy, width * scale, height * scale] }, 'ar-proposal'),
    );
  const empty = NOTHING.map((found) => boxed({ box: found, colour: [150, 150, 160] }, 'ar-proposal'));
  const panels = [
    goesIn(objects),
    panelOf(
      t('Many regions are proposed'),
      t('Several dashed boxes near each digit, and some around nothing'),
      scene(objects, { over: near, all: empty, dim: true }),
    ),
    comesOut(objects),
  ];
  const caption = t('Detection in two steps: propose, then decide. The proposals are made up for this picture.');
  return { panels, caption: `${caption} ${readOff()}` };
}

/**
 * The lines of a grid of n × n cells, and the cells that hold a centre.
 * @param {SceneObject[]} objects
 * @param {number} n
 */
function gridOver(objects, n) {
  const cell = SIDE / n;
  const lines = Array.from({ length: n - 1 }, (_, i) => `M${(i + 1) * cell} 0 V${SIDE} M0 ${(i + 1) * cell} H${SIDE}`);
  const cells = objects.map((object) => {
    const [cx, cy] = centre(object);
    const [x, y] = [cx, cy].map((place) => Math.floor(place / cell) * cell);
    const fill = { fill: rgb(object.colour), 'fill-opacity': 0.55 };
    return [tag('rect', { x, y, width: cell, height: cell, ...fill }), tag('circle', { cx, cy, r: 3.5, fill: '#fff' })];
  });
  return [cells, tag('path', { d: lines.join(' '), stroke: '#8a86a0', 'stroke-width': 0.8, fill: 'none' })];
}

/** @param {View} view @returns {Outcome} */
function outGrid({ objects }) {
  const panels = [
    goesIn(objects),
    panelOf(
      t('Each cell answers for what has its middle there'),
      t('A grid of 7 by 7 cells; those in which a digit has its middle are coloured'),
      scene(objects, { all: gridOver(objects, 7), dim: true }),
    ),
    comesOut(objects),
  ];
  const caption = t('Detection in one pass: the coloured cells hold a digit’s middle.');
  return { panels, caption: `${caption} ${readOff()}` };
}

/** @param {View} view @returns {Outcome} */
function outScales({ objects }) {
  /** @param {SceneObject} object */
  const isSmall = ({ box: [, , width, height] }) => Math.max(width, height) < 60;
  /** @param {SceneObject[]} found @param {number} n @param {number} place */
  const half = (found, n, place) => {
    const over = (/** @type {SceneObject} */ object) => found.includes(object) && boxed(object);
    const inner = scene(objects, { all: gridOver(found, n), over, dim: true });
    return tag('g', { transform: `translate(${place} ${place}) scale(0.55)` }, inner);
  };
  const panels = [
    goesIn(objects),
    panelOf(
      t('Small and large things, each on its own map'),
      t('A fine grid with the small digits in boxes, a coarse grid with the large ones'),
      half(objects.filter(isSmall), 8, 0),
      text(118, 58, t('fine'), 'ar-strong', 'start'),
      half(
        objects.filter((object) => !isSmall(object)),
        4,
        90,
      ),
      text(82, 148, t('coarse'), 'ar-strong', 'end'),
    ),
    comesOut(objects),
  ];
  return { panels, caption: `${t('Detection in one pass, at several scales.')} ${readOff()}` };
}
