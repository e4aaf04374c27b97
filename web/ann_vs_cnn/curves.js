/** Over the chosen slider's whole range: how likely both networks find the digit, and how many test digits they read. */

import { aDigit, NAMES, TITLES } from '../shared/answers.js';
import { makeChart, valueAt } from '../shared/chart.js';
import { finder } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { percent, share } from '../shared/numbers.js';
import { live } from './parts.js';
import { labelOf, positionOf, sliderOf, valuesOf } from './sliders.js';

/** @typedef {import('./bench.js').Bench} Bench */
/** @typedef {import('./bench.js').Subject} Subject */
/** @typedef {import('./sliders.js').Name} Name */
/** @typedef {import('./sliders.js').Positions} Positions */
/** @typedef {import('../shared/chart.js').Data} Data */
/** @typedef {{isBlank: boolean, probabilities: Record<string, Float32Array>}[]} Readings */
/** Shares by network at each of `x`. @typedef {{x: number[], shares: Record<string, number[]>}} Curve */

const LEVELS = [0, 0.25, 0.5, 0.75, 1];

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeOwnCurve(bench, panel) {
  const element = finder(panel)('.avc-curve');
  const chart = makeChart(finder(element)('.avc-chart'));
  /** @type {{curve: Curve, slider: Name, wanted: number, strips: Data['strips']} | null} */
  let known = null;

  function draw() {
    if (!known) return;
    const { curve, slider, wanted, strips } = known;
    const mark = positionOf(slider, bench.now.change);
    finder(element)('.avc-wanted').textContent = aDigit(wanted);
    showKey(element, curve, mark, percent);
    const label = [
      t('How likely {} is over the whole range of {}.', aDigit(wanted), labelOf(slider)),
      ...Object.entries(curve.shares).map(([name, values]) => inRange(name, curve.x, values, slider, mark)),
    ];
    chart({ ...frame(curve, slider, mark), strips, label: label.join(' ') });
  }

  live(bench, element, {
    settings: () => ({ slider: bench.now.slider, others: without(bench.now.change, bench.now.slider) }),
    work({ names, pixels }, { slider, others }) {
      const values = valuesOf(sliderOf(slider));
      return bench.reader.run('curve', { networks: names, pixels, change: others, slider, values });
    },
    show(/** @type {Readings} */ readings, { digit, names }, { slider }) {
      const x = valuesOf(sliderOf(slider));
      const shares = byName(names, (name) => readings.map(({ probabilities }) => probabilities[name][digit]));
      const strips = names.map((name) => stripOf(name, x, answersOf(readings, name), digit));
      known = { curve: { x, shares }, slider, wanted: digit, strips };
      draw();
    },
    clear() {
      known = null;
      chart(null);
      showKey(element, null);
    },
    delay: 120,
  });
  bench.follow(['change'], draw);
}

/** @param {Bench} bench @param {HTMLElement} panel */
export function makeMeasuredCurve(bench, panel) {
  const element = finder(panel)('.avc-measured');
  const find = finder(element);
  const chart = makeChart(find('.avc-chart'));

  bench.follow(['slider', 'change', 'facts', 'trouble'], () => {
    const { slider, change, facts, trouble } = bench.now;
    const curve = facts ? measured(facts, slider, change) : null;
    element.classList.toggle('empty', !curve);
    const missing = facts ? t('This disturbance was not measured for this model.') : trouble;
    find('.avc-hint').textContent = curve ? '' : missing;
    find('.avc-alone').textContent = aloneInWords(slider, change);
    const mark = positionOf(slider, change);
    showKey(element, curve, mark, (value) => share(value, 1));
    chart(curve && { ...frame(curve, slider, mark), label: measuredInWords(curve, slider, mark) });
  });
}

/**
 * @param {any} facts
 * @param {Name} slider
 * @param {Positions} change
 * @returns {Curve | null} null if that was not measured
 */
function measured(facts, slider, change) {
  if (slider !== 'dx' && slider !== 'dy') {
    const found = facts.curves[slider];
    return found ? { x: found.x, shares: byName(NAMES, (name) => found[name]) } : null;
  }
  const { shifts } = facts;
  if (!shifts) return null;
  const other = slider === 'dx' ? 'dy' : 'dx';
  const line = shifts[other].indexOf(Math.round(positionOf(other, change)));
  /** @param {number[][]} rows */
  const cut = (rows) => (slider === 'dx' ? rows[line] : rows.map((row) => row[line]));
  return { x: shifts[slider], shares: byName(NAMES, (name) => cut(shifts[name])) };
}

