/**
 * One training step in slow motion on the visitor's digit: forward, loss, gradients, update, forward again.
 * The worker computes all of it at once (net/training_step.js); five stages show it one after the other.
 */

import { SWEEP } from '../net/training_step.js';
import { aDigit, inWords, ranked } from '../shared/answers.js';
import { makeBars } from '../shared/bars.js';
import { lossAxis, makeChart } from '../shared/chart.js';
import { blueOrange, colourOf, inkOn, signedLevel } from '../shared/colours.js';
import { all, make } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { newest } from '../shared/newest.js';
import { count, plain, share } from '../shared/numbers.js';
import { isBlank } from '../shared/studio.js';
import { radioGroup, showIn, tidy, whyNoDigit } from './parts.js';

/** @typedef {import('../net/training_step.js').Subject} Subject */
/** @typedef {import('../net/training_step.js').Step} Step */
/** @typedef {{own: number[], others: number[]}} Sweep */
/** @typedef {{subject: Subject, rate: number, step: Step}} Taken */
/** @typedef {import('./parts.js').Lab} Lab */

const EARLY = 4; // the moment to start from: it knows a little, and has much to learn
const RATE = 0.01;
const POSITIONS = 40; // of the slider, from 0.001 to 10

/** @param {number} position */
const rateAt = (position) => Number((10 ** (-3 + (4 * position) / POSITIONS)).toPrecision(2));

const stageNames = () => [t('Forward'), t('Loss'), t('Gradients'), t('Update'), t('Forward again')];

/** @type {Record<string, () => string>} */
const LAYERS = {
  conv1: () => t('Convolution 1'),
  conv2: () => t('Convolution 2'),
  dense1: () => t('Dense, hidden'),
  logits: () => t('Dense, last'),
};

/**
 * @param {Lab} lab
 * @param {import('./through_time.js').Moments} moments
 * @returns {import('./parts.js').Part}
 */
export function makeOneStep(lab, moments) {
  const { panel, find, files, reading } = lab;
  const network = radioGroup(panel, 'tl-step-network', changed);
  const moment = /** @type {HTMLSelectElement} */ (find('#tl-step-moment'));
  const slider = /** @type {HTMLInputElement} */ (find('#tl-step-rate'));
  const digit = makeDigitChoice(find('.tl-digits'), changed);
  const view = makeView(lab);
  /** @type {import('../net/training.js').Digits | null} */
  let others = null;
  let asked = EARLY; // which moment

  const take = newest(
    async (/** @type {{subject: Subject, rate: number}} */ about) => ({
      ...about,
      step: /** @type {Step} */ (await lab.context.reader.run('takeStep', about)),
    }),
    (taken) => view.show(taken),
  );
  const sweep = newest(
    (/** @type {Subject} */ subject) => /** @type {Promise<Sweep>} */ (lab.context.reader.run('sweepRates', subject)),
    (found) => view.showSweep(found),
  );
  let swept = '';

  /** What a step would be taken with, or null while something is missing. @returns {Subject | null} */
  function subject() {
    const now = reading();
    const pair = moments.known.pairs[asked];
    const { cnn } = now?.answer ?? {};
    if (!now?.pixels || !cnn || !pair || !others) return null;
    const name = /** @type {import('./parts.js').Name} */ (network.value());
    const weights = weightsOf(pair[name]);
    return { name, weights, pixels: now.pixels, digit: digit.chosen(now.of) ?? ranked(cnn).best, others };
  }

  async function show() {
    moments.fetch();
    fillMoments();
    update();
    others ??= await files.digits('others');
    update();
  }

  function update() {
    const rate = rateAt(Number(slider.value));
    find('.tl-step-rate-value').textContent = plain(rate);
    const found = subject();
    digit.show(found?.digit ?? null);
    if (!found) {
      take(null);
      sweep(null);
      swept = '';
      const waiting = reading()?.pixels ? t('The weights are on their way.') : whyNoDigit(reading());
      return view.clear(waiting);
    }
    take({ subject: found, rate });
    const key = [found.name, asked, found.digit, found.pixels].join();
    if (key !== swept) {
      swept = key;
      view.showSweep(null);
      sweep(found);
    }
  }

  function fillMoments() {
    const steps = moments.known.story?.steps ?? [];
    if (moment.options.length === steps.length) return;
    const words = (/** @type {number} */ step) =>
      step === 0 ? t('random weights') : t('after {}', counted(step, '{} step', '{} steps'));
    moment.replaceChildren(...steps.map((step, i) => new Option(words(step), String(i))));
    asked = Math.min(asked, steps.length - 1);
    moment.value = String(asked);
  }

  function changed() {
    asked = Number(moment.value || asked);
    update();
  }

  moment.addEventListener('change', changed);
  slider.addEventListener('input', changed);
  find('.tl-step-form').addEventListener('change', lab.remember);
  find('.tl-step-form').addEventListener('submit', (event) => event.preventDefault());
  return {
    show,
    settings() {
      const now = { network: network.value(), moment: asked, rate: rateAt(Number(slider.value)) };
      const usual = { network: 'cnn', moment: EARLY, rate: RATE };
      return Object.fromEntries(
        Object.entries(now).filter(([name, value]) => value !== usual[/** @type {keyof typeof usual} */ (name)]),
      );
    },
    adopt(settings) {
      if (settings.network) network.set(settings.network);
      if (/^\d{1,2}$/.test(settings.moment ?? '')) {
        asked = Number(settings.moment);
        if (moment.options[asked]) moment.value = String(asked);
      }
      const position = POSITIONS * ((Math.log10(Number(settings.rate)) + 3) / 4);
      if (Number.isFinite(position)) slider.value = String(Math.round(position));
    },
  };
}

