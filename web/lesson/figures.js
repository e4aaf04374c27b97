/**
 * Figures about a digit follow the visitor's drawing. Python draws them with a sample digit and writes `data-shows` on
 * whatever depends on it; what that shows of a drawing is computed here. Without a drawing the sample comes back.
 */

import { convolve, KERNELS } from '../net/convolution.js';
import { describeFilter, phraseOf } from '../net/filters.js';
import { shuffled, warped } from '../net/transforms.js';
import { channelOf, filterOf } from '../net/units.js';
import {
  activations,
  blueOrange,
  colourOf,
  greys,
  inkOn,
  levelOf,
  paintColours,
  signedLevel,
} from '../shared/colours.js';
import { all, make, whenSeen } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { fixed } from '../shared/numbers.js';
import { SHUFFLE } from './sums.js';
import { inPageLanguage } from './words.js';

/** @typedef {import('../net/network.js').Network} Network */
/** @typedef {import('../net/network.js').Outputs} Outputs */
/** @typedef {import('../shared/studio.js').Reading} Reading */

/** What a drawing became: `pixels` (28, 28) in [0, 1], and all outputs of the CNN. @typedef {{pixels: Float32Array, outputs: Outputs, network: Network}} Subject */

/** A picture, square unless it says how many columns it has. @typedef {{levels: number[], table: import('../shared/colours.js').Colours, columns?: number}} Picture */

const SIDE = 28;
const ACTIVE = 0.05; // of a map's largest number: `model/explain/captions.py` counts cells in the same way

/** By the first word of `data-shows`; the words after it are arguments. @type {Record<string, (subject: Subject, argument: string) => Picture>} */
export const PICTURES = {
  digit: ({ pixels }) => inGrey(pixels),
  inverted: ({ pixels }) => inGrey(pixels.map((value) => 1 - value)),
  shuffled: ({ pixels }) => inGrey(shuffled(pixels, SHUFFLE)),
  moved: ({ pixels }, dx) => inGrey(warped(pixels, { dx: Number(dx) })),
  follows: ({ pixels }, dx) => withSigns(seen(warped(pixels, { dx: Number(dx) }), KERNELS['sobel-x']), blueOrange),
  kernel: ({ pixels }, name) => withSigns(seen(pixels, KERNELS[name]), greys),
  learned: ({ pixels, network }, filter) => withSigns(seen(pixels, kernelOf(network, filter)), greys),
  filter: ({ network }, filter) => withSigns(kernelOf(network, filter).flat(), blueOrange),
  map: (subject, filter) => active(mapOf(subject, filter)),
  layer: (subject, index) => mosaicOf(subject, index),
};

/** @type {Record<string, (subject: Subject, argument: string) => string>} */
export const TEXTS = {
  share: ({ network, outputs }, digit) =>
    fixed(100 * outputs[network.layers[network.layers.length - 1].name][Number(digit)]),
  ends({ pixels }, what) {
    const most = Math.round(255 * Math.max(...pixels));
    return what === 'inverted' ? t('paper {}, ink {}', 255, 255 - most) : t('paper {}, ink {}', 0, most);
  },
  caption(subject, filter) {
    const values = mapOf(subject, filter);
    const phrase = phraseOf(describeFilter(kernelOf(subject.network, filter)));
    const most = Math.max(...values);
    if (most <= 0) return t('Silent on this drawing: it answers to {}.', phrase);
    const active = values.filter((value) => value > ACTIVE * most).length;
    return t('Answers to {}; {} of {} cells active.', phrase, active, values.length);
  },
};

/**
 * @param {HTMLElement} figure a `.le-figure`
 * @param {import('../start.js').Context} context
 */
export function followDrawing(figure, { studio, reader }) {
  const parts = all(figure, '[data-shows]').map(makePart);
  const goes = 'untilDrawn' in figure.dataset; // a widget shows the same of the drawing
  if (!parts.length && !goes) return;
  const said = inPageLanguage(make('p', { class: 'le-follows', text: ofASample() })); // at once: nothing below moves later
  if (parts.length) figure.append(said);
  let isInSight = false;
  const show = () => {
    const reading = /** @type {Reading | undefined} */ (studio.latest.reading);
    const isDrawn = Boolean(reading?.pixels) && reading?.answer.verdict !== 'blank';
    figure.hidden = goes && isDrawn;
    if (!isInSight) return;
    const subject = isDrawn ? subjectOf(reading, reader.known('cnn')) : null;
    if (isDrawn && !subject) return; // the layers are on their way
    said.textContent = subject && !reading?.of.isLent ? t('Your drawing') : ofASample();
    for (const part of parts) part(subject);
  };
  studio.watch('reading', figure, show);
  whenSeen(figure, (isSeen) => {
    isInSight = isSeen;
    studio.want(figure, isSeen && parts.length ? { layers: ['cnn'] } : null);
    show();
  });
}

