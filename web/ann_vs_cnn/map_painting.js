/** What the map of digits is painted with: lines, discs, the test digits on one sheet, the drawing itself. */

import { contextOf } from '../shared/colours.js';

/** @typedef {{images: Uint8Array, labels: Uint8Array}} Digits */
/** @typedef {{x: number, y: number}} Point */

/** Pixels of a picture's side. */
export const PICTURE = 28;
/** Pictures in a row of the sheet. */
export const ACROSS = 32;
const PIXELS = PICTURE * PICTURE;

/** @param {CanvasRenderingContext2D} context @param {Point} from @param {Point} to @param {string} colour @param {number} width */
export function line(context, from, to, colour, width) {
  Object.assign(context, { strokeStyle: colour, lineWidth: width });
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Point} at @param {number} radius @param {string} fill @param {string} edge @param {number} [width] */
export function disc(context, { x, y }, radius, fill, edge, width = 2) {
  Object.assign(context, { fillStyle: fill, strokeStyle: edge, lineWidth: width });
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.fill();
}

/** A square canvas as sharp as the screen, wiped; null where it has no size. @param {HTMLCanvasElement} canvas @param {number} wide */
export function fitted(canvas, wide) {
  const density = devicePixelRatio || 1;
  const side = Math.round(wide * density);
  if (!side) return null;
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const context = contextOf(canvas);
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, wide, wide);
  return context;
}

/** All pictures on one canvas, each in its digit's colour on nothing. @param {Digits} digits @param {string[]} colours */
export function sheetOf({ images, labels }, colours) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: PICTURE * ACROSS, height: PICTURE * Math.ceil(labels.length / ACROSS) });
  const context = contextOf(canvas);
  const image = new ImageData(canvas.width, canvas.height);
  for (let i = 0; i < labels.length; i += 1) {
    const corner = canvas.width * PICTURE * Math.floor(i / ACROSS) + PICTURE * (i % ACROSS);
    for (let p = 0; p < PIXELS; p += 1) {
      image.data[4 * (corner + canvas.width * Math.floor(p / PICTURE) + (p % PICTURE)) + 3] = images[PIXELS * i + p];
    }
  }
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = 'source-atop';
  labels.forEach((label, i) => {
    context.fillStyle = colours[label];
    context.fillRect(PICTURE * (i % ACROSS), PICTURE * Math.floor(i / ACROSS), PICTURE, PICTURE);
  });
  return canvas;
}

/** The drawing, white on black. @param {Float32Array} pixels */
export function inkOf(pixels) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: PICTURE, height: PICTURE });
  const image = new ImageData(PICTURE, PICTURE);
  pixels.forEach((value, i) =>
    image.data.fill(255, 4 * i, 4 * i + 3).fill(Math.round(255 * value), 4 * i + 3, 4 * i + 4),
  );
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}