/** Measured curves disturb in one way at a time, shifts in two. @param {Name} slider @param {Positions} change */
function aloneInWords(slider, change) {
  const pair = slider === 'dx' || slider === 'dy' ? ['dx', 'dy'] : [slider];
  const others = /** @type {Name[]} */ (Object.keys(change)).filter((name) => !pair.includes(name));
  return others.length ? t('Measured without your other changes ({}).', others.map(labelOf).join(', ')) : '';
}

/** @param {Curve} curve @param {Name} slider @param {number} mark */
function measuredInWords({ x, shares }, slider, mark) {
  const each = Object.entries(shares).map(([name, values]) =>
    t(
      '{}: {} to {}; at your position {}.',
      TITLES[name],
      share(Math.min(...values), 1),
      share(Math.max(...values), 1),
      share(valueAt(x, values, mark), 1),
    ),
  );
  return [t('Share of test digits read correctly over the whole range of {}.', labelOf(slider)), ...each].join(' ');
}

/**
 * What both charts have: axes, a line for each network, and a mark at the slider's position.
 * @param {Curve} curve
 * @param {Name} slider
 * @param {number} mark
 * @returns {Omit<Data, 'label'>}
 */
function frame({ x, shares }, slider, mark) {
  const { ticks, short } = sliderOf(slider);
  const each = Object.entries(shares);
  return {
    x: [x[0], x[x.length - 1]],
    y: [0, 1],
    ticksX: ticks.map((value) => [value, short(value)]),
    ticksY: LEVELS.map((value) => [value, 2 * value === Math.round(2 * value) ? share(value, 0) : '']),
    lines: each.map(([name, values]) => ({ kind: name, points: x.map((value, i) => [value, values[i]]) })),
    mark,
    dots: each.map(([name, values]) => ({ x: mark, y: valueAt(x, values, mark), kind: name })),
  };
}

/**
 * The values at the slider's position, beside the names.
 * @param {HTMLElement} element
 * @param {Curve | null} curve
 * @param {number} [mark]
 * @param {(value: number) => string} [write]
 */
function showKey(element, curve, mark = 0, write = String) {
  for (const name of NAMES) {
    const values = curve?.shares[name];
    finder(element)(`.avc-key.${name} b`).textContent = curve && values ? write(valueAt(curve.x, values, mark)) : '–';
  }
}

/**
 * Where a curve stays high around its middle, in words.
 * @param {string} network
 * @param {number[]} x
 * @param {number[]} values
 * @param {Name} slider
 * @param {number} mark
 */
function inRange(network, x, values, slider, mark) {
  const { short } = sliderOf(slider);
  const high = x.filter((_, i) => values[i] >= 0.5);
  const here = percent(valueAt(x, values, mark));
  if (!high.length) return t('{}: never above 50 %; here {}.', TITLES[network], here);
  const [first, last] = [high[0], high[high.length - 1]];
  return t('{}: above 50 % between {} and {}; here {}.', TITLES[network], short(first), short(last), here);
}

/**
 * A row under the curve: one cell for each run of the same answer.
 * @param {string} name
 * @param {number[]} x
 * @param {(number | null)[]} answers
 * @param {number} wanted
 */
function stripOf(name, x, answers, wanted) {
  const half = (x[1] - x[0]) / 2;
  const cells = runs(answers).map(({ answer, first, last }) => ({
    from: x[first] - half,
    to: x[last] + half,
    text: answer === null ? '–' : String(answer),
    kind: answer === wanted ? name : 'other',
  }));
  return { title: TITLES[name], kind: name, cells };
}

/** @param {Readings} readings @param {string} name @returns {(number | null)[]} null where no ink is left */
const answersOf = (readings, name) =>
  readings.map(({ isBlank, probabilities }) =>
    isBlank ? null : probabilities[name].indexOf(Math.max(...probabilities[name])),
  );

/** @param {(number | null)[]} answers */
function runs(answers) {
  /** @type {{answer: number | null, first: number, last: number}[]} */
  const found = [];
  answers.forEach((answer, i) => {
    const latest = found[found.length - 1];
    if (latest && latest.answer === answer) latest.last = i;
    else found.push({ answer, first: i, last: i });
  });
  return found;
}

/** @param {Positions} change @param {Name} slider */
const without = (change, slider) => Object.fromEntries(Object.entries(change).filter(([name]) => name !== slider));

/**
 * @template T
 * @param {string[]} names
 * @param {(name: string) => T} of
 * @returns {Record<string, T>}
 */
const byName = (names, of) => Object.fromEntries(names.map((name) => [name, of(name)]));