const ofASample = () => t('A sample digit. Draw one: yours takes its place.');

/** @param {Reading | undefined} reading @param {Network | undefined} network @returns {Subject | null} */
function subjectOf(reading, network) {
  const [pixels, outputs] = [reading?.pixels, reading?.outputs.cnn];
  return pixels && outputs && network ? { pixels, outputs, network } : null;
}

/** What is to be done with an element for a drawing, or without one. @param {Element} element @returns {(subject: Subject | null) => void} */
function makePart(element) {
  const [name, ...rest] = (element.getAttribute('data-shows') ?? '').split(' ');
  if (name in PICTURES) return makePicture(element, (subject) => PICTURES[name](subject, rest[0]));
  const sample = element.innerHTML;
  return (subject) => {
    if (!subject) element.innerHTML = sample;
    else if (name === 'numbers') showNumbers(element, subject.pixels, rest.map(Number));
    else element.textContent = TEXTS[name](subject, rest[0]);
  };
}

/** @param {Element} element an SVG image @param {(subject: Subject) => Picture} of */
function makePicture(element, of) {
  const sample = element.getAttribute('href') ?? '';
  const canvas = make('canvas');
  return (/** @type {Subject | null} */ subject) => {
    if (subject) {
      const { levels, table, columns = Math.sqrt(levels.length) } = of(subject);
      paintColours(canvas, columns, levels.length / columns, levels, table);
    }
    element.setAttribute('href', subject ? canvas.toDataURL() : sample);
  };
}

/** Cells and the numbers on them, from a corner of the drawing on. @param {Element} group @param {Float32Array} pixels @param {number[]} where row, column, side */
function showNumbers(group, pixels, [top, left, side]) {
  const cells = all(group, 'rect');
  all(group, 'text').forEach((text, at) => {
    const level = Math.round(255 * pixels[(top + Math.floor(at / side)) * SIDE + left + (at % side)]);
    cells[at].style.fill = colourOf(greys, level);
    text.style.fill = inkOn(greys, level);
    text.textContent = String(level);
  });
}

/** @param {ArrayLike<number>} values in [0, 1] @returns {Picture} */
const inGrey = (values) => ({ levels: Array.from(values, (value) => Math.round(255 * value)), table: greys });

/** Zero in the middle of the colours. @param {ArrayLike<number>} values @param {Picture['table']} table @returns {Picture} */
function withSigns(values, table) {
  const most = Math.max(...Array.from(values, Math.abs));
  return { levels: Array.from(values, (value) => signedLevel(value, most)), table };
}

/** From 0 on. @param {number[]} values none below 0 @returns {Picture} */
function active(values) {
  const high = Math.max(...values);
  return { levels: values.map((value) => levelOf(value, 0, high)), table: activations };
}

/**
 * All maps of a layer in two lines, or all its numbers, as `tabs/lesson/figures/whole.py` lays them out.
 * @param {Subject} subject
 * @param {string} index of the layer
 * @returns {Picture}
 */
function mosaicOf({ network, outputs }, index) {
  const { name, outputShape } = network.layers[Number(index)];
  const [rows, columns, maps] = outputShape.length === 3 ? outputShape : [1, 1, outputShape[0]];
  const [values, across] = [outputs[name], maps / 2];
  const width = across * columns;
  const inOrder = Array.from({ length: values.length }, (_, at) => {
    const [y, x] = [Math.floor(at / width), at % width];
    const map = Math.floor(y / rows) * across + Math.floor(x / columns);
    return values[((y % rows) * columns + (x % columns)) * maps + map];
  });
  return { ...active(inOrder), columns: width };
}

/** @param {Float32Array} pixels @param {number[][]} kernel */
const seen = (pixels, kernel) => convolve({ height: SIDE, width: SIDE, planes: [pixels] }, [kernel]).output;

/** The first convolution, which reads the drawing itself. @param {Network} network */
const firstIndex = ({ layers }) => layers.findIndex(({ kind }) => kind === 'convolution');

/** A filter of the first convolution, row by row. @param {Network} network @param {string} filter @returns {number[][]} */
function kernelOf(network, filter) {
  const found = filterOf(network, network.layers[firstIndex(network)].name, Number(filter));
  if (!found) return [];
  const [height, width] = found.shape;
  return Array.from({ length: height }, (_, row) => [...found.weights.slice(row * width, (row + 1) * width)]);
}

/** A map of the first convolution, after the activation that follows it. @param {Subject} subject @param {string} filter */
function mapOf({ network, outputs }, filter) {
  const { name, outputShape } = network.layers[firstIndex(network) + 1];
  return [...channelOf(outputs[name], outputShape[2], Number(filter))];
}
