/** The curves of a run: accuracy and loss, on frames that keep their scale while it learns. */

import { accuracyAxis, lossAxis, makeChart } from '../shared/chart.js';
import { all } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { count, fixed, share } from '../shared/numbers.js';
import { BOTH } from './parts.js';

/** @typedef {import('./live.js').Run} Run */
/** @typedef {import('../net/training.js').Point} Point */
/** @typedef {[number, number][]} Row */

const MOST_LOSS = 2.5; // a guess among ten costs ln 10 = 2.3

/**
 * What is drawn of a run: one chart.
 * @typedef {object} Curve
 * @property {string} name in the template's class names
 * @property {(words: {epochs: string, newest: string}) => string} label
 * @property {'accuracy' | 'loss'} training
 * @property {'heldAccuracy' | 'heldLoss'} held
 * @property {Pick<import('../shared/chart.js').Data, 'y' | 'ticksY'>} axis
 * @property {(value: number) => string} write
 */

/** @returns {Curve[]} */
const curves = () => [
  {
    name: 'accuracy',
    training: 'accuracy',
    held: 'heldAccuracy',
    axis: accuracyAxis(),
    write: (value) => share(value, 1),
    label: ({ epochs, newest }) => t('Share read correctly over {}. Held-out digits, newest: {}', epochs, newest),
  },
  {
    name: 'loss',
    training: 'loss',
    held: 'heldLoss',
    axis: lossAxis(MOST_LOSS),
    write: (value) => fixed(value, 3),
    label: ({ epochs, newest }) => t('Loss over {}. Held-out digits, newest: {}', epochs, newest),
  },
];

/**
 * @param {HTMLElement} panel
 * @param {<E extends Element = HTMLElement>(selector: string) => E} find
 * @returns {(run: Run) => void}
 */
export function makeCurves(panel, find) {
  const charts = curves().map((curve) => ({ curve, draw: makeChart(find(`.tl-live-${curve.name}`)) }));
  return (run) => {
    for (const { curve, draw } of charts) {
      const [training, held] = [rowOf(run.points, curve.training), rowOf(run.points, curve.held)];
      draw(dataOf(run, curve, training, held));
      find(`.tl-live-${curve.name}-training b`).textContent = newestOf(training, curve);
      find(`.tl-live-${curve.name}-held b`).textContent = newestOf(held, curve);
    }
    for (const key of all(panel, '.tl-curves .ui-key')) {
      for (const name of BOTH) key.classList.toggle(name, name === run.settings.network);
      key.classList.toggle('faint', 'faint' in key.dataset);
    }
  };
}

/** @param {Point[]} points @param {keyof Point} key @returns {Row} */
const rowOf = (points, key) =>
  points.flatMap((point) => (point[key] === null ? [] : [/** @type {[number, number]} */ ([point.epoch, point[key]])]));

/** @param {Row} row @param {Curve} curve */
const newestOf = (row, { write }) => (row.length ? write(row[row.length - 1][1]) : '–');

/** @param {Run} run @param {Curve} curve @param {Row} training @param {Row} held @returns {import('../shared/chart.js').Data} */
function dataOf({ settings: { epochs, network } }, curve, training, held) {
  const every = Math.max(1, Math.ceil(epochs / 5));
  const ticks = Array.from({ length: Math.floor(epochs / every) + 1 }, (_, i) => i * every);
  return {
    x: [0, epochs],
    ticksX: ticks.map((epoch) => [epoch, count(epoch)]),
    ...curve.axis,
    lines: [
      { points: training, kind: `${network} faint` },
      { points: held, kind: network },
    ],
    dots: held.slice(-1).map(([x, y]) => ({ x, y, kind: network })),
    label: curve.label({ epochs: counted(epochs, '{} epoch', '{} epochs'), newest: newestOf(held, curve) }),
  };
}
