/** One neuron: two inputs, each times its weight, added up with the bias, then ReLU. */

import { make, makeSvg } from '../../shared/dom.js';
import { t } from '../../shared/messages.js';
import { fixed } from '../../shared/numbers.js';
import { makeDial } from '../parts.js';

const POSITIVE = '#e08326';
const NEGATIVE = '#3f83cf';

/** @typedef {{x1: number, x2: number, w1: number, w2: number, b: number}} Neuron */

/** @param {HTMLElement} box */
export function neuron(box) {
  /** @type {Neuron} */
  const now = { x1: 0.5, x2: 1, w1: 1.5, w2: -0.8, b: 0.2 };
  const picture = makePicture();
  const sum = make('p', { class: 'le-sum', 'aria-live': 'polite' });
  const show = () => {
    sum.textContent = sumOf(now);
    picture.show(now, sum.textContent);
  };
  const sliders = dialsOf(now, show);
  box.setAttribute('aria-label', t('One neuron to play with'));
  const drawn = make('div', {}, picture.svg, sum);
  box.append(make('div', { class: 'le-two' }, make('div', { class: 'le-sliders' }, ...sliders), drawn));
  show();
}

/** @param {Neuron} now changed in place @param {() => void} show */
function dialsOf(now, show) {
  /** @type {[keyof Neuron, string, number, number][]} */
  const dials = [
    ['x1', t('Input x₁'), 0, 1],
    ['x2', t('Input x₂'), 0, 1],
    ['w1', t('Weight w₁'), -2, 2],
    ['w2', t('Weight w₂'), -2, 2],
    ['b', t('Bias b'), -2, 2],
  ];
  return dials.map(([key, label, low, high]) =>
    makeDial({ id: `le-neuron-${key}`, label, low, high, step: 0.1, value: now[key] }, (value) => {
      now[key] = value;
      show();
    }),
  );
}

/** @param {Neuron} now */
const totalOf = ({ x1, x2, w1, w2, b }) => x1 * w1 + x2 * w2 + b;

/** "0.5 × 1.5 + 1.0 × (−0.8) + 0.2 = 0.15; ReLU leaves it: 0.15". @param {Neuron} now */
function sumOf(now) {
  const total = totalOf(now);
  const inBrackets = (/** @type {number} */ value) => (value < 0 ? `(${fixed(value, 1)})` : fixed(value, 1));
  const products = `${fixed(now.x1, 1)} × ${inBrackets(now.w1)} + ${fixed(now.x2, 1)} × ${inBrackets(now.w2)}`;
  const whole = `${products} + ${inBrackets(now.b)} = ${fixed(total, 2)}`;
  if (total < 0) return t('{}; below zero, so ReLU says 0', whole);
  return t('{}; ReLU leaves it: {}', whole, fixed(total, 2));
}

function makePicture() {
  const wires = [32, 108].map((y1) => makeSvg('line', { x1: 42, y1, x2: 172, y2: 70 }));
  const places = { x1: [26, 32], x2: [26, 108], sum: [196, 70], out: [316, 70] };
  const texts = Object.fromEntries(Object.entries(places).map(([key, [x, y]]) => [key, textAt(x, y + 5)]));
  const circles = [circleAt(26, 32, 22), circleAt(26, 108, 22), circleAt(196, 70, 28), circleAt(316, 70, 26)];
  const arrow = makeSvg('path', { d: 'M224 70H288M281 64l7 6-7 6', ...OUTLINE, fill: 'none' });
  const relu = makeSvg('text', { x: 256, y: 60, 'text-anchor': 'middle', class: 'le-small', text: 'ReLU' });
  const attributes = { viewBox: '0 0 350 140', role: 'img', class: 'le-neuron' };
  const svg = makeSvg('svg', attributes, ...wires, ...circles, arrow, relu, ...Object.values(texts));

  /** @param {Neuron} now @param {string} sum */
  function show(now, sum) {
    [now.w1, now.w2].forEach((weight, i) => {
      wires[i].setAttribute('stroke', weight < 0 ? NEGATIVE : POSITIVE);
      wires[i].setAttribute('stroke-width', String(1 + 4 * Math.abs(weight)));
    });
    const total = totalOf(now);
    const written = {
      x1: fixed(now.x1, 1),
      x2: fixed(now.x2, 1),
      sum: fixed(total, 2),
      out: fixed(Math.max(0, total), 2),
    };
    for (const [key, text] of Object.entries(written)) texts[key].textContent = text;
    svg.setAttribute('aria-label', t('A neuron with two inputs. {}.', sum));
  }

  return { svg, show };
}

const OUTLINE = { stroke: 'var(--quiet)', 'stroke-width': 1.5 };

/** @param {number} x @param {number} y */
const textAt = (x, y) => makeSvg('text', { x, y, 'text-anchor': 'middle' });

/** @param {number} cx @param {number} cy @param {number} r */
const circleAt = (cx, cy, r) => makeSvg('circle', { cx, cy, r, fill: 'var(--card)', ...OUTLINE });
