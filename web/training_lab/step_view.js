/** Shows one training step: five stages, one after the other, number by number. */

import { SWEEP } from '../net/training_step.js';
import { saidRounded } from '../shared/addition.js';
import { aDigit, inWords } from '../shared/answers.js';
import { makeBars } from '../shared/bars.js';
import { lossAxis, makeChart } from '../shared/chart.js';
import { blueOrange, colourOf, inkOn, signedLevel } from '../shared/colours.js';
import { all, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { count, nth, plain, share, signed } from '../shared/numbers.js';
import { showIn, tidy } from './parts.js';

/** @typedef {import('./one_step.js').Sweep} Sweep */
/** @typedef {import('./parts.js').Lab} Lab */

/** @typedef {{before: ReturnType<typeof makeBars>, after: ReturnType<typeof makeBars>, loss: ReturnType<typeof makeChart>}} Charts */

/** @typedef {{subject: import('../net/training_step.js').Subject, rate: number, step: import('../net/training_step.js').Step}} Taken */

const OTHERS = 30; // digits that are read before and after, beside the visitor's
const NOTICED = 0.1; // rise of their mean loss
const RUINED = 1;

const stageNames = () => [t('Forward'), t('Loss'), t('Gradients'), t('Update'), t('Forward again')];

/** @type {Record<string, () => string>} */
const LAYERS = {
  conv1: () => t('Convolution 1'),
  conv2: () => t('Convolution 2'),
  dense1: () => t('Dense, hidden'),
  logits: () => t('Dense, last'),
};

/** The five stages. @param {Lab} lab */
export function makeView({ panel, find }) {
  const charts = {
    before: makeBars(find('.tl-forward .tl-bars-host'), ['before']),
    after: makeBars(find('.tl-again .tl-bars-host'), ['before', 'after']),
    loss: makeChart(find('.tl-loss-curve')),
  };
  const rateCurve = makeChart(find('.tl-rate-curve'), 210);
  makeStages(panel, find);
  /** @type {Taken | null} */
  let shown = null;
  /** @type {Sweep | null} */
  let swept = null;
  const showRates = () => rateCurve(shown && swept ? ratesChart(shown, swept) : null);
  return {
    /** @param {Taken} taken */
    show(taken) {
      shown = taken;
      showIn(find('.tl-slow'), true);
      showForward(panel, find, taken, charts);
      showLast(find, taken.step.last, taken.subject.digit);
      fill(find('.tl-layers'), taken.step.layers.map(layerRow));
      showNine(find, taken);
      showAgain(find, taken);
      showRates();
    },
    /** @param {Sweep | null} found */
    showSweep(found) {
      swept = found;
      showRates();
    },
    /** @param {string} why */
    clear(why) {
      shown = null;
      showIn(find('.tl-slow'), false, why);
    },
  };
}

/**
 * What it reads before and after, and the loss.
 * @param {HTMLElement} panel
 * @param {Lab['find']} find
 * @param {Taken} taken
 * @param {Charts} charts
 */
function showForward(panel, find, { subject: { digit }, rate, step }, charts) {
  const { before, after } = step;
  const p = before.probabilities[digit];
  for (const place of all(panel, '.tl-the-digit')) place.textContent = aDigit(digit);
  for (const place of all(panel, '.tl-the-rate')) place.textContent = plain(rate);
  find('.tl-forward-words').textContent = t(
    'The network reads {}. To {}, which is right, it gives p = {}.',
    inWords(before.probabilities),
    aDigit(digit),
    tidy(p),
  );
  charts.before({ before: before.probabilities });
  charts.after({ before: before.probabilities, after: after.probabilities });
  find('.tl-loss-words').textContent = `−ln ${tidy(p)} = ${tidy(before.loss)}`;
  charts.loss(lossChart(p, before.loss));
}

/** One stage is open at a time. @param {HTMLElement} panel @param {Lab['find']} find */
function makeStages(panel, find) {
  const parts = all(panel, '.tl-stage');
  const [back, next] = ['.tl-back', '.tl-next'].map((one) => /** @type {HTMLButtonElement} */ (find(one)));
  let stage = 0;
  const buttons = stageNames().map((title, i) => {
    const button = make('button', { type: 'button', class: 'ui-button', text: title });
    button.addEventListener('click', () => goTo(i));
    find('.tl-stages').append(make('li', {}, button));
    return button;
  });

  /** @param {number} which */
  function goTo(which) {
    stage = Math.min(parts.length - 1, Math.max(0, which));
    buttons.forEach((button, i) => button.setAttribute('aria-current', i === stage ? 'step' : 'false'));
    parts.forEach((part, i) => {
      part.hidden = i !== stage;
    });
    back.disabled = stage === 0;
    next.disabled = stage === parts.length - 1;
  }

  back.addEventListener('click', () => goTo(stage - 1));
  next.addEventListener('click', () => goTo(stage + 1));
  find('.tl-stepper').addEventListener('keydown', (event) => {
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!way || /** @type {Element} */ (event.target).matches('input, select')) return;
    event.preventDefault();
    goTo(stage + way);
  });
  goTo(0);
}

