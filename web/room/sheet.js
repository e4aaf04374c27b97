/** The class as files: one picture of the wall, and the drawings as MNIST's files hold them. */

import { svgPath } from '../canvas/ink.js';
import { NAMES, ranked, TITLES } from '../shared/answers.js';
import { contextOf } from '../shared/colours.js';
import { make } from '../shared/dom.js';
import { npy, npz } from '../shared/npy.js';

/** @typedef {import('./wall.js').Answered} Answered */

const [TILE, CAPTION, GAP] = [120, 26, 12]; // pixels
const COLOURS = { page: '#ffffff', ink: '#1c1730', line: '#e3e0ec', cnn: '#6d3fd4', ann: '#0a736b' };

/**
 * Paint all drawings, with what was meant and what was read, by digit.
 * @param {Answered[]} drawings
 */
export function paintSheet(drawings) {
  const columns = Math.max(1, Math.ceil(Math.sqrt(1.4 * drawings.length)));
  const [across, down] = [TILE + GAP, TILE + CAPTION + GAP];
  const canvas = make('canvas');
  canvas.width = columns * across + GAP;
  canvas.height = Math.max(1, Math.ceil(drawings.length / columns)) * down + GAP;
  const context = contextOf(canvas);
  context.fillStyle = COLOURS.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  inOrder(drawings).forEach((drawing, i) => {
    paintTile(context, drawing, GAP + (i % columns) * across, GAP + Math.floor(i / columns) * down);
  });
  return canvas;
}

/** @param {CanvasRenderingContext2D} context @param {Answered} drawing @param {number} x @param {number} y */
function paintTile(context, { drawing: { strokes, width, height }, digit, probabilities }, x, y) {
  const scale = Math.min(TILE / width, TILE / height);
  context.save();
  context.translate(x + (TILE - width * scale) / 2, y + (TILE - height * scale) / 2);
  context.scale(scale, scale);
  context.strokeStyle = COLOURS.ink;
  context.lineWidth = 0.064 * Math.min(width, height);
  context.lineCap = context.lineJoin = 'round';
  context.stroke(new Path2D(svgPath(strokes)));
  context.restore();
  context.strokeStyle = COLOURS.line;
  context.strokeRect(x - 0.5, y - 0.5, TILE + 1, TILE + CAPTION + 1);
  const parts = [[String(digit), COLOURS.ink], ...NAMES.map((name) => written(name, probabilities[name]))];
  parts.forEach(([text, colour], i) => {
    context.font = `${i ? 500 : 700} 13px system-ui, sans-serif`;
    context.fillStyle = colour;
    context.fillText(text, x + [8, 26, 72][i], y + TILE + 18);
  });
}

/** @param {string} name @param {Float32Array} probabilities @returns {[string, string]} */
const written = (name, probabilities) => [
  `${TITLES[name]} ${ranked(probabilities).best}`,
  COLOURS[/** @type {'cnn' | 'ann'} */ (name)],
];

/**
 * `x`, uint8 (n, 28, 28), 0 is paper and 255 ink, and `y`, uint8 (n), what was meant.
 * @param {Answered[]} drawings
 */
export function dataOf(drawings) {
  const ordered = inOrder(drawings);
  const x = Uint8Array.from(ordered.flatMap(({ pixels }) => Array.from(pixels, (value) => Math.round(255 * value))));
  const y = Uint8Array.from(ordered, ({ digit }) => digit);
  return npz({ x: npy(x, [ordered.length, 28, 28]), y: npy(y, [ordered.length]) });
}

/** By digit, then by member. @param {Answered[]} drawings */
const inOrder = (drawings) => [...drawings].sort((a, b) => a.digit - b.digit || a.member - b.member);
