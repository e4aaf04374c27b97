/** Lines in a frame, drawn as SVG at the size at which they are shown, as large as the visitor's text: the one chart of the page. */

import { makeSvg } from './dom.js';
import { t } from './messages.js';
import { fixed, plain, share } from './numbers.js';

const FRAME = { left: 46, right: 12, top: 12, bottom: 26 };
const STRIP = { height: 17, gap: 8 };

/** How much larger than usual the visitor has set text. */
const textScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** @typedef {[number, number]} Pair */

/**
 * @typedef {object} Data
 * @property {Pair} x from where to where the axis goes
 * @property {Pair} y
 * @property {boolean} [logarithmic] the x axis
 * @property {[number, string][]} ticksX
 * @property {[number, string][]} ticksY
 * @property {{points: Pair[], kind: string}[]} lines `kind` are class names: "cnn", "ann", "second", "faint"
 * @property {number | null} [mark] x of an upright line
 * @property {{x: number, y: number, kind: string}[]} [dots] the ANN's are squares
 * @property {{title: string, kind: string, cells: {from: number, to: number, text: string, kind: string}[]}[]} [strips]
 *   rows under the curve, each a run of cells along the x axis
 * @property {string} label the whole in words
 */

/** @typedef {{width: number, left: number, right: number, top: number, floor: number, x: (value: number) => number, y: (value: number) => number}} Scales */

/**
 * Make a chart in an empty element.
 * @param {HTMLElement} host
 * @param {number} [height] pixels, without strips
 * @returns {(data: Data | null) => void} null empties it
 */
export function makeChart(host, height = 190) {
  /** @type {Data | null} */
  let shown = null;

  function draw() {
    host.replaceChildren();
    if (!shown || !host.clientWidth) return;
    const scale = textScale();
    const width = host.clientWidth / scale;
    const strips = shown.strips ?? [];
    const whole = height + (strips.length ? strips.length * STRIP.height + STRIP.gap : 0);
    const at = scales(shown, width, height);
    const attributes = {
      role: 'img',
      width: width * scale,
      height: whole * scale,
      viewBox: `0 0 ${width} ${whole}`,
      'aria-label': shown.label,
    };
    const lines = shown.lines.flatMap((line) => path(line, /** @type {Data} */ (shown), at));
    const rows = strips.map((strip, i) => stripOf(strip, at, height + 6 + i * STRIP.height));
    host.append(makeSvg('svg', attributes, ...grid(shown, at), ...lines, ...marks(shown, at), ...rows.flat()));
  }

  new ResizeObserver(draw).observe(host);
  return (data) => {
    shown = data;
    draw();
  };
}

/**
 * @param {Data} data
 * @param {number} width
 * @param {number} height
 * @returns {Scales}
 */
function scales(data, width, height) {
  const onX = data.logarithmic ? Math.log : (/** @type {number} */ value) => value;
  const [left, right, top, floor] = [FRAME.left, width - FRAME.right, FRAME.top, height - FRAME.bottom];
  const between = (/** @type {number} */ value, /** @type {number[]} */ [low, high]) =>
    high > low ? (value - low) / (high - low) : 0;
  const clip = (/** @type {number} */ part) => Math.min(1, Math.max(0, part));
  return {
    ...{ width, left, right, top, floor },
    x: (value) => left + clip(between(onX(value), data.x.map(onX))) * (right - left),
    y: (value) => floor - clip(between(value, data.y)) * (floor - top),
  };
}

/** @param {Data} data @param {Scales} at */
function grid(data, at) {
  const levels = data.ticksY.flatMap(([value, text]) => {
    const y = at.y(value).toFixed(1);
    return [
      makeSvg('line', { class: 'ui-rule', x1: at.left, x2: at.right, y1: y, y2: y }),
      makeSvg('text', { class: 'ui-axis', x: at.left - 6, y: Number(y) + 4, 'text-anchor': 'end', text }),
    ];
  });
  const steps = apart(data.ticksX, at).map(([value, text]) => {
    const anchor = value === data.x[0] ? 'start' : value === data.x[1] ? 'end' : 'middle';
    return makeSvg('text', {
      class: 'ui-axis',
      x: at.x(value).toFixed(1),
      y: at.floor + 18,
      'text-anchor': anchor,
      text,
    });
  });
  return [...levels, ...steps];
}

const [GLYPH, BETWEEN] = [7, 6]; // pixels

/** As many ticks as do not run into each other; the last stays. @param {Data['ticksX']} ticks @param {Scales} at */
function apart(ticks, at) {
  let free = Number.POSITIVE_INFINITY;
  const hasRoom = (/** @type {[number, string]} */ [value, text]) => {
    const half = (text.length * GLYPH) / 2;
    const isFree = Math.min(at.x(value), at.right - half) + half <= free;
    if (isFree) free = Math.min(at.x(value), at.right - half) - half - BETWEEN;
    return isFree;
  };
  return [...ticks].reverse().filter(hasRoom).reverse();
}

/**
 * What lies above the frame is not drawn along its edge, as if it ended there: arrows say where it goes on, and how far.
 * @param {{points: Pair[], kind: string}} line
 * @param {Data} data
 * @param {Scales} at
 */