/** @param {number} p @param {number} loss @returns {import('../shared/chart.js').Data} */
function lossChart(p, loss) {
  const places = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  const high = Math.max(5, Math.ceil(loss));
  return {
    x: [0, 1],
    y: [0, high],
    ticksX: [0, 0.5, 1].map((value) => [value, value ? plain(value) : `p = ${plain(0)}`]),
    ticksY: [0, 0.5, 1].map((part) => [part * high, plain(part * high)]),
    lines: [{ points: places.map((x) => [x, -Math.log(x)]), kind: 'first' }],
    dots: [{ x: p, y: loss, kind: 'first' }],
    label: t(
      'The loss −ln p falls from very large at p = 0 to 0 at p = 1. Here p is {} and the loss {}',
      tidy(p),
      tidy(loss),
    ),
  };
}

/**
 * The chain rule in numbers, for the ten weights that join the most active feature to the ten digits.
 * @param {Lab['find']} find
 * @param {import('../net/training_step.js').LastWeights} last
 * @param {number} digit
 */
function showLast(find, { feature, activation, errors, weights, gradients, updated }, digit) {
  find('.tl-chain').textContent = t(
    'For the weight from feature {} ({}) to the digit {}: (p − y) · activation = ({} − 1) · {} = {}',
    nth(feature),
    tidy(activation),
    digit,
    tidy(errors[digit] + 1),
    tidy(activation),
    tidy(gradients[digit]),
  );
  const rows = errors.map((error, i) => {
    const y = Number(i === digit);
    const numbers = [error + y, error, gradients[i]].map(tidy);
    const cells = [numbers[0], count(y), numbers[1], numbers[2], `${tidy(weights[i])} → ${tidy(updated[i])}`];
    return tableRow(String(i), cells, i === digit);
  });
  fill(find('.tl-last'), rows);
}

/** @param {import('../net/training_step.js').LayerStep} layer */
const layerRow = ({ name, parameters, weight, gradient, change }) =>
  tableRow(LAYERS[name](), [count(parameters), tidy(weight), tidy(gradient), tidy(change)]);

/** @param {HTMLElement} table @param {HTMLElement[]} rows */
const fill = (table, rows) => /** @type {HTMLTableElement} */ (table).tBodies[0].replaceChildren(...rows);

/** @param {string} head @param {string[]} cells @param {boolean} [isMarked] */
const tableRow = (head, cells, isMarked = false) =>
  make(
    'tr',
    { class: isMarked && 'marked' },
    make('th', { scope: 'row', text: head }),
    ...cells.map((text) => make('td', { text })),
  );

/** @param {Lab['find']} find @param {Taken} taken */
function showNine(find, { subject, rate, step }) {
  const { unit, row, column, weights, gradients, updated } = step.nine;
  find('.tl-nine-words').textContent =
    subject.name === 'cnn'
      ? t('The nine weights of filter {}, which changes most:', nth(unit))
      : t(
          'Unit {} changes most. Nine of its {} weights, those of the pixels in rows {} to {}, columns {} to {}:',
          nth(unit),
          784,
          ...[row, row + 2, column, column + 2].map(nth),
        );
  const most = Math.max(...[...weights, ...updated].map(Math.abs));
  fillNine(find('.tl-nine-weights'), weights, most);
  fillNine(find('.tl-nine-gradients'), gradients, Math.max(...gradients.map(Math.abs)));
  fillNine(find('.tl-nine-updated'), updated, most);
  find('.tl-nine-sum').textContent = middleInWords(weights[4], rate, gradients[4], updated[4]);
}

