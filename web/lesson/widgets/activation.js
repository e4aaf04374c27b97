/** One number goes through each activation: what comes out, and how steep the curve is there. */

import { makeChart } from '../../shared/chart.js';
import { make } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed } from '../../shared/numbers.js';
import { curveOf, makeDial } from '../parts.js';

/** @typedef {import('../../shared/chart.js').Pair} Pair */
/** @typedef {{title: string, formula: string, f: (x: number) => number, slope: (x: number) => number, y: Pair, ticks: number[]}} Curve */

const HEIGHT = 150;
const REACH = 5;
const logistic = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

/** @type {Curve[]} */
const CURVES = [
  {
    title: 'ReLU',
    formula: 'max(0, x)',
    f: (x) => Math.max(0, x),
    slope: (x) => (x > 0 ? 1 : 0),
    y: [-1, REACH],
    ticks: [0, REACH],
  },
  {
    title: 'Sigmoid',
    formula: '1 / (1 + e⁻ˣ)',
    f: logistic,
    slope: (x) => logistic(x) * (1 - logistic(x)),
    y: [-0.2, 1.2],
    ticks: [0, 1],
  },
  {
    title: 'Tanh',
    formula: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
    f: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    y: [-1.2, 1.2],
    ticks: [-1, 0, 1],
  },
];

/** @param {HTMLElement} box */
export function activation(box) {
  box.setAttribute('aria-label', t('A number through each activation'));
  const cards = [...CURVES.map(makeCard), makeShares()];
  const move = (/** @type {number} */ x) => {
    for (const { show } of cards) show(x);
  };
  const dial = makeDial({ id: 'le-activation-x', label: 'x', low: -REACH, high: REACH, step: 0.1, value: 1 }, move);
  box.append(dial, make('div', { class: 'le-activations' }, ...cards.map(({ card }) => card)));
  move(1);
}

/** @param {Curve} curve */
function makeCard({ title, formula, f, slope, y, ticks }) {
  const host = make('div', { class: 'le-curve' });
  const said = make('p', { class: 'le-numbers-said' });
  const name = make('b', { text: t(title) });
  const card = make('div', { class: 'le-activation' }, name, make('code', { text: formula }), host, said);
  const chart = makeChart(host, HEIGHT);
  const line = { points: curveOf(f, -REACH, REACH), kind: 'faint' };
  const ticksX = [-REACH, 0, REACH].map((at) => /** @type {[number, string]} */ ([at, fixed(at)]));
  const ticksY = ticks.map((at) => /** @type {[number, string]} */ ([at, fixed(at)]));
  const show = (/** @type {number} */ x) => {
    const numbers = [fixed(f(x), 2), fixed(slope(x), 2)];
    said.textContent = t('{}, slope {}', ...numbers);
    const label = t('{} of {} is {}, slope {}', t(title), fixed(x, 1), ...numbers);
    chart({ x: [-REACH, REACH], y, ticksX, ticksY, lines: [line], dots: [{ x, y: f(x), kind: 'cnn' }], label });
  };
  return { card, show };
}

/** Softmax needs company: three numbers share 1 among them. */
function makeShares() {
  const rows = ['x', '1', '0'].map((name) => makeShare(name));
  const card = make(
    'div',
    { class: 'le-activation' },
    make('b', { text: 'Softmax' }),
    make('code', { text: t('of x, 1 and 0') }),
    make('ul', { class: 'le-shares' }, ...rows.map(({ row }) => row)),
    make('p', { class: 'le-numbers-said', text: t('Together always 1') }),
  );
  const show = (/** @type {number} */ x) => {
    const powers = [x, 1, 0].map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power);
    rows.forEach(({ put }, i) => {
      put(powers[i] / total);
    });
  };
  return { card, show };
}

/** @param {string} name */
function makeShare(name) {
  const fill = make('i');
  const value = make('b');
  const row = make('li', {}, make('span', { text: name }), make('i', {}, fill), value);
  const put = (/** @type {number} */ share) => {
    fill.style.transform = `scaleX(${share})`;
    value.textContent = fixed(share, 2);
  };
  return { row, put };
}