function path({ points, kind }, { y: [, top], dots = [] }, at) {
  const { inside, above } = cutAt(top, points);
  const lines = inside.map((run) => {
    const placed = run.map(([x, y]) => `${at.x(x).toFixed(1)} ${at.y(y).toFixed(1)}`);
    return makeSvg('polyline', { class: `ui-line ${kind}`, points: placed.join(' ') });
  });
  const arrows = above.map((x) => arrowUp(at.x(x), kind, at));
  const isTold = kind.includes('faint') || dots.some((dot) => dot.kind === kind && dot.y > top);
  if (!above.length || isTold) return [...lines, ...arrows];
  const highest = Math.max(...points.map(([, y]) => y));
  return [...lines, ...arrows, heightAbove(above[above.length - 1], highest, kind, at)];
}

/**
 * The parts of a line below a height, and where it stands last each time that it is above.
 * @param {number} top
 * @param {Pair[]} points
 * @returns {{inside: Pair[][], above: number[]}}
 */
export function cutAt(top, points) {
  /** @type {Pair[][]} */
  const inside = [];
  /** @type {number[]} */
  const above = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const [isAbove, wasAbove] = [point[1] > top, before?.[1] > top];
    if (before && isAbove !== wasAbove) {
      const part = (top - before[1]) / (point[1] - before[1]);
      /** @type {Pair} */
      const crossing = [before[0] + part * (point[0] - before[0]), top];
      if (isAbove) inside[inside.length - 1].push(crossing);
      else inside.push([crossing]);
    }
    if (isAbove) wasAbove ? above.splice(-1, 1, point[0]) : above.push(point[0]);
    else if (before) inside[inside.length - 1].push(point);
    else inside.push([point]);
  });
  return { inside, above };
}

/** @param {number} x @param {string} kind @param {Scales} at */
const arrowUp = (x, kind, { top }) =>
  makeSvg('path', { class: `ui-dot ui-above ${kind}`, d: `M${x} ${top - 8}l6 10h-12z` });

/** The words beside an arrow. @param {number} x @param {number} y @param {string} kind @param {Scales} at */
function heightAbove(x, y, kind, at) {
  const [left, isRight] = [at.x(x), at.x(x) > (at.left + at.right) / 2];
  const place = { x: left + (isRight ? -10 : 10), y: at.top + 12, 'text-anchor': isRight ? 'end' : 'start' };
  return makeSvg('text', { class: `ui-axis ui-over ${kind}`, ...place, text: t('{}, above this chart', plain(y)) });
}

/** @param {Data} data @param {Scales} at */
function marks(data, at) {
  const dots = (data.dots ?? []).flatMap(({ x, y, kind }) => {
    if (y > data.y[1]) return [arrowUp(at.x(x), kind, at), heightAbove(x, y, kind, at)];
    const [cx, cy] = [at.x(x), at.y(y)];
    if (!kind.includes('ann')) return makeSvg('circle', { class: `ui-dot ${kind}`, cx, cy, r: 5 });
    return makeSvg('rect', { class: `ui-dot ${kind}`, x: cx - 4.5, y: cy - 4.5, width: 9, height: 9 });
  });
  if (data.mark == null) return dots;
  const x = at.x(data.mark);
  return [makeSvg('line', { class: 'ui-here', x1: x, x2: x, y1: 4, y2: at.floor }), ...dots];
}

/** @param {NonNullable<Data['strips']>[number]} strip @param {Scales} at @param {number} top */
function stripOf({ title, kind, cells }, at, top) {
  const head = { class: `ui-axis ${kind}`, x: at.left - 6, y: top + 12, 'text-anchor': 'end', text: title };
  const parts = cells.flatMap((cell) => {
    const [from, to] = [at.x(cell.from), at.x(cell.to)];
    const box = {
      class: `ui-run ${cell.kind}`,
      x: from + 0.5,
      y: top,
      width: Math.max(1, to - from - 1),
      height: 15,
      rx: 3,
    };
    const label = { class: `ui-read ${cell.kind}`, x: (from + to) / 2, y: top + 12, text: cell.text };
    return to - from > 8 ? [makeSvg('rect', box), makeSvg('text', label)] : [makeSvg('rect', box)];
  });
  return [makeSvg('text', head), ...parts];
}

/**
 * The y axis for shares of right answers: from 0, or from 80 % on where all that matters lies above.
 * @param {number} [smallest]
 * @returns {Pick<Data, 'y' | 'ticksY'>}
 */
export function accuracyAxis(smallest = 0) {
  const ticks = smallest >= 0.8 ? [0.8, 0.85, 0.9, 0.95, 1] : [0, 0.25, 0.5, 0.75, 1];
  return { y: [ticks[0], 1], ticksY: ticks.map((value) => [value, share(value, 0)]) };
}

const ROUND = [0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * The y axis for losses: from 0 up to a round number.
 * @param {number} largest
 * @returns {Pick<Data, 'y' | 'ticksY'>}
 */
export function lossAxis(largest) {
  const high = ROUND.find((step) => step >= largest) ?? 10_000;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * high);
  return { y: [0, high], ticksY: ticks.map((value) => [value, fixed(value, 3, 0)]) };
}

/**
 * A curve's value at any place, on the straight line between two points.
 * @param {ArrayLike<number>} x ascending
 * @param {ArrayLike<number>} values
 * @param {number} place
 */
export function valueAt(x, values, place) {
  const last = x.length - 1;
  if (place <= x[0]) return values[0];
  if (place >= x[last]) return values[last];
  let i = 0;
  while (x[i + 1] <= place) i += 1;
  return values[i] + ((place - x[i]) / (x[i + 1] - x[i])) * (values[i + 1] - values[i]);
}