/** All weights of a network, which lie side by side. @param {import('../net/network.js').Network} network */
function weightsOf({ layers }) {
  const first = /** @type {Float32Array} */ (layers.find((layer) => layer.kernel)?.kernel);
  const count = layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return new Float32Array(first.buffer, first.byteOffset, count).slice();
}

/**
 * Which digit the drawing shows: what the visitor says, until something else is drawn.
 * @param {HTMLElement} host
 * @param {() => void} onChoose
 */
function makeDigitChoice(host, onChoose) {
  /** @type {{digit: number, of: object} | null} */
  let choice = null;
  /** @type {object | null} */
  let drawing = null;
  const buttons = Array.from({ length: 10 }, (_, digit) => {
    const button = make('button', { type: 'button', text: digit });
    button.addEventListener('click', () => {
      choice = drawing && { digit, of: drawing };
      onChoose();
    });
    return button;
  });
  host.append(...buttons);
  return {
    /** @param {object} of the drawing @returns {number | null} */
    chosen(of) {
      drawing = isBlank(of) ? null : of;
      return choice?.of === of ? choice.digit : null;
    },
    /** @param {number | null} shown */
    show(shown) {
      buttons.forEach((button, digit) => button.setAttribute('aria-pressed', String(digit === shown)));
    },
  };
}

/** The five stages. @param {Lab} lab */
function makeView({ panel, find }) {
  const before = makeBars(find('.tl-forward .tl-bars-host'), ['before']);
  const after = makeBars(find('.tl-again .tl-bars-host'), ['before', 'after']);
  const lossCurve = makeChart(find('.tl-loss-curve'));
  const rateCurve = makeChart(find('.tl-rate-curve'), 210);
  makeStages(panel, find);
  /** @type {Taken | null} */
  let shown = null;
  /** @type {Sweep | null} */
  let swept = null;

  const showRates = () => rateCurve(shown && swept ? ratesChart(shown, swept) : null);

  /** @param {Taken} taken */
  function show(taken) {
    shown = taken;
    const { subject, rate, step } = taken;
    showIn(find('.tl-slow'), true);
    const p = step.before.probabilities[subject.digit];
    for (const place of all(panel, '.tl-the-digit')) place.textContent = aDigit(subject.digit);
    for (const place of all(panel, '.tl-the-rate')) place.textContent = plain(rate);
    find('.tl-forward-words').textContent = t(
      'The network reads {}. To {}, which is right, it gives p = {}.',
      inWords(step.before.probabilities),
      aDigit(subject.digit),
      tidy(p),
    );
    before({ before: step.before.probabilities });
    find('.tl-loss-words').textContent = `−ln ${tidy(p)} = ${tidy(step.before.loss)}`;
    lossCurve(lossChart(p, step.before.loss));
    showLast(find, step.last, subject.digit);
    fill(find('.tl-layers'), step.layers.map(layerRow));
    showNine(find, taken);
    after({ before: step.before.probabilities, after: step.after.probabilities });
    showAgain(find, taken);
    showRates();
  }

  return {
    show,
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
    feature,
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
      ? t('The nine weights of filter {}, which changes most:', unit + 1)
      : t(
          'Unit {} changes most. Nine of its {} weights, those of the pixels in rows {} to {}, columns {} to {}:',
          unit + 1,
          784,
          row + 1,
          row + 3,
          column + 1,
          column + 3,
        );
  const most = Math.max(...[...weights, ...updated].map(Math.abs));
  fillNine(find('.tl-nine-weights'), weights, most);
  fillNine(find('.tl-nine-gradients'), gradients, Math.max(...gradients.map(Math.abs)));
  fillNine(find('.tl-nine-updated'), updated, most);
  const gradient = gradients[4] < 0 ? `(${tidy(gradients[4])})` : tidy(gradients[4]);
  find('.tl-nine-sum').textContent = t(
    'The middle one: {} − {} · {} = {}',
    tidy(weights[4]),
    plain(rate),
    gradient,
    tidy(updated[4]),
  );
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
    'Thirty other digits: loss {} → {}, read rightly: {} → {}.',
    tidy(othersBefore.loss),
    tidy(othersAfter.loss),
    share(othersBefore.accuracy, 0),
    share(othersAfter.accuracy, 0),
  );
  find('.tl-again-words').textContent = `${own} ${rest}`;
  const cost = othersAfter.loss - othersBefore.loss;
  find('.tl-verdict-words').textContent = verdict(before.loss, after.loss, cost);
  find('.tl-verdict-words').classList.toggle('overshot', cost > 1);
}

/** @param {number} before @param {number} after @param {number} cost what the others lost */
function verdict(before, after, cost) {
  if (cost > 1)
    return t('The step overshot: it fits your digit, and the other digits are ruined. The learning rate is too large.');
  if (cost > 0.1)
    return t(
      'It helps your digit and costs the others something. This is why a real step follows the mean gradient of a whole batch.',
    );
  if (before - after < 0.05 * before)
    return t('Hardly a change: the learning rate is small, or there is nothing left to learn.');
  return t('Your digit gains, and the others lose next to nothing.');
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
