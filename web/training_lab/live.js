/**
 * Train live: a network learns from the sample digits in a worker of its own; curves, first layer and reading of the
 * visitor's digit follow it. Nothing of it is asked of the server but the digits, once.
 */

import { answerOf, forward } from '../net/network.js';
import { initialWeights, smallNetwork } from '../net/small_networks.js';
import { DEFAULTS } from '../net/training.js';
import { inWords } from '../shared/answers.js';
import { makeBars } from '../shared/bars.js';
import { blueOrange } from '../shared/colours.js';
import { bringIntoSight, make } from '../shared/dom.js';
import { t } from '../shared/messages.js';
import { fixed, share } from '../shared/numbers.js';
import { makeCurves } from './curves.js';
import { BOTH, showIn, whyNoDigit } from './parts.js';
import { heldAccuracy, showPast } from './past.js';
import { filterPictures, filtersInWords, makeSheet, reachOf } from './pictures.js';
import { makeSettings } from './settings.js';

/** @typedef {import('../net/training.js').Settings} Settings */
/** @typedef {import('../net/trainer.js').News} News */
/** @typedef {import('./parts.js').Lab} Lab */
/** @typedef {import('./parts.js').Part} Part */

/**
 * A network on its way: "ready" to learn, "waiting" for the digits, or what the worker says of it.
 *
 * @typedef {object} Run
 * @property {number} number
 * @property {Settings} settings
 * @property {number} seed
 * @property {import('../net/network.js').Network} network as it is now
 * @property {'ready' | 'waiting' | News['state']} state
 * @property {number} step
 * @property {number} steps
 * @property {import('../net/training.js').Point[]} points
 * @property {number} since when it began, as if it had never rested: milliseconds
 * @property {Range} [guessed]
 * @property {boolean} [wasRight]
 */

/** @typedef {{low: number, high: number, words: () => string}} Range of accuracies, in [0, 1] */

const RUNS_SHOWN = 8;

/** Steps before the time left is told: the browser's first ones are slow, until it has compiled the arithmetic. */
const WARM = 50;

/** @type {Range[]} */
const RANGES = [
  { low: 0, high: 0.9, words: () => t('below 90 %') },
  { low: 0.9, high: 0.95, words: () => t('90 to 95 %') },
  { low: 0.95, high: 0.97, words: () => t('95 to 97 %') },
  { low: 0.97, high: 0.98, words: () => t('97 to 98 %') },
  { low: 0.98, high: 1.01, words: () => t('98 % or more') },
];

/** @implements {Part} */
export class Live {
  /** @param {Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.form = makeSettings(lab, () => {
      lab.remember();
      if (this.run.state === 'ready') this.become(this.fresh());
    });
    this.view = makeView(lab);
    this.trainer = makeTrainer(lab.files, (news) => this.hear(news));
    /** The newest first. @type {Run[]} */
    this.past = [];
    this.count = 0;
    this.run = this.fresh();
    this.rested = 0; // when it was stopped
    this.isShowing = false; // with the next frame
    lab.find('.tl-form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (!lab.context.guess.now().on) this.begin();
      else askForGuess(lab.find('.tl-guess'), (guessed) => this.begin(guessed));
    });
    lab.find('.tl-stop').addEventListener('click', () => this.stopOrGoOn());
  }

  /** A network of the chosen settings that has learned nothing. @returns {Run} */
  fresh() {
    const settings = this.form.now();
    const [seed] = crypto.getRandomValues(new Uint32Array(1));
    const network = smallNetwork(settings.network, initialWeights(settings.network, seed, settings), settings);
    this.count += 1;
    return { number: this.count, settings, seed, network, state: 'ready', step: 0, steps: 0, points: [], since: 0 };
  }

  /** @param {Run} next */
  become(next) {
    this.run = next;
    this.view(next);
  }

  /** @param {Range} [guessed] */
  async begin(guessed) {
    this.lab.find('.tl-guess').hidden = true;
    const mine = this.run.state === 'ready' ? this.run : this.fresh();
    this.become(Object.assign(mine, { state: 'waiting', guessed }));
    bringIntoSight(this.lab.find('.tl-progress')); // on a phone it lies below the button
    await this.trainer.ready();
    if (mine !== this.run) return;
    mine.since = performance.now();
    this.trainer.begin(mine);
  }

  /** @param {News} news */
  hear({ run: number, state, step, steps, points, weights }) {
    const { run } = this;
    if (number !== run.number) return;
    run.points.push(...points);
    Object.assign(run, { state, step, steps, network: smallNetwork(run.settings.network, weights, run.settings) });
    if (state !== 'running') this.end(run);
    this.showSoon();
  }

  /** News may come faster than a busy page can show them. */
  showSoon() {
    if (!this.isShowing) requestAnimationFrame(() => this.showNow());
    this.isShowing = true;
  }

  showNow() {
    this.isShowing = false;
    this.view(this.run);
  }

  /** @param {Run} run */
  end(run) {
    const accuracy = heldAccuracy(run);
    if (!this.past.includes(run) && accuracy !== null && run.step) this.past.unshift(run);
    this.past.splice(RUNS_SHOWN);
    if (run.state === 'done' && run.guessed && accuracy !== null) {
      run.wasRight = accuracy >= run.guessed.low && accuracy < run.guessed.high;
      this.lab.context.guess.record(run.wasRight);
    }
    showPast(this.lab.find, this.past, this.form.wordOf);
  }

  stopOrGoOn() {
    const { run } = this;
    if (run.state === 'waiting') return this.become(this.fresh());
    if (run.state === 'running') {
      this.rested = performance.now();
      return this.trainer.stop();
    }
    run.since += performance.now() - this.rested;
    this.trainer.resume();
  }

  show() {
    this.trainer.ready();
    this.view(this.run);
  }

  settings() {
    return this.form.changed();
  }

  /** @param {Record<string, string>} settings */
  adopt(settings) {
    this.form.put({ ...DEFAULTS, ...settings });
    if (this.run.state === 'ready') this.run = this.fresh();
  }
}

