/** The activation playground: one number through every function, and three numbers through softmax. */

import { activate } from '../net/network.js';
import { alike, saidRounded } from '../shared/addition.js';
import { makeChart } from '../shared/chart.js';
import { all, make } from '../shared/dom.js';
import { formula } from '../shared/formula.js';
import { t } from '../shared/messages.js';
import { fixed, plain } from '../shared/numbers.js';
import { FUNCTIONS } from './functions.js';

const LETTERS = 'efsx'; // that stand for numbers and functions in the formulas
const REACH = 6;
const PLACES = Array.from({ length: 241 }, (_, i) => -REACH + i / 20);

/** @typedef {ReturnType<typeof makeCard>} Card */

/**
 * @param {import('./parts.js').Lab} lab
 * @returns {import('./parts.js').Part}
 */
export function makePlayground({ panel, find, remember }) {
  const slider = /** @type {HTMLInputElement} */ (find('#tl-x'));
  const softSliders = /** @type {HTMLInputElement[]} */ (all(panel, '.tl-soft input'));
  const cards = Object.keys(FUNCTIONS).map((name) => makeCard(find('.tl-cards'), name));

  function show() {
    const x = Number(slider.value);
    find('.tl-x-value').textContent = plain(x);
    for (const card of cards) showCard(card, x);
    showSoftmax(softSliders, find('.tl-soft-sum'));
  }

  slider.addEventListener('input', show);
  slider.addEventListener('change', remember);
  for (const one of softSliders) one.addEventListener('input', () => showSoftmax(softSliders, find('.tl-soft-sum')));
  return {
    show,
    settings: () => (Number(slider.value) === 1 ? {} : { x: slider.value }),
    adopt({ x }) {
      if (x?.trim() && Number.isFinite(Number(x))) slider.value = x; // its range limits it
    },
  };
}

/** @param {HTMLElement} host @param {string} name */
function makeCard(host, name) {
  const { title, strength, weakness } = FUNCTIONS[name];
  const chart = make('div', { class: 'tl-curve' });
  const [value, slope] = [make('p', { class: 'tl-now' }), make('p', { class: 'tl-now' })];
  const points = make(
    'dl',
    { class: 'tl-points' },
    make('dt', { text: t('Good at') }),
    make('dd', { text: strength() }),
    make('dt', { text: t('Bad at') }),
    make('dd', { text: weakness() }),
  );
  const attributes = { class: 'tl-card', 'data-activation': name };
  host.append(make('article', attributes, make('h3', { text: t(title) }), chart, value, slope, points));
  return { ...FUNCTIONS[name], name, valueText: value, slopeText: slope, draw: makeChart(chart, 160) };
}

/** @param {Card} card @param {number} x */
function showCard(card, x) {
  const [f, slope] = [card.value(x), card.slope(x)];
  write(card.valueText, 'f(x)', card.formula(), f);
  write(card.slopeText, 'f′(x)', card.slopeFormula(), slope);
  const isWide = card.name.endsWith('relu');
  card.draw({
    x: [-REACH, REACH],
    y: isWide ? [-1, REACH] : [-1.1, 1.1],
    ticksX: [-6, -3, 0, 3, 6].map((tick) => [tick, plain(tick)]),
    ticksY: (isWide ? [0, 3, 6] : [-1, 0, 1]).map((tick) => [tick, plain(tick)]),
    lines: [
      { points: PLACES.map((place) => [place, card.slope(place)]), kind: 'second' },
      { points: PLACES.map((place) => [place, card.value(place)]), kind: 'first' },
    ],
    mark: x,
    dots: [
      { x, y: slope, kind: 'second' },
      { x, y: f, kind: 'first' },
    ],
    label: t(
      '{} and its slope from −6 to 6. At {} the value is {} and the slope {}',
      t(card.title),
      plain(x),
      fixed(f, 4),
      fixed(slope, 4),
    ),
  });
}

/** @param {HTMLElement} place @param {string} what @param {string} how @param {number} value */
function write(place, what, how, value) {
  const number = make('b', { class: 'tl-number', text: fixed(value, 4) });
  place.replaceChildren(make('b', {}, ...formula(what, LETTERS)), ' = ', ...formula(how, LETTERS), ' = ', number);
}

/** @param {HTMLInputElement[]} sliders @param {HTMLElement} total */
function showSoftmax(sliders, total) {
  const values = sliders.map((slider) => Number(slider.value));
  const powers = values.map(Math.exp);
  const sum = powers.reduce((all, power) => all + power, 0);
  const shares = Float64Array.from(values);
  activate('softmax', shares);
  sliders.forEach((slider, i) => {
    const row = /** @type {HTMLElement} */ (slider.closest('.tl-soft-row'));
    const [output, bar, words] = ['output', '.tl-soft-bar span', '.tl-soft-words'].map((one) => row.querySelector(one));
    const power = fixed(powers[i], 2);
    /** @type {HTMLElement} */ (output).textContent = plain(values[i]);
    /** @type {HTMLElement} */ (bar).style.transform = `scaleX(${shares[i]})`;
    const said = `e^${plain(values[i])} = ${power}; ${power} / ${fixed(sum, 2)} = ${fixed(shares[i], 3)}`;
    words?.replaceChildren(...formula(said, LETTERS));
  });
  const parts = Array.from(shares, (share) => fixed(share, 3)).join(' + ');
  total.textContent = saidRounded(t('Together {} = {}', parts, fixed(1, 3)), alike(shares).addsUp(shares, 1));
}
