/** Paints "Follow a pixel" on a canvas: one function a scene, each of a journey and of how much of the scene is done. */

import { alike, writtenUnit } from '../shared/addition.js';
import { activations, blueOrange, colourOf, contextOf, greys, inkOn, levelOf, signedLevel } from '../shared/colours.js';
import { percent } from '../shared/numbers.js';
import { addedUp, bestOf, partAt, sceneAt } from './journey.js';

/** @typedef {import('./journey.js').Journey} Journey */
/** @typedef {import('./journey.js').Station} Station */
/** @typedef {{left: number, top: number, size: number}} Square */

/**
 * Where things stand, in CSS pixels.
 * @typedef {{pen: CanvasRenderingContext2D, wide: number, high: number, colours: Record<string, string>}} Board
 */

const GAP = 10;
const HIGH = 330;

/**
 * Paint a moment.
 * @param {HTMLCanvasElement} canvas
 * @param {Journey} journey
 * @param {number} seconds
 */
export function stage(canvas, journey, seconds) {
  const board = boardOf(canvas);
  if (!board.wide) return;
  const { scene, part } = sceneAt(seconds);
  PAINTED[scene](board, journey, part);
}

/**
 * The pixel of the digit under a pointer, while the digit is in sight.
 * @param {HTMLCanvasElement} canvas
 * @param {Journey} journey
 * @param {number} seconds
 * @param {MouseEvent} event
 * @returns {{row: number, column: number} | null}
 */
export function pixelAt(canvas, { side }, seconds, { offsetX, offsetY }) {
  if (sceneAt(seconds).scene !== 'digit') return null;
  const { left, top, size } = middle({ wide: canvas.clientWidth, high: HIGH });
  const [row, column] = [offsetY - top, offsetX - left].map((at) => Math.floor((at / size) * side));
  const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < side;
  return isInside ? { row, column } : null;
}

/** @param {HTMLCanvasElement} canvas @returns {Board} */
function boardOf(canvas) {
  const [wide, sharp] = [canvas.clientWidth, window.devicePixelRatio || 1];
  const size = [wide, HIGH].map((length) => Math.round(length * sharp));
  if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
  const pen = contextOf(canvas);
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, wide, HIGH);
  pen.imageSmoothingEnabled = false;
  const style = getComputedStyle(canvas);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(['text', 'quiet', 'cnn', 'track'].map((name) => [name, colour(name)]));
  return { pen, wide, high: HIGH, colours };
}

/** @type {Record<string, (board: Board, journey: Journey, part: number) => void>} */
const PAINTED = {
  digit(board, journey, part) {
    paintDigit(board, journey, middle(board));
    frameWindow(board, journey, middle(board), smooth(2 * part));
  },
  lift(board, journey, part) {
    faded(board, 1 - 0.8 * smooth(part), () => paintDigit(board, journey, middle(board)));
    paintCells(board, journey, { flown: smooth(part), multiplied: 0, added: 0 });
  },
  multiply(board, journey, part) {
    faded(board, 0.2, () => paintDigit(board, journey, middle(board)));
    paintCells(board, journey, { flown: 1, multiplied: part * journey.unit.products.length, added: 0 });
  },
  add(board, journey, part) {
    const many = journey.unit.products.length;
    paintCells(board, journey, { flown: 1, multiplied: many, added: part * many });
    paintSum(board, writtenUnit(journey.unit).cell(addedUp(journey, partAt(part, many).at + 1)));
  },
  finish(board, { unit }, part) {
    const { sum, bias, total, after, result } = unit;
    const lines = [sum, bias, total, after ?? result].map(writtenUnit(unit).cell);
    const [x, y] = [board.wide / 2, board.high / 2];
    write(board, `Σ ${lines[0]}`, x, y - 50, 20);
    if (part > 0.2) write(board, `+ ${lines[1]}`, x, y - 16, 20);
    if (part > 0.45) write(board, `= ${lines[2]}`, x, y + 18, 20);
    if (part > 0.7) write(board, `ReLU → ${lines[3]}`, x, y + 56, 24, board.colours.cnn);
  },
  land: paintLanding,
  maps(board, { stations }, part) {
    const now = partAt(part, stations.length);
    const arrived = smooth(2 * now.part);
    const before = stations[now.at - 1];
    if (before && arrived < 1) faded(board, 1 - arrived, () => paintStation(board, before));
    faded(board, before ? arrived : 1, () => paintStation(board, stations[now.at]));
  },
  row(board, { rows }, part) {
    rows.forEach((values, at) => {
      const shown = smooth(part * rows.length - at + 0.5);
      const top = GAP + ((board.high - GAP) * at) / rows.length;
      faded(board, shown, () => paintRow(board, values, top, (board.high - GAP) / rows.length - 2 * GAP));
    });
  },
  answer: paintAnswer,
};

// ---- the scenes' parts ----