/**
 * The worker, which gets its digits when they are first needed.
 * @param {import('../shared/files.js').Files} files
 * @param {(news: News) => void} hear
 */
function makeTrainer(files, hear) {
  const worker = new Worker(new URL('../net/trainer.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => hear(data);
  /** @param {import('../net/trainer.js').Order} order */
  const say = (order) => worker.postMessage(order);
  /** @type {Promise<void> | null} */
  let coming = null;

  async function fetchDigits() {
    const [training, held] = await Promise.all([files.digits('training'), files.digits('held')]);
    say({ type: 'digits', training, held });
  }

  return {
    ready() {
      coming ??= fetchDigits();
      return coming;
    },
    /** @param {Run} run */
    begin: ({ number, settings, seed }) => say({ type: 'begin', run: number, settings, seed }),
    stop: () => say({ type: 'stop' }),
    resume: () => say({ type: 'resume' }),
  };
}

/** Predict before you look. @param {HTMLElement} place @param {(guessed: Range) => void} begin */
function askForGuess(place, begin) {
  place.hidden = false;
  const buttons = RANGES.map((range) => {
    const button = make('button', { type: 'button', class: 'ui-button', text: range.words() });
    button.addEventListener('click', () => begin(range));
    return button;
  });
  place.querySelector('.tl-choices')?.replaceChildren(...buttons);
  buttons[0].focus();
}

/**
 * What is shown of a run.
 * @param {Lab} lab
 * @returns {(run: Run) => void}
 */
function makeView({ panel, find, reading }) {
  const curves = makeCurves(panel, find);
  const sheet = makeSheet(find('.tl-live-filters .tl-sheet-host'));
  const bars = BOTH.map((name) => makeBars(find(`.tl-fresh .tl-bars-host.${name}`), [name]));

  /** @param {Run} run */
  function showButtons({ state }) {
    const isBusy = state === 'waiting' || state === 'running';
    /** @type {HTMLButtonElement} */ (find('.tl-start')).disabled = isBusy;
    const stop = /** @type {HTMLButtonElement} */ (find('.tl-stop'));
    stop.disabled = !isBusy && state !== 'stopped';
    stop.textContent = state === 'stopped' ? t('Go on') : t('Stop');
  }

  /** @param {Run} run */
  function showProgress(run) {
    const text = inText(run);
    if (find('.tl-progress-words').textContent !== text) find('.tl-progress-words').textContent = text; // read aloud
    const part = run.steps ? run.step / run.steps : 0;
    find('.tl-progress').setAttribute('aria-valuenow', String(Math.round(100 * part)));
    find('.tl-progress span').style.transform = `scaleX(${part})`;
  }

  /** The network as it is now: its filters, and what it reads. @param {Run} run */
  function showNetwork({ network }) {
    sheet(filterPictures(network, reachOf(network)), blueOrange, filtersInWords(network));
    find('.tl-live-filters .tl-sheet-host').className = `tl-sheet-host tl-sheet ${network.name}`;
    const pixels = reading()?.pixels;
    showIn(find('.tl-fresh'), pixels, whyNoDigit(reading()));
    const said = pixels ? answerOf(network, forward(network, pixels)) : null;
    BOTH.forEach((name, i) => {
      find(`.tl-fresh .tl-bars-host.${name}`).hidden = name !== network.name;
      bars[i]({ [name]: said });
    });
    find('.tl-fresh-words').textContent = said ? t('It reads {}.', inWords(said)) : '';
  }

  return (run) => {
    showButtons(run);
    showProgress(run);
    curves(run);
    showNetwork(run);
  };
}

/** How far a run is. @param {Run} run */
function inText(run) {
  const { state, guessed, wasRight } = run;
  const accuracy = heldAccuracy(run);
  const result =
    accuracy === null ? '' : t('It reads {} of 1,000 digits that it never learned from.', share(accuracy, 1));
  if (state === 'ready') return t('Its weights are random: it has learned nothing yet.');
  if (state === 'waiting') return t('The digits are on their way.');
  if (state === 'running') return underWay(run);
  if (state === 'stopped') return `${t('Stopped.')} ${result}`;
  if (state === 'diverged')
    return t('The loss is no longer a number: the steps were too large. Try a smaller learning rate.');
  const guess = guessed && [guessed.words(), wasRight ? t('right') : t('not this time')];
  const about = guess ? t('You guessed {}: {}.', ...guess) : '';
  return [t('Done.'), result, about].filter(Boolean).join(' ');
}

/** @param {Run} run */
function underWay({ settings, points, step, steps, since }) {
  const epoch = fixed(points[points.length - 1]?.epoch ?? 0, 1);
  if (step < WARM) return t('Epoch {} of {}.', epoch, settings.epochs);
  const left = ((performance.now() - since) / step) * (steps - step);
  return t('Epoch {} of {}, about {} s left.', epoch, settings.epochs, Math.max(1, Math.round(left / 1000)));
}
