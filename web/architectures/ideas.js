/** One small picture for each network's one idea, drawn by code. */

import { t } from '../shared/messages.js';
import { count, fixed } from '../shared/numbers.js';
import { arrow, arrowAlong, box, drawing, image, path, tag, text } from './svg.js';

/** @typedef {import('./card.js').Card} Card */
/** @typedef {import('./layers.js').Block} Block */
/** @typedef {import('./svg.js').Part} Part */
/** `digit` is a picture's address; `blocks` are the opened card's, once known. @typedef {{cards: Map<string, Card>, card: Card, digit: string, blocks?: Block[]}} Facts */
/** @typedef {{picture: SVGElement, caption: string}} Idea */

/** By the name that a card has for it. @type {Record<string, (facts: Facts, argument: string) => Idea>} */
export const IDEAS = { sharing, relu, stack, deeper, inception, skip, scaling };

/**
 * LeNet-5: one kernel everywhere, maps halved again and again.
 * @param {Facts} facts
 * @returns {Idea}
 */
function sharing({ digit }) {
  const side = 112 * (5 / 28);
  const picture = drawing(
    430,
    220,
    t('One window of 5 by 5 at two places of a digit, maps, maps of half the size, and an answer.'),
    image(14, 56, 112, digit),
    box(40, 76, side, side, 'ar-window', 1),
    box(74, 116, side, side, 'ar-window', 1),
    path('M60 76 L186 92 M94 136 L190 128', 'ar-fine'),
    sheets(176, 76, 76, 'convolution'),
    arrow(276, 108, 296, 108),
    sheets(302, 94, 38, 'pooling'),
    arrow(364, 108, 384, 108),
    [0, 1, 2, 3, 4].map((i) => box(392, 70 + 16 * i, 14, 12, 'dense', 2)),
    text(14, 192, t('the same 5 × 5 weights'), '', 'start'),
    text(14, 208, t('at every place'), '', 'start'),
    text(220, 192, t('maps')),
    text(328, 192, t('halved')),
    text(398, 192, t('answer')),
  );
  return { picture, caption: t('Convolve, halve, convolve, halve, decide: the plan of many networks since.') };
}

/** Four maps one behind the other. @param {number} x @param {number} y @param {number} side @param {string} kind */
const sheets = (x, y, side, kind) => [3, 2, 1, 0].map((i) => box(x + 5 * i, y - 5 * i, side, side, kind, 2));

const [X, Y] = [(/** @type {number} */ x) => 210 + 62 * x, (/** @type {number} */ y) => 168 - 54 * y];

/**
 * AlexNet: what a gradient meets on its way back through tanh and through ReLU.
 * @returns {Idea}
 */
function relu() {
  const at = 2;
  const slope = 1 - Math.tanh(at) ** 2;
  const shown = fixed(slope, 2);
  const picture = drawing(
    430,
    230,
    t('Curves of tanh and ReLU from −3 to 3. At {}, tanh has slope {} and ReLU slope 1.', at, shown),
    path(`M${X(-3.1)} ${Y(0)} L${X(3.1)} ${Y(0)} M${X(0)} ${Y(-1.1)} L${X(0)} ${Y(2.2)}`, 'ar-fine'),
    curve(Math.tanh, 'ar-old'),
    curve((x) => Math.max(0, x), 'ar-new'),
    tangent(at, at, 1),
    tangent(at, Math.tanh(at), slope),
    text(X(at) - 12, Y(at) - 2, t('ReLU: slope 1'), 'ar-strong', 'end'),
    text(X(at) + 4, Y(0.55), t('tanh: slope {}', shown)),
    text(X(-2.2), Y(-1) + 18, t('tanh saturates')),
    text(X(-2), Y(0) - 8, t('ReLU is 0')),
  );
  const caption = t('Training multiplies slopes, layer by layer. tanh’s small ones fade to nothing; ReLU’s stay 1.');
  return { picture, caption };
}

/** @param {(x: number) => number} f @param {string} kind */
function curve(f, kind) {
  const xs = Array.from({ length: 61 }, (_, i) => -3 + i / 10).filter((x) => f(x) <= 2.2);
  return path(`M${xs.map((x) => `${X(x).toFixed(1)} ${Y(f(x)).toFixed(1)}`).join(' L')}`, kind);
}