/** Slow at both ends. @param {number} part */
function smooth(part) {
  const inside = Math.min(1, Math.max(0, part));
  return inside * inside * (3 - 2 * inside);
}

/** @param {Board} board @param {number} alpha @param {() => void} paint */
function faded({ pen }, alpha, paint) {
  pen.save();
  pen.globalAlpha *= alpha;
  paint();
  pen.restore();
}

/** The largest square in the middle. @param {{wide: number, high: number}} board @returns {Square} */
function middle({ wide, high }) {
  const size = Math.min(wide, high) - 2 * GAP;
  return { left: (wide - size) / 2, top: (high - size) / 2, size };
}

/** Numbers as coloured cells. @param {Board} board @param {Square} square @param {number[]} shape rows, columns @param {(at: number) => string} colour */
function paintGrid({ pen }, { left, top, size }, [rows, columns], colour) {
  const cell = size / Math.max(rows, columns);
  for (let at = 0; at < rows * columns; at += 1) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    pen.fillStyle = colour(at);
    pen.fillRect(left + column * cell, top + row * cell, cell + 0.5, cell + 0.5);
  }
}

/** @param {Board} board @param {Journey} journey @param {Square} square */
function paintDigit(board, { pixels, side }, square) {
  paintGrid(board, square, [side, side], (at) => colourOf(greys, levelOf(pixels[at], 0, 1)));
}

/** @param {Board} board @param {Square} square @param {number} cells along an edge @param {{top: number, left: number, bottom: number, right: number}} region @param {number} [thick] */
function frame({ pen, colours }, square, cells, { top, left, bottom, right }, thick = 3) {
  const cell = square.size / cells;
  pen.strokeStyle = colours.cnn;
  pen.lineWidth = thick;
  pen.strokeRect(square.left + left * cell, square.top + top * cell, (right - left) * cell, (bottom - top) * cell);
}

/** The pixel, then the window around it. @param {Board} board @param {Journey} journey @param {Square} square @param {number} part */
function frameWindow(board, { start: { row, column }, unit: { source }, side }, square, part) {
  frame(board, square, side, { top: row, left: column, bottom: row + 1, right: column + 1 });
  if (part > 0) faded(board, part, () => frame(board, square, side, source));
}

