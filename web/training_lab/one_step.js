/**
 * One training step in slow motion on the visitor's digit: forward, loss, gradients, update, forward again.
 * The worker computes all of it at once (net/training_step.js); step_view.js shows it.
 */

import { ranked } from '../shared/answers.js';
import { make } from '../shared/dom.js';
import { counted, t } from '../shared/messages.js';
import { newest } from '../shared/newest.js';
import { plain } from '../shared/numbers.js';
import { isBlank } from '../shared/studio.js';
import { radioGroup, whyNoDigit } from './parts.js';
import { makeView } from './step_view.js';

/** @typedef {import('../net/training_step.js').Subject} Subject */
/** @typedef {import('../net/training_step.js').Step} Step */
/** @typedef {{own: number[], others: number[]}} Sweep */
/** @typedef {import('./parts.js').Lab} Lab */
/** @typedef {import('./parts.js').Part} Part */

const EARLY = 4; // the moment to start from: it knows a little, and has much to learn
const RATE = 0.01;
const POSITIONS = 40; // of the slider, from 0.001 to 10

/** @param {number} position */
const rateAt = (position) => Number((10 ** (-3 + (4 * position) / POSITIONS)).toPrecision(2));

/** @implements {Part} */
export class OneStep {
  /**
   * @param {Lab} lab
   * @param {import('./through_time.js').Moments} moments
   */
  constructor(lab, moments) {
    const changed = () => this.changed();
    this.lab = lab;
    this.moments = moments;
    this.network = radioGroup(lab.panel, 'tl-step-network', changed);
    this.moment = /** @type {HTMLSelectElement} */ (lab.find('#tl-step-moment'));
    this.slider = /** @type {HTMLInputElement} */ (lab.find('#tl-step-rate'));
    this.digit = makeDigitChoice(lab.find('.tl-digits'), changed);
    this.view = makeView(lab);
    /** @type {import('../net/training.js').Digits | null} */
    this.others = null;
    this.asked = EARLY; // which moment
    this.swept = '';
    const { reader } = lab.context;
    this.take = newest(
      async (/** @type {{subject: Subject, rate: number}} */ about) => ({
        ...about,
        step: /** @type {Step} */ (await reader.run('takeStep', about)),
      }),
      (taken) => this.view.show(taken),
    );
    this.sweep = newest(
      (/** @type {Subject} */ subject) => /** @type {Promise<Sweep>} */ (reader.run('sweepRates', subject)),
      (found) => this.view.showSweep(found),
    );
    this.moment.addEventListener('change', changed);
    this.slider.addEventListener('input', changed);
    const form = lab.find('.tl-step-form');
    form.addEventListener('change', lab.remember);
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  get rate() {
    return rateAt(Number(this.slider.value));
  }

  /** What a step would be taken with, or null while something is missing. @returns {Subject | null} */
  subject() {
    const now = this.lab.reading();
    const pair = this.moments.known.pairs[this.asked];
    const { cnn } = now?.answer ?? {};
    if (!now?.pixels || !cnn || !pair || !this.others) return null;
    const name = /** @type {import('./parts.js').Name} */ (this.network.value());
    const digit = this.digit.chosen(now.of) ?? ranked(cnn).best;
    return { name, weights: weightsOf(pair[name]), pixels: now.pixels, digit, others: this.others };
  }

  async show() {
    this.moments.fetch();
    this.fillMoments();
    this.update();
    if (this.others) return;
    this.others = await this.lab.files.digits('others');
    this.update();
  }

  update() {
    this.lab.find('.tl-step-rate-value').textContent = plain(this.rate);
    const found = this.subject();
    this.digit.show(found?.digit ?? null);
    if (!found) return this.clear();
    this.take({ subject: found, rate: this.rate });
    const key = [found.name, this.asked, found.digit, found.pixels].join();
    if (key === this.swept) return;
    this.swept = key;
    this.view.showSweep(null);
    this.sweep(found);
  }

  clear() {
    this.take(null);
    this.sweep(null);
    this.swept = '';
    const reading = this.lab.reading();
    this.view.clear(reading?.pixels ? t('The weights are on their way.') : whyNoDigit(reading));
  }

  fillMoments() {
    const steps = this.moments.known.story?.steps ?? [];
    if (this.moment.options.length === steps.length) return;
    const words = (/** @type {number} */ step) =>
      step === 0 ? t('random weights') : t('after {}', counted(step, '{} step', '{} steps'));
    this.moment.replaceChildren(...steps.map((step, i) => new Option(words(step), String(i))));
    this.asked = Math.min(this.asked, steps.length - 1);
    this.moment.value = String(this.asked);
  }

  changed() {
    this.asked = Number(this.moment.value || this.asked);
    this.update();
  }

  settings() {
    const now = { network: this.network.value(), moment: this.asked, rate: this.rate };
    const usual = { network: 'cnn', moment: EARLY, rate: RATE };
    return Object.fromEntries(
      Object.entries(now).filter(([name, value]) => value !== usual[/** @type {keyof typeof usual} */ (name)]),
    );
  }

  /** @param {Record<string, string>} settings */
  adopt({ network, moment, rate }) {
    if (network) this.network.set(network);
    if (/^\d{1,2}$/.test(moment ?? '')) {
      this.asked = Number(moment);
      if (this.moment.options[this.asked]) this.moment.value = moment;
    }
    const position = POSITIONS * ((Math.log10(Number(rate)) + 3) / 4);
    if (Number.isFinite(position)) this.slider.value = String(Math.round(position));
  }
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
