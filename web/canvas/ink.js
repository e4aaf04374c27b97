/** Draws what is on the canvas. Smoothing is for the eye only: the networks get the points themselves. */

import { contextOf, paintInk } from '../shared/colours.js';

/** @typedef {import('../shared/studio.js').Drawing & {image?: HTMLImageElement | HTMLCanvasElement}} Shown */
/** @typedef {import('../shared/studio.js').Point} Point */
/** @typedef {{x: number, y: number, down: boolean}} Cursor */
/** @typedef {{left: number, top: number, width: number, height: number}} Place in CSS pixels */

const BRUSH = 0.064; // of the drawing's shorter edge
const DOT = 0.01; // pixels: a line of no length paints nothing

/** One canvas element, kept as sharp as the screen is. */
export class Ink {
  #paper;
  #context;
  /** Where the paper is, while a pen is down: to ask anew makes the browser lay the page out. @type {Place | null} */
  #held = null;

  /** @param {HTMLCanvasElement} paper */
  constructor(paper) {
    this.#paper = paper;
    this.#context = contextOf(paper);
    addEventListener('scroll', () => this.#held && this.hold(true), { capture: true, passive: true });
  }

  /** A pen has come down on the paper, or is lifted. @param {boolean} isDown */
  hold(isDown) {
    this.#held = null;
    if (isDown) this.#held = this.#place();
  }

  /** @returns {Place} on the screen */
  #place() {
    if (this.#held) return this.#held;
    const { left, top } = this.#paper.getBoundingClientRect();
    return { left, top, width: this.#paper.clientWidth, height: this.#paper.clientHeight };
  }

  /** @returns {{width: number, height: number}} in CSS pixels */
  size() {
    return this.#place();
  }

  /** How a drawing of some size lies on the paper: as large as fits, centred. @param {Shown} drawing */
  #placement(drawing) {
    const { width, height } = this.size();
    const scale = Math.min(width / drawing.width, height / drawing.height) || 1;
    return { scale, x: (width - drawing.width * scale) / 2, y: (height - drawing.height * scale) / 2 };
  }

  /**
   * Where a pointer is, in the drawing's own coordinates, rounded to a tenth of a pixel.
   * @param {PointerEvent} event
   * @param {Shown} drawing
   * @returns {Point}
   */
  point(event, drawing) {
    const { left, top } = this.#place();
    const { scale, x, y } = this.#placement(drawing);
    const tenth = (/** @type {number} */ value) => Math.round(value * 10) / 10;
    return [tenth((event.clientX - left - x) / scale), tenth((event.clientY - top - y) / scale)];
  }

  /** @param {Shown} drawing @param {Cursor | null} [cursor] */
  paint(drawing, cursor) {
    const density = devicePixelRatio || 1;
    const [paper, context] = [this.#paper, this.#context];
    this.#wipe(density);
    const { scale, x, y } = this.#placement(drawing);
    context.setTransform(density * scale, 0, 0, density * scale, density * x, density * y);
    const colours = getComputedStyle(paper);
    context.strokeStyle = context.fillStyle = colours.color;
    context.lineWidth = BRUSH * Math.min(drawing.width, drawing.height);
    context.lineCap = context.lineJoin = 'round';
    this.#paintPicture(drawing);
    for (const stroke of drawing.strokes) this.#paintStroke(stroke);
    if (cursor) this.#paintCursor(cursor, colours.getPropertyValue('--cursor-colour') || colours.color);
  }

  /**
   * Clear the paper; give it as many pixels as the screen has there, but never anew: the page would be laid out again.
   * @param {number} density
   */
  #wipe(density) {
    const { width, height } = this.size();
    const size = { width: Math.round(width * density), height: Math.round(height * density) };
    const paper = this.#paper;
    if (paper.width !== size.width || paper.height !== size.height) Object.assign(paper, size);
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, size.width, size.height);
  }

  /** A dot, or a curve that passes through the middle between each two points. @param {Point[]} stroke */
  #paintStroke(stroke) {
    if (!stroke.length) return;
    const context = this.#context;
    const [x0, y0] = stroke[0];
    const [xEnd, yEnd] = stroke[stroke.length - 1];
    context.beginPath();
    context.moveTo(x0, y0);
    for (let i = 1; i < stroke.length - 1; i += 1) {
      const [x, y] = stroke[i];
      context.quadraticCurveTo(x, y, (x + stroke[i + 1][0]) / 2, (y + stroke[i + 1][1]) / 2);
    }
    context.lineTo(xEnd + (xEnd === x0 && yEnd === y0 ? DOT : 0), yEnd);
    context.stroke();
  }

  /** @param {Shown} drawing */
  #paintPicture({ image, pixels, width, height }) {
    const shown = image ?? (pixels && imageOf(pixels));
    if (!shown) return;
    const [x, y, across, down] = pictureIn({ image: shown, width, height });
    this.#context.imageSmoothingEnabled = across < 2 * sizeOf(shown)[0]; // a tiny picture shows its pixels
    this.#context.drawImage(shown, x, y, across, down);
  }

  /** @param {Cursor} cursor @param {string} colour */
  #paintCursor({ x, y, down }, colour) {
    const context = this.#context;
    context.save();
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    if (down) context.fill();
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ]) {
      context.moveTo(x + 9 * dx, y + 9 * dy);
      context.lineTo(x + 16 * dx, y + 16 * dy);
    }
    context.stroke();
    context.restore();
  }
}

/** @param {HTMLImageElement | HTMLCanvasElement} image */
const sizeOf = (image) =>
  image instanceof HTMLImageElement ? [image.naturalWidth, image.naturalHeight] : [image.width, image.height];

/**
 * Where the photo lies in a drawing's coordinates, as large as fits: x, y, width, height.
 * @param {Pick<Shown, 'image' | 'width' | 'height'>} drawing
 */
export function pictureIn({ image, width, height }) {
  if (!image) return [0, 0, width, height];
  const [across, down] = sizeOf(image);
  const scale = Math.min(width / across, height / down);
  return [(width - across * scale) / 2, (height - down * scale) / 2, across * scale, down * scale];
}

/** The networks' image as a small canvas. @param {Float32Array} pixels */
function imageOf(pixels) {
  const canvas = document.createElement('canvas');
  paintInk(canvas, { width: 28, height: 28, values: pixels });
  return canvas;
}

/**
 * The path data of strokes for an SVG, one subpath per stroke.
 * @param {Point[][]} strokes
 */
export function svgPath(strokes) {
  return strokes.map((stroke) => `M${stroke.map((point) => point.join(' ')).join('L')}`).join('');
}
