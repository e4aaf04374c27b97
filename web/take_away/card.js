/** Paints the card: the digit, both answers, what fools them, and the CNN's first and last maps. */

import { NAMES, ranked, TITLES } from '../shared/answers.js';
import { activations, contextOf, levelOf, paintColours, paintInk } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { percent } from '../shared/numbers.js';

/** A layer's output, (height, width, channels). @typedef {{name: string, shape: number[], values: Float32Array}} Maps */

/**
 * What the card tells. `fooled`: by network, how many pixels changed its answer; null where none do.
 * @typedef {object} Told
 * @property {Float32Array} pixels
 * @property {import('../shared/answers.js').Answer} answer
 * @property {Maps[]} maps
 * @property {Record<string, number | null>} fooled what is not known yet is missing
 */

export const [WIDTH, HEIGHT] = [1200, 630]; // what sites show of a link

const COLOURS = { page: '#f8f7fb', text: '#1f1b2e', quiet: '#5f5a72', cnn: '#6d3fd4', ann: '#0a736b' };
const FONT = 'system-ui, sans-serif';
const MOST_MAPS = 16; // of a layer
const MAP = 62; // pixels of the card

/** @param {HTMLCanvasElement} canvas @param {Told} told */
export function paintCard(canvas, told) {
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = contextOf(canvas);
  context.fillStyle = COLOURS.page;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  write(context, t('How a machine reads a digit'), 56, 74, 34, COLOURS.text, 700);
  context.imageSmoothingEnabled = false;
  context.drawImage(inkOf(told.pixels), 56, 110, 448, 448);
  NAMES.forEach((name, i) => void paintAnswer(context, told, /** @type {'cnn' | 'ann'} */ (name), 130 + 130 * i));
  told.maps.forEach((maps, i) => void paintMaps(context, maps, 556, 402 + 94 * i));
  write(context, t('784 numbers are all that the networks see.'), 56, 594, 18, COLOURS.quiet);
}

/** The card in words. @param {Told} told */
export function cardInWords(told) {
  const lines = NAMES.map((name) => {
    const found = told.answer[/** @type {'cnn' | 'ann'} */ (name)];
    return found
      ? [`${TITLES[name]}: ${best(found)}`, fooledInWords(told.fooled[name])].filter(Boolean).join(', ')
      : '';
  });
  return [t('A card with your digit and the maps of the CNN'), ...lines.filter(Boolean)].join('. ');
}

/** @param {CanvasRenderingContext2D} context @param {Told} told @param {'cnn' | 'ann'} name @param {number} y */
function paintAnswer(context, { answer, fooled }, name, y) {
  const found = answer[name];
  if (!found) return;
  write(context, String(ranked(found).best), 556, y + 84, 104, COLOURS[name], 700);
  write(context, `${TITLES[name]} · ${percent(ranked(found).p, 1)}`, 646, y + 42, 30, COLOURS[name], 700);
  write(context, fooledInWords(fooled[name]), 646, y + 80, 22, COLOURS.quiet);
}

/** @param {CanvasRenderingContext2D} context @param {Maps} maps @param {number} x @param {number} y */
function paintMaps(context, maps, x, y) {
  const [, , channels] = maps.shape;
  const shown = Math.min(channels, MOST_MAPS / 2);
  write(context, maps.name, x, y - 8, 15, COLOURS.quiet);
  for (let i = 0; i < shown; i += 1) {
    context.drawImage(mapOf(maps, Math.floor((i * channels) / shown)), x + i * (MAP + 8), y, MAP, MAP);
  }
}

/** @param {Maps} maps @param {number} channel */
function mapOf({ shape: [height, width, channels], values }, channel) {
  const canvas = make('canvas');
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const levels = Array.from({ length: height * width }, (_, i) => levelOf(values[i * channels + channel], 0, high));
  paintColours(canvas, width, height, levels, activations);
  return canvas;
}

/** @param {Float32Array} pixels */
function inkOf(pixels) {
  const canvas = make('canvas');
  paintInk(canvas, { width: 28, height: 28, values: pixels });
  return canvas;
}

/** @param {Float32Array} probabilities */
const best = (probabilities) => `${ranked(probabilities).best}, ${percent(ranked(probabilities).p, 1)}`;

/** @param {number | null | undefined} pixels */
function fooledInWords(pixels) {
  if (pixels === undefined) return '';
  if (pixels === null) return t('no few pixels fool it');
  return counted(pixels, '{} changed pixel fools it', '{} changed pixels fool it');
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {number} size @param {string} colour @param {number} [weight] */
function write(context, text, x, y, size, colour, weight = 400) {
  context.font = `${weight} ${size}px ${FONT}`;
  context.fillStyle = colour;
  context.fillText(text, x, y, WIDTH - x - 40);
}