/** @param {Board} board @param {string} text @param {number} x @param {number} y @param {number} size @param {string} [colour] */
function write({ pen, colours }, text, x, y, size, colour = colours.text) {
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

/** The large window stands here once it has lifted off. @param {Board} board @returns {Square} */
function lifted({ wide, high }) {
  const size = Math.min(wide - 2 * GAP, high - 80);
  return { left: (wide - size) / 2, top: GAP, size };
}

/** Nine cells: the pixel, its weight, their product. `multiplied` and `added` count cells. @param {Board} board @param {Journey} journey @param {{flown: number, multiplied: number, added: number}} done */
function paintCells(board, { unit, side }, { flown, multiplied, added }) {
  const [rows, columns] = unit.shape;
  const [from, to] = [middle(board), lifted(board)];
  const pixel = from.size / side;
  const between = (/** @type {number} */ a, /** @type {number} */ b) => a + (b - a) * flown;
  const cell = between(pixel, to.size / Math.max(rows, columns));
  const left = between(from.left + unit.source.left * pixel, to.left);
  const top = between(from.top + unit.source.top * pixel, to.top);
  const most = Math.max(...unit.products.map(Math.abs));
  for (let at = 0; at < rows * columns; at += 1) {
    const spot = { left: left + (at % columns) * cell, top: top + Math.floor(at / columns) * cell, size: cell };
    const gone = Math.min(1, Math.max(0, added - at));
    faded(board, 1 - 0.8 * gone, () => paintCell(board, unit, at, spot, { isMultiplied: at < multiplied, most }));
    if (gone > 0 && gone < 1) fly(board, writtenUnit(unit).cell(unit.products[at]), spot, gone);
  }
}

/** @param {Board} board @param {import('../net/units.js').ConvolutionUnit} unit @param {number} at @param {Square} spot @param {{isMultiplied: boolean, most: number}} how */
function paintCell(board, unit, at, spot, { isMultiplied, most }) {
  const { patch, kernel, products } = unit;
  const [table, level] = isMultiplied
    ? [blueOrange, signedLevel(products[at], most)]
    : [greys, levelOf(patch[at], 0, 1)];
  board.pen.fillStyle = colourOf(table, level);
  board.pen.fillRect(spot.left, spot.top, spot.size - 2, spot.size - 2);
  if (spot.size < 40) return;
  const [x, y, ink] = [spot.left + spot.size / 2, spot.top + spot.size / 2, inkOn(table, level)];
  const size = Math.min(15, spot.size / 5.5);
  write(board, `${alike(patch).cell(patch[at])} ×`, x, y - 1.4 * size, size, ink);
  write(board, alike(kernel).cell(kernel[at]), x, y, size, ink);
  if (isMultiplied) write(board, `= ${writtenUnit(unit).cell(products[at])}`, x, y + 1.4 * size, size, ink);
}

/** A product on its way into the sum. @param {Board} board @param {string} text @param {Square} spot @param {number} part */
function fly(board, text, spot, part) {
  const [x, y] = [spot.left + spot.size / 2, spot.top + spot.size / 2];
  const way = smooth(part);
  write(board, text, x + (board.wide / 2 - x) * way, y + (board.high - 34 - y) * way, 18, board.colours.cnn);
}

/** @param {Board} board @param {string} sum */
const paintSum = (board, sum) => write(board, `Σ = ${sum}`, board.wide / 2, board.high - 34, 24);

/** The number flies to its cell, and then its map fills from the top. @param {Board} board @param {Journey} journey @param {number} part */
function paintLanding(board, { unit, stations, start }, part) {
  const [{ shape, values }, square] = [stations[0], middle(board)];
  const [rows, columns, maps] = shape;
  const [row, column] = unit.position;
  const of = (/** @type {number} */ at) => values[at * maps + start.filter];
  const most = Math.max(...Array.from({ length: rows * columns }, (_, at) => of(at)));
  const filled = Math.max(0, 2 * part - 1) * rows;
  const isThere = (/** @type {number} */ at) =>
    Math.floor(at / columns) < filled || (part > 0.5 && at === row * columns + column);
  paintGrid(board, square, [rows, columns], (at) =>
    isThere(at) ? colourOf(activations, levelOf(of(at), 0, most)) : board.colours.track,
  );
  frame(board, square, rows, { top: row, left: column, bottom: row + 1, right: column + 1 });
  if (part >= 0.5) return;
  const [way, cell] = [smooth(2 * part), square.size / rows];
  const [x, y] = [square.left + (column + 0.5) * cell, square.top + (row + 0.5) * cell];
  const from = { x: board.wide / 2, y: board.high / 2 };
  const text = writtenUnit(unit).cell(unit.after ?? unit.result);
  write(board, text, from.x + (x - from.x) * way, from.y + (y - from.y) * way, 24 - 10 * way, board.colours.cnn);
}

/** All maps of a station, smaller as they shrink, with what depends on the pixel framed. @param {Board} board @param {Station} station */
function paintStation(board, { shape, values, rows, columns }) {
  const [height, width, maps] = shape;
  const across = Math.ceil(Math.sqrt((maps * board.wide) / board.high));
  const pitch = Math.min(board.wide / across, board.high / Math.ceil(maps / across));
  const size = pitch * Math.min(0.94, 0.34 + 0.6 * (height / 26)); // the first maps fill their places
  const edge = (board.wide - across * pitch) / 2;
  const most = values.reduce((large, value) => Math.max(large, value), 0);
  const region = { top: rows.from, left: columns.from, bottom: rows.to, right: columns.to };
  for (let map = 0; map < maps; map += 1) {
    const [x, y] = [map % across, Math.floor(map / across)].map((at) => at * pitch + (pitch - size) / 2);
    const square = { left: edge + x, top: y, size };
    const level = (/** @type {number} */ at) => levelOf(values[at * maps + map], 0, most);
    paintGrid(board, square, [height, width], (at) => colourOf(activations, level(at)));
    frame(board, square, height, region, 1.5);
  }
}

/** Numbers in a row, wrapped to fit. @param {Board} board @param {Float32Array} values @param {number} top @param {number} high */
function paintRow(board, values, top, high) {
  const cell = Math.floor(Math.min(Math.sqrt(((board.wide - 2 * GAP) * high) / values.length), high, 34));
  const across = Math.floor((board.wide - 2 * GAP) / cell);
  const most = values.reduce((large, value) => Math.max(large, Math.abs(value)), 0);
  const left = (board.wide - Math.min(across, values.length) * cell) / 2;
  values.forEach((value, at) => {
    board.pen.fillStyle = colourOf(blueOrange, signedLevel(value, most));
    board.pen.fillRect(left + (at % across) * cell, top + Math.floor(at / across) * cell, cell - 1, cell - 1);
  });
}

/** Ten bars that fill. @param {Board} board @param {Journey} journey @param {number} part */
function paintAnswer(board, journey, part) {
  const best = bestOf(journey);
  const [high, from] = [(board.high - 2 * GAP) / journey.shares.length, 40];
  const room = board.wide - from - 70;
  journey.shares.forEach((share, digit) => {
    const y = GAP + digit * high;
    const colour = digit === best ? board.colours.cnn : board.colours.quiet;
    write(board, String(digit), 20, y + high / 2, 16, colour);
    board.pen.fillStyle = board.colours.track;
    board.pen.fillRect(from, y + 6, room, high - 12);
    board.pen.fillStyle = colour;
    board.pen.fillRect(from, y + 6, room * share * smooth(1.3 * part), high - 12);
    write(board, percent(share), from + room + 36, y + high / 2, 14, colour);
  });
}