/** How the middle weight is updated. @param {number} weight @param {number} rate @param {number} gradient @param {number} updated */
function middleInWords(weight, rate, gradient, updated) {
  const slope = gradient < 0 ? `(${tidy(gradient)})` : tidy(gradient);
  const text = t('The middle one: {} − {} · {} = {}', tidy(weight), plain(rate), slope, tidy(updated));
  const [was, by, is] = [weight, gradient, updated].map((value) => Number(value.toFixed(4))); // as `tidy` does
  return saidRounded(text, Math.abs(was - rate * by - is) < 5e-5);
}

/** @param {HTMLElement} table @param {number[]} numbers @param {number} most where colours are fullest */
function fillNine(table, numbers, most) {
  const cells = numbers.map((value) => {
    const level = signedLevel(value, most);
    const style = `background: ${colourOf(blueOrange, level)}; color: ${inkOn(blueOrange, level)}`;
    return make('td', { style, text: tidy(value) });
  });
  fill(
    table,
    [0, 3, 6].map((from) => make('tr', {}, ...cells.slice(from, from + 3))),
  );
}

/** @param {Lab['find']} find @param {Taken} taken */
function showAgain(find, { subject, step }) {
  const { before, after, othersBefore, othersAfter } = step;
  const own = t(
    'Your digit: loss {} → {}, p of {}: {} → {}.',
    tidy(before.loss),
    tidy(after.loss),
    subject.digit,
    tidy(before.probabilities[subject.digit]),
    tidy(after.probabilities[subject.digit]),
  );
  const rest = t(
    'Thirty other digits: loss {} → {}, read correctly: {} → {}.',
    tidy(othersBefore.loss),
    tidy(othersAfter.loss),
    share(othersBefore.accuracy, 0),
    share(othersAfter.accuracy, 0),
  );
  find('.tl-again-words').textContent = `${own} ${rest}`;
  find('.tl-verdict-words').textContent = verdict(step);
  find('.tl-verdict-words').classList.toggle('overshot', othersAfter.loss - othersBefore.loss > RUINED);
}

/**
 * What a step did: to the digit by its loss, to the others by their loss and by how many are read correctly, as either
 * can change without the other.
 *
 * @param {import('../net/training_step.js').Step} step
 * @returns {string}
 */
export function verdict({ before, after, othersBefore, othersAfter }) {
  const cost = othersAfter.loss - othersBefore.loss;
  const [was, is] = [othersBefore, othersAfter].map(({ accuracy }) => Math.round(OTHERS * accuracy));
  if (cost > RUINED)
    return t('The step overshot: it fits your digit, and the other digits are ruined. The learning rate is too large.');
  if (cost > NOTICED || is < was)
    return t(
      'It helps your digit and costs the others something: their loss changes by {}, and {} of {} are read correctly, {} before. This is why a real step follows the mean gradient of a whole batch.',
      signed(cost, 2),
      is,
      OTHERS,
      was,
    );
  if (before.loss - after.loss < 0.05 * before.loss)
    return t('Hardly a change: the learning rate is small, or there is nothing left to learn.');
  return t(
    'Your digit gains, and the others lose next to nothing: their loss changes by {}, and {} of {} are read correctly, {} before.',
    signed(cost, 2),
    is,
    OTHERS,
    was,
  );
}

/**
 * Both losses for all learning rates, with the chosen one marked.
 * @param {Taken} taken
 * @param {Sweep} swept
 * @returns {import('../shared/chart.js').Data}
 */
function ratesChart({ rate, step }, { own, others }) {
  const end = SWEEP.length - 1;
  /** @param {number[]} losses @returns {[number, number][]} */
  const points = (losses) => SWEEP.map((value, i) => [value, losses[i]]);
  return {
    x: [SWEEP[0], SWEEP[end]],
    logarithmic: true,
    ...lossAxis(1.5 * Math.max(step.before.loss, step.othersBefore.loss, 0.3)),
    ticksX: [0.001, 0.01, 0.1, 1, 10].map((value) => [value, plain(value)]),
    lines: [
      { points: points(others), kind: 'second' },
      { points: points(own), kind: 'first' },
    ],
    dots: [
      { x: rate, y: step.othersAfter.loss, kind: 'second' },
      { x: rate, y: step.after.loss, kind: 'first' },
    ],
    mark: rate,
    label: t(
      'Losses after one step for learning rates from {} to {}. Your digit: from {} down to {}. Other digits: from {} up to {}. At {}: {} and {}',
      ...[SWEEP[0], SWEEP[end]].map(plain),
      ...[own[0], own[end], others[0], others[end]].map(tidy),
      plain(rate),
      ...[step.after.loss, step.othersAfter.loss].map(tidy),
    ),
  };
}