/** A short line at (x, y). @param {number} x @param {number} y @param {number} slope */
const tangent = (x, y, slope) =>
  path(`M${X(x - 0.6)} ${Y(y - 0.6 * slope)} L${X(x + 0.6)} ${Y(y + 0.6 * slope)}`, 'ar-tangent');

const CELL = 26;

/**
 * VGG: a pyramid of cells; each layer of 3×3 sees one more ring.
 * @returns {Idea}
 */
function stack() {
  const picture = drawing(
    430,
    236,
    t('One cell sees 3 cells of the layer below, those see 5, and those see 7 of the input.'),
    [1, 3, 5].map(funnel),
    ['ar-new', 'convolution', 'convolution', 'ar-plain'].map((kind, i) => cellsInRow(2 * i + 1, 34 + 56 * i, kind)),
    [1, 2, 3].map(seenBy),
  );
  return { picture, caption: t('Seen from the side: weights are counted for one map in, one map out.') };
}

/** @param {number} cells @param {number} y @param {string} kind */
const cellsInRow = (cells, y, kind) =>
  Array.from({ length: cells }, (_, i) => box(152 - (cells * CELL) / 2 + i * CELL, y, CELL - 4, CELL - 4, kind, 3));

/** Lines from a row of cells to the wider one below. @param {number} cells @param {number} i */
function funnel(cells, i) {
  const [top, next] = [34 + 56 * i + 22, 34 + 56 * (i + 1)];
  const [inner, outer] = [cells, cells + 2].map((wide) => (wide * CELL) / 2 - 2);
  return path(
    `M${150 - inner} ${top} L${150 - outer} ${next} M${150 + inner} ${top} L${150 + outer} ${next}`,
    'ar-fine',
  );
}

/** @param {number} layers */
function seenBy(layers) {
  const y = 34 + 56 * layers;
  const size = 2 * layers + 1;
  const weights = 9 * layers;
  const cost = layers === 1 ? t('{} weights', weights) : t('{} weights, not {}', weights, size * size);
  return [
    text(262, y + 8, t('{} × (3 × 3) sees {} × {}', layers, size, size), 'ar-strong', 'start'),
    text(262, y + 25, cost, '', 'start'),
  ];
}

/**
 * A deeper network beside a shallower one: a square for each unit of each block.
 * @param {Facts} facts
 * @param {string} from the shallower one's card
 * @returns {Idea}
 */
function deeper({ cards, card: deep }, from) {
  const shallow = /** @type {Card} */ (cards.get(from));
  const size = Math.min(22, 190 / Math.max(...deep.units));
  /** @param {Card} found @param {number} x */
  const tower = (found, x) => [
    found.units.map((units, block) => column(x + block * 34, units, shallow.units[block], size)),
    text(x + 80, 218, found.name, 'ar-strong'),
  ];
  const [first, second] = [shallow, deep].map(({ name, units }) => `${name}: ${units.join(', ')}`);
  const label = t('Units in each block. {}. {}.', first, second);
  const caption = t('Units in each block, one square each: {}; {}.', first, second);
  return { picture: drawing(430, 230, label, tower(shallow, 24), tower(deep, 238)), caption };
}

/** @param {number} x @param {number} units @param {number} before how many there were @param {number} size */
const column = (x, units, before, size) =>
  Array.from({ length: units }, (_, i) =>
    box(x, 196 - (i + 1) * size, 26, size - Math.min(3, size / 4), i >= before ? 'ar-new' : 'convolution', 2),
  );

/**
 * GoogLeNet: the first Inception module with its own numbers of maps.
 * @param {Facts} facts
 * @returns {Idea}
 */
function inception({ blocks = [] }) {
  const layers = blocks.flatMap((block) => block.layers);
  /** @param {string} words @param {string} name */
  const maps = (words, name) => {
    const found = layers.find((layer) => layer.name === `3a_${name}`);
    return found ? `${words} · ${count(found.shape[found.shape.length - 1])}` : words;
  };
  const picture = drawing(
    430,
    216,
    t('Four branches side by side: 1 by 1; 1 by 1 then 3 by 3; 1 by 1 then 5 by 5; pooling then 1 by 1; stacked.'),
    box(150, 10, 130, 30, 'ar-plain'),
    text(215, 30, t('maps in')),
    branch(56, null, maps('1 × 1', '1x1')),
    branch(162, [maps('1 × 1', '3x3_reduce'), 'ar-plain'], maps('3 × 3', '3x3')),
    branch(268, [maps('1 × 1', '5x5_reduce'), 'ar-plain'], maps('5 × 5', '5x5')),
    branch(374, [t('max pool'), 'pooling'], maps('1 × 1', 'pool_1x1')),
    box(138, 172, 154, 30, 'ar-new'),
    text(215, 192, maps(t('stacked maps'), 'join'), 'ar-onnew'),
  );
  const caption = t(
    'The first module, 3a, with its numbers of maps. The plain boxes make fewer maps of many, to save work.',
  );
  return { picture, caption };
}

/** @param {number} x @param {[string, string] | null} upper words and kind @param {string} lower @returns {Part[]} */
const branch = (x, upper, lower) => [
  path(`M215 40 C215 56 ${x} 46 ${x} 62`),
  upper ? [box(x - 48, 62, 96, 28, upper[1]), text(x, 81, upper[0])] : path(`M${x} 62 L${x} 112`),
  path(`M${x} 90 L${x} 112`),
  box(x - 48, 112, 96, 28, 'convolution'),
  text(x, 131, lower),
  path(`M${x} 140 C${x} 162 215 150 215 172`),
];

/**
 * ResNet: a block and the way around it.
 * @returns {Idea}
 */
function skip() {
  /** @param {number} x @param {string} words */
  const layer = (x, words) => [box(x, 96, 74, 40, 'convolution'), text(x + 37, 121, words)];
  const picture = drawing(
    430,
    216,
    t('x goes through three convolutions and, on another way, around them unchanged; both are added.'),
    text(22, 121, 'x', 'ar-strong'),
    [34, 138, 234, 330].map((x, i) => arrow(x, 116, [62, 158, 254, 354][i], 116)),
    layer(64, '1 × 1'),
    layer(160, '3 × 3'),
    layer(256, '1 × 1'),
    tag('circle', { cx: 368, cy: 116, r: 13, class: 'ar-box ar-new' }),
    text(368, 121, '+', 'ar-onnew ar-strong'),
    arrow(382, 116, 420, 116),
    arrowAlong('M46 116 C46 20 368 20 368 100', 'ar-skip'),
    text(207, 34, t('x, unchanged'), 'ar-strong'),
    text(197, 164, t('the change that the block learns')),
    path('M64 146 L330 146', 'ar-fine'),
    text(215, 200, t('output = x + change'), 'ar-strong'),
  );
  const caption = t('If nothing needs changing, the block learns zero. The gradient too finds the way around.');
  return { picture, caption };
}

/**
 * EfficientNet: one thing scaled at a time, and all three together.
 * @returns {Idea}
 */
function scaling() {
  const picture = drawing(
    430,
    220,
    t(
      'Five networks: the first, one with wider layers, one with more, one for finer pictures, one with a little of each.',
    ),
    slabs(38, 3, 7, 62, 'B0'),
    slabs(118, 3, 14, 62, t('wider')),
    slabs(202, 5, 7, 62, t('deeper')),
    slabs(286, 3, 7, 104, t('finer')),
    slabs(378, 4, 11, 88, t('all three'), 'ar-new'),
    text(215, 206, t('each step: depth × 1.2, width × 1.1, resolution × 1.15')),
  );
  const work = fixed(1.2 * 1.1 ** 2 * 1.15 ** 2, 2);
  return { picture, caption: t('One step of all three costs about twice the work: 1.2 × 1.1² × 1.15² = {}.', work) };
}

/**
 * @param {number} x
 * @param {number} depth
 * @param {number} width
 * @param {number} side
 * @param {string} words
 * @param {string} [kind]
 */
function slabs(x, depth, width, side, words, kind = 'convolution') {
  const pitch = width + 9;
  const left = x - (depth * pitch - 9) / 2;
  const drawn = Array.from({ length: depth }, (_, i) => {
    const height = side * (1 - 0.16 * i * (3 / depth));
    return box(left + i * pitch, 96 - height / 2, width, height, kind, 2);
  });
  return [drawn, text(x, 172, words, kind === 'ar-new' ? 'ar-strong' : '')];
}
